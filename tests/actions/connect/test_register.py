"""Connecting without the widget: one login each, tokens, who may, and nothing that is secret stays."""

from dataclasses import replace
from typing import NamedTuple

import pytest

from actions.connect import register
from actions.connect.register import Asked, NotConfirmed, NotPossible
from actions.permission import NotAllowed
from belvo_client import BelvoClient, LoginFailed
from domain.connect.registration import Registration
from domain.roles import Actor, Role
from settings import Settings
from store import Database
from store.ops import audit, jobs
from store.write import institutions, links
from tests.kit.actors import TESTER
from tests.kit.rows import tuples

BANK, PASSWORD = "erebor_mx_retail", "full"
WANTED = Registration(BANK, "user-42", "recurrent", secrets={"username": "bnk100", "password": PASSWORD})


class Desk(NamedTuple):
    """What a registration works with."""

    database: Database
    client: BelvoClient
    settings: Settings


@pytest.fixture
def at(db: Database, client: BelvoClient, settings: Settings) -> Desk:
    with db.write() as connection:
        institutions.save(connection, client.institutions.list())
    return Desk(db, client, settings)


def number(at: Desk) -> int:
    """Links that Belvo has, those of other tests included."""
    return at.client.links.count()


def made(desk: Desk, wanted: Registration = WANTED, **more: bool) -> str | Asked:
    return register.register(desk.database, desk.client, desk.settings, wanted, actor=TESTER, **more)


def test_a_link_is_made_stored_pulled_and_audited_without_what_is_secret(at: Desk) -> None:
    link = made(at)
    assert isinstance(link, str)
    found = links.find(at.database, link)
    assert found is not None
    assert (found.institution, found.external_id, found.access_mode) == (BANK, "user-42", "recurrent")
    assert [job.reason for job in jobs.active(at.database, link)] == ["connected"]
    assert [row[0] for row in tuples(audit.table(at.database), "did")] == ["link connected", "connection started"]
    with at.database.read() as connection:
        told = "\n".join(str(tuple(row)) for row in connection.execute("SELECT details FROM audit"))
    assert "bnk100" not in told
    assert PASSWORD not in told


def test_what_the_institution_refuses_is_said_and_leaves_no_link(at: Desk) -> None:
    with pytest.raises(LoginFailed):
        made(at, replace(WANTED, secrets={"username": "user_invalid", "password": "pass_invalid"}))
    assert ("connection started", "done") in tuples(audit.table(at.database), "did", "outcome")
    assert links.table(at.database).empty


def test_a_token_is_asked_for_refused_and_taken(at: Desk) -> None:
    wanted = replace(
        WANTED, institution="heimdall_mx_retail", secrets={"username": "mfa_default", "password": "pass_valid"}
    )
    asked = made(at, wanted)
    assert isinstance(asked, Asked)
    assert asked.session not in repr(asked)
    again = register.resume(at.database, at.client, asked, "999999", actor=TESTER)
    assert isinstance(again, Asked)
    link = register.resume(at.database, at.client, again, " 111111 ", actor=TESTER)
    assert link == asked.link
    found = links.find(at.database, str(link))
    assert found is not None
    assert (found.status, found.external_id) == ("valid", "user-42")
    with at.database.read() as connection:
        told = "\n".join(str(tuple(row)) for row in connection.execute("SELECT * FROM audit"))
    assert "111111" not in told


def test_what_belvo_would_refuse_is_never_sent(at: Desk) -> None:
    before = number(at)
    for wanted in (
        replace(WANTED, institution="nobody"),
        replace(WANTED, access_mode="always"),
        replace(WANTED, external_id="a b"),
        replace(WANTED, external_id="76109277673"),
        replace(WANTED, secrets={"username": "bnk100"}),
    ):
        with pytest.raises(NotPossible):
            made(at, wanted)
    assert number(at) == before


def test_only_who_may_connect_does(at: Desk) -> None:
    before = number(at)
    analyst = Actor("ana", Role.ANALYST)
    with pytest.raises(NotAllowed):
        register.register(at.database, at.client, at.settings, WANTED, actor=analyst)
    assert number(at) == before


def test_production_wants_a_yes(at: Desk) -> None:
    before = number(at)
    production = at.settings.model_copy(update={"environment": "production"})
    with pytest.raises(NotConfirmed):
        register.register(at.database, at.client, production, WANTED, actor=TESTER)
    assert number(at) == before
