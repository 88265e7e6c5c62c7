# Made from Belvo's description of its API by `make types`: what is changed here is lost.

from typing import Any, NotRequired, TypeAlias, TypedDict


class PersonalTaxReturn(TypedDict):
    """A person's yearly return; its sections carry the tax authority's own Spanish names."""

    id: NotRequired[str]
    link: NotRequired[str | None]
    collected_at: str
    created_at: NotRequired[str]
    informacion_general: dict[str, Any] | None
    sueldos_salarios: dict[str, Any] | None
    servicios_profesionales: dict[str, Any] | None
    deducciones_personales: dict[str, Any] | None
    determinacion_impuesto: dict[str, Any] | None
    retenciones: dict[str, Any] | None
    dividendos: dict[str, Any] | None
    datos_informativos: NotRequired[dict[str, Any] | None]
    pdf: str | None
    receipt_pdf: str | None


class MonthlyPersonalTaxReturn(TypedDict):
    """A person's monthly return."""

    id: NotRequired[str]
    collected_at: str
    created_at: NotRequired[str]
    informacion_general: dict[str, Any] | None
    isr: dict[str, Any] | None
    iva: dict[str, Any] | None
    pdf: str | None
    receipt_pdf: NotRequired[str | None]
    type: str


class BusinessTaxReturn(TypedDict):
    """A company's yearly return."""

    id: str
    collected_at: str
    created_at: str
    informacion_general: dict[str, Any] | None
    datos_adicionales: dict[str, Any] | None
    estado_resultados: dict[str, Any] | None
    estado_posicion_financiera_balance: dict[str, Any] | None
    conciliacion_entre_resultado_contable_fiscal: dict[str, Any] | None
    deducciones_autorizadas: dict[str, Any] | None
    cifras_cierre_ejercicio: dict[str, Any] | None
    determinacion_del_impuesto_sobre_la_renta: dict[str, Any] | None
    dividendos_o_utilidades_distribuidos: dict[str, Any] | None
    detalle_pago_r1_isr_personas_morales: dict[str, Any] | None
    ingressos: NotRequired[dict[str, Any] | None]
    determinacion: NotRequired[dict[str, Any] | None]
    pdf: str | None
    receipt_pdf: str | None


class MonthlyBusinessTaxReturn(TypedDict):
    """A company's monthly return."""

    id: NotRequired[str]
    collected_at: str
    created_at: NotRequired[str]
    informacion_general: dict[str, Any] | None
    determinacion_isr: dict[str, Any] | None
    detalle_pago_isr: dict[str, Any] | None
    determinacion_iva: dict[str, Any] | None
    detalle_pago_iva: dict[str, Any] | None
    pdf: str | None
    receipt_pdf: NotRequired[str | None]
    type: str | None


TaxReturn: TypeAlias = PersonalTaxReturn | MonthlyPersonalTaxReturn | BusinessTaxReturn | MonthlyBusinessTaxReturn
