"""What a widget tells, in the shapes that it and what hands it on have been seen to use."""

import json
from typing import Any

import orjson
import pytest

from actions.connect.events import Move, WidgetEvent, move_of, reported_link, understood
from store.ops.sessions import Event

LINK, BANK = "8848bd0c-9c7d-4f53-a732-ec896b11d4c4", "erebor_mx_retail"
BOTH = {"link": LINK, "institution": BANK}
ERROR = {"code": "login_error", "message": "Invalid credentials"}


@pytest.mark.parametrize(
    "payload",
    [
        BOTH,
        {"link": BOTH},
        {"link": {"id": LINK, "institution": BANK}},
        {"link": json.dumps(BOTH)},
        {"link": [LINK, BANK]},
        {"link": [BOTH]},
        {"id": LINK, "institution": BANK},
        [LINK, BANK],
        [BOTH],
        json.dumps(BOTH),
        json.dumps([LINK, BANK]),
    ],
    ids=lambda payload: json.dumps(payload).replace(LINK, "LINK").replace(BANK, "BANK"),
)
def test_a_success_names_its_link_wherever_it_stands(payload: object) -> None:
    told = understood("success", payload)
    assert (told["link"], told["institution"]) == (LINK, BANK)


@pytest.mark.parametrize(
    ("payload", "link"), [(LINK, LINK), ({"link": LINK}, LINK), ({}, None), (None, None), (7, "7")]
)
def test_a_success_may_tell_less(payload: object, link: str | None) -> None:
    assert understood("success", payload)["link"] == link


@pytest.mark.parametrize(
    ("payload", "move"),
    [
        ({"last_encountered_error": ERROR, "meta_data": {}}, Move("left", "login_error", "Invalid credentials")),
        ({"last_encountered_error": "login_error"}, Move("left", "login_error", "")),
        ({"last_encountered_error": [ERROR]}, Move("left", "login_error", "Invalid credentials")),
        (ERROR, Move("left", "login_error", "Invalid credentials")),
        ([ERROR], Move("left", "login_error", "Invalid credentials")),
        ([{"last_encountered_error": ERROR}, {"meta_data": {}}], Move("left", "login_error", "Invalid credentials")),
        (["login_error", "Invalid credentials"], Move("left", "login_error", "Invalid credentials")),
        (["closed", "by hand"], Move("left", None, "closed · by hand")),
        (json.dumps({"last_encountered_error": ERROR}), Move("left", "login_error", "Invalid credentials")),
        ("login_error", Move("left", "login_error", "")),
        ("Closed by its user", Move("left", None, "Closed by its user")),
        ({"last_encountered_error": None}, Move("left", None, "")),
        ({"error_code": "institution_down"}, Move("left", "institution_down", "")),
        (None, Move("left", None, "")),
        ([], Move("left", None, "")),
        (7, Move("left", None, "7")),
    ],
    ids=lambda value: json.dumps(value) if not isinstance(value, Move) else "",
)
def test_an_exit_is_understood_in_any_shape(payload: object, move: Move) -> None:
    assert move_of("exit", understood("exit", payload)) == move


@pytest.mark.parametrize("spelling", ["meta_data", "metadata"])
@pytest.mark.parametrize(
    ("name", "code", "message"),
    [("ERROR", "error_code", "error_message"), ("WARNING", "warning_code", "warning_message")],
)
def test_an_error_and_a_warning_say_what_stopped_the_person(name: str, code: str, message: str, spelling: str) -> None:
    payload = {"eventName": name, spelling: {code: "institution_disabled", message: "It is down"}}
    assert move_of("event", payload) == Move("loaded", "institution_disabled", "It is down")
    assert move_of("event", understood("event", json.dumps(payload))) == Move(
        "loaded", "institution_disabled", "It is down"
    )


def test_a_page_that_is_shown_changes_nothing() -> None:
    assert move_of("event", {"eventName": "PAGE_LOAD", "metadata": {"page": "/institutions"}}) is None


def test_an_event_is_kept_whatever_its_payload_is() -> None:
    event = WidgetEvent.parse({"nonce": "n", "seq": 1, "name": "exit", "payload": "bye"})
    assert event == WidgetEvent("n", 1, "exit", {"text": "bye"})


_DEEP = '{"link":' + "[" * 400 + "]" * 400 + "}"


@pytest.mark.parametrize(
    ("payload", "kept"),
    [
        ({"link": "a", "said": "\ud83c"}, {"link": "a", "said": "\ufffd"}),
        (r'{"link": "a", "said": "\ud83c"}', {"link": "a", "said": "\ufffd"}),
        (f'{{"link": "a", "said": {1 << 70}}}', {"link": "a", "said": float(1 << 70)}),
        (_DEEP, {"text": _DEEP, "link": _DEEP}),
    ],
    ids=["half a character", "half a character in a text", "a huge number in a text", "nested deeply in a text"],
)
def test_what_no_store_takes_is_kept_as_well_as_it_can_be(payload: object, kept: dict[str, object]) -> None:
    event = WidgetEvent.parse({"nonce": "n", "seq": 1, "name": "success", "payload": payload})
    assert event.payload == kept
    assert orjson.dumps(event.payload)


def test_the_name_of_an_event_has_whole_characters() -> None:
    event = WidgetEvent.parse({"nonce": "n", "seq": 1, "name": "half \ud83c", "payload": {}})
    assert event.name == "half \ufffd"


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"nonce": "n", "seq": 0, "name": "x", "payload": {}},
        {"nonce": "n", "seq": 1 << 63, "name": "x", "payload": {}},
        {"nonce": 1, "seq": 1, "name": "x", "payload": {}},
        {"nonce": "n", "seq": 1, "name": "x"},
    ],
)
def test_what_is_no_event_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="not a widget event"):
        WidgetEvent.parse(data)


def test_the_link_that_counts_is_the_one_reported_last() -> None:
    told: list[dict[str, Any]] = [{"link": "older"}, {"link": LINK}, {"link": None}]
    events = [Event(seq, "success", payload, "") for seq, payload in enumerate(told, 1)]
    assert reported_link([*events, Event(9, "exit", {"link": "no"}, "")]) == LINK
    assert reported_link([]) is None
