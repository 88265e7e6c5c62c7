# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypeAlias, TypedDict

ExchangeOperationType: TypeAlias = Literal["COMPRA", "VENDA"]


ExchangeSettlementMethod: TypeAlias = Literal[
    "CONTA_DEPOSITO_MOEDA_ESTRANGEIRA_PAIS",
    "CONTA_DEPOSITO_OU_PAGAMENTO_EXPORTADOR_INSTITUICAO_EXTERIOR",
    "ESPECIE_CHEQUES_VIAGEM",
    "CARTAO_PREPAGO",
    "TELETRANSMISSAO",
    "SEM_MOVIMENTACAO_VALORES",
    "DEMAIS",
    "CARTA_CREDITO_A_VISTA",
    "CARTA_CREDITO_A_PRAZO",
    "CONTA_DEPOSITO",
    "CHEQUE",
    "TITULOS_VALORES",
    "SIMBOLICA",
    "CONTA_DEPOSITO_EXPORTADOR_MANTIDA_NO_EXTERIOR",
    "CONVENIO_PAGAMENTOS_E_CREDITOS_RECIPROCOS",
    "OUTRO_NAO_MAPEADO_OFB",
]


ExchangeEventType: TypeAlias = Literal[1, 2, 3, 4, 5, 6, 9]


class Exchange(TypedDict):
    """A foreign exchange operation."""

    id: str
    link: str | None
    created_at: str
    collected_at: str
    operation_identifier: str
    operation_number: NotRequired[str | None]
    operation_type: ExchangeOperationType
    operation_requested_at: str
    authorized_institution_identifier: int
    authorized_institution_name: str
    intermediary_institution_identifier: NotRequired[int | None]
    intermediary_institution_name: NotRequired[str | None]
    operation_due_date: str
    local_operation_tax_amount: float
    local_operation_tax_currency: str
    local_operation_value_amount: float
    local_operation_value_currency: str
    foreign_operation_value_amount: float
    foreign_operation_value_currency: str
    operation_outstanding_balance_amount: NotRequired[float | None]
    operation_outstanding_balance_currency: NotRequired[str | None]
    tev_amount_amount: NotRequired[float | None]
    tev_amount_currency: NotRequired[str | None]
    local_currency_advance_percentage: NotRequired[float | None]
    settlement_method: ExchangeSettlementMethod | None
    operation_category_code: str


class ExchangeEvent(TypedDict):
    """One step in the life of an exchange."""

    id: str
    link: str | None
    exchange_id: str
    created_at: str
    collected_at: str
    operation_identifier: str
    event_sequence_number: str
    event_type: ExchangeEventType
    event_created_at: str
    operation_due_date: NotRequired[str | None]
    local_operation_tax_amount: NotRequired[float | None]
    local_operation_tax_currency: NotRequired[str | None]
    local_operation_value_amount: NotRequired[float | None]
    local_operation_value_currency: NotRequired[str | None]
    foreign_operation_value_amount: NotRequired[float | None]
    foreign_operation_value_currency: NotRequired[str | None]
    operation_outstanding_balance_amount: NotRequired[float | None]
    operation_outstanding_balance_currency: NotRequired[str | None]
    tev_amount_amount: NotRequired[float | None]
    tev_amount_currency: NotRequired[str | None]
    local_currency_advance_percentage: NotRequired[float | None]
    settlement_method: NotRequired[ExchangeSettlementMethod | None]
    operation_category_code: NotRequired[str | None]
    foreign_partie_relationship_code: NotRequired[str | None]
    foreign_partie_name: NotRequired[str | None]
    foreign_partie_country_code: NotRequired[str | None]
