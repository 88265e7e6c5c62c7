"""`[auth]` and `[roles]` of the secrets file as a value: who signs in where, and who that makes them here."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit

import orjson

from belvo_client import is_loopback
from domain import roles
from domain.roles import Actor, Members, Role

CALLBACK = "/oauth2callback"
DEFAULT = "default"
"""What Streamlit calls the provider of an [auth] that has no sections."""

_LEAST_SECRET = 32  # characters
_DISCOVERY = "/.well-known/openid-configuration"
_OF_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_WHERE = "in .streamlit/secrets.toml"


class BadSignIn(Exception):
    """This sign-in can't work, or lets nobody in; the message says what to mend, and nothing that is secret."""


class NotAccepted(Exception):
    """These claims are not of somebody who has signed in here; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """What a cookie says whose signature is right and of our secret, and when it was signed."""

    claims: Mapping[str, Any]
    signed_at: datetime

    @property
    def id(self) -> str:
        """The same in every tab of one sign-in, another in the next; says nothing of its person."""
        told = orjson.dumps([dict(self.claims), self.signed_at.isoformat()], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(told).hexdigest()


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people sign in: `issuer` says who they are, to `client_id`."""

    name: str
    client_id: str
    issuer: str

    @property
    def title(self) -> str:
        return self.name.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody whom a provider vouches for; `actor` is who they are here, None where nobody lets them in.

    `person` is the same however often they sign in.
    """

    person: str
    name: str
    actor: Actor | None
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in: the providers, the one address at which it works, and the roles; `section` is Streamlit's."""

    providers: Sequence[Provider]
    origin: str
    members: Members
    section: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, auth: object, given: object) -> Self | None:
        """None where no provider is named; raises BadSignIn."""
        if not isinstance(auth, dict) or not _is_meant(auth):
            return None
        providers = _providers(auth)
        return cls(providers, _origin(auth), _members(given), auth)

    def visitor(self, claims: Mapping[str, Any]) -> Visitor:
        """Who has signed in, by what a signed cookie of this desk says; raises NotAccepted.

        The provider's own signature was checked when the cookie was made. It is held here against what is configured
        now: a cookie of another application that shares the secret is none of ours.
        """
        provider = next((one for one in self.providers if one.name == claims.get("provider")), None)
        if provider is None or claims.get("is_logged_in") is not True:
            raise NotAccepted("It is of no provider in [auth].")
        if claims.get("origin") != self.origin:
            raise NotAccepted(f"It is of {claims.get('origin')!r}, and not of {self.origin}.")
        _check_audience(claims, provider)
        if str(claims.get("iss")).rstrip("/") != provider.issuer.rstrip("/"):
            raise NotAccepted(f"It was issued by {claims.get('iss')!r}, and not by {provider.issuer}.")
        return self._known(claims)

    def _known(self, claims: Mapping[str, Any]) -> Visitor:
        subject = str(claims.get("sub") or "")
        if not subject:
            raise NotAccepted("It names nobody.")
        person = hashlib.sha256(f"{claims.get('iss')} {subject}".encode()).hexdigest()
        name = str(claims.get("email") or subject)
        if roles.is_unverified(claims):
            return Visitor(person, name, None, is_unverified=True)
        role = self.members.role_of(claims)
        return Visitor(person, name, None if role is None else Actor(name, role, person=person))


def _is_meant(auth: Mapping[str, Any]) -> bool:
    """Whether this is more than a secret for Streamlit's cookies."""
    return any(name in auth for name in (*_OF_PROVIDER, "redirect_uri")) or bool(_sections(auth))


def _sections(auth: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {name: value for name, value in auth.items() if isinstance(value, dict) and name != "client_kwargs"}


def _providers(auth: Mapping[str, Any]) -> list[Provider]:
    sections = _sections(auth) | ({DEFAULT: auth} if any(name in auth for name in _OF_PROVIDER) else {})
    if not sections:
        raise BadSignIn(f"[auth] {_WHERE} names no provider. Give it client_id, client_secret and server_metadata_url.")
    if len(str(auth.get("cookie_secret") or "").strip()) < _LEAST_SECRET:
        raise BadSignIn(
            f"cookie_secret in [auth] {_WHERE} has less than {_LEAST_SECRET} characters. "
            "Make one: python -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return [_provider(name, section) for name, section in sections.items()]


def _provider(name: str, section: Mapping[str, Any]) -> Provider:
    where = "[auth]" if name == DEFAULT else f"[auth.{name}]"
    if missing := [key for key in _OF_PROVIDER if not isinstance(section.get(key), str) or not section[key].strip()]:
        raise BadSignIn(f"{where} {_WHERE} lacks {' and '.join(missing)}. Your provider gives them to you.")
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise BadSignIn(f"{where} {_WHERE}: a provider's name has letters, digits and hyphens only. Rename it.")
    url = str(section["server_metadata_url"])
    _check_encrypted(url, f"server_metadata_url in {where}")
    issuer = section.get("issuer")
    if not issuer and not url.endswith(_DISCOVERY):
        raise BadSignIn(f'{where} {_WHERE} does not say who issues its tokens. Add issuer = "https://…".')
    return Provider(name, str(section["client_id"]), str(issuer or url.removesuffix(_DISCOVERY)))


def _origin(auth: Mapping[str, Any]) -> str:
    uri = str(auth.get("redirect_uri") or "")
    parts = urlsplit(uri)
    if not parts.netloc or parts.path != CALLBACK or "{" in uri:
        raise BadSignIn(
            f"redirect_uri in [auth] {_WHERE} is not where this desk is. Write the address that people type, "
            f"and {CALLBACK} after it: https://desk.example.com{CALLBACK}"
        )
    _check_encrypted(uri, "redirect_uri in [auth]")
    return f"{parts.scheme}://{parts.netloc}"


def _check_encrypted(url: str, name: str) -> None:
    if urlsplit(url).scheme != "https" and not (urlsplit(url).scheme == "http" and is_loopback(url)):
        raise BadSignIn(f"{name} {_WHERE} would carry sign-ins over the network in the clear. Write it as https://.")


def _members(given: object) -> Members:
    found = given if isinstance(given, dict) else {}
    known = {role.word: role for role in Role}
    if strange := sorted(found.keys() - known.keys()):
        raise BadSignIn(f"[roles] {_WHERE} has {strange[0]!r}. The roles are {', '.join(known)}.")
    members = {known[name]: _entries(name, entries) for name, entries in found.items()}
    if not members.get(Role.ADMIN):
        raise BadSignIn(
            f"[roles] {_WHERE} names no admin, so that nobody could let others in. "
            'Write admin = ["you@example.com"] there.'
        )
    return Members(members)


def _entries(name: str, entries: object) -> list[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise BadSignIn(f'{name} in [roles] {_WHERE} is no list of texts. Write {name} = ["you@example.com"].')
    tidy = [entry.strip() for entry in entries]
    for entry in tidy:
        if problem := roles.problem_of(entry):
            raise BadSignIn(f"{entry!r} of {name} in [roles] {_WHERE} {problem}. Write it as one of these.")
    return tidy


def _check_audience(claims: Mapping[str, Any], provider: Provider) -> None:
    """https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation"""
    told = claims.get("aud")
    audiences = told if isinstance(told, list) else [told]
    is_anothers = claims.get("azp") not in (None, provider.client_id)
    if provider.client_id not in audiences or is_anothers:
        raise NotAccepted(f"It was made for {told!r}, and not for {provider.client_id}.")
