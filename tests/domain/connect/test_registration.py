"""A file of accounts: what is read of it, what is wrong with each, and nothing that is secret is repeated."""

from typing import Any

import pytest

from domain.connect import registration
from domain.connect.registration import BadFile, Numbered, Registration

SECRET = "S3cret-pass"
BANK: dict[str, Any] = {
    "name": "erebor",
    "status": "healthy",
    "integration_type": "credentials",
    "resources": ["ACCOUNTS", "TRANSACTIONS"],
    "form_fields": [
        {"name": "username", "validation": "^.{3,}$"},
        {"name": "password", "validation": "^.{4,}$"},
        {"name": "username2", "optional": True},
    ],
}


def account(line: int = 2, **secrets: str) -> Numbered:
    return Numbered(line, Registration("erebor", secrets={"username": "bnk100", "password": SECRET, **secrets}))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_read_by_the_names_of_its_columns(separator: str) -> None:
    lines = (
        "\ufeff Institution ,USERNAME,password,fetch_resources",
        f"erebor, bnk100 ,{SECRET},accounts|transactions",
        ",,,",
    )
    (one,) = registration.read("\r\n".join(lines).replace(",", separator).encode())
    assert (one.line, one.wanted.institution, one.wanted.fetch_resources) == (2, "erebor", ("ACCOUNTS", "TRANSACTIONS"))
    assert one.wanted.secrets == {"username": "bnk100", "password": SECRET}
    assert SECRET not in repr(one)
    assert "bnk100" not in repr(one)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xff\xfe\x00",
        b"institution,username\n",
        b"institution,password\nerebor,S3cret-pass",
        b"institution,username,username\nerebor,a,b",
        b"institution,username,pin\nerebor,a,S3cret-pass",
        b'institution,username\nerebor,"S3cret-pass',
        b"institution,username\n" + b"erebor,a\n" * (registration.MOST + 1),
        b"x" * (registration.LARGEST + 1),
    ],
)
def test_what_is_no_file_of_accounts_is_said_without_what_is_in_it(content: bytes) -> None:
    with pytest.raises(BadFile) as raised:
        registration.read(content)
    assert "S3cret" not in str(raised.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"integration_type": "openfinance"}, ["consent"]),
        ({"status": "down"}, ["is down"]),
        ({"form_fields": [{"name": "username2"}]}, ["asks for username2"]),
        ({"form_fields": [{"name": "password", "validation": "^.{20,}$"}]}, ["does not take this password"]),
        ({"form_fields": [{"name": "password", "validation": "(a+)+$"}]}, []),
        ({"form_fields": "none"}, []),
    ],
)
def test_an_account_is_held_against_its_institution(change: dict[str, Any], said: list[str]) -> None:
    found = registration.problems(account().wanted, {**BANK, **change})
    assert [part in problem for part, problem in zip(said, found, strict=True)] == [True] * len(said)
    assert SECRET not in " ".join(found)


def test_an_institution_that_nobody_knows_takes_no_account() -> None:
    assert registration.problems(account().wanted, None) == ["Belvo's catalogue has no such institution."]


@pytest.mark.parametrize(
    "wanted",
    [
        {"access_mode": "always"},
        {"stale_in": "soon"},
        {"credentials_storage": "never", "access_mode": "single"},
        {"credentials_storage": "30d", "access_mode": "recurrent"},
        {"fetch_resources": ("INVOICES",)},
    ],
    ids=str,
)
def test_options_that_belvo_refuses_are_said(wanted: dict[str, Any]) -> None:
    one = Registration("erebor", secrets=account().wanted.secrets, **wanted)
    assert len(registration.problems(one, BANK)) == 1


def test_an_account_that_is_there_twice_or_already_is_said() -> None:
    named = Numbered(4, Registration("erebor", "user-1", secrets={"username": "other", "password": SECRET}))
    found = registration.checked(
        [account(2), account(3), named], {"erebor": BANK}, {"user-1": "Looks like a CPF."}, [("user-1", "erebor")]
    )
    assert [one.problems for one in found] == [
        (),
        ("Line 2 names the same account.",),
        ("Looks like a CPF.", "This external ID has a link at this institution already."),
    ]
