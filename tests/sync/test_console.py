from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from belvo_client import ErrorItem, InstitutionUnavailable, InvalidLink, LoginFailed
from domain.link_state import Failure, LinkFacts, PendingJob, state_of
from sync.console import Bar, line, standing, steps
from sync.errors import Broken
from sync.pull import Result
from sync.run import Progress, Tally


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_fills() -> None:
    terminal = Terminal()
    bar = Bar("link-1", terminal)
    bar(Progress("transactions", 0, None))
    bar(Progress("transactions", 1_000, 2_000))
    bar.clear()
    assert terminal.getvalue().split("\r\x1b[K") == [
        "",
        f"link-1 transactions   {'█' * 30} 0 of 0",
        f"link-1 transactions   {'█' * 15}{'░' * 15} 1,000 of 2,000",
        "",
    ]


def test_more_rows_than_were_promised_do_not_overflow_the_bar() -> None:
    terminal = Terminal()
    Bar("link-1", terminal)(Progress("owners", 3, 2))
    assert terminal.getvalue() == f"\r\x1b[Klink-1 owners         {'█' * 30} 3 of 3"


def test_a_file_gets_no_bar() -> None:
    file = StringIO()
    bar = Bar("link-1", file)
    bar(Progress("transactions", 1, 2))
    bar.clear()
    assert file.getvalue() == ""


def test_the_line_of_a_result_has_its_figures_and_its_reason() -> None:
    error = InvalidLink("No.", code="invalid_link", status=400, errors=[ErrorItem("invalid_link", "No.", "8b0a")])
    tally = Tally(fetched=1_200, total=1_500, pages=2, added=1_000, changed=3, unchanged=197, deleted=1)
    assert line(Result("link-1", "accounts", "failed", tally, 1.25, error)) == (
        "link-1  accounts       failed      fetched 1,200  added 1,000  changed 3  gone 1  1.2 s"
        "  invalid_link: No. (HTTP 400, request 8b0a)"
    )


def test_each_error_is_followed_by_what_to_do_once() -> None:
    refused, down = LoginFailed("Bad", code="login_error"), InstitutionUnavailable("Down", code="institution_down")
    assert steps("a-link", [refused, refused, down, Broken("KeyError; the log says more.")]) == [
        "a-link: The institution did not accept the credentials. Have the person check them at the institution itself. "
        "Don't repeat it: six failures lock the account.",
        "a-link: The institution is down at the moment. Try again in an hour or so. "
        "A running Linkdesk tries it again by itself.",
        "a-link: Linkdesk itself failed. Report what it said above.",
    ]


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DOWN = Failure("retriable", "institution_down", "Down.")


def waiting(seconds: float) -> PendingJob:
    return PendingJob(
        is_running=False, created_at=NOW, not_before=NOW + timedelta(seconds=seconds), error=DOWN if seconds else None
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (LinkFacts("a-link", status="valid"), None),
        (LinkFacts("a-link", status="invalid"), "a-link: Invalid. Needs its user."),
        (LinkFacts("a-link", status="valid", failure=DOWN), "a-link: Failed. The bank's fault."),
        (
            LinkFacts("a-link", status="valid", job=waiting(12)),
            "a-link: Bank down. The institution is down. It is tried again in 12 s. The bank's fault.",
        ),
        (
            LinkFacts("a-link", status="invalid", job=waiting(180)),
            "a-link: Waiting. The institution is down. It is tried again in 3 min. Needs its user.",
        ),
        (LinkFacts("a-link", status="valid", job=waiting(0)), "a-link: Waiting. The pull starts in a moment."),
    ],
    ids=["well", "broken", "failed", "tried again", "broken and tried again", "asked for meanwhile"],
)
def test_a_link_that_is_not_well_after_its_pull_says_so(facts: LinkFacts, said: str | None) -> None:
    assert standing(state_of(facts, NOW), NOW) == said
