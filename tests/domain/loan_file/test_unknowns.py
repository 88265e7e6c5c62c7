"""What is not known follows from what is stored, each with what its sentence names."""

from datetime import UTC, date, datetime

from domain.absence import Absence
from domain.loan_file.unknowns import (
    MOST_GAPS,
    Kind,
    LinkKnown,
    ResourceKnown,
    Unknown,
    of_currencies,
    of_findings,
    of_link,
    of_months,
    of_products,
)
from domain.quality.checks import Check, Evidence, Finding
from resources import Family

PULLED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def kinds(found: list[Unknown]) -> list[Kind]:
    return [one.kind for one in found]


def test_products_of_which_nothing_came_are_named_with_what_they_would_tell() -> None:
    (payroll, tax) = of_products({Family.BANKING, Family.ENRICHMENT})
    assert (payroll.kind, tax.kind) == (Kind.NO_PAYROLL, Kind.NO_TAX)
    assert "employment records" in payroll.told["resources"]  # type: ignore[operator]
    assert [*of_products({Family.BANKING, Family.EMPLOYMENT, Family.FISCAL})] == []


def test_resources_without_rows_stand_together_by_why() -> None:
    silent = [
        ResourceKnown("Bills", 0, Absence.NOT_OFFERED),
        ResourceKnown("Exchanges", 0, Absence.NOT_OFFERED),
        ResourceKnown("Owners", 0, Absence.NOT_ASKED),
        ResourceKnown("Incomes", 0, Absence.EMPTY),
        ResourceKnown("Invoices", 0, None),
        ResourceKnown("Accounts", 3, None),
        ResourceKnown("Balances", 0, None, is_loading=True),
    ]
    found = {one.kind: one.told["resources"] for one in of_link(LinkKnown("Erebor", silent))}
    assert found == {
        Kind.STILL_LOADING: ["balances"],
        Kind.NOT_ASKED: ["owners"],
        Kind.NOT_OFFERED: ["bills", "exchanges"],
        Kind.EMPTY: ["incomes"],
        Kind.NEVER_PULLED: ["invoices"],
    }


def test_a_link_that_broke_says_since_when_and_a_pull_that_failed_what_is_left() -> None:
    failed = ResourceKnown("Transactions", 12, None, is_failed=True, error="login_error", pulled_at=PULLED)
    found = [*of_link(LinkKnown("Erebor", [failed], "Its password changed.", PULLED, PULLED, is_assigned=True))]
    assert kinds(found) == [Kind.LINK_BROKEN, Kind.PULL_FAILED, Kind.ASSIGNED]
    assert found[0].told["since"] == PULLED
    assert (found[1].told["rows"], found[1].told["error"]) == (12, "login_error")


def test_months_before_the_first_movement_are_not_known() -> None:
    wanted = date(2024, 11, 1)
    assert [*of_months(date(2024, 10, 3), wanted, 24)] == []
    assert [*of_months(None, wanted, 0)] == []
    assert kinds([*of_months(date(2026, 10, 3), wanted, 0)]) == [Kind.MONTHS_BEFORE, Kind.FEW_MONTHS]
    assert kinds([*of_months(date(2026, 7, 1), wanted, 3)]) == [Kind.MONTHS_BEFORE]


def test_gaps_are_told_one_by_one_as_far_as_anybody_reads_them() -> None:
    day = date(2026, 11, 1).toordinal()
    evidence = [
        Evidence("link", "9 days", "a1", day + 10 * place, day + 10 * place + 8) for place in range(MOST_GAPS + 2)
    ]
    found = [*of_findings([Finding(Check.GAPS, "link", len(evidence), 400, evidence)], {"a1": "Nómina"})]
    gaps = [one for one in found if one.kind is Kind.GAP]
    assert len(gaps) == MOST_GAPS
    assert gaps[0].told == {
        "account": "Nómina",
        "first": date(2026, 11, 1),
        "last": date(2026, 11, 9),
        "what": "9 days",
    }
    assert [one.told["number"] for one in found if one.kind is Kind.MORE_GAPS] == [2]


def test_checks_that_failed_doubt_or_saw_nothing_are_told() -> None:
    findings = [
        Finding(Check.BALANCES, "a", 5, 10),
        Finding(Check.BALANCES, "b", 1, 10),
        Finding(Check.DAYS, "a", 1, 1_000),
        Finding(Check.NAMES, "a", 0, 0),
    ]
    found = [*of_findings(findings, {})]
    failed = next(one for one in found if one.kind is Kind.CHECK_FAILED)
    assert failed.told == {"check": "balances", "number": 6, "of": 20}
    assert kinds(found) == [Kind.CHECK_FAILED, Kind.CHECK_DOUBTFUL, Kind.NOT_CHECKED]
    assert "names" in found[-1].told["checks"]  # type: ignore[operator]
    assert "days" not in found[-1].told["checks"]  # type: ignore[operator]


def test_one_currency_needs_no_word_and_two_are_never_added() -> None:
    assert [*of_currencies(["MXN"])] == []
    assert [one.told for one in of_currencies(["MXN", "BRL"])] == [{"currencies": ["BRL", "MXN"]}]
