"""Lists follow `next`, and only where it may lead."""

import json
import threading
from collections.abc import Callable, Generator
from threading import Event
from urllib.parse import parse_qsl, urlsplit

import pytest
import responses
from requests import PreparedRequest
from responses import RequestsMock

from belvo_client import BelvoClient, Page, Retries, ServerFailed
from belvo_client.errors import PagingBroken, UnreadableAnswer
from belvo_client.http.limiter import Unlimited
from tests.belvo_client.conftest import URL
from tests.kit.waiting import PATIENCE

LIST = "https://sandbox.belvo.com/api/links/"


def page(*ids: str, count: int, following: str | None = None) -> dict[str, object]:
    return {"count": count, "next": following, "previous": None, "results": [{"id": key} for key in ids]}


def test_a_list_follows_next_to_its_end(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{LIST}?page_size=1000", json=page("a", "b", count=3, following=f"{LIST}?page=2&page_size=1000"))
    mock.get(f"{LIST}?page=2&page_size=1000", json=page("c", count=3))
    assert [link["id"] for link in client.links.list()] == ["a", "b", "c"]


def test_pages_carry_the_count_of_the_whole_list(mock: RequestsMock, client: BelvoClient) -> None:
    following = f"{LIST}?page=2&page_size=1"
    mock.get(f"{LIST}?page_size=1", json=page("a", count=2, following=following))
    mock.get(following, json=page("b", count=2))
    assert list(client.links.pages(page_size=1)) == [
        Page([{"id": "a"}], 2, following),
        Page([{"id": "b"}], 2, None),
    ]


def test_a_list_asks_for_no_page_before_its_rows_are_wanted(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LIST, json=page("a", count=2, following=f"{LIST}?page=2"))
    rows = client.links.list()
    assert len(mock.calls) == 0
    assert next(rows) == {"id": "a"}
    assert len(mock.calls) == 1


def test_a_base_url_with_a_path_is_followed(mock: RequestsMock) -> None:
    base = "http://127.0.0.1:8501/sandbox"
    mock.get(f"{base}/api/links/", json=page("a", count=2, following=f"{base}/api/links/?page=2"))
    mock.get(f"{base}/api/links/?page=2", json=page("b", count=2))
    with BelvoClient(f"{base}/", "id", "password") as client:
        assert [link["id"] for link in client.links.list()] == ["a", "b"]


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.example/api/links/?page=2",
        "http://sandbox.belvo.com/api/links/?page=2",
        "https://sandbox.belvo.com:8443/api/links/?page=2",
        "https://sandbox.belvo.com:port/api/links/?page=2",
        "https://sandbox.belvo.com@evil.example/api/links/?page=2",
        "https://api.belvo.com/behind/a/gateway/api/links/?page=2",
        "/api/links/?page=2",
    ],
)
def test_a_next_of_another_host_is_followed_on_our_own(mock: RequestsMock, client: BelvoClient, following: str) -> None:
    mock.get(LIST, json=page("a", count=2, following=following))
    mock.get(f"{LIST}?page=2", json=page("b", count=2))
    assert [link["id"] for link in client.links.list()] == ["a", "b"]
    assert mock.calls[1].request.url == f"{LIST}?page=2"


@pytest.mark.parametrize(
    "following",
    ["https://sandbox.belvo.com/api/accounts/?page=2", "https://sandbox.belvo.com/links/?page=2", "?page=2"],
)
def test_a_next_that_leads_to_another_list_ends_this_one(
    mock: RequestsMock, client: BelvoClient, following: str
) -> None:
    mock.get(LIST, json=page("a", count=2, following=following))
    rows = client.links.list()
    assert next(rows) == {"id": "a"}
    with pytest.raises(PagingBroken, match="leads elsewhere"):
        next(rows)
    assert len(mock.calls) == 1


@pytest.mark.parametrize("following", [f"{LIST}?page_size=1000", f"{LIST}?page_size=1000&page=1"])
def test_a_next_that_leads_back_ends_the_list(mock: RequestsMock, client: BelvoClient, following: str) -> None:
    mock.get(LIST, json=page("a", count=2, following=following))
    with pytest.raises(PagingBroken, match="leads back"):
        list(client.links.list())


def test_a_next_that_repeats_later_is_an_error(mock: RequestsMock, client: BelvoClient) -> None:
    second = f"{LIST}?page=2&page_size=1000"
    mock.get(LIST, json=page("a", count=3, following=second))
    mock.get(second, json=page("b", count=3, following=f"{LIST}?page_size=1000&page=2"))
    with pytest.raises(PagingBroken, match="leads back"):
        list(client.links.list())


@pytest.mark.parametrize("following", ["http://[evil/api/links/?page=2", "http://a\u2100b/api/links/?page=2"])
def test_a_next_that_is_no_address_ends_the_list(mock: RequestsMock, client: BelvoClient, following: str) -> None:
    mock.get(LIST, json=page("a", count=2, following=following))
    with pytest.raises(PagingBroken, match="leads on to no address"):
        list(client.links.list())


def test_a_next_that_leaves_out_whose_rows_are_asked_for_is_followed_with_it(
    mock: RequestsMock, client: BelvoClient
) -> None:
    owners = "https://sandbox.belvo.com/api/owners/"
    mock.get(f"{owners}?link__in=a,b&page_size=1", json=page("1", count=2, following=f"{owners}?page=2&page_size=1"))
    mock.get(f"{owners}?link__in=a,b&page=2&page_size=1", json=page("2", count=2))
    assert [row["id"] for row in client.owners.list(link__in=["a", "b"], page_size=1)] == ["1", "2"]
    mock.get(f"{owners}?link__in=a,c&page_size=1", json=page("1", count=2, following=f"{owners}?link__in=a,b&page=2"))
    with pytest.raises(PagingBroken, match="leads elsewhere"):
        list(client.owners.list(link__in=["a", "c"], page_size=1))


def test_some_lists_are_described_to_be_of_several_links_without_saying_which_one_first(client: BelvoClient) -> None:
    found = {name for name in ("owners", "transactions", "bills", "consents") if client.resource(name).lists_several}
    assert found == {"owners"}


@pytest.mark.parametrize("number", ["abc", "%C2%B2", "-1", "9" * 5000])
def test_a_page_of_no_number_is_read_as_it_is_named(mock: RequestsMock, client: BelvoClient, number: str) -> None:
    following = f"{LIST}?page={number}&page_size=1000"
    mock.get(f"{LIST}?page_size=1000", json=page("a", count=1, following=following))
    mock.get(following, json=page("b", count=2, following=f"{LIST}?page=3&page_size=1000"))
    mock.get(f"{LIST}?page=3&page_size=1000", json=page("c", count=3))
    assert [link["id"] for link in client.links.list(ahead=1)] == ["a", "b", "c"]


def test_count_asks_for_one_row(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{LIST}?page_size=1&status=valid", json=page("a", count=23))
    assert client.links.count(status="valid") == 23


@pytest.mark.parametrize(
    "body", [[], {"count": "1", "next": None, "results": []}, {"results": []}, {"count": 1}, page(count=2**63)]
)
def test_an_answer_that_is_no_page_is_unreadable(mock: RequestsMock, client: BelvoClient, body: object) -> None:
    mock.get(LIST, json=body)
    with pytest.raises(UnreadableAnswer, match="no page of a list"):
        list(client.links.list())


def numbered(number: int, last: int, count: int) -> dict[str, object]:
    """A page of one row each."""
    following = f"{LIST}?page={number + 1}&page_size=1" if number < last else None
    return page(f"row {number}", count=count, following=following)


def test_later_pages_are_fetched_ahead_and_given_in_order(naps: list[float]) -> None:
    with responses.RequestsMock() as mock, BelvoClient(URL, "id", "password") as client:
        mock.get(f"{LIST}?page_size=1", json=numbered(1, 4, 4))
        for number in (2, 3, 4):
            mock.get(f"{LIST}?page={number}&page_size=1", json=numbered(number, 4, 4))
        rows = client.links.list(page_size=1, ahead=3)
        assert next(rows) == {"id": "row 1"}
        assert [row["id"] for row in rows] == ["row 2", "row 3", "row 4"]
        assert len(mock.calls) == 4
    assert naps == []


def test_nothing_is_fetched_beyond_what_the_count_promises() -> None:
    with responses.RequestsMock() as mock, BelvoClient(URL, "id", "password") as client:
        mock.get(f"{LIST}?page_size=1", json=numbered(1, 2, 2))
        mock.get(f"{LIST}?page=2&page_size=1", json=numbered(2, 2, 2))
        assert len(list(client.links.pages(page_size=1, ahead=20))) == 2
        assert len(mock.calls) == 2


def test_a_list_that_grows_while_it_is_read_ahead_is_read_to_its_end() -> None:
    with responses.RequestsMock() as mock, BelvoClient(URL, "id", "password") as client:
        mock.get(f"{LIST}?page_size=1", json=numbered(1, 2, 2))
        mock.get(f"{LIST}?page=2&page_size=1", json=numbered(2, 3, 3))
        mock.get(f"{LIST}?page=3&page_size=1", json=numbered(3, 3, 3))
        assert [row["id"] for row in client.links.list(page_size=1, ahead=2)] == ["row 1", "row 2", "row 3"]


def test_reading_ahead_still_follows_next_and_only_where_it_may_lead() -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock, BelvoClient(URL, "a", "b") as client:
        mock.get(f"{LIST}?page_size=1", json=page("a", count=3, following="https://evil.example/api/owners/?page=2"))
        for number in (2, 3):
            mock.get(f"{LIST}?page={number}&page_size=1", json=numbered(number, 3, 3))
        rows = client.links.list(page_size=1, ahead=2)
        assert next(rows) == {"id": "a"}
        with pytest.raises(PagingBroken, match="leads elsewhere"):
            next(rows)
        _settle()
        assert all(call.request.url.startswith(LIST) for call in mock.calls if call.request.url)


def test_a_failure_ahead_is_raised_in_its_turn() -> None:
    with responses.RequestsMock() as mock, BelvoClient(URL, "a", "b", retries=Retries.off()) as client:
        mock.get(f"{LIST}?page_size=1", json=numbered(1, 3, 3))
        mock.get(f"{LIST}?page=2&page_size=1", json=numbered(2, 3, 3))
        mock.get(f"{LIST}?page=3&page_size=1", status=500)
        rows = client.links.list(page_size=1, ahead=2)
        assert [next(rows)["id"], next(rows)["id"]] == ["row 1", "row 2"]
        with pytest.raises(ServerFailed):
            next(rows)


def test_who_leaves_a_list_early_waits_for_no_page_that_is_under_way() -> None:
    asked, answered = Event(), Event()

    def hold(_: PreparedRequest) -> tuple[int, dict[str, str], str]:
        asked.set()
        answered.wait(PATIENCE)
        return 200, {}, json.dumps(numbered(2, 9, 9))

    with responses.RequestsMock() as mock, BelvoClient(URL, "a", "b") as client:
        mock.get(f"{LIST}?page_size=1", json=numbered(1, 9, 9))
        mock.add_callback("GET", f"{LIST}?page=2&page_size=1", hold)
        pages = client.links.pages(page_size=1, ahead=1)
        next(pages)
        assert asked.wait(PATIENCE)
        assert isinstance(pages, Generator)
        pages.close()
        assert [thread.daemon for thread in _reading()] == [True]
        answered.set()
        _settle()


def test_a_list_that_does_not_go_by_page_numbers_is_read_in_turn() -> None:
    with responses.RequestsMock() as mock, BelvoClient(URL, "a", "b") as client:
        for number in range(1, 5):
            here = f"{LIST}?cursor={number}&page_size=1" if number > 1 else f"{LIST}?page_size=1"
            following = f"{LIST}?cursor={number + 1}&page_size=1" if number < 4 else None
            mock.get(here, json=page(f"row {number}", count=4, following=following))
        mock.get(f"{LIST}?page=2&page_size=1", json=numbered(2, 4, 4))
        found = [row["id"] for row in client.links.list(page_size=1, ahead=1)]
        _settle()
        assert found == ["row 1", "row 2", "row 3", "row 4"]
        assert len(mock.calls) == 5


def endless(mock: RequestsMock, answer: Callable[[int], dict[str, object]]) -> None:
    """A list that always leads on; page N of it is answer(N)."""

    def turn(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
        number = int(dict(parse_qsl(urlsplit(str(request.url)).query)).get("page", "1"))
        return 200, {}, json.dumps({"next": f"{LIST}?page={number + 1}&page_size=1", **answer(number)})

    mock.add_callback("GET", LIST, turn)


@pytest.mark.parametrize("ahead", [0, 1, 4])
@pytest.mark.parametrize(
    ("answer", "least", "most"),
    [
        pytest.param(lambda number: {"count": 3, "results": [{"id": number}]}, 6, 6, id="more than are counted"),
        pytest.param(lambda number: {"count": 0, "results": [{"id": number}]}, 0, 0, id="none is counted"),
        pytest.param(lambda _: {"count": 3, "results": []}, 0, 0, id="empty pages"),
        pytest.param(lambda _: {"count": 0, "results": []}, 0, 0, id="empty pages of none"),
        pytest.param(
            lambda number: {"count": number * 1000, "results": [{"id": row} for row in range(number, number + 500)]},
            10_000,
            12_500,
            id="a count that grows along",
        ),
        pytest.param(
            lambda number: {"count": 3, "results": [{"id": number}] if number < 3 else []}, 2, 2, id="empty in the end"
        ),
    ],
)
def test_a_list_without_end_is_broken(
    answer: Callable[[int], dict[str, object]], least: int, most: int, ahead: int
) -> None:
    with responses.RequestsMock() as mock, BelvoClient(URL, "a", "b") as client:
        endless(mock, answer)
        read: list[object] = []
        with pytest.raises(PagingBroken, match=r"does not end|from an empty page"):
            read.extend(client.links.list(page_size=1, ahead=ahead))
        _settle()
        assert least <= len(read) <= most


@pytest.mark.parametrize("ahead", [0, 4])
@pytest.mark.parametrize("size", [1, 9])
def test_a_list_of_nearly_empty_pages_is_broken_whatever_it_counts(size: int, ahead: int) -> None:
    def answer(number: int) -> dict[str, object]:
        first = number * size
        return {"count": 999_999_999, "results": [{"id": row} for row in range(first, first + size)]}

    with responses.RequestsMock() as mock, BelvoClient(URL, "a", "b", limiter=Unlimited()) as client:
        endless(mock, answer)
        read: list[object] = []
        with pytest.raises(PagingBroken, match="101 of its pages are nearly empty"):
            read.extend(client.links.list(ahead=ahead))
        _settle()
        assert len(read) == 100 * size


def test_a_list_may_shrink_to_a_few_while_it_is_read(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LIST, json=page("a", "b", "c", count=6, following=f"{LIST}?page=2"))
    mock.get(f"{LIST}?page=2", json=page("d", count=1))
    assert len([*client.links.list()]) == 4


def _settle() -> None:
    """Let pages that are under way come."""
    for thread in _reading():
        thread.join(PATIENCE)
    assert _reading() == []


def _reading() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "belvo-pages"]
