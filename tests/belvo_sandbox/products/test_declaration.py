from datetime import date, timedelta
from typing import Any

import pytest

from tests.belvo_sandbox.conftest import NOW
from tests.kit.local_belvo import Api, errors

PATHS = ("accounts", "owners", "transactions")  # what every bank has
PERIOD = {"date_from": "2026-05-01", "date_to": "2026-05-31"}
NOBODY = "8848bd0c-9c7e-4f53-a732-ec896b11d4c4"


def _retrieve(api: Api, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
    answer = api.call("POST", f"/api/{path}/", json=PERIOD | body)
    assert answer.status_code == (201 if body.get("save_data", True) else 200), answer.text
    return answer.json()


@pytest.mark.parametrize("path", PATHS)
def test_each_row_of_a_list_is_found_by_its_id(filled: Api, brazilian: str, path: str) -> None:
    for row in filled.get(f"/api/{path}/", link=brazilian, page_size=5)["results"]:
        assert filled.get(f"/api/{path}/{row['id']}/") == row
        assert filled.get(f"/api/{path}/", link=brazilian, id=row["id"])["results"] == [row]


@pytest.mark.parametrize("path", PATHS)
def test_an_id_that_is_nobodys_is_not_found(filled: Api, path: str) -> None:
    for method in ("GET", "DELETE"):
        for id_ in (NOBODY, "x", f"00000000-0000-4000-8000-{'0' * 12}"):
            answer = filled.call(method, f"/api/{path}/{id_}/")
            assert (answer.status_code, errors(answer)) == (404, [("not_found", None)])


@pytest.mark.parametrize("path", PATHS)
def test_a_row_is_not_found_under_another_resource(filled: Api, mexican: str, path: str) -> None:
    row = filled.get(f"/api/{path}/", link=mexican, page_size=1)["results"][0]["id"]
    for other in set(PATHS) - {path}:
        assert filled.call("GET", f"/api/{other}/{row}/").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_a_retrieve_answers_with_an_array_and_keeps_it(api: Api, path: str) -> None:
    link = api.link(access_mode="single")["id"]
    assert api.get(f"/api/{path}/", link=link)["count"] == 0
    rows = _retrieve(api, path, link=link)
    assert rows
    assert api.rows(f"/api/{path}/", link=link) == rows


@pytest.mark.parametrize("path", PATHS)
def test_a_retrieve_that_saves_nothing_leaves_nothing(api: Api, path: str) -> None:
    link = api.link(access_mode="single")["id"]
    rows = _retrieve(api, path, link=link, save_data=False)
    assert rows
    assert [api.get(f"/api/{name}/", link=link)["count"] for name in PATHS] == [0, 0, 0]
    assert rows == _retrieve(api, path, link=link)


def test_a_retrieve_keeps_to_its_dates_and_its_account(api: Api) -> None:
    link = api.link()["id"]
    everything = api.rows("/api/transactions/", link=link, page_size=1000)
    account = everything[0]["account"]["id"]
    rows = _retrieve(api, "transactions", link=link, account=account)
    assert [row["id"] for row in rows] == [
        row["id"]
        for row in everything
        if row["account"]["id"] == account and "2026-05-01" <= row["value_date"] <= "2026-05-31"
    ]


def test_a_retrieve_can_reach_beyond_what_was_collected_before(api: Api) -> None:
    link = api.link()["id"]
    next_event = api.rows("/api/transactions/", link=link, page_size=1000)[-1]["value_date"]
    assert date.fromisoformat(next_event) >= NOW.date() - timedelta(days=730)
    earlier = _retrieve(api, "transactions", link=link, date_from="2023-01-01", date_to="2023-01-31")
    assert {row["value_date"][:7] for row in earlier} == {"2023-01"}


def test_an_asynchronous_retrieve_is_accepted_and_carried_out(api: Api) -> None:
    link = api.link(access_mode="single")["id"]
    body = {"link": link, **PERIOD}
    answer = api.call("POST", "/api/transactions/", json=body, headers={"X-Belvo-Request-Mode": "async"})
    assert (answer.status_code, list(answer.json()), len(answer.json()["request_id"])) == (202, ["request_id"], 32)
    assert api.get("/api/transactions/", link=link)["count"] > 0


REFUSED: list[tuple[str, dict[str, object], list[tuple[str, str | None]]]] = [
    ("accounts", {}, [("required", "link")]),
    ("accounts", {"link": "x"}, [("invalid", "link")]),
    ("accounts", {"link": None}, [("null", "link")]),
    ("accounts", {"link": NOBODY}, [("does_not_exist", "link")]),
    ("accounts", {"link": NOBODY, "save_data": "perhaps"}, [("invalid", "save_data")]),
    ("owners", {}, [("required", "link")]),
    ("transactions", {}, [("required", "link"), ("required", "date_from"), ("required", "date_to")]),
    ("transactions", {"link": NOBODY, "date_from": "5/1/26", "date_to": "2026-05-31"}, [("invalid", "date_from")]),
    ("transactions", {"link": NOBODY, "date_from": "2026-05-02", "date_to": "2026-05-01"}, [("invalid", "date_from")]),
    ("transactions", {"link": NOBODY, **PERIOD, "account": "x"}, [("invalid", "account")]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "faults"), REFUSED, ids=str)
def test_a_retrieve_that_can_not_be_says_why(
    filled: Api, path: str, body: dict[str, object], faults: list[tuple[str, str | None]]
) -> None:
    answer = filled.call("POST", f"/api/{path}/", json=body)
    assert (answer.status_code, errors(answer)) == (400, faults)


@pytest.mark.parametrize("path", PATHS)
def test_a_deleted_row_is_gone_until_it_is_retrieved_again(api: Api, path: str) -> None:
    link = api.link()["id"]
    before = api.rows(f"/api/{path}/", link=link, page_size=1000)
    gone = before[0]["id"]
    assert api.call("DELETE", f"/api/{path}/{gone}/").status_code == 204
    for method in ("GET", "DELETE"):
        assert api.call(method, f"/api/{path}/{gone}/").status_code == 404
    left = {row["id"] for row in api.rows(f"/api/{path}/", link=link, page_size=1000)}
    assert left == {row["id"] for row in before} - {gone}
    _retrieve(api, path, link=link, date_from="2026-06-01", date_to="2026-06-30")
    assert api.call("GET", f"/api/{path}/{gone}/").status_code == 200


def test_a_deleted_account_takes_its_transactions_along_and_the_last_one_the_owner(api: Api) -> None:
    link = api.link()["id"]
    accounts = [row["id"] for row in api.rows("/api/accounts/", link=link)]
    for number, account in enumerate(accounts, 1):
        assert api.call("DELETE", f"/api/accounts/{account}/").status_code == 204
        assert api.get("/api/transactions/", link=link, account=account)["count"] == 0
        assert api.get("/api/owners/", link=link)["count"] == (number < len(accounts))
    assert api.get("/api/transactions/", link=link)["count"] == 0


def test_nothing_is_retrieved_with_credentials_that_were_not_kept(api: Api, filled: Api) -> None:
    assert api is not filled
    link = api.link(access_mode="single", credentials_storage="0d")["id"]
    answer = api.call("POST", "/api/accounts/", json={"link": link})
    assert (answer.status_code, errors(answer)) == (404, [("expired_credentials", None)])


def test_users_show_what_they_are_known_for(api: Api) -> None:
    counts = {}
    for user, password in (("bnk100", "full"), ("bnk101", "nodata"), ("bnk102", "low"), ("user_valid", "pass_valid")):
        link = api.link(user, password)["id"]
        counts[user] = [api.get(f"/api/{path}/", link=link)["count"] for path in PATHS]
    assert counts["bnk101"] == [0, 0, 0]
    assert counts["bnk100"][:2] == counts["user_valid"][:2] == [3, 1]
    assert counts["bnk102"][:2] == [1, 1]
    assert 0 < counts["bnk102"][2] < 40 < 1400 < counts["bnk100"][2]


def test_the_overdrawn_user_is_overdrawn(api: Api) -> None:
    link = api.link("bnk103", "negative")["id"]
    checking = api.get("/api/accounts/", link=link, category="CHECKING_ACCOUNT")["results"][0]
    overdraft = checking["overdraft"]
    assert checking["balance"]["current"] < 0
    assert overdraft["used"] + overdraft["unarranged"] == pytest.approx(-checking["balance"]["current"])
    assert 0 < overdraft["used"] <= overdraft["arranged"]


def test_the_messy_user_has_everything_that_breaks_programs(api: Api) -> None:
    rows = api.rows("/api/transactions/", link=api.link("messy", "messy")["id"], page_size=1000)
    texts = [row["description"] for row in rows]
    for start in ("=", "+", "-", "@", "\t", "<script>", "**"):
        assert any(text.startswith(start) for text in texts), start
    assert any("🌮" in text for text in texts)
    assert max(map(len, texts)) > 1000
    assert "" in texts
    assert {row["category"] for row in rows} >= {None, "Food & Groceries"}
    assert any(row["merchant"] is None and row["credit_card_data"] for row in rows)
