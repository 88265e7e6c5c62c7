"""When what goes where, and where nothing can go."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from domain.notices.channels import Channel, Quiet, due, problem_of
from domain.notices.kinds import CHOOSABLE, Item, Kind

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
OPS = Channel("ops", "webhook", "https://hooks.example.com/linkdesk", frozenset(CHOOSABLE), on_since=NOW)
NIGHT = Quiet(time(22), time(7), "America/Mexico_City")
LUNCH = Quiet(time(12), time(13))


def item(kind: Kind, minutes_ago: float = 0, number: int = 1) -> Item:
    at = NOW - timedelta(minutes=minutes_ago)
    return Item(number, kind, is_end=False, began_at=at, at=at)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-11-30T04:00+00:00", "2026-11-30T13:00+00:00"),  # 22:00 there, on the day before
        (NIGHT, "2026-11-30T12:59+00:00", "2026-11-30T13:00+00:00"),
        (NIGHT, "2026-11-30T13:00+00:00", None),
        (NIGHT, "2026-11-30T03:59+00:00", None),
        (LUNCH, "2026-11-30T12:00+00:00", "2026-11-30T13:00+00:00"),
        (LUNCH, "2026-11-30T13:00+00:00", None),
        (LUNCH, "2026-11-30T11:59+00:00", None),
        # The hour from 02:00 to 03:00 is not there that night, and from 02:00 to 03:00 comes twice in autumn.
        (Quiet(time(23), time(2, 30), "Europe/Berlin"), "2026-03-29T00:30+00:00", "2026-03-29T01:30+00:00"),
        (Quiet(time(23), time(2, 30), "Europe/Berlin"), "2026-10-25T00:15+00:00", "2026-10-25T00:30+00:00"),
        (Quiet(time(0), time(23, 59), "Asia/Kathmandu"), "2026-11-30T12:00+00:00", "2026-11-30T18:14+00:00"),
    ],
)
def test_a_quiet_time_is_by_the_clock_of_its_zone(quiet: Quiet, now: str, until: str | None) -> None:
    found = quiet.until(datetime.fromisoformat(now))
    assert found == (datetime.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("channel", "pending", "goes"),
    [
        (OPS, [], []),
        (OPS, [(Kind.BROKEN, 4)], []),
        (OPS, [(Kind.BROKEN, 5)], [Kind.BROKEN]),
        (OPS, [(Kind.BROKEN, 5), (Kind.CONSENT, 0)], [Kind.BROKEN, Kind.CONSENT]),  # what goes takes all along
        (OPS, [(Kind.WORKER, 0)], [Kind.WORKER]),
        (replace(OPS, gather=timedelta()), [(Kind.CONSENT, 0)], [Kind.CONSENT]),
        (replace(OPS, quiet=LUNCH), [(Kind.BROKEN, 60)], []),
        (replace(OPS, quiet=LUNCH), [(Kind.BROKEN, 60), (Kind.STORE, 0)], [Kind.STORE]),
        (replace(OPS, quiet=LUNCH, urgent_passes=False), [(Kind.STORE, 0)], []),
        (replace(OPS, quiet=LUNCH, urgent_passes=False), [(Kind.STORE, 0), (Kind.TEST, 0)], [Kind.TEST]),
        (replace(OPS, quiet=NIGHT), [(Kind.BROKEN, 0), (Kind.DISK, 0)], [Kind.DISK]),
    ],
)
def test_what_is_due_goes_as_one(channel: Channel, pending: list[tuple[Kind, float]], goes: list[Kind]) -> None:
    items = [item(kind, ago, number) for number, (kind, ago) in enumerate(pending)]
    assert [one.kind for one in due(channel, items, NOW)] == goes


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"kinds": frozenset()}, "at least one kind"),
        ({"gather": timedelta(minutes=-1)}, "0 to 1,440 minutes"),
        ({"gather": timedelta(days=2)}, "0 to 1,440 minutes"),
        ({"quiet": Quiet(time(7), time(7))}, "another time"),
        ({"quiet": Quiet(time(7), time(8), "../etc/passwd")}, "time zone"),
        ({"quiet": Quiet(time(7), time(8), "")}, "time zone"),
        ({"way": "slack", "target": ""}, ""),
        ({"way": "slack"}, "LINKDESK_NOTICES_SLACK"),
        ({"target": "https://hooks.slack.com/services/T/B/x"}, "LINKDESK_NOTICES_SLACK"),
        ({"target": "https://user:secret@example.com/"}, "no user, no password"),
        ({"target": "https://example.com/?token=x"}, "no parameters"),
        ({"target": "https://example.com/#x"}, "no parameters"),
        ({"target": "ftp://example.com/"}, "https://host/path"),
        ({"target": "javascript:alert(1)"}, "https://host/path"),
        ({"target": "https://exa mple.com/"}, "https://host/path"),
        ({"target": "https://example.com/\r\nX-Other: 1"}, "https://host/path"),
        ({"target": "https://example.com/" + "x" * 500}, "https://host/path"),
        ({"target": "https://😀.example/"}, "https://host/path"),
        ({"way": "email", "target": "ops@example.com on.call+desk@example.org"}, ""),
        ({"way": "email", "target": ""}, "1 to 20"),
        ({"way": "email", "target": " ".join(f"a{n}@example.com" for n in range(21))}, "1 to 20"),
        ({"way": "email", "target": "ops@example.com\nBcc: other@example.com"}, "no e-mail address"),
        ({"way": "email", "target": "<b>ops</b>@example.com"}, "no e-mail address"),
    ],
)
def test_a_channel_that_can_not_be_says_why(changed: dict[str, object], said: str) -> None:
    problem = problem_of(replace(OPS, **changed))  # type: ignore[arg-type]  # by their names
    assert said in problem
    assert bool(problem) == bool(said)


def test_one_that_is_off_takes_a_test_alone() -> None:
    off = replace(OPS, on_since=None)
    assert [kind for kind in Kind if off.takes(kind)] == [Kind.TEST]
    assert not replace(OPS, kinds=frozenset({Kind.DISK})).takes(Kind.BROKEN)
