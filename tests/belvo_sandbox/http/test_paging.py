from urllib.parse import parse_qsl

import pytest

from tests.kit.local_belvo import Api, errors


def test_a_page_has_a_hundred_rows_unless_asked_otherwise(filled: Api, mexican: str) -> None:
    page = filled.get("/api/transactions/", link=mexican)
    assert len(page["results"]) == 100
    assert set(page) == {"count", "next", "previous", "results"}


def test_a_page_has_a_thousand_rows_at_most(filled: Api, mexican: str) -> None:
    page = filled.get("/api/transactions/", link=mexican, page_size=5000)
    assert len(page["results"]) == 1000


@pytest.mark.parametrize("size", [1000, 100, 97])
def test_the_pages_together_are_the_list(filled: Api, mexican: str, size: int) -> None:
    rows = filled.rows("/api/transactions/", link=mexican, page_size=size)
    count = filled.get("/api/transactions/", link=mexican)["count"]
    assert (len(rows), len({row["id"] for row in rows})) == (count, count)
    assert rows == filled.rows("/api/transactions/", link=mexican, page_size=1000)


def test_next_and_previous_carry_the_whole_query(filled: Api, mexican: str) -> None:
    page = filled.get("/api/transactions/", link=mexican, page=2, page_size=10, type="OUTFLOW", fields="id")
    for number, url in ((1, page["previous"]), (3, page["next"])):
        path, query = url.split("?")
        assert path == f"{filled.url}/api/transactions/"
        assert dict(parse_qsl(query)) == {
            "link": mexican,
            "page": str(number),
            "page_size": "10",
            "type": "OUTFLOW",
            "fields": "id",
        }


def test_the_first_page_of_nothing_is_there_and_no_other(filled: Api) -> None:
    assert filled.get("/api/links/", institution="no_such_bank") == {
        "count": 0,
        "next": None,
        "previous": None,
        "results": [],
    }
    answer = filled.call("GET", "/api/links/?page=2")
    assert (answer.status_code, errors(answer)) == (404, [("not_found", None)])


@pytest.mark.parametrize("name", ["page", "page_size"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "¹"])
def test_a_page_that_is_no_number_is_refused(filled: Api, name: str, value: str) -> None:
    answer = filled.call("GET", "/api/links/", params={name: value})
    assert (answer.status_code, errors(answer)) == (400, [("invalid", name)])


def test_fields_and_omit_choose_the_keys_of_the_first_level(filled: Api, mexican: str) -> None:
    whole = filled.get("/api/transactions/", link=mexican, page_size=3)["results"]
    some = filled.get("/api/transactions/", link=mexican, page_size=3, fields="id, amount,account")["results"]
    others = filled.get("/api/transactions/", link=mexican, page_size=3, omit="account,merchant")["results"]
    both = filled.get("/api/transactions/", link=mexican, page_size=3, fields="id,amount", omit="amount")["results"]
    assert some == [{name: row[name] for name in ("id", "account", "amount")} for row in whole]
    assert others == [{name: row[name] for name in row if name not in ("account", "merchant")} for row in whole]
    assert both == [{"id": row["id"]} for row in whole]


def test_a_detail_can_be_cut_down_too(filled: Api, mexican: str) -> None:
    account = filled.get("/api/accounts/", link=mexican)["results"][0]
    assert filled.get(f"/api/accounts/{account['id']}/", fields="id,name") == {
        "id": account["id"],
        "name": account["name"],
    }
