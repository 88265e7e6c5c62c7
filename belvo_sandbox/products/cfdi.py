"""Tax documents as XML, like those of Mexico's tax authority but unsigned."""

from typing import Any
from xml.etree import ElementTree

_INVOICE = "http://www.sat.gob.mx/cfd/4"
_STAMP = "http://www.sat.gob.mx/TimbreFiscalDigital"
_RETENTION = "http://www.sat.gob.mx/esquemas/retencionpago/2"
for _prefix, _space in (("cfdi", _INVOICE), ("tfd", _STAMP), ("retenciones", _RETENTION)):
    ElementTree.register_namespace(_prefix, _space)


def invoice_xml(row: dict[str, Any]) -> str:
    """An invoice of the API as a CFDI."""
    root = _element(
        None,
        f"{{{_INVOICE}}}Comprobante",
        Version=row["version"],
        Serie=row["series"],
        Folio=row["folio"],
        Fecha=f"{row['invoice_date']}T12:00:00",
        **_terms(row),
        Moneda=row["currency"],
        SubTotal=_money(row["subtotal_amount"]),
        Descuento=_money(row["discount_amount"]),
        Total=_money(row["total_amount"]),
        TipoDeComprobante=row["invoice_type"][0],
        LugarExpedicion=row["place_of_issue"],
    )
    _element(root, f"{{{_INVOICE}}}Emisor", Rfc=row["sender_id"], Nombre=row["sender_name"])
    _element(root, f"{{{_INVOICE}}}Receptor", Rfc=row["receiver_id"], Nombre=row["receiver_name"])
    lines = _element(root, f"{{{_INVOICE}}}Conceptos")
    for line in row["invoice_details"]:
        _element(
            lines,
            f"{{{_INVOICE}}}Concepto",
            ClaveProdServ=line["product_identification"],
            Cantidad=f"{line['quantity']:g}",
            ClaveUnidad=line["unit_code"],
            Descripcion=line["description"],
            ValorUnitario=_money(line["unit_amount"]),
            Importe=_money(line["pre_tax_amount"]),
        )
    taxes = row["tax_details"]
    _element(
        root,
        f"{{{_INVOICE}}}Impuestos",
        TotalImpuestosTrasladados=_money(taxes["total_tax_transferred"]),
        TotalImpuestosRetenidos=_money(taxes["total_tax_retained"]),
    )
    extra = _element(root, f"{{{_INVOICE}}}Complemento")
    _element(extra, f"{{{_STAMP}}}TimbreFiscalDigital", Version="1.1", UUID=row["invoice_identification"])
    return _text(root)


def retention_xml(row: dict[str, Any]) -> str:
    """A certificate of retained tax of the API as XML."""
    root = _element(
        None,
        f"{{{_RETENTION}}}Retenciones",
        Version=row["version"],
        CveRetenc=str(row["code"]),
        FechaExp=row["issued_at"],
    )
    _element(root, f"{{{_RETENTION}}}Emisor", RfcE=row["sender_id"], NomDenRazSocE=row["sender_name"])
    _element(root, f"{{{_RETENTION}}}Receptor", RfcR=row["receiver_id"], NomDenRazSocR=row["receiver_name"])
    _element(
        root,
        f"{{{_RETENTION}}}Totales",
        MontoTotOperacion=_money(row["total_invoice_amount"]),
        MontoTotGrav=_money(row["total_taxable_amount"]),
        MontoTotRet=_money(row["total_retained_amount"]),
    )
    return _text(root)


def _terms(row: dict[str, Any]) -> dict[str, str]:
    """Payment terms, of documents about money."""
    terms = {"FormaPago": row["payment_type"], "MetodoPago": row["payment_method"]}
    return {name: value for name, value in terms.items() if value is not None}


def _element(parent: ElementTree.Element | None, tag: str, **attributes: str) -> ElementTree.Element:
    if parent is None:
        return ElementTree.Element(tag, attributes)
    return ElementTree.SubElement(parent, tag, attributes)


def _money(amount: float) -> str:
    return f"{amount:.2f}"


def _text(root: ElementTree.Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")
