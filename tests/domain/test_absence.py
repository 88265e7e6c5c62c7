"""Why a link has no rows of a resource."""

from collections.abc import Mapping

import pytest

from domain.absence import Absence, why_absent
from resources import RESOURCES

BANK = {"type": "bank", "resources": ["ACCOUNTS", "INCOMES"], "country_codes": ["MX"]}


@pytest.mark.parametrize(
    ("resource", "institution", "named", "state", "why"),
    [
        ("accounts", BANK, ["ACCOUNTS"], "done", Absence.EMPTY),
        ("incomes", BANK, ["ACCOUNTS"], "done", Absence.NOT_ASKED),
        ("incomes", BANK, ["ACCOUNTS", "INCOMES"], "done", Absence.EMPTY),
        ("incomes", BANK, [], "done", Absence.EMPTY),
        ("incomes", BANK, ["ACCOUNTS", "INCOMES"], "skipped", Absence.NOT_OFFERED),
        ("bills", BANK, ["ACCOUNTS", "BILLS"], "done", Absence.NOT_OFFERED),
        ("incomes", {}, ["ACCOUNTS"], None, Absence.NOT_ASKED),
        ("accounts", BANK, ["ACCOUNTS"], None, None),
        ("accounts", BANK, ["ACCOUNTS"], "failed", None),
        ("accounts", BANK, ["ACCOUNTS"], "running", None),
    ],
)
def test_why_nothing_is_there(
    resource: str, institution: Mapping[str, object], named: list[str], state: str | None, why: Absence | None
) -> None:
    assert why_absent(RESOURCES[resource], institution, named, state=state) is why


def test_of_a_single_link_only_what_it_names_is_asked_for() -> None:
    assert why_absent(RESOURCES["incomes"], BANK, [], state="done", access_mode="single") is Absence.NOT_ASKED
    assert why_absent(RESOURCES["incomes"], BANK, ["INCOMES"], state="done", access_mode="single") is Absence.EMPTY
