"""Whose turn it is with a link: judged by its own error, and by how the other links at its bank do."""

from typing import Any

import pytest

from belvo_client.answers.codes import BY_CODE
from belvo_client.errors import Kind
from domain.link_state import Consent, Failure, Peers, Turn, judge, state_of
from domain.link_state.errors import CAUSES, cause_of
from tests.domain.link_state.known import DOWN, NOW, OURS, REFUSED, RUNNING, ago, job, link


def turns(*links: Any) -> dict[str, tuple[Turn | None, int, int]]:  # noqa: ANN401 - facts
    return {
        name: (state.turn, state.peers.others, state.peers.troubled)
        for name, state in judge(links, NOW).items()
        if state.reason
    }


@pytest.mark.parametrize(
    ("status", "failure", "turn"),
    [
        ("invalid", None, Turn.USER),
        ("token_required", None, Turn.USER),
        ("unconfirmed", None, Turn.USER),
        ("valid", REFUSED, Turn.USER),
        ("valid", DOWN, Turn.BANK),
        ("valid", OURS, Turn.US),
    ],
)
def test_a_link_by_itself_is_judged_by_its_own_error(status: str, failure: Failure | None, turn: Turn) -> None:
    assert turns(link(status=status, failure=failure)) == {"one": (turn, 0, 0)}


def test_an_outage_of_one_link_among_many_is_none() -> None:
    assert turns(link("a"), link("b"), link("one", failure=DOWN)) == {"one": (Turn.US, 2, 0)}


def test_links_that_were_pulled_before_an_outage_say_nothing_about_it() -> None:
    before = [link(name, pulled_at=ago(hours=5)) for name in ("a", "b")]
    assert turns(*before, link("one", failure=DOWN)) == {"one": (Turn.BANK, 2, 0)}
    assert turns(*before, link("c", pulled_at=NOW), link("one", failure=DOWN)) == {"one": (Turn.US, 3, 0)}


def test_a_bank_that_is_tried_in_vain_is_never_ours() -> None:
    assert turns(link("a"), link("b"), link("one", job=job(error=DOWN))) == {"one": (Turn.BANK, 2, 0)}


def test_what_most_links_there_suffer_is_the_banks_fault() -> None:
    refused = [link(name, failure=REFUSED) for name in ("one", "two", "three")]
    assert turns(link("a"), *refused) == dict.fromkeys(("one", "two", "three"), (Turn.BANK, 3, 2))


@pytest.mark.parametrize(
    ("others", "troubled", "failure", "turn"),
    [
        # A single other link is too few to speak of the bank, whatever happens to it.
        (1, 0, REFUSED, Turn.USER),
        (1, 1, REFUSED, Turn.USER),
        # Less than half, half, and the first beyond it.
        (2, 0, REFUSED, Turn.USER),
        (2, 1, REFUSED, Turn.USER),
        (2, 2, REFUSED, Turn.BANK),
        (3, 1, REFUSED, Turn.USER),
        (3, 2, REFUSED, Turn.BANK),
        (4, 2, REFUSED, Turn.USER),
        (4, 3, REFUSED, Turn.BANK),
        (100, 50, REFUSED, Turn.USER),
        (100, 51, REFUSED, Turn.BANK),
        # With exactly half, the link's own error decides: that of the desk is the desk's, an outage the bank's.
        (4, 2, OURS, Turn.US),
        (4, 3, OURS, Turn.BANK),
        (4, 2, DOWN, Turn.BANK),
        (4, 1, DOWN, Turn.BANK),
        (4, 0, DOWN, Turn.US),
    ],
)
def test_more_than_half_of_the_others_have_to_suffer_before_it_is_the_banks_fault(
    others: int, troubled: int, failure: Failure, turn: Turn
) -> None:
    assert state_of(link(failure=failure), NOW, Peers(others, troubled)).turn is turn


def test_links_elsewhere_say_nothing() -> None:
    apart = [link(name, institution=f"{name}_mx_retail", failure=REFUSED) for name in ("one", "two", "three")]
    assert {turn for turn, *_ in turns(*apart).values()} == {Turn.USER}


def test_links_of_no_known_institution_say_nothing_about_each_other() -> None:
    lost = [link(name, institution=None, failure=REFUSED) for name in ("one", "two", "three")]
    assert set(turns(*lost).values()) == {(Turn.USER, 0, 0)}


def test_an_institution_that_belvo_calls_down_is_at_fault() -> None:
    assert turns(link(status="invalid", institution_is_down=True)) == {"one": (Turn.BANK, 0, 0)}


def test_a_link_that_nobody_pulled_is_ours_even_where_the_bank_is_down() -> None:
    stale = link(pulled_at=ago(days=30), institution_is_down=True)
    assert turns(stale) == {"one": (Turn.US, 0, 0)}


def test_a_consent_is_never_the_banks_matter_and_says_nothing_about_other_links() -> None:
    ended = [
        link(name, consent=Consent("EXPIRED", ago(days=1)), institution_is_down=name == "a") for name in ("a", "b", "c")
    ]
    found = turns(*ended, link("one", failure=REFUSED))
    assert {turn for turn, *_ in found.values()} == {Turn.USER}
    assert found["one"] == (Turn.USER, 0, 0)


def test_deleted_links_say_nothing() -> None:
    gone = [link(name, status="invalid", deleted_at=NOW) for name in ("a", "b", "c")]
    assert turns(*gone, link("one", failure=REFUSED)) == {"one": (Turn.USER, 0, 0)}


def test_a_link_that_is_being_pulled_counts_by_what_happened_to_it_before() -> None:
    tried = [link(name, failure=DOWN, job=RUNNING) for name in ("a", "b")]
    assert turns(*tried, link("one", failure=REFUSED))["one"] == (Turn.BANK, 2, 2)


@pytest.mark.parametrize("code", sorted({code for (_, code), made in BY_CODE.items() if made.kind is Kind.NEEDS_USER}))
def test_what_the_client_calls_its_users_matter_is_its_users_turn(code: str) -> None:
    assert CAUSES[code].turn is Turn.USER


@pytest.mark.parametrize(("kind", "turn"), [("needs_user", Turn.USER), ("retriable", Turn.US), ("fatal", Turn.US)])
def test_a_code_that_is_not_known_is_judged_by_its_kind(kind: str, turn: Turn) -> None:
    assert cause_of(Failure(kind, "brand_new", "")).turn is turn


def test_each_turn_has_words() -> None:
    assert [turn.heading for turn in Turn] == ["Needs its user", "Needs us", "The bank's fault"]
    assert all(turn.meaning.endswith(".") for turn in Turn)
