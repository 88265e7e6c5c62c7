"""Quality: checks with verdicts on a page, and the rows behind them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Database
from tests.kit import bodies
from tests.kit.bank import EREBOR
from tests.kit.filling import pulled
from tests.kit.rows import save
from tests.pages.conftest import copy_shown
from tests.pages.reading import OpenPage, figures, narrowed, table, texts, ways

CHECKS = "Checks with their verdicts and what they take off the score"
EVIDENCE = "What a check found, row by row"
LINKS = "Links with their scores"


@pytest.fixture(scope="module")
def quality_file(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Maria, of whose rows one has an impossible day, and whose documents have wrong digits; and João."""
    path = tmp_path_factory.mktemp("quality_page") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        maria = pulled(db, "maria", EREBOR)
        pulled(db, "joao", EREBOR, days=3)
        with db.read() as connection:
            account = connection.execute("SELECT id FROM accounts WHERE link = :link", {"link": maria}).fetchone()[0]
        of = bodies.account(account, link=maria)
        odd = bodies.transaction(1, of=of, value_date="9999-12-31", amount=10.123456, mood="calm", type="SIDEFLOW")
        save(db, "transactions", odd, link=maria)
        wrong = {"document_type": "CPF", "document_number": "529.982.247-24"}
        save(db, "owners", bodies.owner("wrong", document_id=wrong), link=maria)
    return path


@pytest.fixture
def db(quality_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The store that the pages take for theirs."""
    with copy_shown(quality_file, tmp_path, monkeypatch) as database:
        yield database


def test_each_check_has_its_verdict_and_what_it_takes_off(open_page: OpenPage) -> None:
    app = open_page("quality", external_id="user-maria")
    rows = {row["check"]: row for row in table(app, CHECKS).to_dict("records")}
    documents = rows["Check digits of documents"]
    assert (documents["found"], documents["points"], documents["weight"]) == ("2 documents of 2", 10, 10)
    assert documents["verdict"] == ["✕ Failed"]
    assert rows["Days that can be"]["verdict"] == ["? Look here"]
    trust = int(figures(app)["Trust"].split()[0])
    assert trust == 100 - sum(row["points"] for row in rows.values())
    assert [*table(app, LINKS)["score"]] == [trust]


def test_a_check_opens_the_rows_behind_it(open_page: OpenPage) -> None:
    app = open_page("quality", external_id="user-maria", check="days")
    (row,) = table(app, EVIDENCE).to_dict("records")
    assert (row["what"], row["resource"]) == ("Its day is 9999-12-31", "Transactions")
    app = open_page("quality", external_id="user-maria", check="twice")
    assert "This check found nothing." in texts(app)


def test_trust_stands_on_the_persons_page_and_leads_to_the_checks(open_page: OpenPage) -> None:
    app = open_page("person", external_id="user-maria")
    assert any(text.startswith("Check digits of documents") for text in texts(app))
    assert any(address.startswith("/quality?") for _, address in ways(app))


def test_what_rests_on_a_failed_check_has_a_footnote(open_page: OpenPage, db: Database) -> None:
    app = open_page("transactions", external_id="user-joao")
    assert not [text for text in texts(app) if text.startswith("* Rests on data that failed")]
    with db.write() as connection:
        connection.execute("UPDATE links SET institution_user_id = 'same', external_id = 'user-joao'")
    app = open_page("transactions", external_id="user-joao")
    assert any(text.startswith("* Rests on data that failed: the same user once") for text in texts(app))


def test_what_is_kept_otherwise_or_not_described_is_seen(open_page: OpenPage) -> None:
    app = open_page("quality", external_id="user-maria")
    (inexact,) = table(app, "Rows whose amounts have more digits than are kept, or are none").to_dict("records")
    assert (inexact["what"], inexact["count"]) == ("Transactions", 1)
    unknown = table(app, "Fields and values that Belvo's description has not")
    assert {("mood", ""), ("type", "SIDEFLOW")} <= {*zip(unknown["path"], unknown["sent"], strict=True)}


def test_a_figure_leads_to_the_checks_that_it_counts(open_page: OpenPage) -> None:
    app = open_page("quality", external_id="user-maria")
    every = table(app, CHECKS)
    trust, *others = narrowed(app)
    assert trust["verdict"] == ["failed", "doubtful"]
    for there, number in zip(others, [*figures(app).values()][1:], strict=True):
        rows = table(open_page("quality", **there), CHECKS)
        assert len(rows) == int(number.split()[0]) > 0
    assert len(table(open_page("quality", **trust), CHECKS)) == (every["points"] > 0).sum()
