"""What is asked of one link is believed of that link only, in lists, in single objects and in what is retrieved."""

from collections.abc import Callable

import pytest
from responses import RequestsMock

from belvo_client import BelvoClient, ForeignAnswer, Kind, PagingBroken
from tests.belvo_client.conftest import URL

OURS = "0d3ffb69-f83b-456e-ad8e-208d0998d71d"
OTHER = "7c7a1d2e-5b0f-4d0c-9f4f-3c0de5f1a2b3"
LIST = f"{URL}/api/transactions/"
Row = dict[str, object]


def page(*rows: Row, following: str | None = None) -> Row:
    return {"count": 2 * len(rows) if following else len(rows), "next": following, "results": [*rows]}


STRANGERS: dict[str, Row] = {
    "row": {"id": "1", "link": OTHER},
    "account": {"id": "1", "account": {"id": "a", "link": OTHER}},
    "account of a row of ours": {"id": "1", "link": OURS, "account": {"id": "a", "link": OTHER}},
}
FRIENDS: dict[str, Row] = {
    "row": {"id": "1", "link": OURS},
    "in capitals": {"id": "1", "link": OURS.upper()},
    "without dashes": {"id": "1", "link": OURS.replace("-", "")},
    "account": {"id": "1", "account": {"id": "a", "link": OURS}},
    "nothing said": {"id": "1", "account": {"id": "a"}},
    "account by its id": {"id": "1", "account": "a"},
    "null": {"id": "1", "link": None, "account": None},
    "no id at all": {"id": "1", "link": {"id": OTHER}},
}


@pytest.mark.parametrize("ahead", [0, 1])
@pytest.mark.parametrize("row", STRANGERS.values(), ids=STRANGERS)
def test_a_row_of_another_link_fails_its_page(mock: RequestsMock, client: BelvoClient, row: Row, ahead: int) -> None:
    mock.get(LIST, json=page(FRIENDS["row"], row))
    with pytest.raises(ForeignAnswer, match="another link") as caught:
        next(client.transactions.pages(link=OURS, ahead=ahead))
    assert (caught.value.kind, caught.value.code) == (Kind.FATAL, "foreign_answer")


@pytest.mark.parametrize("row", FRIENDS.values(), ids=FRIENDS)
def test_a_row_of_the_link_is_taken(mock: RequestsMock, client: BelvoClient, row: Row) -> None:
    mock.get(LIST, json=page(row))
    assert [*client.transactions.list(link=OURS)] == [row]


def test_rows_of_each_of_several_links_are_taken(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{URL}/api/accounts/", json=page({"id": "1", "link": OTHER}, {"id": "2", "link": OURS}))
    assert len([*client.accounts.list(link__in=[OURS, OTHER])]) == 2


def test_a_list_of_everything_has_rows_of_any_link(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{URL}/api/accounts/", json=page({"id": "1", "link": OTHER}, {"id": "2", "link": OURS}))
    assert len([*client.accounts.list()]) == 2


def test_a_next_that_leads_to_another_link_ends_the_list(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LIST, json=page({"id": "1", "link": OURS}, following=f"{LIST}?link={OTHER}&page=2"))
    rows = client.transactions.list(link=OURS)
    next(rows)
    with pytest.raises(PagingBroken, match="to another link"):
        next(rows)
    assert len(mock.calls) == 1


def test_a_next_that_leads_to_another_person_ends_the_list(mock: RequestsMock, client: BelvoClient) -> None:
    consents = f"{URL}/api/consents/"
    mock.get(consents, json=page({"id": "1"}, following=f"{consents}?user_document=08972317032&page=2"))
    with pytest.raises(PagingBroken, match="to another user_document"):
        [*client.consents.list(user_document="76109277673")]


def test_a_next_that_names_no_link_is_asked_for_ours(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LIST, json=page({"id": "1"}, following=f"{LIST}?cursor=abc"))
    mock.get(f"{LIST}?cursor=abc&link={OURS}", json=page({"id": "2"}))
    assert [row["id"] for row in client.transactions.list(link=OURS)] == ["1", "2"]


def test_a_count_for_another_link_is_no_count(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(LIST, json=page(STRANGERS["account"]))
    with pytest.raises(ForeignAnswer):
        client.transactions.count(link=OURS)


@pytest.mark.parametrize("name", ["links", "transactions", "institutions", "consents"])
def test_another_object_than_was_asked_for_is_refused(mock: RequestsMock, client: BelvoClient, name: str) -> None:
    mock.get(f"{URL}/api/{name}/{OURS}/", json={"id": OTHER})
    with pytest.raises(ForeignAnswer, match="another object"):
        client.resource(name).get(OURS)


@pytest.mark.parametrize("found", [{"id": OURS.upper()}, {"name": "of no id"}, [{"id": OURS}]])
def test_the_object_that_was_asked_for_is_taken(mock: RequestsMock, client: BelvoClient, found: object) -> None:
    mock.get(f"{URL}/api/links/{OURS}/", json=found)
    client.links.get(OURS)


def test_an_institution_is_asked_for_by_its_number(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(f"{URL}/api/institutions/1003/", json={"id": 1003})
    assert client.institutions.get(1003)["id"] == 1003


@pytest.mark.parametrize("row", STRANGERS.values(), ids=STRANGERS)
def test_rows_that_are_retrieved_are_of_the_link(mock: RequestsMock, client: BelvoClient, row: Row) -> None:
    mock.post(f"{URL}/api/accounts/", json=[row], status=201)
    mock.patch(f"{URL}/api/accounts/", json=[row], status=201)
    calls: list[Callable[[], object]] = [
        lambda: client.accounts.retrieve(OURS),
        lambda: client.accounts.resume("5e55", OURS),
    ]
    for call in calls:
        with pytest.raises(ForeignAnswer):
            call()


def test_a_changed_link_is_the_one_that_was_named(mock: RequestsMock, client: BelvoClient) -> None:
    path = f"{URL}/api/links/"
    mock.put(f"{path}{OURS}/", json={"id": OTHER})
    mock.patch(f"{path}{OURS}/", json={"id": OTHER})
    mock.patch(path, json={"id": OTHER})
    calls: list[Callable[[], object]] = [
        lambda: client.links.update_credentials(OURS, "new"),
        lambda: client.links.update_options(OURS, stale_in="30d"),
        lambda: client.links.resume("5e55", OURS),
    ]
    for call in calls:
        with pytest.raises(ForeignAnswer):
            call()
