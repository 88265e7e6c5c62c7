"""Audit: what was done is found by whom, to whom, what and when, and whether nobody changed it is said."""

import pytest

from components.log import audit_rows
from store import Database
from store.core import instants
from store.ops import audit
from store.write import links
from tests.kit import bodies
from tests.kit.bank import NOW
from tests.pages.reading import OpenPage, run, table, texts, verbatim

TABLE = "What people did, to which link or person, from where and with which outcome"
LINK = bodies.LINK


@pytest.fixture(autouse=True)
def _looked_at_anew() -> None:
    audit_rows._verdict.clear()


@pytest.fixture
def done(db: Database) -> Database:
    now = instants.encode(NOW)
    with db.write() as connection:
        links.save(connection, bodies.link(external_id="user-1"))
        audit.record(connection, "ana@desk.example", "sign_in", "ana@desk.example", {"role": "admin"}, now=now)
        about = {"resources": ["owners"], "full": True}
        audit.record(
            connection, "ana@desk.example", "pull", "", about, did="pull requested", link=LINK, address="10.0.0.7"
        )
        audit.record(connection, "vera@desk.example", "refused", "", {}, did="delete", outcome="refused", link=LINK)
    return db


def test_nothing_was_done_yet(open_page: OpenPage) -> None:
    said = texts(open_page("audit"))
    assert "Nobody has done anything yet." in said
    assert any("The chain of 0 rows holds, looked at just now." in text for text in said)


@pytest.mark.usefixtures("done")
def test_the_newest_comes_first_with_whom_it_was_done_to(open_page: OpenPage) -> None:
    app = open_page("audit")
    rows = table(app, TABLE)
    assert rows["what"].tolist() == ["Delete", "Pull requested", "Sign in"]
    assert [state for (state,) in rows["outcome"]] == ["⊘ Refused", "✓ Done", "✓ Done"]
    assert rows["person"].tolist() == ["user-1", "user-1", ""]
    assert rows["link"].tolist() == [LINK, LINK, ""]
    assert rows["told"].tolist()[1:] == ["Resources: owners · Full: yes", "ana@desk.example · Role: admin"]


@pytest.mark.usefixtures("done")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"person": "user-1"}, 2),
        ({"link": LINK, "actor": "vera@desk.example"}, 1),
        ({"action": "pull"}, 1),
        ({"outcome": "refused"}, 1),
        ({"until": "2020-01-01"}, 0),
    ],
)
def test_the_address_says_what_is_looked_for(open_page: OpenPage, asked: dict[str, str], found: int) -> None:
    app = open_page("audit", **asked)
    assert "Nothing like this is on record." in texts(app) if not found else len(table(app, TABLE)) == found
    ways = [element.proto.url for element in app.get("link_button")]
    parameters = "&".join(f"{name}={value}".replace("@", "%40") for name, value in sorted(asked.items()))
    assert [sorted(way.partition("?")[2].split("&")) for way in ways] == ([sorted(parameters.split("&"))] * bool(found))


def test_a_reason_that_the_row_has_is_told_and_one_that_went_is_not(done: Database, open_page: OpenPage) -> None:
    with done.write() as connection:
        audit.record(connection, "ana@desk.example", "hold", "", {"reason": "case 7"}, did="put on hold", link=LINK)
        audit.record(connection, "ana@desk.example", "reveal", "", {"reason": "0" * 32}, link=LINK)
        path = "/documents/tax_status/r_1/pdf"
        audit.record(connection, "vera@desk.example", "refused", path, {"attempted": path}, did=path, outcome="refused")
    rows = table(open_page("audit"), TABLE)
    assert rows["told"].tolist()[:3] == ["", "Reason: not kept", "Reason: case 7"]
    assert rows["what"][0] == path


def test_a_row_opens_in_full(done: Database, open_page: OpenPage) -> None:
    app = open_page("audit", row="2")
    facts = "\n".join(str(one.value) for one in app.table)
    assert "10\\.0\\.0\\.7" in facts or "10.0.0.7" in facts
    assert verbatim(app) == [str(found["hash"]) for found in [_row(done, 2)]]
    assert any("This row is not kept any more" in text for text in texts(open_page("audit", row="99")))


def test_a_forged_row_is_said(done: Database, open_page: OpenPage) -> None:
    with done.write() as connection:
        connection.execute("DROP TRIGGER audit_is_not_changed")
        connection.execute("UPDATE audit SET actor = 'nobody' WHERE id = 2")
    said = texts(open_page("audit"))
    assert any("The audit is not as it was written. Row 2 does not say what was written" in text for text in said)


@pytest.mark.usefixtures("done")
def test_no_search_confirms_a_person_in_presenter_mode(open_page: OpenPage) -> None:
    app = open_page("audit", person="user-1")
    run(app.toggle(key="presenter_mode").set_value(True))
    assert not [one for one in app.text_input if one.key == "person"]


def _row(db: Database, number: int) -> dict[str, object]:
    with db.read() as connection:
        return dict(connection.execute("SELECT * FROM audit WHERE id = ?", [number]).fetchone())
