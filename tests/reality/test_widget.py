"""What widgets and their embedders tell, as the desk understands it."""

from typing import Any

import pytest

from actions.connect.events import Move, WidgetEvent, move_of
from tests.reality.sources import cases


@pytest.mark.parametrize("case", cases("widget"))
def test_what_was_seen_is_understood_as_it_should_be(case: dict[str, Any]) -> None:
    event = WidgetEvent.parse({"nonce": "n", "seq": 1, "name": case["name"], "payload": case["payload"]})
    right = dict(case["right"])
    move = right.pop("move")
    assert move_of(event.name, event.payload) == (Move(*move) if move else None)
    assert {name: event.payload.get(name) for name in right} == right
