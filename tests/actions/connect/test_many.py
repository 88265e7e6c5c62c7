"""A file of accounts begun: who may, what is left out, tokens handed in once, and what the audit has of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from actions.connect import many
from actions.connect.many import NotAsked, NotForProduction, NothingToConnect
from actions.connect.register import Asked
from actions.permission import NotAllowed
from belvo_client import BelvoClient, BelvoError
from domain.connect.registration import Numbered, Registration
from domain.roles import Actor, Role
from settings import Settings
from store import Database
from store.ops import audit
from store.ops.operators import bulk
from store.write import institutions, links
from tests.kit.actors import TESTER
from tests.kit.worker import carry_out_run

BANK, MFA = "erebor_mx_retail", "heimdall_mx_retail"
ONE = Numbered(2, Registration(BANK, "many-1", secrets={"username": "bnk100", "password": "full"}))
TOKEN = Numbered(3, Registration(MFA, "many-2", secrets={"username": "mfa_default", "password": "pass_valid"}))
WRONG = Numbered(4, Registration("nobody", "many-3", secrets={"username": "bnk102", "password": "low"}))


@pytest.fixture
def known(db: Database, client: BelvoClient) -> Database:
    """A store that has Belvo's catalogue."""
    with db.write() as connection:
        institutions.save(connection, client.institutions.list())
    return db


def test_what_can_be_connected_is_and_the_rest_is_told(
    known: Database, client: BelvoClient, settings: Settings
) -> None:
    number = many.start(known, client, settings, [ONE, WRONG], actor=TESTER)
    carry_out_run(known, client, number)
    run = bulk.get(known, number)
    assert run is not None
    assert (run.total, run.done, run.skipped, run.failed) == (2, 1, 1, 0)
    assert len(links.by_external_id(known, "many-1")) == 1
    assert audit.table(known)["did"].tolist() == ["link connected", "connection started", "file of accounts begun"]
    with known.read() as connection:
        told = "\n".join(str(tuple(row)) for row in connection.execute("SELECT * FROM audit"))
    assert not [secret for secret in ("bnk100", "full", "many-1") if secret in told]


def test_of_two_who_begin_the_same_at_once_one_does(known: Database, client: BelvoClient, settings: Settings) -> None:
    def begin(_: int) -> int | None:
        try:
            return many.start(known, client, settings, [ONE], actor=TESTER)
        except NothingToConnect:
            return None

    with ThreadPoolExecutor(4) as pool:
        begun = [number for number in pool.map(begin, range(4)) if number]
    assert len(begun) == 1
    carry_out_run(known, client, begun[0])
    assert len(links.by_external_id(known, "many-1")) == 1
    with pytest.raises(NothingToConnect):
        many.start(known, client, settings, [ONE], actor=TESTER)


def test_a_token_is_handed_in_once_by_whoever_is_first(
    known: Database, client: BelvoClient, settings: Settings
) -> None:
    number = many.start(known, client, settings, [TOKEN], actor=TESTER)
    carry_out_run(known, client, number)
    ((place, asked),) = many.asking(known, client, number, most=9)
    assert (place, asked.institution, asked.external_id) == (3, MFA, "many-2")
    again = many.hand_in(known, client, number, place, "999999", actor=TESTER)
    assert isinstance(again, Asked)

    def hand_in(_: int) -> object:
        try:
            return many.hand_in(known, client, number, place, " 111111 ", actor=TESTER)
        except NotAsked:
            return None

    with ThreadPoolExecutor(2) as pool:
        (link,) = [found for found in pool.map(hand_in, range(2)) if found]
    assert [one.link for one in links.by_external_id(known, "many-2")] == [link]
    run = bulk.get(known, number)
    assert run is not None
    assert (run.done, run.waiting) == (1, 0)
    assert many.asking(known, client, number, most=9) == []


def test_a_token_that_could_not_be_sent_can_be_handed_in_again(
    known: Database, client: BelvoClient, settings: Settings, belvo_url: str
) -> None:
    number = many.start(known, client, settings, [TOKEN], actor=TESTER)
    carry_out_run(known, client, number)
    away = BelvoClient("http://127.0.0.1:1", *settings_keys(settings))
    with away:
        assert isinstance(many.hand_in(known, away, number, 3, "111111", actor=TESTER), BelvoError)
    assert belvo_url
    assert isinstance(many.hand_in(known, client, number, 3, "111111", actor=TESTER), str)


def settings_keys(settings: Settings) -> tuple[str, str]:
    return settings.secret_id, settings.secret_password.reveal()


def test_only_who_may_connect_begins_and_hands_in(known: Database, client: BelvoClient, settings: Settings) -> None:
    analyst = Actor("ana", Role.ANALYST)
    with pytest.raises(NotAllowed):
        many.start(known, client, settings, [ONE], actor=analyst)
    with pytest.raises(NotAllowed):
        many.hand_in(known, client, 1, 2, "1", actor=analyst)
    assert bulk.connecting(known, 9) == []


def test_production_takes_no_file(known: Database, client: BelvoClient, settings: Settings) -> None:
    production = settings.model_copy(update={"environment": "production"})
    with pytest.raises(NotForProduction):
        many.start(known, client, production, [ONE], actor=TESTER)


def test_what_was_refused_can_be_handed_in_again_and_what_is_connected_only_once_it_is_gone(
    known: Database, client: BelvoClient, settings: Settings
) -> None:
    refused = replace(ONE, wanted=replace(ONE.wanted, secrets={"username": "user_invalid", "password": "no"}))
    for _ in range(2):
        carry_out_run(known, client, many.start(known, client, settings, [refused], actor=TESTER))
    unnamed = replace(ONE, wanted=replace(ONE.wanted, external_id=""))
    carry_out_run(known, client, many.start(known, client, settings, [unnamed], actor=TESTER))
    (again,) = many.check(known, client, [unnamed])
    assert again.problems == ("It was connected within a day.",)
    with known.write() as connection:
        for link in links.live(connection):
            links.mark_deleted(connection, link)
    assert many.check(known, client, [unnamed]) == [unnamed]
    with known.write() as connection:
        account = connection.execute("SELECT count(*) FROM bulk_accounts WHERE mark IS NOT NULL").fetchone()
    assert account[0] == 1
