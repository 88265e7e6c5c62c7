"""Faults, through a real socket: what each does to a call, and which calls it is aimed at."""

import http.client
import select
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from belvo_sandbox.faults.effects import API_FAULTS
from tests.belvo_sandbox.conftest import Host
from tests.kit.local_belvo import KEYS, Api, errors
from tests.kit.waiting import PATIENCE

FAULTS = "/control/faults/"
ANYWHERE = "00000000-0000-4000-8000-000000000000"
REFUSED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({}, ("required", "error")),
    ({"error": "account_locked"}, ("invalid_choice", "error")),
    ({"error": "not_found", "endpoint": "/api/nowhere/"}, ("invalid", "endpoint")),
    ({"error": "not_found", "endpoint": "PUT /api/accounts/"}, ("invalid", "endpoint")),
    ({"error": "not_found", "endpoint": "/control/faults/"}, ("invalid", "endpoint")),
    ({"error": "not_found", "institution": "narnia"}, ("does_not_exist", "institution")),
    ({"error": "not_found", "link": "x"}, ("invalid", "link")),
    ({"error": "not_found", "link": ANYWHERE}, ("does_not_exist", "link")),
    ({"error": "not_found", "times": 0}, ("invalid", "times")),
    ({"error": "not_found", "times": 1.5}, ("invalid", "times")),
    ({"error": "not_found", "times": True}, ("invalid", "times")),
    ({"error": "not_found", "probability": 1.1}, ("invalid", "probability")),
    ({"error": "not_found", "probability": "often"}, ("invalid", "probability")),
    ({"error": "delay", "seconds": 301}, ("invalid", "seconds")),
    ({"error": "not_found", "seconds": 1}, ("invalid", "seconds")),
    ({"error": "cut", "message": "x"}, ("invalid", "message")),
    ({"error": "not_found", "field": "link"}, ("invalid", "field")),
    ({"error": "not_found", "endpont": "links"}, ("invalid", "endpont")),
]


def add(api: Api, **body: object) -> Any:  # noqa: ANN401 - JSON
    answer = api.call("POST", FAULTS, auth=None, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def statuses(api: Api, path: str, count: int) -> list[int]:
    return [api.call("GET", path).status_code for _ in range(count)]


def test_a_fault_strikes_as_often_as_asked_and_stays_listed_until_it_is_ended(api: Api) -> None:
    fault = add(api, error="unexpected_error", endpoint="GET /api/links/", times=2)
    assert fault == {
        "id": 1,
        "error": "unexpected_error",
        "endpoint": "GET /api/links/",
        "operations": ["GET /api/links/"],
        "times": 2,
        "probability": None,
        "created_at": "2026-06-17T15:30:00.000000Z",
        "seen": 0,
        "struck": 0,
        "is_over": False,
    }
    assert statuses(api, "/api/links/", 3) == [500, 500, 200]
    assert api.get(FAULTS) == [{**fault, "seen": 2, "struck": 2, "is_over": True}]
    assert [api.call("DELETE", f"{FAULTS}1/", auth=None).status_code for _ in range(2)] == [204, 404]
    assert api.get(FAULTS) == []


def test_each_error_answers_as_the_catalogue_says(api: Api) -> None:
    catalogue = {line["error"]: line for line in api.get(f"{FAULTS}catalogue/")}
    assert list(catalogue) == list(API_FAULTS)
    for name, line in catalogue.items():
        if line["code"]:
            id_ = add(api, error=name)["id"]
            answer = api.call("GET", "/api/institutions/")
            api.call("DELETE", f"{FAULTS}{id_}/", auth=None)
            (item,) = answer.json()
            assert (answer.status_code, item["code"], len(item["request_id"])) == (line["status"], line["code"], 32)
            assert item["message"] in line["what"] or name == "throttled"
            assert ("field" in item) == ("field" in line["settings"])


def test_a_message_and_a_field_can_be_chosen(api: Api) -> None:
    add(api, error="required", field="date_from", message="Say when.", times=1)
    assert [(item["field"], item["message"]) for item in api.call("GET", "/api/links/").json()] == [
        ("date_from", "Say when.")
    ]


def test_too_many_calls_say_when_to_come_again(api: Api) -> None:
    add(api, error="throttled", seconds=6.5)
    answer = api.call("GET", "/api/links/")
    assert (answer.status_code, answer.headers["Retry-After"], errors(answer)) == (429, "7", [("throttled", None)])


@pytest.mark.parametrize(("name", "status"), [("firewall", 403), ("bad_gateway", 502)])
def test_what_stands_before_the_api_answers_with_a_page(api: Api, name: str, status: int) -> None:
    add(api, error=name, times=1)
    answer = api.call("GET", "/api/links/")
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (status, "text/html")
    assert answer.text.startswith("<html>")
    assert api.call("GET", "/api/links/").status_code == 200


def test_truncated_json_has_the_length_that_it_says(api: Api) -> None:
    whole = api.call("GET", "/api/institutions/").content
    add(api, error="truncated", times=1)
    answer = api.call("GET", "/api/institutions/")
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(whole) // 2))
    assert answer.content == whole[: len(whole) // 2]
    assert answer.headers["Content-Type"] == "application/json"
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


@pytest.mark.parametrize("path", ["/api/institutions/", "/api/links/"])
def test_a_cut_connection_ends_in_the_middle_of_the_answer(api: Api, path: str) -> None:
    add(api, error="cut", times=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        api.call("GET", path)
    assert api.call("GET", path).status_code == 200


def test_what_was_cut_or_truncated_was_carried_out(api: Api) -> None:
    links = [api.link(access_mode="single")["id"] for _ in range(2)]
    add(api, error="cut", times=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        api.call("DELETE", f"/api/links/{links[0]}/")
    assert [row["id"] for row in api.rows("/api/links/")] == links[1:]


def test_an_error_keeps_a_call_from_being_carried_out(api: Api) -> None:
    link = api.link(access_mode="single")["id"]
    add(api, error="service_unavailable", times=1)
    assert api.call("DELETE", f"/api/links/{link}/").status_code == 500
    assert [row["id"] for row in api.rows("/api/links/")] == [link]


def test_a_late_answer_holds_up_no_other(api: Api) -> None:
    add(api, error="delay", seconds=4, endpoint="/api/links/")  # so long that a busy machine asks everybody meanwhile
    parts = urlsplit(api.url)
    host = parts.hostname or ""
    headers = dict(requests.Request("GET", api.url, auth=KEYS).prepare().headers)
    with ExitStack() as opened:
        # More than there are threads, so that waiting in one would be seen.
        late = [
            opened.enter_context(closing(http.client.HTTPConnection(host, parts.port, timeout=PATIENCE)))
            for _ in range(60)
        ]
        for connection in late:
            connection.request("GET", f"{parts.path}/api/links/", headers=headers)
        assert api.call("GET", "/api/institutions/").status_code == 200
        answered, _, _ = select.select([connection.sock for connection in late], [], [], 0)
        assert answered == []
        assert [connection.getresponse().status for connection in late] == [200] * 60


def test_a_delay_and_an_error_come_together(api: Api) -> None:
    add(api, error="delay", seconds=0.2)
    add(api, error="not_found")
    started = time.monotonic()
    assert api.call("GET", "/api/links/").status_code == 404
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize(
    ("endpoint", "struck"),
    [
        ("GET /api/links/", {"GET /api/links/"}),
        ("get /api/links", {"GET /api/links/"}),
        ("/api/links/{link_id}/", {f"{method} /api/links/{{id}}/" for method in ("GET", "PUT", "PATCH", "DELETE")}),
        ("TRANSACTIONS", {"GET /api/transactions/", "GET /api/transactions/{id}/"}),
        ("POST accounts", {"POST /api/accounts/"}),
        ("token", {"POST /api/token/"}),
        ("/api/", {"GET /api/"}),
        ("br/exchanges", {"GET /api/br/exchanges/{id}/history/", "GET /api/br/exchanges/"}),
    ],
)
def test_an_endpoint_is_a_method_and_a_path_or_a_resource(api: Api, endpoint: str, struck: set[str]) -> None:
    assert struck <= set(add(api, error="not_found", endpoint=endpoint)["operations"])


def test_a_resource_is_not_taken_for_another_that_begins_alike(api: Api) -> None:
    operations = add(api, error="not_found", endpoint="invoices")["operations"]
    assert operations
    assert all("/api/invoices/" in operation for operation in operations)


def test_a_link_is_aimed_at_wherever_a_call_names_it(api: Api) -> None:
    one, other = api.link("bnk102", "low")["id"], api.link()["id"]
    rows = {link: api.get("/api/accounts/", link=link)["results"][0]["id"] for link in (one, other)}
    add(api, error="invalid_link", link=one)

    def calls(link: str) -> list[int]:
        period = {"date_from": "2026-06-01", "date_to": "2026-06-02"}
        return [
            api.call("GET", f"/api/links/{link}/").status_code,
            api.call("GET", "/api/accounts/", params={"link": link}).status_code,
            api.call("GET", "/api/accounts/", params={"link__in": f"{ANYWHERE},{link}"}).status_code,
            api.call("GET", f"/api/accounts/{rows[link]}/").status_code,
            api.call("POST", "/api/transactions/", json={"link": link, **period}).status_code,
        ]

    assert calls(one) == [400] * 5
    assert calls(other) == [200, 200, 200, 200, 201]
    # A list of everything names nobody.
    assert statuses(api, "/api/accounts/", 1) == [200]


def test_an_institution_is_aimed_at_by_its_name_its_number_and_its_links(api: Api) -> None:
    mexican, brazilian = api.link()["id"], api.link(institution="erebor_br_retail")["id"]
    number = api.get("/api/institutions/", name="erebor_mx_retail")["results"][0]["id"]
    add(api, error="institution_down", institution="erebor_mx_retail")
    statuses_seen = [
        api.call("GET", path, params=params).status_code
        for path, params in (
            (f"/api/institutions/{number}/", {}),
            ("/api/accounts/", {"link": mexican}),
            ("/api/links/", {"institution": "erebor_mx_retail"}),
            ("/api/links/", {"institution__in": "gotham_mx_business,erebor_mx_retail"}),
            ("/api/accounts/", {"link": brazilian}),
            ("/api/institutions/", {}),
        )
    ]
    login = {"institution": "erebor_mx_retail", "username": "a", "password": "b"}
    assert statuses_seen == [400, 400, 400, 400, 200, 200]
    assert errors(api.call("POST", "/api/links/", json=login)) == [("institution_down", None)]


def test_a_token_that_a_fault_asks_for_is_answered_as_any_other(api: Api) -> None:
    link = api.link("bnk102", "low")["id"]
    add(api, error="token_required", endpoint="POST accounts", times=1)
    demand = api.call("POST", "/api/accounts/", json={"link": link})
    (item,) = demand.json()
    assert (demand.status_code, item["link"]) == (428, link)
    body = {"session": item["session"], "link": link, "token": "111111"}
    assert api.call("PATCH", "/api/accounts/", json=body).status_code == 201


def test_a_login_that_a_fault_asks_a_token_for_waits_for_it(api: Api) -> None:
    add(api, error="token_required", endpoint="POST /api/links/", times=1)
    body = {"institution": "erebor_mx_retail", "username": "bnk102", "password": "low"}
    (item,) = api.call("POST", "/api/links/", json=body).json()
    assert api.get(f"/api/links/{item['link']}/")["status"] == "unconfirmed"
    answer = api.call("PATCH", "/api/links/", json={**{k: item[k] for k in ("session", "link")}, "token": "111111"})
    assert (answer.status_code, answer.json()["status"]) == (200, "valid")


def test_wrong_keys_use_up_no_fault(api: Api) -> None:
    add(api, error="not_found", times=1)
    wrong = api.call("GET", "/api/links/", auth=("local-sandbox-id", "wrong"))
    assert errors(wrong) == [("authentication_failed", None)]
    assert statuses(api, "/api/links/", 2) == [404, 200]


def test_calls_at_once_meet_a_fault_exactly_as_often_as_asked(api: Api) -> None:
    add(api, error="unexpected_error", times=5)
    with ThreadPoolExecutor(8) as pool:
        statuses_seen = list(
            pool.map(lambda _: requests.get(f"{api.url}/api/", auth=KEYS, timeout=PATIENCE).status_code, range(24))
        )
    assert Counter(statuses_seen) == {500: 5, 200: 19}


def test_the_controls_and_the_health_are_beyond_faults(api: Api) -> None:
    add(api, error="unexpected_error")
    paths = ("/healthz", FAULTS, "/api/links/")
    assert [api.call("GET", path).status_code for path in paths] == [200, 200, 500]


def test_all_are_ended_at_once(api: Api) -> None:
    for name in ("not_found", "delay"):
        add(api, error=name)
    assert api.call("DELETE", FAULTS, auth=None).status_code == 204
    assert (api.get(FAULTS), statuses(api, "/api/links/", 1)) == ([], [200])


def test_what_can_not_be_a_fault_is_refused_by_its_field(api: Api) -> None:
    for body, fault in REFUSED:
        answer = api.call("POST", FAULTS, auth=None, json=body)
        assert (answer.status_code, errors(answer)) == (400, [fault]), body
    assert api.get(FAULTS) == []


def test_a_fault_survives_a_restart(host: Host, api: Api, tmp_path: Any) -> None:  # noqa: ANN401 - pytest's own
    add(api, error="not_found", times=3)
    assert statuses(api, "/api/links/", 1) == [404]
    again = host.start(tmp_path / "state")
    assert statuses(again, "/api/links/", 3) == [404, 404, 200]


def test_chance_follows_from_the_seed(host: Host, tmp_path: Any) -> None:  # noqa: ANN401 - pytest's own
    def play(folder: str, seed: int) -> list[int]:
        api = host.start(tmp_path / folder, seed=seed)
        add(api, error="unexpected_error", probability=0.3, endpoint="/api/links/")
        add(api, error="throttled", probability=0.2)
        return statuses(api, "/api/links/", 60)

    one, again, other = play("a", 1), play("b", 1), play("c", 2)
    assert one == again != other
    assert set(one) == {200, 429, 500}
