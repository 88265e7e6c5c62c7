"""What time does to a link: the same state, looked at under later and later clocks."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api

Row = dict[str, Any]


def _rows(api: Api, link: str, path: str = "transactions") -> dict[str, Row]:
    return {row["id"]: row for row in api.rows(f"/api/{path}/", link=link, page_size=1000)}


def _stamps(rows: dict[str, Row], name: str) -> set[str]:
    return {row[name] for row in rows.values()}


def test_a_recurrent_link_is_refreshed_at_its_rate_not_when_somebody_looks(host: Host, tmp_path: Path) -> None:
    link = host.start(tmp_path).link()["id"]
    later = host.start(tmp_path, NOW + timedelta(days=20))
    assert later.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-07-01T15:30:00.000000Z"
    rows = _rows(later, link)
    stamps = ["2026-06-17T15:30:00.000000Z", "2026-06-24T15:30:00.000000Z", "2026-07-01T15:30:00.000000Z"]
    assert _stamps(rows, "created_at") == set(stamps)
    assert _stamps(_rows(later, link, "accounts"), "collected_at") == {stamps[-1]}
    for row in rows.values():
        assert row["created_at"] <= row["collected_at"]
        created_at = datetime.fromisoformat(row["created_at"])
        assert datetime.fromisoformat(row["transacted_at"]) <= created_at + timedelta(seconds=1)


def test_it_makes_no_difference_how_often_one_looks(host: Host, tmp_path: Path) -> None:
    often, once = tmp_path / "often", tmp_path / "once"
    link, same = host.start(often).link()["id"], host.start(once).link()["id"]
    for days in range(1, 40, 3):
        host.start(often, NOW + timedelta(days=days)).get("/api/links/")
    later = NOW + timedelta(days=40)
    assert link == same
    assert _rows(host.start(often, later), link) == _rows(host.start(once, later), link)


def test_what_was_seen_before_is_still_seen_only_settled(host: Host, tmp_path: Path) -> None:
    first = host.start(tmp_path)
    link = first.link()["id"]
    before = _rows(first, link)
    corrected = first.corrected(link)
    after = _rows(host.start(tmp_path, NOW + timedelta(days=60)), link)
    assert len(after) > len(before) + 100
    assert set(before) - set(after) == {id_ for id_, fields in corrected.items() if not fields}
    for id_ in before.keys() & after.keys():
        fields = corrected.get(id_, set())
        assert _lasting(after[id_], fields) == _lasting(before[id_], fields)
        assert not fields or any(after[id_][name] != before[id_][name] for name in fields)
    pending = [id_ for id_, row in before.items() if row["status"] == "PENDING"]
    assert pending
    assert {after[id_]["status"] for id_ in pending} == {"PROCESSED"}
    assert {before[id_]["value_date"] for id_ in pending} <= {"2026-06-16", "2026-06-17"}


def _lasting(row: Row, fields: set[str]) -> Row:
    """A row without what a later collection may change: its status, its bill, its times, and what is corrected."""
    changing = {"status", "credit_card_data", "account", "collected_at", *fields}
    return {name: value for name, value in row.items() if name not in changing} | {"account": row["account"]["id"]}


def test_a_bill_is_named_once_it_is_closed(host: Host, tmp_path: Path) -> None:
    first = host.start(tmp_path)
    link = first.link()["id"]
    before = _rows(first, link)
    after = _rows(host.start(tmp_path, NOW + timedelta(days=45)), link)
    open_before = [
        id_ for id_, row in before.items() if row["credit_card_data"] and row["credit_card_data"]["bill_name"] is None
    ]
    assert open_before
    for id_ in open_before:
        card = after[id_]["credit_card_data"]
        assert card["bill_name"] in ("junio-2026", "julio-2026")
        assert card["credit_card_bill"]["internal_identification"] == card["bill_internal_identification"]


def test_a_single_link_stands_still_until_it_is_retrieved(host: Host, tmp_path: Path) -> None:
    first = host.start(tmp_path)
    link = first.link(access_mode="single", fetch_resources=["TRANSACTIONS"])["id"]
    before = _rows(first, link)
    later = host.start(tmp_path, NOW + timedelta(days=30))
    assert _rows(later, link) == before
    body = {"link": link, "date_from": "2026-06-01", "date_to": "2026-07-31"}
    assert later.call("POST", "/api/transactions/", json=body).status_code == 201
    assert len(_rows(later, link)) > len(before)


def test_only_the_resources_that_a_link_names_are_collected(api: Api) -> None:
    link = api.link(fetch_resources=["OWNERS"])["id"]
    counts = {path: api.get(f"/api/{path}/", link=link)["count"] for path in ("accounts", "owners", "transactions")}
    assert counts == {"accounts": 0, "owners": 1, "transactions": 0}


def test_transactions_bring_their_accounts_along(api: Api) -> None:
    link = api.link(fetch_resources=["TRANSACTIONS"])["id"]
    assert api.get("/api/accounts/", link=link)["count"] == 3
    assert all(row["account"] for row in _rows(api, link).values())


def test_a_link_made_recurrent_has_its_history_collected_the_next_day_and_is_refreshed_from_then_on(
    host: Host, tmp_path: Path
) -> None:
    first = host.start(tmp_path)
    link = first.link(access_mode="single")["id"]
    first.call("PATCH", f"/api/links/{link}/", json={"access_mode": "recurrent"})
    counts, collected = [], []
    for hours in (23, 24, 24 * 8 - 1, 24 * 8):
        rows = _rows(host.start(tmp_path, NOW + timedelta(hours=hours)), link)
        counts.append(len(rows))
        collected.append(max(_stamps(rows, "collected_at"), default=None))
    assert counts[0] == 0
    assert 1400 < counts[1] == counts[2] < counts[3] < counts[1] + 60
    assert collected == [
        None,
        "2026-06-18T15:30:00.000000Z",
        "2026-06-18T15:30:00.000000Z",
        "2026-06-25T15:30:00.000000Z",
    ]


def test_new_credentials_collect_a_recurrent_link_anew(host: Host, tmp_path: Path) -> None:
    link = host.start(tmp_path).link()["id"]
    later = host.start(tmp_path, NOW + timedelta(days=3))
    later.call("PUT", f"/api/links/{link}/", json={"password": "full"})
    assert _stamps(_rows(later, link, "accounts"), "collected_at") == {"2026-06-20T15:30:00.000000Z"}


def test_data_that_nobody_refreshes_are_removed_when_they_are_stale(host: Host, tmp_path: Path) -> None:
    link = host.start(tmp_path).link(access_mode="single", fetch_resources=["ACCOUNTS"], stale_in="30d")["id"]
    fresh, stale = (host.start(tmp_path, NOW + timedelta(days=days)) for days in (29, 30))
    assert (len(_rows(fresh, link, "accounts")), len(_rows(stale, link, "accounts"))) == (3, 0)
    assert stale.get(f"/api/links/{link}/")["status"] == "valid"
    stale.call("POST", "/api/accounts/", json={"link": link})
    assert len(_rows(stale, link, "accounts")) == 3


def test_two_servers_over_one_state_see_the_same(host: Host, tmp_path: Path) -> None:
    one, other = host.start(tmp_path), host.start(tmp_path)
    link = one.link()["id"]
    rows = _rows(other, link)
    assert rows == _rows(one, link)
    deleted = next(iter(rows))
    one.call("DELETE", f"/api/transactions/{deleted}/")
    assert set(_rows(other, link)) == set(rows) - {deleted}
    other.call("DELETE", f"/api/links/{link}/")
    assert one.get("/api/links/")["count"] == 0
