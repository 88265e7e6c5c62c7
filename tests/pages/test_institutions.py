"""Institutions: who can be connected, what they offer, and whether they work."""

from collections.abc import Sequence

import pytest

from actions import institutions as institution_actions
from belvo_client import BelvoClient
from store import Database
from store.ops import audit
from tests.kit import filling
from tests.kit.actors import TESTER
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, figures, run, table

TABLE = "Institutions with their health, country, type and what they offer"


@pytest.fixture
def catalogue(db: Database, belvo: BelvoClient) -> int:
    return institution_actions.refresh(db, belvo, actor=TESTER)


def names(open_page: OpenPage, **query: str | Sequence[str]) -> set[str]:
    return {*table(open_page("institutions", **query), TABLE)["name"]}


def test_an_empty_catalogue_is_read_by_one_click(db: Database, belvo: BelvoClient, open_page: OpenPage) -> None:
    app = open_page("institutions")
    assert len(app.dataframe) == 0
    app = run(app.button(key="refresh").click())
    assert {*table(app, TABLE)["name"]} == {body["name"] for body in belvo.institutions.list()}
    assert audit.table(db)["did"].tolist() == ["institutions read"]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"find": "gringotts", "country": "CO"}, ["gringotts_co_retail"]),
        ({"type": "employment"}, ["planet_mx_employment", "nostromo_br_employment"]),
        ({"resources": ["TAX_STATUS", "TAX_RETURNS"]}, ["tatooine_mx_fiscal"]),
        ({"health": "down"}, ["sleepy_hollow_mx_retail"]),
        ({"type": "fiscal", "country": ["MX", "CL"]}, ["tatooine_mx_fiscal", "arrakis_cl_fiscal"]),
    ],
    ids=str,
)
def test_the_address_filters(query: dict[str, str | Sequence[str]], found: list[str], open_page: OpenPage) -> None:
    assert names(open_page, **query) == {*found}


@pytest.mark.usefixtures("stored")
def test_how_our_links_do_there_is_counted(open_page: OpenPage) -> None:
    app = open_page("institutions")
    rows = table(app, TABLE)
    counted = {row["display_name"]: (row["links"], row["broken"]) for row in rows.to_dict("records") if row["links"]}
    assert counted == {"Gringotts": (2, 2), "Erebor": (1, 0), "Erebor Brasil": (1, 0)}
    assert figures(app)["With broken links"] == "1"


def test_a_broken_link_stays_so_while_it_is_pulled(stored: Stored, db: Database, open_page: OpenPage) -> None:
    filling.begin_pull(db, stored["failed"])
    rows = table(open_page("institutions"), TABLE)
    assert rows.set_index("display_name").loc["Gringotts", "broken"] == 2


@pytest.mark.usefixtures("stored", "unreachable")
def test_without_belvo_the_catalogue_stays_as_it_was(open_page: OpenPage) -> None:
    app = run(open_page("institutions").button(key="refresh").click())
    assert len(table(app, TABLE)) == 3
    assert any("could not be read" in toast.value for toast in app.toast)
