"""What an admin does about a link's person: erasing them with all links, and legal holds."""

import pytest
from streamlit.testing.v1 import AppTest

from belvo_client import BelvoError, ConnectionFailed, PermissionDenied
from components.ui import desk
from domain.erasure_report import NO_FILES
from store import Database
from store.ops import audit
from store.upkeep import ages, person_erasure
from store.write import holds, kept_since, links
from tests.kit import bodies
from tests.kit.bodies import OTHER_LINK
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, run, texts

PERSON = "user-well"


class Belvo:
    """As much of a client as erasing a person needs."""

    def __init__(self) -> None:
        self.links = self
        self.deleted: list[str] = []
        self.refusals: dict[str, BelvoError] = {}
        self.silence: BelvoError | None = None

    def list(self, external_id: str) -> list[dict[str, str]]:
        assert external_id == PERSON
        if self.silence:
            raise self.silence
        return []

    def delete(self, link: str) -> None:
        if link in self.refusals:
            raise self.refusals[link]
        self.deleted.append(link)


@pytest.fixture
def belvo(monkeypatch: pytest.MonkeyPatch, db: Database, stored: Stored) -> Belvo:
    """Beside the person's link there is a second one."""
    client = Belvo()
    monkeypatch.setattr(desk, "client", lambda: client)
    with db.write() as connection:
        links.save(connection, bodies.link(OTHER_LINK, external_id=PERSON))
    assert stored["well"]
    return client


def asked(open_page: OpenPage, link: str) -> AppTest:
    app = open_page("link", link=link, section="details")
    return run(app.button(key="erase_person").click())


def confirm(app: AppTest, typed: str = PERSON, reason: str = "ticket 12") -> AppTest:
    app.text_input(key="erase_typed").set_value(typed)
    app.text_input(key="erase_reason").set_value(reason)
    return run(app.button(key="confirm_erase").click())


def test_what_will_go_is_named(stored: Stored, open_page: OpenPage, belvo: Belvo) -> None:
    said = texts(asked(open_page, stored["well"]))
    assert "**María Fernanda Ruiz López · user-well**: 2 links, deleted at Belvo and here, with" in said
    (contents,) = [text for text in said if "Transactions 529" in text]
    assert "Accounts 3" in contents
    assert "Pulls" in contents
    assert belvo.deleted == []


def test_a_person_is_erased_with_all_links_and_reported(
    stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo
) -> None:
    app = confirm(asked(open_page, stored["well"]))
    assert belvo.deleted == [stored["well"], OTHER_LINK]
    assert person_erasure.find(db, PERSON) is None
    assert [title.value for title in app.title] == ["Links"]
    mark = person_erasure.mark_of(PERSON)
    said = [*texts(app), *(success.value for success in app.success)]
    assert f"**Erased person** {mark}" in said
    assert "Everything that was here of the person is erased\\." in said
    assert NO_FILES in said
    assert any(text.endswith("ticket 12") for text in said)
    assert [button.key for button in app.get("download_button")] == ["download_report", "export_links"]
    run(app.button(key="close_report").click())
    assert not any("Erased person" in text for text in texts(app))
    found = texts(open_page("links", find=PERSON))
    assert f"**Erased person** {mark}" in found


@pytest.mark.parametrize(
    ("typed", "reason", "told"),
    [("user-wel", "ticket 12", "is not this person's ID, so nothing was erased"), (PERSON, "  ", "Say why")],
)
def test_without_the_id_and_a_reason_nothing_is_erased(
    stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo, typed: str, reason: str, told: str
) -> None:
    app = confirm(asked(open_page, stored["well"]), typed, reason)
    assert any(told in text for text in texts(app))
    assert belvo.deleted == []
    assert person_erasure.find(db, PERSON) is not None


def test_here_only_does_not_ask_belvo(stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo) -> None:
    app = asked(open_page, stored["well"])
    app.checkbox(key="erase_here_only").check()
    confirm(app)
    assert belvo.deleted == []
    assert person_erasure.find(db, PERSON) is None


def test_what_belvo_refuses_is_said_link_by_link(
    stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo
) -> None:
    belvo.refusals = {stored["well"]: PermissionDenied("No *way*.", code="access_denied")}
    app = confirm(asked(open_page, stored["well"]))
    said = texts(app)
    assert any(text.startswith("1 of 2 links could not be deleted at Belvo") for text in said)
    assert any("Belvo did not delete it (access_denied: No *way*.). It is still here." in text for text in said)
    assert links.find(db, stored["well"]) is not None


def test_where_belvo_is_silent_nothing_is_erased(
    stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo
) -> None:
    belvo.silence = ConnectionFailed("Nothing came.")
    app = confirm(asked(open_page, stored["well"]))
    assert any("Belvo did not say which links it has of this person" in text for text in texts(app))
    assert len(person_erasure.find(db, PERSON).links) == 2  # type: ignore[union-attr]


def test_deleting_one_of_several_links_offers_the_person(stored: Stored, open_page: OpenPage, belvo: Belvo) -> None:
    app = open_page("link", link=stored["well"])
    run(app.button(key="delete").click())
    assert app.button(key="erase_instead").label == "Erase this person, with 1 more link…"
    run(app.button(key="erase_instead").click())
    assert app.button(key="confirm_erase").label == ":red[Erase this person]"
    assert belvo.deleted == []


def hold(app: AppTest, kind: str) -> AppTest:
    run(app.button(key="hold").click())
    app.radio(key="hold_kind").set_value(kind)
    app.text_input(key="hold_reason").set_value("case 7")
    return run(app.button(key="confirm_hold").click())


@pytest.mark.parametrize("kind", ["person", "link"])
def test_who_is_on_hold_is_said_kept_and_released(
    stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo, kind: str
) -> None:
    app = hold(open_page("link", link=stored["well"], section="details"), kind)
    said = "This person is on hold" if kind == "person" else "This link is on hold"
    assert any(text.startswith(said) and "case 7" in text for text in texts(app))
    app = confirm(run(app.button(key="erase_person").click()))
    assert any("so nothing was deleted. Release the hold first." in text for text in texts(app))
    run(app.button(key="keep_person").click())
    run(app.button(key="delete").click())
    run(app.button(key="confirm_delete").click())
    assert any("so nothing was deleted. Release the hold first." in text for text in texts(app))
    assert belvo.deleted == []
    run(app.button(key="keep_link").click())
    run(app.button(key=f"release_{kind}").click())
    app.text_input(key="hold_reason").set_value("lifted")
    run(app.button(key="confirm_hold").click())
    assert holds.table(db) == []
    rows = audit.table(db)
    assert rows[rows["outcome"] == "done"]["did"].to_list() == ["hold released", "put on hold"]


def test_a_hold_needs_a_reason(stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo) -> None:
    app = open_page("link", link=stored["well"], section="details")
    run(app.button(key="hold").click())
    run(app.button(key="confirm_hold").click())
    assert any("Say why" in text for text in texts(app))
    assert holds.table(db) == []
    assert belvo.deleted == []


@pytest.mark.usefixtures("unreachable")
def test_what_went_for_its_age_is_on_health_and_since_when_rows_are_kept_beside_the_title(
    db: Database, stored: Stored, open_page: OpenPage
) -> None:
    assert "Nothing was old enough in the last 7 days." in texts(open_page("health"))
    with db.write() as connection:
        kept_since.set_for(connection, ["transactions"], "2026-08-01")
        holds.put(connection, "link", stored["well"], reason="case 7", actor="ana")
    ages.note(db, {"transactions": 1_234, "bills": 3})
    said = texts(open_page("health"))
    assert "Deleted for their age in the last 7 days: 1,234 transactions, 3 bills." in said
    assert any("On hold: 1." in text for text in said)
    assert any("Kept since 1 Aug 2026" in text for text in texts(open_page("transactions")))
