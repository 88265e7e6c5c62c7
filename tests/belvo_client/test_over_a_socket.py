"""The same calls over a real socket, against the local Belvo."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from belvo_client import (
    Account,
    AuthenticationFailed,
    BelvoClient,
    BelvoError,
    CallRecord,
    Institution,
    Link,
    LoginFailed,
    NotFound,
    Owner,
    TokenRequest,
    Transaction,
    ValidationFailed,
)
from belvo_client.answers.shapes import differences
from belvo_sandbox import Served


@pytest.fixture(scope="module")
def link(live: BelvoClient) -> Link:
    return live.links.create("erebor_mx_retail", "bnk100", "full", external_id="user-42")


@pytest.fixture
def spare(live: BelvoClient) -> Link:
    """A link of little data that a test may spoil."""
    return live.links.create("gringotts_mx_retail", "bnk102", "low")


def test_good_keys_pass_the_check(live: BelvoClient) -> None:
    live.check()


def test_wrong_keys_fail_it(belvo: Served) -> None:
    with BelvoClient(belvo.url, belvo.secret_id, "wrong") as client, pytest.raises(AuthenticationFailed):
        client.check()


def test_a_token_is_minted(live: BelvoClient, link: Link) -> None:
    tokens = {live.token.create(TokenRequest.connect()), live.token.create(TokenRequest.update(link["id"]))}
    assert [token.count(".") for token in tokens] == [2, 2]


def test_a_token_with_wrong_keys_is_refused(belvo: Served) -> None:
    with BelvoClient(belvo.url, belvo.secret_id, "wrong") as client, pytest.raises(AuthenticationFailed):
        client.token.create(TokenRequest.connect())


def test_institutions_are_listed_found_and_as_described(live: BelvoClient) -> None:
    found = {row["name"]: row for row in live.institutions.list()}
    assert {"erebor_mx_retail", "gringotts_mx_retail", "erebor_br_retail"} <= found.keys()
    erebor = found["erebor_mx_retail"]
    assert live.institutions.get(erebor["id"]) == erebor
    assert list(live.institutions.list(name="erebor_mx_retail", country_code="MX", type="bank")) == [erebor]
    assert [fault for row in found.values() for fault in differences(row, Institution)] == []


def test_a_link_is_found_by_what_is_known_of_it(live: BelvoClient, link: Link) -> None:
    assert live.links.get(link["id"]) == link
    assert list(live.links.list(external_id="user-42")) == [link]
    assert list(live.links.list(institution_user_id__in=[link["institution_user_id"]])) == [link]
    assert live.links.count(id__in=[link["id"]], status="invalid") == 0
    assert live.links.count(id=link["id"], created_at__gte=date(2026, 11, 24)) == 1
    assert list(differences(link, Link)) == []


def test_a_refused_login_needs_the_person(live: BelvoClient) -> None:
    with pytest.raises(LoginFailed, match="login_error: Invalid credentials") as caught:
        live.links.create("erebor_mx_retail", "user_invalid", "pass_invalid")
    assert (caught.value.status, len(caught.value.request_id or "")) == (400, 32)


def test_malformed_credentials_name_their_fields(live: BelvoClient) -> None:
    with pytest.raises(ValidationFailed) as caught:
        live.links.create("erebor_mx_retail", "1234567890abcdefg", "1234567890abcdefg")
    assert [item.field for item in caught.value.errors] == ["username", "password"]
    assert "1234567890abcdefg" not in repr(caught.value.errors)


def test_an_unknown_id_is_not_found(live: BelvoClient) -> None:
    for look in (live.links.get, live.accounts.get, live.transactions.get, live.owners.get, live.institutions.get):
        with pytest.raises(NotFound):
            look(str(uuid4()))


def test_accounts_and_owners_are_listed_found_and_as_described(live: BelvoClient, link: Link) -> None:
    accounts = list(live.accounts.list(link=link["id"]))
    owners = list(live.owners.list(link=link["id"]))
    assert len(accounts) == live.accounts.count(link=link["id"]) == 3
    assert [live.accounts.get(account["id"]) for account in accounts] == accounts
    assert [live.owners.get(owner["id"]) for owner in owners] == owners
    assert len(owners) == 1
    faults = [differences(account, Account) for account in accounts] + [differences(row, Owner) for row in owners]
    assert [fault for each in faults for fault in each] == []


def test_transactions_are_listed_in_pages_and_as_described(live: BelvoClient, link: Link) -> None:
    pages = list(live.transactions.pages(link=link["id"]))
    rows = [row for page in pages for row in page.results]
    assert {page.count for page in pages} == {len(rows)} == {len({row["id"] for row in rows})}
    assert len(pages) == -(-len(rows) // 1000) > 1
    assert live.transactions.get(rows[0]["id"]) == rows[0]
    assert [fault for row in rows for fault in differences(row, Transaction)] == []


@pytest.mark.parametrize("ahead", [0, 1, 4])
@pytest.mark.parametrize("page_size", [37, 500])
def test_page_size_and_reading_ahead_change_no_row(live: BelvoClient, link: Link, page_size: int, ahead: int) -> None:
    whole = list(live.transactions.list(link=link["id"], value_date__gte=date(2026, 6, 1)))
    parts = live.transactions.list(link=link["id"], value_date__gte=date(2026, 6, 1), page_size=page_size, ahead=ahead)
    assert list(parts) == whole


def test_filters_mean_what_they_say(live: BelvoClient, link: Link) -> None:
    rows = list(live.transactions.list(link=link["id"]))
    first, last, least = date(2026, 3, 1), date(2026, 3, 31), Decimal("100.50")
    found = live.transactions.list(
        link=link["id"], value_date__range=(first, last), amount__gte=least, type__in=["OUTFLOW"]
    )
    expected = [
        row
        for row in rows
        if first <= date.fromisoformat(row["value_date"]) <= last
        and Decimal(str(row["amount"])) >= least
        and row["type"] == "OUTFLOW"
    ]
    assert sorted(row["id"] for row in found) == sorted(row["id"] for row in expected)
    assert expected != []


def test_instants_filter_to_the_microsecond(live: BelvoClient, link: Link) -> None:
    made = datetime.fromisoformat(link["created_at"])
    assert live.links.count(id=link["id"], created_at__gte=made) == 1
    assert live.links.count(id=link["id"], created_at__gt=made) == 0


def test_rows_are_retrieved(live: BelvoClient, link: Link) -> None:
    owners = live.owners.retrieve(link["id"])
    accounts = live.accounts.retrieve(link["id"])
    rows = live.transactions.retrieve(link["id"], date_from=date(2026, 10, 1), date_to="2026-10-31")
    assert [owner["id"] for owner in owners] == [owner["id"] for owner in live.owners.list(link=link["id"])]
    assert {row["id"] for row in accounts} == {row["id"] for row in live.accounts.list(link=link["id"])}
    assert {row["value_date"][:7] for row in rows} == {"2026-10"}
    assert [fault for row in rows for fault in differences(row, Transaction)] == []


def test_a_link_is_changed(live: BelvoClient, spare: Link) -> None:
    assert live.links.update_options(spare["id"], stale_in="42d")["stale_in"] == "42d"
    assert live.links.update_credentials(spare["id"], "low")["id"] == spare["id"]
    with pytest.raises(BelvoError):
        live.links.update_credentials(spare["id"], "pass_invalid")


def test_objects_are_deleted(live: BelvoClient, spare: Link) -> None:
    account = next(live.accounts.list(link=spare["id"]))
    row = next(live.transactions.list(link=spare["id"]))
    owner = next(live.owners.list(link=spare["id"]))
    live.transactions.delete(row["id"])
    live.owners.delete(owner["id"])
    live.accounts.delete(account["id"])
    for look, gone in ((live.transactions, row), (live.owners, owner), (live.accounts, account)):
        with pytest.raises(NotFound):
            look.get(gone["id"])


def test_a_link_is_deleted_at_once_and_in_the_background(live: BelvoClient, spare: Link) -> None:
    other = live.links.create("gringotts_mx_retail", "bnk102", "low")
    live.links.delete(spare["id"])
    assert len(live.links.delete_async(other["id"]).request_id) == 32
    for gone in (spare, other):
        with pytest.raises(NotFound):
            live.links.get(gone["id"])


def test_threads_share_one_client(belvo: Served, link: Link) -> None:
    seen: list[CallRecord] = []
    with (
        BelvoClient(belvo.url, belvo.secret_id, belvo.secret_password, observer=seen.append) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        counts = list(pool.map(lambda _: client.transactions.count(link=link["id"]), range(64)))
    assert len(set(counts)) == 1
    assert [record.status for record in seen] == [200] * 64
