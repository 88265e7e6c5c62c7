"""Connecting without the widget: one login each, tokens, who may, and nothing that is secret stays."""

from dataclasses import replace

import pytest

from actions.connect import register
from actions.connect.register import Asked, NotConfirmed, NotForProduction, NotPossible
from actions.permission import NotAllowed
from belvo_client import LoginFailed
from context import Context
from domain.registration import Registration
from domain.roles import Actor, Role
from store.ops import audit, jobs
from store.write import institutions, links
from tests.kit.actors import TESTER
from tests.kit.rows import tuples

BANK, PASSWORD = "erebor_mx_retail", "full"
WANTED = Registration(BANK, "user-42", "recurrent", secrets={"username": "bnk100", "password": PASSWORD})


@pytest.fixture
def desk(context: Context) -> Context:
    with context.database.write() as connection:
        institutions.save(connection, context.client.institutions.list())
    return context


def made(desk: Context, wanted: Registration = WANTED, **more: bool) -> str | Asked:
    return register.register(desk.database, desk.client, desk.settings, wanted, actor=TESTER, **more)


def test_a_link_is_made_stored_pulled_and_audited_without_what_is_secret(desk: Context) -> None:
    link = made(desk)
    assert isinstance(link, str)
    found = links.find(desk.database, link)
    assert found is not None
    assert (found.institution, found.external_id, found.access_mode) == (BANK, "user-42", "recurrent")
    assert [job.reason for job in jobs.active(desk.database, link)] == ["connected"]
    assert [row[0] for row in tuples(audit.table(desk.database), "did")] == ["link connected", "connection started"]
    with desk.database.read() as connection:
        kept = "\n".join(connection.iterdump()) if hasattr(connection, "iterdump") else ""
        told = "\n".join(str(tuple(row)) for row in connection.execute("SELECT details FROM audit"))
    assert "bnk100" not in told + kept
    assert PASSWORD not in told


def test_what_the_institution_refuses_is_said_and_leaves_no_link(desk: Context) -> None:
    with pytest.raises(LoginFailed):
        made(desk, replace(WANTED, secrets={"username": "user_invalid", "password": "pass_invalid"}))
    outcomes = tuples(audit.table(desk.database), "did", "outcome")
    assert outcomes == [("connection started", "done")] or outcomes[0][1] == "failed"


def test_what_belvo_would_refuse_is_never_sent(desk: Context) -> None:
    for wanted in (
        replace(WANTED, institution="nobody"),
        replace(WANTED, access_mode="always"),
        replace(WANTED, external_id="a b"),
        replace(WANTED, external_id="76109277673"),
        replace(WANTED, secrets={"username": "bnk100"}),
    ):
        with pytest.raises(NotPossible):
            made(desk, wanted)
    assert list(desk.client.links.list()) == []


def test_only_who_may_connect_does(desk: Context) -> None:
    analyst = Actor("ana", Role.ANALYST)
    with pytest.raises(NotAllowed):
        register.register(desk.database, desk.client, desk.settings, WANTED, actor=analyst)
    assert list(desk.client.links.list()) == []


def test_production_wants_a_yes_and_takes_no_file(desk: Context) -> None:
    production = replace(desk.settings, environment="production")
    with pytest.raises(NotConfirmed):
        register.register(desk.database, desk.client, production, WANTED, actor=TESTER)
    with pytest.raises(NotForProduction):
        register.register(desk.database, desk.client, production, WANTED, actor=TESTER, confirmed=True, of_file=True)
    assert list(desk.client.links.list()) == []
