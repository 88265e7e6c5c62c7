"""A token has no more than who made it has by now, at every door; those of a terminal have what they were made with."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from actions.access import tokens
from context import ROUTES, Context
from domain.roles import SYSTEM, Actor, Members, Role
from tests.web.api.conftest import settings_in
from web.bearer import Bearer, NotAdmitted

ROOT = Actor("root@desk.example", Role.ADMIN, person="root-at-provider")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context(settings_in(tmp_path), ROUTES) as opened:
        yield opened


def role_of(context: Context, secret: str, entries: Mapping[Role, Sequence[str]] | None) -> Role | None:
    """As what a token is let in where [roles] says this."""
    try:
        return Bearer(context, Members(entries) if entries is not None else None).admitted(secret, "10.0.0.7").role
    except NotAdmitted as error:
        return {401: None}[error.status]


@pytest.mark.parametrize(
    ("entries", "role"),
    [
        ({Role.ADMIN: ["root@desk.example"]}, Role.ADMIN),
        ({Role.OPERATOR: ["ROOT@desk.example"]}, Role.OPERATOR),
        ({Role.ADMIN: ["else@desk.example"], Role.VIEWER: ["@desk.example"]}, Role.VIEWER),
        ({Role.ADMIN: ["else@desk.example"]}, None),
        ({Role.ADMIN: ["groups=admins"]}, Role.ADMIN),
        ({}, None),
        (None, Role.ADMIN),
    ],
    ids=["same", "lower", "by domain", "nobody any more", "perhaps by a claim", "no roles", "no sign-in"],
)
def test_it_is_held_to_the_role_of_who_made_it(
    context: Context, entries: Mapping[Role, Sequence[str]] | None, role: Role | None
) -> None:
    secret = tokens.make(context.database, "reports", Role.ADMIN, actor=ROOT)
    assert role_of(context, secret, entries) == role


def test_a_lower_one_stays_as_it_is(context: Context) -> None:
    secret = tokens.make(context.database, "reports", Role.VIEWER, actor=ROOT)
    assert role_of(context, secret, {Role.ADMIN: ["root@desk.example"]}) is Role.VIEWER


def test_one_of_the_terminal_is_nobodys(context: Context) -> None:
    secret = tokens.make(context.database, "reports", Role.ADMIN, actor=SYSTEM)
    assert role_of(context, secret, {Role.ADMIN: ["else@desk.example"]}) is Role.ADMIN
