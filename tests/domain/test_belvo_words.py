"""Names of Belvo's that pages show can be said in other languages: each is marked where the catalogues find it."""

import json
import re
from collections.abc import Iterator

import pytest

from belvo_client.advice import LANGUAGES
from belvo_client.webhook_events import EVENTS
from components.ui.text import words
from domain.roles import TABLE
from languages.extraction import texts
from resources import RESOURCES
from settings import ROOT

DESCRIPTION = ROOT / "belvo_client" / "description" / "belvo.json"

SAME_ELSEWHERE = {"Async", "Cnpj", "Cpf", "Curp", "Elo", "Hipercard", "Iof", "Mastercard", "None", "Nss", "Null"} | {
    *("Pix", "Ppd", "Pue", "Rfc", "Rut", "Visa", "American express", "Diners club")
}
"""Marks, documents and codes that have no other name."""

PORTUGUESE_OR_SPANISH = {
    *("Bandeira propria", "Carta credito a prazo", "Carta credito a vista", "Cartao prepago", "Cheque"),
    *("Cheque eletronico", "Compra", "Conta deposito", "Conta deposito exportador mantida no exterior"),
    *("Conta deposito moeda estrangeira pais", "Conta deposito ou pagamento exportador instituicao exterior"),
    *("Convenio pagamentos e creditos reciprocos", "Demais", "Egreso", "Especie cheques viagem", "Ingreso"),
    *("Nómina", "Outro nao mapeado ofb", "Pago", "Sem movimentacao valores", "Simbolica", "Teletransmissao"),
    *("Titulos valores", "Traslado", "Venda"),
}
"""As Brazil's central bank and Mexico's tax authority call them, in English too."""


@pytest.fixture(scope="module")
def said() -> frozenset[str]:
    return frozenset(text.one for text in texts())


def enums(node: object) -> Iterator[str]:
    """Every value of every enum below."""
    if isinstance(node, dict):
        yield from map(str, node.get("enum") or ())
        for one in node.values():
            yield from enums(one)
    elif isinstance(node, list):
        for one in node:
            yield from enums(one)


def test_values_of_enums_can_be_said(said: frozenset[str]) -> None:
    values = {*enums(json.loads(DESCRIPTION.read_text(encoding="utf-8")))}
    named = {value for value in values if not re.match(r"\d", value)}
    missing = {value for value in named if value not in said and words(value) not in said}
    assert {words(value) for value in missing} - SAME_ELSEWHERE - PORTUGUESE_OR_SPANISH == set()


def test_columns_of_resources_can_be_said(said: frozenset[str]) -> None:
    assert {words(column.name) for one in RESOURCES.values() for column in one.columns} - said == set()


def test_codes_of_errors_can_be_said(said: frozenset[str]) -> None:
    codes = {code.partition("/")[0] for code in LANGUAGES["en"]} - {"unknown"}
    assert {words(code) for code in codes} - said == set()


def test_webhooks_can_be_said(said: frozenset[str]) -> None:
    codes = {code for kinds in EVENTS.values() for several in kinds.values() for code in several}
    kinds = {kind for kinds in EVENTS.values() for kind in kinds}
    assert {words(name) for name in codes | kinds | {*EVENTS}} - said == set()


def test_what_people_may_do_can_be_said(said: frozenset[str]) -> None:
    assert {words(action) for row in TABLE for action in row.actions} - said == set()
