from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.pulls.asking import LOADING, REMEMBERED, Answer, questions

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OLD = NOW - timedelta(days=100)
OFMOCKBANK = {
    "type": "bank",
    "country_codes": ["BR"],
    "integration_type": "openfinance",
    "resources": ["ACCOUNTS", "TRANSACTIONS", "OWNERS", "RISK_INSIGHTS", "BALANCES", "INCOMES", "INVOICES"],
}
TATOOINE = {
    "type": "fiscal",
    "country_codes": ["MX"],
    "resources": ["TAX_COMPLIANCE_STATUS", "TAX_RETURNS", "TAX_STATUS", "INVOICES", "FINANCIAL_STATEMENTS"],
}
PLANET = {"type": "employment", "country_codes": ["MX"], "resources": ["EMPLOYMENT_RECORDS", "OWNERS"]}
CHILE = {"type": "fiscal", "country_codes": ["CL"], "resources": ["INVOICES", "TAX_STATUS"]}


def asked(
    institution: Mapping[str, Any],
    *named: str,
    known: tuple[str, ...] = (),
    created_at: datetime | None = OLD,
    **answers: Answer,
) -> list[str]:
    found = questions(institution, named, known, answers, created_at=created_at, now=NOW)
    return [question.resource.name for question in found]


def guesses(institution: Mapping[str, Any], *named: str) -> list[str]:
    found = questions(institution, named, (), {}, created_at=OLD, now=NOW)
    return [question.resource.name for question in found if question.is_guess]


@pytest.mark.parametrize(
    ("institution", "unlisted"),
    [
        (OFMOCKBANK, ["bills", "br_investments", "br_investment_transactions", "br_exchanges", "recurring_expenses"]),
        (TATOOINE, ["tax_retentions"]),
        (PLANET, ["mx_current_employments", "employment_metrics"]),
        (CHILE, ["cl_debt_reports"]),
    ],
    ids=["bank", "tax authority", "employment", "Chile"],
)
def test_what_the_product_can_have_is_asked_for_as_a_guess(institution: Mapping[str, Any], unlisted: list[str]) -> None:
    assert guesses(institution) == unlisted


def test_what_is_listed_or_named_is_no_guess_and_what_is_another_countrys_no_question() -> None:
    assert "invoices" not in asked(OFMOCKBANK)  # which it lists, and which are Mexico's and Chile's
    assert "consents" in asked(OFMOCKBANK)
    assert "bills" not in guesses(OFMOCKBANK, "BILLS")
    assert {"invoices", "tax_status", "accounts"}.isdisjoint(asked(CHILE, "INVOICES", "TAX_STATUS"))
    assert {"cl_invoices", "cl_tax_status"}.isdisjoint(asked(TATOOINE, "INVOICES", "TAX_STATUS"))


def test_as_belvo_wrote_a_country_before_it_counts_too() -> None:
    older = {key: value for key, value in OFMOCKBANK.items() if key != "country_codes"} | {"country_code": "BR"}
    assert asked(older) == asked(OFMOCKBANK)
    assert "cl_debt_reports" not in asked({**older, "type": "fiscal"})


@pytest.mark.parametrize("known", [(), ("bills",)], ids=["listed nowhere", "announced"])
def test_what_neither_list_nor_product_has_is_asked_for_once_a_webhook_announced_it(known: tuple[str, ...]) -> None:
    assert ("bills" in asked(TATOOINE, known=known)) == bool(known)


@pytest.mark.parametrize(
    ("answer", "is_asked"),
    [
        (Answer(NOW - timedelta(hours=1), is_refusal=True), False),
        (Answer(NOW - REMEMBERED + timedelta(seconds=1), is_refusal=True), False),
        (Answer(NOW - REMEMBERED, is_refusal=True), True),
        (Answer(NOW + timedelta(days=300), is_refusal=True), True),  # noted before the clock was set back
        (Answer(NOW - timedelta(hours=1), is_empty=True), False),
        (Answer(NOW - REMEMBERED, is_empty=True), True),
        (Answer(NOW - timedelta(hours=1)), True),
    ],
    ids=["refused", "nearly forgotten", "forgotten", "to come", "empty", "empty long ago", "rows"],
)
def test_an_answer_to_a_guess_is_believed_for_some_days(answer: Answer, is_asked: bool) -> None:
    assert ("bills" in asked(OFMOCKBANK, bills=answer)) == is_asked


def test_of_what_is_promised_only_a_refusal_is_believed() -> None:
    empty, refusal = Answer(NOW - timedelta(hours=1), is_empty=True), Answer(NOW - timedelta(hours=1), is_refusal=True)
    assert "incomes" in asked(OFMOCKBANK, incomes=empty)
    assert "bills" in asked(OFMOCKBANK, "BILLS", bills=empty)
    assert "bills" in asked(OFMOCKBANK, known=("bills",), bills=empty)
    assert "incomes" not in asked(OFMOCKBANK, incomes=refusal)


def test_an_empty_list_of_a_new_link_says_nothing_yet() -> None:
    empty = Answer(NOW - timedelta(minutes=1), is_empty=True)
    assert "bills" in asked(OFMOCKBANK, created_at=NOW - LOADING / 2, bills=empty)
    assert "bills" not in asked(OFMOCKBANK, created_at=NOW - 2 * LOADING, bills=empty)


def test_of_an_unknown_institution_all_is_a_guess() -> None:
    assert set(asked({})) == set(guesses({}))
    assert {"accounts", "invoices", "cl_invoices", "br_employments"} <= set(guesses({}))
    assert guesses({"resources": []}) == guesses({})
