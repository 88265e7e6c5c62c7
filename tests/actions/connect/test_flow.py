"""Each thing that a connection can come to: what is told of it, and what can be done next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actions.connect.flow import PATIENCE, Flow, Place, State, flow_of, is_double_click, last_page, reason
from actions.connect.start import EXPIRES, HOSTED
from store.core import instants
from store.ops.jobs import Job
from store.ops.sessions import Event, Session
from store.write.links import LinkRow

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SESSION = Session(
    nonce="nonce",
    token_hash="hash",
    state="loaded",
    mode="connect",
    external_id="user-1",
    product="bank",
    country="MX",
    institution=None,
    options={},
    link=None,
    error_code=None,
    error_message=None,
    request_id=None,
    opened_at=instants.encode(NOW - timedelta(minutes=1)),
    changed_at=instants.encode(NOW),
)
GIVEN_UP = PATIENCE + timedelta(seconds=1)


def events(*names: str) -> list[Event]:
    return [Event(seq, name, {}, instants.encode(NOW)) for seq, name in enumerate(names, 1)]


def flow(
    *names: str,
    widget: Place = "nowhere",
    looked_for: timedelta = timedelta(0),
    now: datetime = NOW,
    **session: Any,  # noqa: ANN401 - columns of a session
) -> Flow:
    return flow_of(replace(SESSION, **session), events(*names), now=now, widget=widget, looked_for=looked_for)


def said(flow: Flow) -> str:
    return flow.notice.text if flow.notice else ""


CONSENT: dict[str, Any] = {"product": "open_finance", "country": "BR"}
HANDED_OUT: dict[str, Any] = {"options": {HOSTED: True}}


@pytest.mark.parametrize(
    ("flow", "state", "words", "moves", "can_start_again"),
    [
        (flow_of(None, now=NOW), "choosing", "", False, False),
        (flow(state="opened", widget="here"), "open", "", False, False),
        (flow("opened", widget="here"), "open", "", False, False),
        (flow("opened", "removed", widget="here", **CONSENT), "open", "", False, False),
        (flow("opened"), "cut_off", "Looking for the link it made…", True, True),
        (flow("opened", looked_for=GIVEN_UP), "cut_off", "it has made no link so far. Start again.", False, True),
        (flow("opened", mode="update"), "cut_off", "Looking whether it has mended the link…", True, True),
        (
            flow("opened", "event", error_code="login_error", error_message="Refused", looked_for=GIVEN_UP),
            "cut_off",
            "The institution did not accept the credentials. The widget of this connection is not open here any more",
            False,
            True,
        ),
        (flow("opened", "removed"), "cut_off", "Looking for the link it made…", True, True),
        (
            flow("opened", "removed", **CONSENT),
            "at_bank",
            "Finish on the bank's page, or start again.",
            True,
            True,
        ),
        (flow("opened", "removed", looked_for=GIVEN_UP, **CONSENT), "at_bank", "or start again.", False, True),
        (flow("opened", **CONSENT), "cut_off", "Looking for the link", True, True),
        (
            flow("opened", "error", "removed", error_code="access_denied", looked_for=GIVEN_UP, **CONSENT),
            "cut_off",
            "it has made no link so far. Start again.",
            False,
            True,
        ),
        (
            flow("opened", "removed", error_code="login_error", error_message="Locked"),
            "cut_off",
            "Looking whether it made a link all the same…",
            True,
            True,
        ),
        (
            flow("opened", "removed", widget="lost", looked_for=GIVEN_UP, **CONSENT),
            "lost",
            "The bank has answered, but this tab no longer has the widget that asked it. Start again.",
            False,
            True,
        ),
        (flow(**HANDED_OUT), "handed_out", "", True, False),
        (flow(now=NOW + timedelta(minutes=20), **HANDED_OUT), "ran_out", "Start again.", True, True),
        (flow("opened", "success", widget="here"), "confirming", "Asking Belvo for the link…", True, False),
        (flow("success", looked_for=GIVEN_UP), "confirming", "Reload the page to ask again.", False, False),
        (
            flow("success", error_code="link_not_accepted", error_message="Made for somebody else."),
            "refused",
            "Made for somebody else.",
            False,
            True,
        ),
        (flow(state="left"), "left", "closed before an account was connected. No link was made.", False, True),
        (flow(state="left", mode="update"), "left", "The link is as it was.", False, True),
        (flow(state="expired"), "expired", "The access token has died", False, True),
        (flow(state="failed"), "failed", "could not be loaded", False, True),
        (flow(state="connected", link="a"), "linked", "", False, False),
    ],
)
def test_each_state_says_what_to_do(flow: Flow, state: State, words: str, moves: bool, can_start_again: bool) -> None:
    assert (flow.state, flow.moves, flow.can_start_again) == (state, moves, can_start_again)
    assert words in said(flow)
    assert bool(flow.notice) == bool(words)


@pytest.mark.parametrize(
    ("code", "message", "words"),
    [
        ("institution_disabled", "erebor_mx_retail is down", "The institution is switched off in the widget."),
        ("institution_down", "", "The institution is down at the moment."),
        ("login_error", "Invalid credentials", "The institution did not accept the credentials."),
        ("login_error", "User account is locked", "The institution locked the person's account."),
        ("access_denied", "consent_rejected", "The person did not share their data at the bank."),
    ],
)
def test_what_failed_at_the_bank_is_said_with_what_to_do(code: str, message: str, words: str) -> None:
    left = flow(state="left", error_code=code, error_message=message)
    assert said(left).startswith(f"{words} The widget was closed. No link was made. ")
    assert not said(left).endswith("No link was made. ")
    assert left.notice is not None
    assert code in left.notice.small


def test_what_the_widget_said_in_words_of_its_own_is_kept() -> None:
    told = Event(1, "exit", {"text": "Closed by its user"}, instants.encode(NOW))
    left = flow_of(replace(SESSION, state="left"), [told], now=NOW)
    assert left.notice is not None
    assert left.notice.small == "Closed by its user"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"state": "left"}, "Closed by its person"),
        ({"state": "left", "error_code": "institution_down"}, "The institution is down at the moment"),
        ({"state": "loaded"}, "Nothing heard since"),
        ({"state": "expired", "error_code": "ACCESS_TOKEN_NOT_VALID"}, "Token used up or too old"),
        ({"state": "failed", "error_code": "script_failed"}, "Script could not be loaded"),
        ({"error_code": "link_not_accepted"}, "Reported a link that is not its own"),
    ],
)
def test_why_a_session_came_to_no_link_is_said_in_a_few_words(columns: dict[str, Any], words: str) -> None:
    assert reason(replace(SESSION, **columns)) == words


def test_where_somebody_stopped_is_the_last_page_that_they_saw() -> None:
    pages: list[dict[str, Any]] = [
        {"metadata": {"page": "/institutions"}},
        {"meta_data": {"page": "/credentials"}},
        {"metadata": 7},
        {},
    ]
    told = [Event(seq, "event", {"eventName": "PAGE_LOAD", **page}, "") for seq, page in enumerate(pages, 1)]
    told.append(Event(9, "event", {"eventName": "ERROR", "meta_data": {"page": "/error"}}, ""))
    assert last_page(told) == "credentials"
    assert last_page(told[:1]) == "institutions"
    assert last_page([]) is None


@pytest.mark.parametrize(("pull", "state"), [("queued", "pulling"), ("running", "pulling"), ("done", "linked")])
def test_a_connection_is_over_when_its_pull_is(pull: Any, state: State) -> None:  # noqa: ANN401 - a job's state
    at = instants.encode(NOW)
    job = Job(1, "a", ("accounts",), "connected", 0, False, pull, 1, 1, None, at, at, None, None, None, None, None)
    found = flow_of(replace(SESSION, state="connected", link="a"), job=job, now=NOW)
    assert (found.state, found.moves, found.link) == (state, state == "pulling", "a")


@pytest.mark.parametrize(
    ("external_id", "mode", "is_said"),
    [(None, "connect", True), ("user-1", "connect", False), (None, "update", False)],
)
def test_an_external_id_that_belvo_removed_is_said(external_id: str | None, mode: str, is_said: bool) -> None:
    unknown = dict.fromkeys(LinkRow.__dataclass_fields__)
    link = LinkRow(**{**unknown, "link": "a", "external_id": external_id})  # type: ignore[arg-type] # of no interest
    found = flow_of(replace(SESSION, state="connected", link="a", mode=mode), link=link, now=NOW)
    assert (found.remark is not None) == is_said


def test_an_address_is_of_use_as_long_as_its_token_lives() -> None:
    options = {HOSTED: True, EXPIRES: instants.encode(NOW + timedelta(minutes=3))}
    states = [flow(now=NOW + timedelta(minutes=passed), options=options).state for passed in (0, 7, 9)]
    assert states == ["handed_out", "handed_out", "ran_out"]


@pytest.mark.parametrize(
    ("state", "options", "age", "is_second"),
    [
        ("loaded", {}, 1, True),
        ("loaded", {}, 3, False),
        ("opened", {}, 20, True),
        ("opened", {}, 31, False),
        ("opened", {HOSTED: True}, 1, True),
        ("opened", {HOSTED: True}, 3, False),
        ("left", {}, 1, False),
    ],
)
def test_a_double_click_is_one_click(state: str, options: dict[str, Any], age: int, is_second: bool) -> None:
    session = replace(SESSION, state=state, options=options, opened_at=instants.encode(NOW - timedelta(seconds=age)))
    assert is_double_click(session, now=NOW) == is_second
    assert not is_double_click(None, now=NOW)
    assert is_double_click(session, now=NOW, is_covered=True) == (state != "left")
