"""Who may do what: one table, from which pages, buttons, routes and the terminal take what is allowed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from languages import msg


class Role(IntEnum):
    """What somebody is at this desk; of several the highest counts."""

    VIEWER = 1
    ANALYST = 2
    OPERATOR = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Role.VIEWER: msg("viewer"),
    Role.ANALYST: msg("analyst"),
    Role.OPERATOR: msg("operator"),
    Role.ADMIN: msg("admin"),
}
"""By their names in settings and in the audit."""

EVERYBODY = frozenset(Role)
OPERATORS = frozenset({Role.OPERATOR, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Row:
    """What these roles may: pages by the names of their scripts, routes by their paths, actions by their names."""

    what: str
    roles: frozenset[Role]
    pages: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()


TABLE = (
    Row(
        "Pages, charts, timeline, logs",
        EVERYBODY,
        pages=frozenset(
            {
                "accounts",
                "api_log",
                "board",
                "cash_flow",
                "employment",
                "fiscal",
                "health",
                "income",
                "inspector",
                "institutions",
                "link",
                "links",
                "match",
                "overview",
                "people",
                "person",
                "quality",
                "query",
                "sessions",
                "transactions",
                "views",
                "webhooks",
            }
        ),
    ),
    Row("Who people are: names, documents, accounts, what banks write", OPERATORS, actions=frozenset({"see_people"})),
    Row(
        "Exports of what they see",
        EVERYBODY,
        routes=frozenset({"/export/{table}.{format}", "/export/loan-file.{format}", "/export/query.{format}"}),
        actions=frozenset({"export"}),
    ),
    Row("Views and boards of their own, shared or not", EVERYBODY, actions=frozenset({"keep_view"})),
    Row("Rename, unshare and delete shared views of others", ADMINS, actions=frozenset({"rule_views"})),
    Row("Their own sessions: sign out, everywhere too", EVERYBODY, actions=frozenset({"sign_out"})),
    Row(
        "Tokens of their own, for programs that see no more than they do",
        EVERYBODY,
        pages=frozenset({"tokens"}),
        actions=frozenset({"make_token", "revoke_token"}),
    ),
    Row(
        "Say of a match that it is right, or is not",
        frozenset({Role.ANALYST, Role.OPERATOR, Role.ADMIN}),
        actions=frozenset({"judge"}),
    ),
    Row("Put a link without an external ID to a person, and take it off", OPERATORS, actions=frozenset({"assign"})),
    Row("Reveal one person (reason, 10 minutes)", frozenset({Role.ANALYST}), actions=frozenset({"reveal"})),
    Row(
        "Documents (PDF, XML), raw bodies, SQL on raw tables",
        OPERATORS,
        routes=frozenset({"/documents/{resource}/{row}/{source}"}),
        actions=frozenset({"document", "query_raw", "raw_body"}),
    ),
    Row(
        "Connect, repair, hand out, pull, follow, replay, test events",
        OPERATORS,
        pages=frozenset({"connect", "connect_many", "widget_lab"}),
        routes=frozenset(
            {
                "/demo",
                "/demo/{page:path}",
            }
        ),
        actions=frozenset(
            {
                "change_access",
                "connect",
                "follow",
                "hand_out",
                "pull",
                "read_institutions",
                "repair",
                "replay",
                "retrieve",
                "test_event",
                "work_case",
            }
        ),
    ),
    Row(
        "API explorer: read what Belvo has, and copy calls as code",
        frozenset({Role.ANALYST, Role.OPERATOR, Role.ADMIN}),
        pages=frozenset({"explorer"}),
        actions=frozenset({"explore"}),
    ),
    Row("API explorer: calls that log in, cost or change something", OPERATORS, actions=frozenset({"explore_change"})),
    Row(
        "Support packets and recordings, with aliases for everybody",
        OPERATORS,
        routes=frozenset({"/export/support-packet.{format}"}),
        actions=frozenset({"support_packet"}),
    ),
    Row(
        "Notices: where they go, when, and a test of it",
        OPERATORS,
        pages=frozenset({"notices"}),
        actions=frozenset({"set_notices", "test_notice"}),
    ),
    Row(
        "The local Belvo: its people, clock, faults and consents",
        OPERATORS,
        pages=frozenset({"lab"}),
        actions=frozenset({"steer"}),
    ),
    Row(
        "Save and load states of the local Belvo, with what is stored of it; tell stories",
        ADMINS,
        pages=frozenset({"story"}),
        actions=frozenset({"load_state", "save_state", "tell_story"}),
    ),
    Row(
        "What people did: the audit, its file",
        ADMINS,
        pages=frozenset({"audit"}),
        routes=frozenset({"/export/audit.{format}"}),
        actions=frozenset({"read_audit"}),
    ),
    Row("Tokens of others", ADMINS, actions=frozenset({"see_tokens"})),
    Row(
        "Delete, erase, begin anew, Streamlit's own figures",
        ADMINS,
        routes=frozenset({"/_stcore/metrics"}),
        actions=frozenset({"begin_anew", "delete", "erase", "hold"}),
    ),
)
"""What is not here is nobody's."""

LOCAL_ONLY = frozenset({"lab", "story"})
"""Pages about the local Belvo: in no other environment is there such a page."""

OWN_PROOF = frozenset(
    {
        "/c/{code}",
        "/connect/callback/{outcome}/{nonce}",
        "/connect/events",
        "/api/v1/{path:path}",
        "/healthz",
        "/metrics",
        "/mcp",
        "/webhooks/belvo",
        "/webhooks/belvo/",
    }
)
"""Routes for those who have no role here: each asks for a proof of its own, or tells nothing of anybody."""


WITH_TOKEN = frozenset(
    {"/export/audit.{format}", "/export/loan-file.{format}", "/export/query.{format}", "/export/{table}.{format}"}
)
"""Routes that a token opens as well as a sign-in, for its own role."""


def may(role: Role, action: str) -> bool:
    """Whether somebody in this role may do this."""
    return any(role in row.roles for row in TABLE if action in row.actions)


def may_open(role: Role, page: str) -> bool:
    """The same for a page, by the name of its script."""
    return any(role in row.roles for row in TABLE if page in row.pages)


def may_ask(role: Role, route: str) -> bool:
    """The same for a route, by its path as the table writes it."""
    return any(role in row.roles for row in TABLE if route in row.routes)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, by the name that the audit keeps, and from which address.

    `person` is the same in all sign-ins of one person, whatever they are called; empty where nobody has to sign in.
    """

    name: str
    role: Role
    address: str = field(default="", compare=False)
    person: str = field(default="", compare=False)

    def may(self, action: str) -> bool:
        return may(self.role, action)


HERE = Actor("operator", Role.ADMIN)
"""Whoever sits at a desk without sign-in."""

SYSTEM = Actor("system", Role.ADMIN)
"""What is started from a terminal of this machine."""


@dataclass(frozen=True, slots=True)
class Members:
    """Who has which role: e-mail addresses, `@domain`s and `claim=value`s."""

    of: Mapping[Role, Sequence[str]]

    def role_of(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that fits what the provider says of somebody; None for nobody of ours."""
        fitting = [role for role, entries in self.of.items() if any(_fits(entry, claims) for entry in entries)]
        return max(fitting, default=None)

    @property
    def go_by_claims(self) -> bool:
        """Whether some of them are known by what only their provider can say of them."""
        return any("=" in entry for entries in self.of.values() for entry in entries)

    @property
    def admins(self) -> list[str]:
        """Whom to ask: the addresses among the admins, and where there is none, what they are known by."""
        entries = [*self.of.get(Role.ADMIN, ())]
        return [entry for entry in entries if _is_address(entry)] or entries


def problem_of(entry: str) -> str | None:
    """Why this can't be an entry of a role; None for one that can."""
    claim, equals, value = entry.partition("=")
    if equals:
        return None if claim.strip() and value.strip() else "names no claim, or no value of it"
    name, at, domain = entry.rpartition("@")
    if not at or not domain or "@" in name or any(sign.isspace() for sign in entry):
        return "is no address, no @domain and no claim=value"
    return None


def is_unverified(claims: Mapping[str, Any]) -> bool:
    """Whether the provider itself says that somebody's address was never proved to be theirs, in whatever words."""
    return str(claims.get("email_verified", True)).casefold() not in ("true", "1")


def _is_address(entry: str) -> bool:
    return "=" not in entry and not entry.startswith("@")


def _fits(entry: str, claims: Mapping[str, Any]) -> bool:
    if "=" in entry:
        claim, _, value = entry.partition("=")
        return value.strip() in _told(claims.get(claim.strip()))
    if is_unverified(claims):
        return False
    address = _same_case(str(claims.get("email") or "").strip())
    name, at, domain = address.partition("@")
    if entry.startswith("@"):
        return bool(name) and at + domain == _same_case(entry)
    return bool(address) and address == _same_case(entry)


def _same_case(address: str) -> str:
    """As providers compare addresses: what Unicode takes for an s or a k besides is somebody else's to them."""
    return "".join(sign.lower() if sign.isascii() else sign for sign in address)


def _told(value: object) -> Iterable[str]:
    """A claim as texts: a list is a membership in each of its values."""
    match value:
        case bool():
            return [str(value).lower()]
        case str() | int():
            return [str(value)]
        case list() | tuple():
            return [str(one) for one in value if isinstance(one, str | int)]
    return []
