"""The people of the local Belvo, as the desk knows them."""

from actions.lab import people
from belvo_sandbox.examples.catalogue import EXAMPLES


def test_what_examples_show_can_be_said_in_every_language() -> None:
    assert {one.shows for one in EXAMPLES} == people.SHOWN_BY_EXAMPLES
