"""Transactions that a bank corrects and takes back, in both ways of dating them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from belvo_sandbox.core.clock import text
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors
from tests.kit.receiver import Received, receiving

CORRECTIONS = "/control/corrections/"
WEEKS = 6
Row = dict[str, Any]
Rows = dict[str, Row]


@dataclass(frozen=True)
class Course:
    """What a link showed at first and after each weekly refresh, what was to be corrected, and what was said."""

    mode: str
    snapshots: list[Rows]
    corrected: dict[str, set[str]]
    newer: set[str]  # ids of what a client is shown at the end that asks for what was created after the start
    webhooks: list[Received]

    @property
    def refreshes(self) -> Iterator[tuple[Rows, Rows]]:
        """What was shown before each refresh and after it."""
        return pairwise(self.snapshots)

    def changed(self, before: Rows, after: Rows) -> set[str]:
        """The rows of which some declared field has changed."""
        both = before.keys() & after.keys() & self.corrected.keys()
        return {id_ for id_ in both if any(before[id_][name] != after[id_][name] for name in self.corrected[id_])}


def _call(api: Api, method: str, path: str, **body: object) -> None:
    answer = api.call(method, path, auth=None, json=body)
    assert answer.status_code in (200, 201), answer.text


def _rows(api: Api, link: str, **params: str) -> Rows:
    return {row["id"]: row for row in api.rows("/api/transactions/", link=link, page_size=1000, **params)}


@pytest.fixture(scope="module", params=["dates_stay", "dates_move"])
def course(request: pytest.FixtureRequest, host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    api = host.start(tmp_path_factory.mktemp("course"))
    with receiving() as receiver:
        _call(api, "PUT", CORRECTIONS, mode=request.param)
        _call(api, "POST", "/control/webhooks/endpoints/", url=receiver.url)
        link = api.link("somebody", "pass", fetch_resources=["TRANSACTIONS"])["id"]
        snapshots, corrected = [_rows(api, link)], api.corrected(link)
        for _ in range(WEEKS):
            _call(api, "POST", "/control/clock/advance/", days=7)
            snapshots.append(_rows(api, link))
        newer = _rows(api, link, created_at__gt=text(NOW), value_date__lt="2026-06-15")
        _call(api, "POST", "/control/clock/advance/")  # by nothing: what was announced is worded before
        webhooks = receiver.take(api.get("/control/webhooks/deliveries/")["count"])
        yield Course(request.param, snapshots, corrected | api.corrected(link), set(newer), webhooks)
        for endpoint in api.get("/control/webhooks/endpoints/"):
            api.call("DELETE", f"/control/webhooks/endpoints/{endpoint['id']}/", auth=None)


def test_nothing_changes_but_what_is_declared(course: Course) -> None:
    updated = {id_ for before, after in course.refreshes for id_ in course.changed(before, after)}
    deleted = {id_ for before, after in course.refreshes for id_ in before.keys() - after.keys()}
    fields = {name for id_ in updated for name in course.corrected[id_]}
    assert deleted == {id_ for id_ in deleted if not course.corrected[id_]}
    assert deleted
    assert fields >= {"accounting_date", "amount", "balance", "category"}
    lasting = {"id", "value_date", "transacted_at", "currency", "type", "reference", "merchant", "counterparty"}
    for before, after in course.refreshes:
        for id_ in before.keys() & after.keys():
            names = lasting if id_ in updated else lasting | fields
            assert {name: before[id_][name] for name in names} == {name: after[id_][name] for name in names}


def test_balances_add_up_before_and_after_each_correction(course: Course) -> None:
    openings = set()
    for snapshot in course.snapshots:
        of_account: dict[str, list[Row]] = defaultdict(list)
        for row in reversed(snapshot.values()):
            of_account[row["account"]["id"]].append(row)
        for id_, rows in of_account.items():
            balances = [Decimal(str(row["balance"])) for row in rows]
            openings.add((id_, balances[0] - _signed(rows[0])))
            for before, balance, row in zip(balances, balances[1:], rows[1:], strict=False):
                assert before + _signed(row) == balance
            assert balances[-1] == Decimal(str(rows[-1]["account"]["balance"]["current"]))
    assert len(openings) == 3


def _signed(row: Row) -> Decimal:
    amount = Decimal(str(row["amount"]))
    falls = (row["type"] == "OUTFLOW") != (row["account"]["balance_type"] == "LIABILITY")
    return -amount if falls else amount


def test_the_dates_of_a_corrected_row_stay_or_move(course: Course) -> None:
    checked = 0
    for week, (before, after) in enumerate(course.refreshes, 1):
        refreshed_at = text(NOW + week * timedelta(days=7))
        for id_ in course.changed(before, after):
            dates = [(row["created_at"], row["collected_at"]) for row in (before[id_], after[id_])]
            assert dates[1] == (dates[0] if course.mode == "dates_stay" else (refreshed_at, refreshed_at))
            card = after[id_]["credit_card_data"]
            assert card is None or card["collected_at"] == dates[1][1]
            checked += 1
    assert checked > 3


def test_a_client_that_asks_for_what_is_newer_finds_corrections_only_if_dates_move(course: Course) -> None:
    changed = course.changed(course.snapshots[0], course.snapshots[-1])
    old = {id_ for id_ in changed if course.snapshots[0][id_]["value_date"] < "2026-06-15"}
    assert old
    assert old & course.newer == (old if course.mode == "dates_move" else set())


def test_corrections_and_deletions_are_announced_with_the_refresh_that_finds_them(course: Course) -> None:
    expected: list[tuple[str, object]] = [("historical_update", len(course.snapshots[0]))]
    for before, after in course.refreshes:
        expected.append(("new_transactions_available", len(after.keys() - before.keys())))
        updated, deleted = course.changed(before, after), before.keys() - after.keys()
        expected += [("transactions_updated", updated)] if updated else []
        expected += [("transactions_deleted", deleted)] if deleted else []
    assert [_code_and_content(one) for one in course.webhooks] == expected
    assert {"transactions_updated", "transactions_deleted"} < {code for code, _ in expected}


def _code_and_content(webhook: Received) -> tuple[str, object]:
    code, data = webhook.body["webhook_code"], webhook.body["data"]
    if "transactions" not in data:
        return code, data.get("total_transactions", data.get("new_transactions"))
    assert data["count"] == len(data["transactions"])
    return code, set(data["transactions"])


def test_without_corrections_everything_is_right_at_once(api: Api) -> None:
    link = api.link("somebody", "pass", fetch_resources=["TRANSACTIONS"])["id"]
    mistaken, corrected = _rows(api, link), api.corrected(link)
    _call(api, "PUT", CORRECTIONS, mode="none")
    right = _rows(api, link)
    assert mistaken.keys() - right.keys() == {id_ for id_, fields in corrected.items() if not fields}
    assert right.keys() < mistaken.keys()
    for id_, fields in corrected.items():
        assert all(mistaken[id_][name] != right[id_][name] for name in fields - {"subcategory"})
    assert api.corrected(link) == {}
    _call(api, "PUT", CORRECTIONS, mode="dates_stay")
    assert _rows(api, link) == mistaken


def test_a_link_made_later_sees_no_mistakes_that_were_corrected_before(
    course: Course, host: Host, tmp_path: Path
) -> None:
    late = host.start(tmp_path)
    _call(late, "POST", "/control/clock/advance/", days=WEEKS * 7)
    link = late.link("somebody", "pass", fetch_resources=["TRANSACTIONS"])["id"]
    right = _rows(late, link, value_date__lt="2026-07-01")
    corrected = {id_: fields for id_, fields in course.corrected.items() if fields and id_ in right}
    assert len(corrected) > 3
    for id_, fields in corrected.items():
        assert {name: right[id_][name] for name in fields} == {name: course.snapshots[-1][id_][name] for name in fields}
    assert not right.keys() & {id_ for id_, fields in course.corrected.items() if not fields}


def test_a_mode_that_there_is_not_is_refused(api: Api) -> None:
    answer = api.call("PUT", CORRECTIONS, auth=None, json={"mode": "sometimes"})
    assert (answer.status_code, errors(answer)) == (400, [("invalid_choice", "mode")])
    assert api.get(CORRECTIONS) == {"mode": "dates_stay"}
    unknown = api.call("GET", CORRECTIONS, auth=None, params={"link": "8848bd0c-9c7e-4f53-a732-ec896b11d4c4"})
    assert (unknown.status_code, errors(unknown)) == (404, [("not_found", None)])


def test_a_load_has_exactly_the_transactions_that_were_asked_for(api: Api) -> None:
    link = api.link("bulk_3000", "any", fetch_resources=["TRANSACTIONS"])["id"]
    assert api.get("/api/transactions/", link=link)["count"] == 3000
    assert api.corrected(link) == {}
