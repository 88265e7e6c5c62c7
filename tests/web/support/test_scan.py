"""What was planted stands in no packet, and the scan finds it wherever it would."""

import io
import json
import zipfile
from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from context import Context
from domain.support.leaks import leaks
from store.ops import audit, calls
from store.queries.links import answered, personal_values
from tests.kit import planted
from tests.kit.bank import NOW
from tests.kit.planted import LINK, Planted
from web.support import packet, summary


@pytest.fixture
def found(context: Context) -> Planted:
    return planted.fill(context.database)


def files(http: TestClient, **asked: str) -> Mapping[str, str]:
    answer = http.get("/export/support-packet.zip", params=asked)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_packet_of_whatever_it_is_names_nobody(http: TestClient, context: Context, found: Planted) -> None:
    (number,) = calls.page(context.database)["call"]
    for asked in ({"link": LINK}, {"call": str(number)}, {"session": "nonce-1"}):
        told = files(http, **asked)
        assert found.found_in("\n".join(told.values())) == set()
        assert len(told["recording.json"]) > 10_000
    alone = http.get("/export/support-packet.json", params={"link": LINK})
    assert json.loads(alone.text)["format"] == "belvo-recording/1"
    assert found.found_in(alone.text) == set()
    kept = audit.table(context.database)
    assert [*kept[kept["action"] == "support_packet"]["did"]] == ["support packet handed over"] * 4


def test_the_scan_finds_every_value_that_was_planted(context: Context, found: Planted) -> None:
    """In a text that is not masked, which is what a broken mask would make of it."""
    db = context.database.whole
    rows = {name: answered.of_link(db, LINK, name).rows for name in answered.stored(db, LINK)}
    text = json.dumps([answered.own(db, LINK), rows])
    values = [*personal_values.of_link(db, LINK)]
    told = {leak.where for leak in leaks({"rows": text}, values, NOW.date(), personal_values.clear_names(db))}
    assert {where for where in found.marks if not where.startswith("own.")} <= told
    assert leaks({"rows": "Nobody is in here."}, values, NOW.date()) == []


def test_the_scan_finds_a_value_that_is_written_otherwise(context: Context, found: Planted) -> None:
    db = context.database.whole
    values = [*personal_values.of_link(db, LINK)]
    (document,) = (marks[0] for where, marks in found.marks.items() if where == "owners.document_id.document_number")
    (first, last) = next(marks for where, marks in found.marks.items() if where == "owners.display_name")
    for text in (f"-{document[:5]}.{document[5:]}!", f"*{first.title()}*", f"{last},\n{first}".upper()):
        assert {leak.file for leak in leaks({"it": text}, values, NOW.date())} == {"it"}


def test_a_packet_in_which_somebody_is_named_is_kept_back(
    http: TestClient, context: Context, found: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = summary.summary_of
    (name,) = (marks[0] for where, marks in found.marks.items() if where == "owners.display_name")
    monkeypatch.setattr(packet, "summary_of", lambda *told: f"{own(*told)}\nWritten by {name.upper()}.\n")
    answer = http.get("/export/support-packet.zip", params={"link": LINK})
    assert answer.status_code == 409
    assert "summary.md says what is in owners.display_name" in answer.text
    assert found.found_in(answer.text) == set()
    kept = audit.table(context.database)
    (row,) = kept[kept["action"] == "support_packet"].to_dict("records")
    assert (row["outcome"], row["did"]) == ("failed", "support packet kept back")
