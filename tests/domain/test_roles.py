"""Who has which role, and what each may."""

import pytest

from domain import roles
from domain.roles import ADMINS, EVERYBODY, OPERATORS, TABLE, Members, Role

MEMBERS = Members(
    {
        Role.VIEWER: ["@desk.example", "groups=staff"],
        Role.OPERATOR: ["Ana@Desk.example", "level=3"],
        Role.ADMIN: ["root@desk.example", "groups=desk-admins", "is_owner=true"],
    }
)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "ana@desk.example"}, Role.OPERATOR),
        ({"email": " ANA@DESK.EXAMPLE "}, Role.OPERATOR),
        ({"email": "luis@desk.example"}, Role.VIEWER),
        ({"email": "root@desk.example"}, Role.ADMIN),
        ({"email": "root@desk.example", "email_verified": True}, Role.ADMIN),
        ({"email": "root@desk.example", "email_verified": False}, None),
        ({"email": "root@desk.example", "email_verified": "false"}, None),
        ({"email": "root@desk.example", "email_verified": "no"}, None),
        ({"email": "root@desk.example", "email_verified": ""}, None),
        ({"email": "root@de\N{LATIN SMALL LETTER LONG S}k.example"}, None),
        ({"email": "root@des\N{KELVIN SIGN}.example"}, None),
        ({"email": "root@evil.example@desk.example"}, None),
        ({"email": "root@desk.example.evil.example"}, None),
        ({"email": "root@evil.example"}, None),
        ({"email": '"@desk.example"@evil.example'}, None),
        ({"email": "@desk.example"}, None),
        ({"email": "desk.example"}, None),
        ({"email": ["root@desk.example"]}, None),
        ({}, None),
        ({"groups": ["staff", "desk-admins"]}, Role.ADMIN),
        ({"groups": "staff"}, Role.VIEWER),
        ({"groups": "staff-and-others"}, None),
        ({"groups": ["staff-and-others", {"staff": 1}]}, None),
        ({"groups": {"staff": True}}, None),
        ({"level": 3}, Role.OPERATOR),
        ({"level": True}, None),
        ({"is_owner": True}, Role.ADMIN),
        ({"is_owner": False}, None),
        ({"email": "ana@desk.example", "groups": ["desk-admins"]}, Role.ADMIN),
    ],
)
def test_the_highest_role_that_fits_counts(claims: dict[str, object], role: Role | None) -> None:
    assert MEMBERS.role_of(claims) is role


@pytest.mark.parametrize("entry", ["", "ana", "ana@", "@", "a@b@c", "an a@desk.example", "=x", "groups=", " = "])
def test_what_is_no_address_no_domain_and_no_claim_is_no_entry(entry: str) -> None:
    assert roles.problem_of(entry)


@pytest.mark.parametrize("entry", ["ana@desk.example", "@desk.example", "groups=a=b", "https://x.example/role=admin"])
def test_addresses_domains_and_claims_are_entries(entry: str) -> None:
    assert roles.problem_of(entry) is None


def test_who_may_not_come_in_is_told_whom_to_ask() -> None:
    assert MEMBERS.admins == ["root@desk.example"]
    assert Members({Role.ADMIN: ["@ops.example", "groups=ops"]}).admins == ["@ops.example", "groups=ops"]


def test_the_table_is_the_one_that_was_agreed() -> None:
    assert [(row.what, row.roles) for row in TABLE] == [
        ("Pages, charts, timeline, logs", EVERYBODY),
        ("Who people are: names, documents, accounts, what banks write", OPERATORS),
        ("Exports of what they see", EVERYBODY),
        ("Views and boards of their own, shared or not", EVERYBODY),
        ("Rename, unshare and delete shared views of others", ADMINS),
        ("Their own sessions: sign out, everywhere too", EVERYBODY),
        ("Tokens of their own, for programs that see no more than they do", EVERYBODY),
        ("Say of a match that it is right, or is not", frozenset({Role.ANALYST, Role.OPERATOR, Role.ADMIN})),
        ("Put a link without an external ID to a person, and take it off", OPERATORS),
        ("Reveal one person (reason, 10 minutes)", frozenset({Role.ANALYST})),
        ("Documents (PDF, XML), raw bodies, SQL on raw tables", OPERATORS),
        ("Connect, repair, hand out, pull, follow, replay, test events", OPERATORS),
        (
            "API explorer: read what Belvo has, and copy calls as code",
            frozenset({Role.ANALYST, Role.OPERATOR, Role.ADMIN}),
        ),
        ("API explorer: calls that log in, cost or change something", OPERATORS),
        ("Support packets and recordings, with aliases for everybody", OPERATORS),
        ("Notices: where they go, when, and a test of it", OPERATORS),
        ("The local Belvo: its people, clock, faults and consents", OPERATORS),
        (
            "Save and load states of the local Belvo, with what is stored of it; tell stories",
            ADMINS,
        ),
        ("What people did: the audit, its file", ADMINS),
        ("Tokens of others", ADMINS),
        ("Delete, erase, begin anew, Streamlit's own figures", ADMINS),
    ]


def test_nothing_stands_in_two_rows() -> None:
    for named in ("pages", "routes", "actions"):
        every = [name for row in TABLE for name in getattr(row, named)]
        assert len(every) == len({*every})


@pytest.mark.parametrize("role", Role)
def test_what_is_not_in_the_table_is_nobodys(role: Role) -> None:
    assert not roles.may(role, "print_money")
    assert not roles.may_open(role, "vault")
    assert not roles.may_ask(role, "/vault")
