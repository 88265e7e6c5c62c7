# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Literal, NotRequired, TypedDict


class PersonalData(TypedDict):
    full_name: NotRequired[str]
    document_id_type: NotRequired[Literal["RUT"]]
    document_id_number: NotRequired[str]


class DirectDebt(TypedDict):
    financial_institution: NotRequired[str]
    credit_type: NotRequired[str]
    amount: NotRequired[float]
    current: NotRequired[float | None]
    delinquent: NotRequired[float | None]
    severely_delinquent: NotRequired[float | None]
    defaulted: NotRequired[float | None]


class IndirectDebt(TypedDict):
    financial_institution: NotRequired[str]
    credit_type: NotRequired[str]
    amount: NotRequired[float]
    current: NotRequired[float | None]
    delinquent: NotRequired[float | None]
    severely_delinquent: NotRequired[float | None]
    defaulted: NotRequired[float | None]


class CreditLine(TypedDict):
    financial_institution: NotRequired[str]
    direct_amount: NotRequired[float | None]
    indirect_amount: NotRequired[float | None]


class OtherCredit(TypedDict):
    financial_institution: NotRequired[str]
    direct_amount: NotRequired[float | None]
    indirect_amount: NotRequired[float | None]


class ChileanDebtReport(TypedDict):
    """What a person owes Chile's financial system."""

    id: NotRequired[str]
    link: NotRequired[str | None]
    collected_at: NotRequired[str]
    created_at: NotRequired[str]
    personal_data: NotRequired[PersonalData]
    debt_data_last_update: NotRequired[str]
    currency: NotRequired[str]
    total: NotRequired[float | None]
    current: NotRequired[float | None]
    delinquent: NotRequired[float | None]
    severely_delinquent: NotRequired[float | None]
    defaulted: NotRequired[float | None]
    direct_debts: NotRequired[list[DirectDebt] | None]
    indirect_debts: NotRequired[list[IndirectDebt] | None]
    credit_lines: NotRequired[list[CreditLine] | None]
    other_credits: NotRequired[list[OtherCredit] | None]
