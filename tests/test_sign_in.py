"""`[auth]` and `[roles]`: what can't work is told before anybody is let in, and whom a cookie makes somebody."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.roles import Actor, Role
from sign_in import BadSignIn, Cookie, NotAccepted, SignIn
from tests.kit.sign_in import AUTH, ROLES, claims_of

SECOND = {
    "client_id": "theirs",
    "client_secret": "planted-secret",
    "server_metadata_url": "https://login.example/tenant/.well-known/openid-configuration",
}
SEVERAL = {name: AUTH[name] for name in ("redirect_uri", "cookie_secret")} | {"google": SECOND, "our-own": SECOND}


def made(auth: object = AUTH, roles: object = ROLES) -> SignIn:
    """The sign-in of these sections."""
    found = SignIn.of(auth, roles)
    assert found
    return found


def test_where_no_provider_is_named_nobody_has_to_sign_in() -> None:
    assert SignIn.of(None, ROLES) is None
    assert SignIn.of({"cookie_secret": "x"}, None) is None


def test_one_provider_or_several() -> None:
    assert [one.name for one in made().providers] == ["default"]
    several = made(SEVERAL).providers
    assert [(one.name, one.title, one.client_id, one.issuer) for one in several] == [
        ("google", "Google", "theirs", "https://login.example/tenant"),
        ("our-own", "Our own", "theirs", "https://login.example/tenant"),
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"client_id": ""}, "lacks client_id"),
        ({"client_id": " ", "client_secret": "\t"}, "lacks client_id and client_secret"),
        ({"client_secret": None, "server_metadata_url": 7}, "lacks client_secret and server_metadata_url"),
        ({"cookie_secret": "planted-short"}, "has less than 32 characters"),
        ({"cookie_secret": " " * 40}, "has less than 32 characters"),
        ({"redirect_uri": ""}, "redirect_uri in"),
        ({"redirect_uri": "http://127.0.0.1:8501/"}, "redirect_uri in"),
        ({"redirect_uri": "http://localhost:{port}/oauth2callback"}, "redirect_uri in"),
        ({"redirect_uri": "http://desk.example/oauth2callback"}, "in the clear"),
        ({"server_metadata_url": "http://login.example/.well-known/openid-configuration"}, "in the clear"),
        ({"server_metadata_url": "https://login.example/metadata"}, "does not say who issues"),
        ({"my_own": SECOND}, "letters, digits and hyphens"),
    ],
)
def test_what_can_not_work_is_told_with_its_cure(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(BadSignIn) as raised:
        made({**AUTH, **changes})
    assert told in str(raised.value)
    assert "planted" not in str(raised.value)


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        (None, "names no admin"),
        ({"viewer": ["@desk.example"]}, "names no admin"),
        ({"admin": []}, "names no admin"),
        ({"admin": "root@desk.example"}, "no list of texts"),
        ({"admin": [7]}, "no list of texts"),
        ({"admin": ["root"]}, "is no address"),
        ({"admin": ["root@desk.example"], "owner": []}, "The roles are viewer, analyst, operator, admin."),
    ],
)
def test_roles_that_let_nobody_in_are_told(roles: object, told: str) -> None:
    with pytest.raises(BadSignIn) as raised:
        made(AUTH, roles)
    assert told in str(raised.value)


def test_the_secrets_are_not_printed() -> None:
    assert AUTH["client_secret"] not in repr(made())
    assert AUTH["cookie_secret"] not in repr(made())


def test_who_has_signed_in_acts_in_the_role_that_fits() -> None:
    visitor = made().visitor(claims_of("root"))
    assert (visitor.name, visitor.actor) == ("root@desk.example", Actor("root@desk.example", Role.ADMIN))
    assert made().visitor(claims_of("root", nonce="another")).person == visitor.person
    assert made().visitor(claims_of("vera")).person != visitor.person


def test_whom_nobody_lets_in_and_whose_address_is_unverified_is_nobody_here() -> None:
    assert made().visitor(claims_of("nobody")).actor is None
    unverified = made().visitor(claims_of("root", email_verified=False))
    assert (unverified.actor, unverified.is_unverified) == (None, True)
    by_claim = made().visitor(claims_of("vera", email_verified=False))
    assert (by_claim.actor, by_claim.is_unverified) == (None, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"provider": "another"},
        {"provider": None},
        {"is_logged_in": "yes"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": None},
        {"aud": "another-application"},
        {"aud": ["another-application"]},
        {"aud": None},
        {"aud": ["linkdesk", "another"], "azp": "another"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"sub": ""},
    ],
)
def test_what_was_not_made_for_this_desk_is_not_accepted(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAccepted):
        made().visitor(claims_of("root", **changes))


@pytest.mark.parametrize("changes", [{"aud": ["linkdesk"]}, {"azp": "linkdesk"}, {"iss": "https://login.example/"}])
def test_what_providers_differ_in_is_accepted(changes: dict[str, Any]) -> None:
    assert made().visitor(claims_of("root", **changes)).actor


def test_an_issuer_that_differs_from_the_metadata_can_be_named() -> None:
    other = made({**AUTH, "server_metadata_url": "https://b2c.example/metadata", "issuer": "https://sts.example/v2"})
    assert other.visitor(claims_of("root", iss="https://sts.example/v2")).actor


def test_a_cookie_is_known_by_all_that_it_says_and_its_moment() -> None:
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)
    first = Cookie({"a": 1, "b": 2}, now)
    assert first.id == Cookie({"b": 2, "a": 1}, now).id
    assert len({first.id, Cookie({"a": 1, "b": 3}, now).id, Cookie({"a": 1, "b": 2}, now.replace(second=1)).id}) == 3
