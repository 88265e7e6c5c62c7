"""A consent from its end to its renewal, against the local Belvo and its portal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from actions.connect.accept import recover
from actions.connect.flow import Flow, flow_of
from actions.connect.renewal import NoConsent, renew
from actions.connect.start import RENEWAL, Opening
from belvo_client import BelvoClient, UnreadableAnswer
from belvo_client.endpoints import Readable
from belvo_sandbox import Served, serve
from domain.link_state import LinkState, Reason, Step, judge
from resources import pulled_resources
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.core import instants
from store.ops import audit, jobs, sessions
from store.queries.links import facts
from sync import pull_link
from sync.historical import note_pull
from tests.kit.actors import TESTER
from tests.kit.local_belvo import Api, client_of
from tests.kit.waiting import PATIENCE

CPF = "76109277673"
CONSENTS = (Reason.CONSENT_ENDS, Reason.CONSENT_ENDED)


@dataclass
class Bank:
    """A link to a bank of open finance whose consent lasts 92 days, and how the desk sees it."""

    db: Database
    served: Served
    client: BelvoClient
    settings: Settings
    link: str
    ahead: timedelta = timedelta()
    """How far Belvo's clock is ahead of ours."""

    def advance(self, days: int) -> None:
        self.served.control.advance(days=days)
        self.ahead += timedelta(days=days)

    def pull(self, *resources: str) -> None:
        with self.db.write() as connection:
            jobs.enqueue(connection, self.link, resources or [*pulled_resources()], "operator")
        job = jobs.claim(self.db, "tester", timedelta(seconds=60))
        assert job is not None
        results = pull_link(self.db, self.client, job)
        jobs.finish(self.db, job)
        note_pull(self.db, job, results)

    def state(self) -> LinkState:
        now = datetime.now(UTC) + self.ahead
        return judge(facts.of_all(self.db, now), now)[self.link]

    def renew(self) -> Opening:
        return renew(self.db, self.client, self.settings, self.link, actor=TESTER)


@pytest.fixture
def bank(db: Database, tmp_path: Path) -> Iterator[Bank]:
    with serve(tmp_path / "belvo") as served, client_of(served.url) as client:
        named = ["ACCOUNTS", "OWNERS"]
        made = Api(served.url).link(
            CPF, institution="ofmockbank_br_retail", consent_duration="92", fetch_resources=named
        )
        key, password = LOCAL_KEYS
        settings = Settings(data_dir=tmp_path, secret_id=key, secret_password=Secret(password), base_url=served.url)
        bank = Bank(db, served, client, settings, made["id"])
        bank.pull()
        yield bank


def press_renew(opening: Opening) -> str:
    """What its person does in the portal; the page that comes then."""
    url = str(opening.url)
    page = requests.get(url, timeout=PATIENCE).text
    (action,) = re.findall('action="([^"]+)"', page)
    origin = f"http://{urlsplit(url).netloc}"
    form = {"access_token": opening.access_token, "days": "183"}
    answer = requests.post(f"{origin}{action}", data=form, headers={"Origin": origin}, timeout=PATIENCE)
    answer.raise_for_status()
    return answer.text


def flow_now(bank: Bank, opening: Opening) -> Flow:
    return flow_of(sessions.find(bank.db, opening.nonce), now=instants.decode(instants.now()))


def test_a_consents_end_is_told_before_and_after_and_renewed_under_the_same_link(bank: Bank) -> None:
    assert bank.state().reason is None
    bank.advance(days=77)
    assert bank.state().reason not in CONSENTS
    bank.advance(days=1)
    soon = bank.state()
    assert (soon.reason, soon.step) == (Reason.CONSENT_ENDS, Step.RENEW)
    bank.advance(days=15)
    assert bank.state().reason is Reason.CONSENT_ENDED  # though nobody has read that yet
    bank.pull("consents")
    over = bank.state()
    assert (over.reason, over.step, over.facts.status) == (Reason.CONSENT_ENDED, Step.RENEW, "invalid")

    opening = bank.renew()
    assert (flow_now(bank, opening).state, recover(bank.db, bank.client, opening.nonce)) == ("handed_out", False)
    assert "Renovado. Você pode fechar esta página." in press_renew(opening)
    assert recover(bank.db, bank.client, opening.nonce)
    session = sessions.find(bank.db, opening.nonce)
    assert session is not None
    assert (session.state, session.link, session.mode) == ("connected", bank.link, RENEWAL)
    assert "consent renewed" in audit.table(bank.db)["did"].tolist()
    (job,) = jobs.active(bank.db, bank.link)
    assert (job.reason, set(job.resources)) == ("connected", {*pulled_resources()})
    bank.pull()
    assert (bank.state().reason not in CONSENTS, bank.state().facts.status) == (True, "valid")


def test_the_portals_address_names_what_is_renewed_and_for_whom(bank: Bank) -> None:
    opening = bank.renew()
    url = urlsplit(str(opening.url))
    query = {name: value for name, (value,) in parse_qs(url.query).items()}
    consent = bank.client.consents.list(user_document=CPF)
    assert f"{url.scheme}://{url.netloc}{url.path}" == bank.settings.consent_portal_url
    assert query == {
        "access_token": opening.access_token,
        "link_id": bank.link,
        "consent_id": next(iter(consent))["id"],
        "institution": "ofmockbank_br_retail",
        "institution_display_name": "OF Mock Bank by Raidiam",
        "action": "renew",
    }
    assert flow_now(bank, opening).is_searching
    assert opening.access_token not in repr(opening)


def test_a_consent_without_end_is_renewed_once_it_is_given_anew(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = dict(next(iter(bank.client.consents.list(user_document=CPF)))) | {"expired_at": None}
    told = iter(endless | {"status": status} for status in ("REJECTED", "REJECTED", "AUTHORISED"))
    read = Readable.get
    monkeypatch.setattr(Readable, "get", lambda of, one: next(told) if one == endless["id"] else read(of, one))
    opening = bank.renew()
    assert [recover(bank.db, bank.client, opening.nonce) for _ in range(2)] == [False, True]


def test_what_answers_without_being_the_link_renews_nothing(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = bank.renew()
    press_renew(opening)
    read = Readable.get
    monkeypatch.setattr(Readable, "get", lambda of, one: {} if one == bank.link else read(of, one))
    with pytest.raises(UnreadableAnswer, match="no link"):
        recover(bank.db, bank.client, opening.nonce)
    session = sessions.find(bank.db, opening.nonce)
    assert session is not None
    assert (session.state, session.link) == ("opened", bank.link)


def test_a_renewal_that_nobody_uses_runs_out_and_is_no_failed_connection(bank: Bank) -> None:
    opening = bank.renew()
    later = datetime.now(UTC) + timedelta(hours=1)
    flow = flow_of(sessions.find(bank.db, opening.nonce), now=later)
    assert flow.notice is not None
    assert (flow.state, "nobody renewed the consent" in flow.notice.text, flow.can_start_again) == (
        "ran_out",
        True,
        True,
    )
    assert sessions.unsuccessful(bank.db, since="", quiet_since=instants.encode(later)) == []


def test_without_a_consent_there_is_nothing_to_renew(db: Database, client: BelvoClient, settings: Settings) -> None:
    with pytest.raises(NoConsent, match="Pull the link"):
        renew(db, client, settings, "a-link", actor=TESTER)
