"""Consents of open finance: what somebody lets an application read at a bank, and for how long.

https://developers.belvo.com/apis/belvoopenapispec/consents
"""

import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from belvo_sandbox.bank import institutions
from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.core.digests import identifier
from belvo_sandbox.core.errors import failure

TEST_PERSON = ("76109277673", "Ralph Bragg")  # of the mock bank that Belvo's own sandbox uses
ORGANIZATION = "Local sandbox"
TEST_COMPANY = "50685362006773"  # published with it, though its check digits are wrong
DURATIONS = (92, 183, 275, 366)  # days
DURATION = "|".join(map(str, DURATIONS))  # as a pattern
PERMISSIONS: dict[str, tuple[str, ...]] = {
    "ACCOUNTS": (
        "ACCOUNTS_OVERDRAFT_LIMITS_READ",
        "ACCOUNTS_READ",
        "ACCOUNTS_TRANSACTIONS_READ",
        "ACCOUNTS_BALANCES_READ",
    ),
    "CREDIT_CARDS": (
        "CREDIT_CARDS_ACCOUNTS_LIMITS_READ",
        "CREDIT_CARDS_ACCOUNTS_BILLS_READ",
        "CREDIT_CARDS_ACCOUNTS_TRANSACTIONS_READ",
        "CREDIT_CARDS_ACCOUNTS_BILLS_TRANSACTIONS_READ",
        "CREDIT_CARDS_ACCOUNTS_READ",
    ),
    "CREDIT_OPERATIONS": tuple(
        f"{contract}{part}_READ"
        for contract in ("LOANS", "FINANCINGS", "UNARRANGED_ACCOUNTS_OVERDRAFT", "INVOICE_FINANCINGS")
        for part in ("", "_WARRANTIES", "_SCHEDULED_INSTALMENTS", "_PAYMENTS")
    ),
    "REGISTER": ("CUSTOMERS_PERSONAL_IDENTIFICATIONS_READ", "CUSTOMERS_PERSONAL_ADITTIONALINFO_READ"),
    "RESOURCES": ("RESOURCES_READ",),
    "INVESTMENTS": (
        "BANK_FIXED_INCOMES_READ",
        "CREDIT_FIXED_INCOMES_READ",
        "FUNDS_READ",
        "VARIABLE_INCOMES_READ",
        "TREASURE_TITLES_READ",
    ),
}
GROUPS = ("REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS")  # what an application can ask for
_OF_COMPANIES = ("CUSTOMERS_BUSINESS_IDENTIFICATIONS_READ", "CUSTOMERS_BUSINESS_ADITTIONALINFO_READ")
_IMPLIED = frozenset({"RESOURCES", "INVESTMENTS"})  # asked for with the others

# The regulator's date for consents without an end
_NEVER = "2300-01-01T00:00:00.000000Z"
_DECISION_TIME = timedelta(minutes=60)  # until the bank refuses by itself
_CALLBACK_TIME = timedelta(seconds=60)  # from the bank's page back to the application


@dataclass(frozen=True)
class ConsentTerms:
    """The content of a consent. `cnpj` is a company's, on whose behalf the person of `cpf` decides."""

    cpf: str
    cnpj: str | None
    name: str
    organization: str = ORGANIZATION
    purpose: str | None = None
    terms_url: str | None = None
    permissions: tuple[str, ...] = GROUPS
    duration: int | None = None  # days; None for no end

    @property
    def document(self) -> str:
        """Whose data are shared: the company's number, else the person's."""
        return self.cnpj or self.cpf


@dataclass(frozen=True)
class RedirectFlow:
    """The way of a browser to the bank and back. The token is the one that began it."""

    return_url: str
    locale: str
    token: str | None


@dataclass(frozen=True)
class Consent:
    """A consent as the state keeps it; instants are text, as the API writes them."""

    number: int
    id: str
    link: str
    institution: str
    person: str
    cpf: str
    cnpj: str | None
    name: str
    organization: str
    purpose: str | None
    terms_url: str | None
    permissions: tuple[str, ...]
    duration: int | None
    status: str
    created_at: str
    decided_at: str | None
    expires_at: str
    shared: tuple[str, ...] | None  # keys of accounts; None for all
    token: str | None
    locale: str | None
    return_url: str | None
    request: str | None
    nonce: str | None
    code: str | None

    def __repr__(self) -> str:
        return f"Consent({self.id!r}, {self.status!r})"

    @property
    def document(self) -> str:
        """Whose data are shared: the company's number, else the person's."""
        return self.cnpj or self.cpf

    def status_at(self, now: datetime) -> str:
        """The status at an instant: what was decided, or what time has made of it."""
        if self.status == "AUTHORISED" and self.expires_at <= text(now):
            return "EXPIRED"
        if self.status == "AWAITING_AUTHORISATION" and parse(self.created_at) + _DECISION_TIME <= now:
            return "REJECTED"
        if self.status == "AWAITING_AUTHORISATION_CONFIRMATION" and not self.can_finish(now):
            return "REJECTED"
        return self.status

    def can_finish(self, now: datetime) -> bool:
        """The application is still in time to fetch what the bank's page has granted."""
        waits = self.decided_at is not None and self.status == "AWAITING_AUTHORISATION_CONFIRMATION"
        return waits and now < parse(self.decided_at or "") + _CALLBACK_TIME

    def body(self, now: datetime) -> dict[str, Any]:
        """The consent as the API shows it."""
        return {
            "id": self.id,
            "display_name": self.name,
            "document_number": self.document,
            "belvo_institution_name": self.institution,
            **{name: value for name, value in self.institution_fields().items() if name != "institution"},
            "belvo_organization_name": self.organization,
            "link_id": self.link,
            "user_name": self.name,
            "expired_at": self.expires_at,
            "undefined_consent_expiration": self.duration is None,
            "consent_duration": self.duration,
            "created_at": self.created_at,
            "status": self.status_at(now),
            "permissions": {group: self._permissions_of(group) for group in PERMISSIONS},
        }

    def institution_fields(self) -> dict[str, str]:
        """The bank, as webhooks of consents name it."""
        institution = institutions.find(self.institution)
        return {
            "institution": institution.name,
            "institution_display_name": institution.display_name,
            "institution_icon_logo": institution.body["icon_logo"],
        }

    def _permissions_of(self, group: str) -> list[str]:
        if group not in _IMPLIED and group not in self.permissions:
            return []
        return list(_OF_COMPANIES if self.cnpj and group == "REGISTER" else PERMISSIONS[group])


def create(
    connection: sqlite3.Connection,
    link: str,
    institution: str,
    person: str,
    terms: ConsentTerms,
    now: datetime,
    redirect: RedirectFlow | None = None,
) -> Consent:
    """Write a consent that its user has still to give, for a link whose id is reserved."""
    row = {
        **vars(terms),
        **(vars(redirect) if redirect else {}),
        "id": identifier("consent", link),
        "link": link,
        "institution": institution,
        "person": person,
        "permissions": json.dumps(terms.permissions),
        "status": "AWAITING_AUTHORISATION",
        "created_at": text(now),
        "expires_at": _end(terms.duration, now),
        # The address of the bank's page can't be guessed, though ids can.
        "request": secrets.token_urlsafe(24) if redirect else None,
    }
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO consents ({names}) VALUES ({marks})", row)
    return get(connection, row["id"])


def grant(connection: sqlite3.Connection, id_: str, now: datetime) -> Consent:
    """Put a consent into force."""
    return _change(connection, id_, status="AUTHORISED", decided_at=text(now), code=None, nonce=None)


def renew(connection: sqlite3.Connection, consent: Consent, duration: int | None, now: datetime) -> Consent:
    """Put a consent into force once more, for as many days from now on; None for no end."""
    end = _end(duration, now)
    stored = None if duration is None else str(duration)
    return _change(connection, consent.id, status="AUTHORISED", duration=stored, expires_at=end, decided_at=text(now))


def new_nonce(connection: sqlite3.Connection, id_: str) -> str:
    """A new nonce for the bank's page; only the last page shown can be used, once."""
    nonce = secrets.token_urlsafe(24)
    _change(connection, id_, nonce=nonce)
    return nonce


def record_decision(
    connection: sqlite3.Connection, id_: str, shared: Sequence[str] | None, now: datetime
) -> str | None:
    """Keep what the user has chosen; the code with which the application can go on, None after a refusal."""
    if shared is None:
        _change(connection, id_, status="REJECTED", decided_at=text(now), nonce=None)
        return None
    code = secrets.token_urlsafe(24)
    stored = json.dumps(list(shared))
    status = "AWAITING_AUTHORISATION_CONFIRMATION"
    _change(connection, id_, status=status, shared=stored, code=code, decided_at=text(now), nonce=None)
    return code


def revoke(connection: sqlite3.Connection, link: str) -> None:
    """End the consent behind a link, if it has one."""
    query = "UPDATE consents SET status = 'REJECTED', code = NULL WHERE link = ? AND status != 'REJECTED'"
    connection.execute(query, (link,))


def reject(connection: sqlite3.Connection, id_: str) -> None:
    """End a consent that came to nothing."""
    _change(connection, id_, status="REJECTED", code=None, nonce=None)


def get(connection: sqlite3.Connection, id_: str) -> Consent:
    """The consent with this id; raises `not_found`."""
    row = connection.execute("SELECT * FROM consents WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise failure("not_found")
    return _consent(row)


def for_link(connection: sqlite3.Connection, link: str) -> Consent:
    """The consent behind a link; raises `not_found`."""
    row = connection.execute("SELECT * FROM consents WHERE link = ?", (link,)).fetchone()
    if row is None:
        raise failure("not_found")
    return _consent(row)


def all_newest_first(connection: sqlite3.Connection) -> list[Consent]:
    """Every consent."""
    return [_consent(row) for row in connection.execute("SELECT * FROM consents ORDER BY number DESC")]


def _end(duration: int | None, now: datetime) -> str:
    return _NEVER if duration is None else text(now + timedelta(days=duration))


def _change(connection: sqlite3.Connection, id_: str, **values: str | None) -> Consent:
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(f"UPDATE consents SET {assignments} WHERE id = :id", {**values, "id": id_})
    return get(connection, id_)


def _consent(row: sqlite3.Row) -> Consent:
    shared = None if row["shared"] is None else tuple(json.loads(row["shared"]))
    return Consent(**{**dict(row), "permissions": tuple(json.loads(row["permissions"])), "shared": shared})
