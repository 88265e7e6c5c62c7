"""Short addresses: each leads one browser on, once, and says so to all who come after."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from actions.connect.handouts import HANDOUTS, PATH
from actions.connect.start import Opening
from context import Context
from store.core.errors import Unusable
from store.ops import audit, sessions
from store.ops.operators import update_links
from store.ops.operators.update_links import UpdateLink
from store.write import links
from tests.kit.local_belvo import Api

LONG = "https://widget.belvo.example/?access_token=" + "x" * 900
PHONE = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"}


def now() -> datetime:
    return datetime.now(UTC)


def opening(nonce: str, *, left: timedelta = timedelta(minutes=10)) -> Opening:
    return Opening(nonce, "user-1", "token", "event token", {}, expires_at=now() + left, url=LONG)


def test_a_code_is_short_and_leads_one_browser_on(http: TestClient) -> None:
    code = HANDOUTS.code_of(opening("once"), now())
    address = f"https://linkdesk.company.example:8443{PATH}{code}"
    assert (len(address) < 80, HANDOUTS.code_of(opening("once"), now())) == (True, code)
    first = http.get(f"{PATH}{code}", headers=PHONE, follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, LONG)
    assert (first.headers["cache-control"], first.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert HANDOUTS.is_used("once")
    again = http.get(f"{PATH}{code}", headers=PHONE, follow_redirects=False)
    assert (again.status_code, "Ask the person who sent it for a new one." in again.text) == (410, True)
    assert "access_token" not in again.text


def test_what_only_looks_at_a_message_does_not_use_it_up(http: TestClient) -> None:
    code = HANDOUTS.code_of(opening("previewed"), now())
    for agent in ("WhatsApp/2.24", "Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1"):
        looked = http.get(f"{PATH}{code}", headers={"user-agent": agent}, follow_redirects=False)
        assert (looked.status_code, "access_token" in looked.text) == (200, False)
    assert http.head(f"{PATH}{code}", headers=PHONE, follow_redirects=False).status_code == 200
    assert not HANDOUTS.is_used("previewed")
    assert http.get(f"{PATH}{code}", headers=PHONE, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("nonce", ["late", "unknown"])
def test_an_address_dies_with_its_token(nonce: str, http: TestClient) -> None:
    code = HANDOUTS.code_of(opening(nonce, left=timedelta(milliseconds=1)), now()) if nonce == "late" else "nobody's"
    assert http.get(f"{PATH}{code}", headers=PHONE, follow_redirects=False).status_code == 410


def test_an_address_in_a_message_opens_anew_each_time_until_it_is_taken_back(
    http: TestClient, context: Context, belvo_url: str
) -> None:
    db, link = context.database, Api(belvo_url).link("bnk102", "low")
    given = UpdateLink("a-code", str(link["id"]), "repair", "es", "ana", now() + timedelta(days=7))
    with db.write() as connection:
        links.save(connection, link)
        update_links.add(connection, given, now())
    address = f"{PATH}{given.code}"
    first = http.get(address, headers=PHONE, follow_redirects=False)
    assert first.status_code == 303
    assert "access_token=" in first.headers["location"]
    (session,) = sessions.for_link(db, given.link)
    assert (session.mode, session.options["locale"]) == ("update", "es")
    assert audit.table(db)["actor"].tolist() == ["ana"]
    assert http.get(address, headers=PHONE, follow_redirects=False).status_code == 429  # a moment later
    with db.write() as connection:
        connection.execute("UPDATE update_links SET opened_at = '2026-01-01T00:00:00.000000Z'")
    again = http.get(address, headers=PHONE, follow_redirects=False)
    assert (again.status_code, again.headers["location"] == first.headers["location"]) == (303, False)
    with db.write() as connection:
        assert update_links.revoke(connection, given.code, now())
    assert http.get(address, headers=PHONE, follow_redirects=False).status_code == 410


def test_who_opens_an_address_is_told_to_its_session_by_their_device_alone(http: TestClient, context: Context) -> None:
    with context.database.write() as connection:
        sessions.open(connection, "told", "f" * 64, "user-1", options={"hosted": True})
    code = HANDOUTS.code_of(opening("told"), now())
    assert http.get(f"{PATH}{code}", headers=PHONE, follow_redirects=False).status_code == 303
    session = sessions.find(context.database, "told")
    assert session is not None
    assert (session.device, session.hosted, session.state) == ("phone", 1, "opened")
    assert [(event.name, event.payload) for event in sessions.history(context.database, "told")] == [("taken", {})]


def test_whoever_opens_it_is_led_on_where_the_session_can_not_be_told(
    http: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unusable("busy")

    monkeypatch.setattr("web.handouts._note_opened", fail)
    code = HANDOUTS.code_of(opening("busy"), now())
    assert http.get(f"{PATH}{code}", headers=PHONE, follow_redirects=False).headers["location"] == LONG
