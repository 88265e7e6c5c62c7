"""Notices: channels are set, tested, switched and removed; what was sent is told with each try."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from actions.notices import channels as setting
from actions.notices import sending
from actions.permission import Refused
from domain.notices.channels import Channel
from domain.notices.kinds import CHOOSABLE, Fact, Kind
from domain.notices.news import News
from domain.notices.retries import Answer, after, of_status
from domain.roles import HERE, Actor, Role, may_open
from settings import Settings
from store import Database
from store.ops.notices import channels, deliveries, events
from store.queries import audit
from store.queries.audit import AuditFilter
from tests.kit.bank import NOW
from tests.pages.reading import OpenPage, figures, run, table, texts

SENT = "Deliveries with their channel, state and tries, the newest first"
NOTICED = "What was noticed, of which institution or link, and when it was over"
HOOK = "https://hooks.example.com/linkdesk"
OPS = Channel("ops", "webhook", HOOK, frozenset(CHOOSABLE), on_since=NOW - timedelta(days=1))
HOSTILE = "Bank <script>alert(1)</script> **bold** [x](javascript:1) 😀 $a$"


def keep(db: Database, *some: Channel) -> None:
    with db.write() as connection:
        for one in some:
            channels.save(connection, one)


def deliver(db: Database, answer: Answer, *facts: Fact) -> str:
    """What was noticed just now, and one try at telling it."""
    events.note(db, News(facts), channels.all_of(db), NOW)
    (made,) = deliveries.gather(db, channels.all_of(db), NOW + timedelta(minutes=6))
    (claimed,) = deliveries.claim(db, NOW + timedelta(minutes=6))
    deliveries.note(db, claimed, answer, after(answer, 1, NOW), NOW, 120)
    return made


def toasts(app: AppTest) -> list[str]:
    return [toast.value.replace("\\", "").replace("\u2060", "") for toast in app.toast]


def test_a_channel_is_made_with_what_the_form_says(db: Database, open_page: OpenPage) -> None:
    app = open_page("notices")
    assert any("Nobody is told anything yet." in text for text in texts(app))
    app.text_input(key="new_0_target").set_value(f" {HOOK} ")
    app.number_input(key="new_0_gather").set_value(15)
    assert app.selectbox(key="new_0_language").value == "en"  # as whoever makes it speaks
    app.selectbox(key="new_0_language").set_value("pt")
    app.toggle(key="new_0_quiet").set_value(True)
    app = run(app.button(key="new_0_save").click())
    (made,) = channels.all_of(db)
    assert (made.way, made.target, made.kinds, made.is_on) == ("webhook", HOOK, frozenset(CHOOSABLE), True)
    assert (made.gather, made.language) == (timedelta(minutes=15), "pt")
    assert any("em Português" in text or "in Português" in text for text in texts(app))
    assert made.quiet is not None
    assert (f"{made.quiet.begins:%H:%M}", f"{made.quiet.ends:%H:%M}") == ("22:00", "07:00")
    assert app.text_input(key="new_1_target").value == ""  # the next one begins with an empty form
    assert audit.count(db, AuditFilter(action="set_notices")) == 1


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("", "Write the address as https://host/path."),
        ("https://user:secret@example.com", "no password"),
        ("https://hooks.slack.com/services/T/B/x", "LINKDESK_NOTICES_SLACK"),
    ],
)
def test_one_that_can_not_be_is_said_and_not_made(target: str, said: str, db: Database, open_page: OpenPage) -> None:
    app = open_page("notices")
    app.text_input(key="new_0_target").set_value(target)
    app = run(app.button(key="new_0_save").click())
    assert any(said in toast for toast in toasts(app))
    assert channels.all_of(db) == []
    assert app.text_input(key="new_0_target").value == target


@pytest.mark.parametrize(("way", "said"), [("slack", "LINKDESK_NOTICES_SLACK"), ("email", "LINKDESK_NOTICES_SMTP")])
def test_what_is_not_set_up_is_said_in_the_form(way: str, said: str, db: Database, open_page: OpenPage) -> None:
    app = open_page("notices")
    app = run(app.button_group(key="new_0_way").set_value(way))
    assert any(said in warning.value.replace("\\", "") for warning in app.warning)
    if way == "email":
        app.text_input(key="new_0_target").set_value("ops@example.com")
    app = run(app.button(key="new_0_save").click())
    assert any(said in toast for toast in toasts(app))
    assert channels.all_of(db) == []


def test_a_channel_is_tested_switched_off_changed_and_removed(db: Database, open_page: OpenPage) -> None:
    keep(db, OPS)
    app = run(open_page("notices").button(key="test_ops").click())
    assert toasts(app) == ["A test is on its way"]
    with db.read() as connection:
        assert [item.kind for item in events.pending(connection, "ops")] == [Kind.TEST]
    app = run(app.button(key="switch_ops").click())
    (off,) = channels.all_of(db)
    assert not off.is_on
    with db.read() as connection:
        assert events.pending(connection, "ops") == []
    app.text_input(key="form_ops_target").set_value(f"{HOOK}/two")
    app = run(app.button(key="form_ops_save").click())
    (changed,) = channels.all_of(db)
    assert (changed.id, changed.target, changed.is_on) == ("ops", f"{HOOK}/two", False)
    app = run(app.button(key="remove_ops").click())
    assert channels.all_of(db) == []
    assert audit.count(db, AuditFilter(action="test_notice")) == 1


def test_deliveries_are_told_with_their_tries_and_one_that_failed_is_sent_again(
    db: Database, open_page: OpenPage
) -> None:
    keep(db, OPS)
    failed = deliver(db, of_status(404, None), Fact(Kind.BROKEN, "a", "1", "b", "aaaaaaaa-1111", "token_required"))
    app = open_page("notices")
    assert figures(app)["Given up"].startswith("1")
    rows = table(app, SENT)
    assert (rows["state"].tolist(), rows["told"].tolist()) == (["✕ Given up"], ["It refused with 404."])
    app = open_page("notices", delivery=failed)
    told = texts(app)
    assert any("1 link newly broken (token required): aaaaaaaa" in text for text in told)
    run(app.button(key="again").click())
    assert [one.state for one in deliveries.lately(db)] == ["waiting"]


def test_what_banks_are_called_is_text(db: Database, open_page: OpenPage) -> None:
    keep(db, OPS)
    sent = deliver(db, of_status(200, None), Fact(Kind.INSTITUTION, HOSTILE, institution=HOSTILE, detail="3"))
    app = open_page("notices", delivery=sent)
    assert any(f"{HOSTILE[:40]}" in element.value for element in app.text)
    assert all("<script>" not in element.value for element in app.markdown)
    noticed = table(open_page("notices", section="noticed"), NOTICED)
    assert noticed["institution"].tolist() == [HOSTILE]


def test_a_delivery_that_is_not_there_is_said(open_page: OpenPage) -> None:
    app = open_page("notices", delivery="nobody")
    assert any("is not kept any more" in text for text in texts(app))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_who_may_not_set_them_does_not(role: Role, db: Database) -> None:
    keep(db, OPS)
    actor = Actor("ana", role)
    assert not may_open(role, "notices")
    settings = Settings(secret_id="x", secret_password="y")  # type: ignore[arg-type]  # as it is read
    for attempt in (
        lambda: setting.save(db, settings, OPS, actor=actor),
        lambda: setting.switch(db, "ops", is_on=False, actor=actor),
        lambda: setting.remove(db, "ops", actor=actor),
        lambda: sending.test(db, settings, "ops", actor=actor),
        lambda: sending.send_again(db, "d", actor=actor),
    ):
        with pytest.raises(Refused):
            attempt()
    assert channels.all_of(db) == [OPS]


def test_no_more_channels_are_made_than_a_page_can_show(db: Database) -> None:
    settings = Settings(secret_id="x", secret_password="y")  # type: ignore[arg-type]  # as it is read
    for number in range(setting.MOST):
        setting.save(db, settings, Channel(f"c{number}", "webhook", f"{HOOK}/{number}", OPS.kinds), actor=HERE)
    with pytest.raises(setting.NotSet, match="20 channels at most"):
        setting.save(db, settings, Channel("one more", "webhook", HOOK, OPS.kinds), actor=HERE)


def test_a_second_click_makes_no_second_channel(db: Database) -> None:
    settings = Settings(secret_id="x", secret_password="y")  # type: ignore[arg-type]  # as it is read
    setting.save(db, settings, OPS, actor=HERE)
    setting.save(db, settings, OPS, actor=HERE)  # itself, changed
    with pytest.raises(setting.NotSet, match="come twice"):
        setting.save(db, settings, Channel("twin", "webhook", HOOK, OPS.kinds), actor=HERE)
    assert [one.id for one in channels.all_of(db)] == ["ops"]
