"""Lists follow `next`, and only where it may lead."""

import pytest
from responses import RequestsMock

from belvo_client import BelvoClient, Page
from belvo_client.errors import PagingBroken, UnreadableAnswer

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
        "https://sandbox.belvo.com@evil.example/api/links/?page=2",
        "https://sandbox.belvo.com/api/accounts/?page=2",
        "/api/links/?page=2",
    ],
)
def test_a_next_that_leads_elsewhere_ends_the_list(mock: RequestsMock, client: BelvoClient, following: str) -> None:
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


def test_count_asks_for_one_row(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{LIST}?page_size=1&status=valid", json=page("a", count=23))
    assert client.links.count(status="valid") == 23


@pytest.mark.parametrize("body", [[], {"count": "1", "next": None, "results": []}, {"results": []}, {"count": 1}])
def test_an_answer_that_is_no_page_is_unreadable(mock: RequestsMock, client: BelvoClient, body: object) -> None:
    mock.get(LIST, json=body)
    with pytest.raises(UnreadableAnswer, match="no page of a list"):
        list(client.links.list())
