"""One state a link, shown the same everywhere."""

from dataclasses import replace

from components.ui.states import LINKS, LOADING, PULLS, UNKNOWN, of_link
from domain.link_state import Badge
from store.ops import historical


def test_every_badge_of_a_link_is_shown_in_its_words() -> None:
    assert {*LINKS, Badge.UNKNOWN} == {*Badge}
    assert [(of_link(badge).word, of_link(badge).meaning) for badge in Badge] == [
        (badge.word, badge.meaning) for badge in Badge
    ]


def test_a_state_that_belvo_invents_is_shown_as_unknown() -> None:
    assert of_link("paused") == UNKNOWN


def test_every_state_of_belvos_loading_is_shown_in_words() -> None:
    assert {*LOADING} == {*historical.STATES}
    assert LOADING["there"].word == PULLS["done"].word


def test_states_differ_in_word_icon_and_glyph() -> None:
    for states in (LINKS.values(), PULLS.values()):
        for part in ("word", "icon", "glyph"):
            assert len({getattr(state, part) for state in states}) == len(states)


def test_a_state_that_two_lists_share_looks_the_same() -> None:
    shared = [
        (LINKS["pulling"], PULLS["running"]),
        (LINKS["failed"], PULLS["failed"]),
    ]
    assert all(replace(one, means="") == replace(other, means="") for one, other in shared)


def test_what_waits_looks_the_same_whatever_it_is() -> None:
    assert replace(LINKS["waiting"], name="", means="") == replace(PULLS["queued"], name="", means="")
