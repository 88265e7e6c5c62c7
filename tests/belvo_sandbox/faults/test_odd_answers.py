"""Answers that are not as described, through a real socket: each as the table of faults says."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from belvo_sandbox.faults.odd_rows import ANOTHER_LINK, ODD_ROWS
from tests.belvo_sandbox.conftest import Host
from tests.kit.local_belvo import KEYS, Api, errors
from tests.kit.waiting import PATIENCE

FAULTS = "/control/faults/"
LIST = "/api/transactions/"
SIZE = 3


@pytest.fixture(scope="module")
def shared(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """The module's sandbox: a fault is an answer, and changes nothing."""
    return host.start(tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="module")
def link(shared: Api) -> str:
    return str(shared.link("bnk102", "low")["id"])


@pytest.fixture
def api(shared: Api) -> Api:
    shared.call("DELETE", FAULTS, auth=None)
    return shared


def answer(api: Api, link: str, name: str, path: str = LIST, **more: object) -> requests.Response:
    """The answer to one call that a fault strikes."""
    api.add_fault(error=name, times=1, **more)
    return api.call("GET", path, params={"link": link, "page_size": SIZE})


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "row_without_id": lambda row: not {"id", "link"} & row.keys(),
    "older_merchant": lambda row: row["merchant"]["name"] and "merchant_name" not in row["merchant"],
    "instant_for_day": lambda row: row["value_date"].endswith("T00:00:00.000Z"),
    "no_value_date": lambda row: row["value_date"] is None and row["accounting_date"],
    "day_0001": lambda row: row["value_date"] == "0001-01-01",
    "day_2206": lambda row: row["value_date"] == "2206-06-17",
    "day_9999": lambda row: row["value_date"] == "9999-12-31",
    "no_direction": lambda row: row["type"] == "UNCATEGORIZED",
    "null_direction": lambda row: row["type"] is None,
    "no_currency": lambda row: row["currency"] is None,
    "immense_amount": lambda row: row["amount"] == 900_000_000_000_000.0,
    "no_number": lambda row: row["amount"] != row["amount"],
    "huge_integer": lambda row: row["internal_identification"] == 10**40 - 1,
    "half_emoji": lambda row: row["observations"] == "Taquería \ud83c",
    "another_account": lambda row: row["account"]["category"] == "LOAN_ACCOUNT",
    "another_link": lambda row: row["link"] == row["account"]["link"] == ANOTHER_LINK,
    "long_text": lambda row: len(row["description"]) == 1_000_000,
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_first_row_is_not_as_described_and_the_others_are(api: Api, link: str, name: str) -> None:
    good = api.get(LIST, link=link, page_size=SIZE)
    found = answer(api, link, name).json()
    assert CHANGES[name](found["results"][0])
    assert {**found, "results": found["results"][1:]} == {**good, "results": good["results"][1:]}


def test_each_change_of_a_row_is_tested() -> None:
    assert {*CHANGES, "consent_without_link", "one_country", "deep_row", "broken_row"} == {*ODD_ROWS}


def test_a_row_that_nobody_can_read_stands_among_others(api: Api, link: str) -> None:
    good = api.get(LIST, link=link, page_size=SIZE)
    for name, text in (("broken_row", b',"amount":1,50},'), ("deep_row", b'{"deeper":{"deeper":')):
        struck = answer(api, link, name)
        assert text in struck.content
        assert all(one["id"].encode() in struck.content for one in good["results"][1:])
        with pytest.raises((requests.JSONDecodeError, RecursionError)):
            struck.json()


def test_objects_are_odd_as_rows_are(api: Api, link: str) -> None:
    (first, *others) = answer(api, link, "one_country", "/api/institutions/").json()["results"]
    assert isinstance(first["country_code"], str)
    assert ["country_codes" in one for one in (first, *others)] == [False, True, True]
    assert answer(api, link, "another_object", f"/api/links/{link}/").json()["id"] != link
    assert "id" not in answer(api, link, "row_without_id", f"/api/links/{link}/").json()


def test_a_consent_names_no_link(api: Api) -> None:
    api.link("76109277673", "any", institution="ofmockbank_br_retail")
    api.add_fault(error="consent_without_link", endpoint="consents")
    (consent,) = api.get("/api/consents/")["results"]
    assert "link_id" not in consent


def test_a_list_leads_astray(api: Api, link: str) -> None:
    good = api.get(LIST, link=link, page_size=SIZE)
    elsewhere = answer(api, link, "next_elsewhere").json()
    assert elsewhere["next"].replace("https://api.belvo.example:8443", api.url.rpartition("/")[0]) == good["next"]
    foreign = answer(api, link, "next_of_another_link").json()
    assert f"link={ANOTHER_LINK}" in foreign["next"]
    assert link not in foreign["next"]
    assert foreign["results"] == elsewhere["results"] == good["results"]


@pytest.mark.parametrize(
    ("name", "count", "rows"), [("endless_rows", None, SIZE), ("endless_pages", None, 0), ("endless_count", 0, SIZE)]
)
def test_a_list_has_no_end(api: Api, link: str, name: str, count: int | None, rows: int) -> None:
    good = api.get(LIST, link=link, page_size=SIZE)
    api.add_fault(error=name, endpoint="transactions")
    following, seen = f"{api.url}{LIST}?link={link}&page_size={SIZE}", set[str]()
    for _ in range(good["count"] // SIZE + 2):
        page = api.session.get(following, auth=KEYS, timeout=PATIENCE).json()
        assert (page["count"], len(page["results"])) == (good["count"] if count is None else count, rows)
        following = page["next"]
        assert following not in seen
        seen.add(following)


def test_an_answer_comes_byte_by_byte(api: Api, link: str) -> None:
    whole = api.get(f"/api/links/{link}/")
    began = time.monotonic()
    dripped = answer(api, link, "drip", f"/api/links/{link}/", seconds=0.0005)
    assert dripped.json() == whole
    assert time.monotonic() - began > 0.0005 * len(dripped.content)


def test_a_bomb_is_small_and_unpacks_to_a_lot(api: Api, link: str) -> None:
    api.add_fault(error="bomb", times=1)
    with api.session.get(f"{api.url}{LIST}?link={link}", auth=KEYS, timeout=PATIENCE, stream=True) as bomb:
        packed = bomb.raw.read(decode_content=False)
    assert bomb.headers["Content-Encoding"] == "gzip"
    assert len(packed) < 1_000_000
    assert packed.count(b"\x1f\x8b\x08") == 17


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("throttled_for_ages", "99999999999999"),
        ("throttled_until", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("throttled_sometime", "soon"),
    ],
)
def test_a_retry_after_can_be_absurd(api: Api, link: str, name: str, asked: str) -> None:
    refusal = answer(api, link, name)
    assert (refusal.status_code, refusal.headers["Retry-After"], errors(refusal)) == (429, asked, [("throttled", None)])


def test_an_error_can_be_messages_by_field(api: Api, link: str) -> None:
    refusal = answer(api, link, "field_lists")
    assert refusal.status_code == 400
    assert refusal.json() == {"link": ["This field is required."], "date_to": ["This field may not be null."]}
