"""The choice of an operation, and what it means to send it."""

from collections.abc import Mapping

import streamlit as st

from belvo_client.description.operations import Operation, operations
from components.ui import query
from components.ui.text import plain, words
from languages import msg, say

PARAMETER, FORM = "operation", "form"
_FIRST = "ListLinks"
_WIDTH = 520  # pixels

_COSTS: Mapping[str, str] = {
    "retrieve": msg(
        "Belvo logs in at the institution now. It counts against the month's calls, can ask for a token, and a "
        "login that fails is one of the six after which a link is invalid."
    ),
    "resume": msg("Belvo goes on with a login that waits for this token."),
    "link": msg("Belvo logs in with these credentials and makes a link, which is billed."),
    "update": msg("The link has other credentials from then on, and Belvo logs in with them."),
    "options": msg("Belvo refreshes or keeps the link otherwise from then on; a first historical update is billed."),
    "refresh": msg("Belvo logs in at the institution and reads all of the link anew, once in ten minutes."),
    "token": msg("Belvo makes an access token, which lives for ten minutes; it is not shown here."),
    "delete": msg("It is deleted at Belvo, with all that hangs on it, and nobody can bring it back."),
    "delete_link": msg(
        "The link is deleted at Belvo with all of its data, and its consent revoked. What is stored here "
        "stays: Delete on the link's page erases that as well, and proves it."
    ),
}


def choose_operation() -> Operation:
    """The operation that the address names, the first list where it names none."""
    every = operations()
    labels = {name: f"{one.method} {one.path} · {one.summary}" for name, one in every.items()}
    chosen = query.choose_one(
        say("Operation"), PARAMETER, labels, width=_WIDTH, default=_FIRST, drops=[FORM, *_given(query.pairs())]
    )
    return every[chosen or _FIRST]


def _given(pairs: query.Pairs) -> list[str]:
    return [name for name, _ in pairs if name.startswith("f_")]


def choose_form(operation: Operation) -> int:
    """Which of several bodies it gets."""
    if len(operation.forms) < 2:
        return 0
    labels = {str(place): words(_spaced(form.name)) for place, form in enumerate(operation.forms)}
    return int(query.choose_one(say("Body"), FORM, labels, width=300, default="0") or 0)


def _spaced(name: str) -> str:
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()


def cost_of(operation: Operation) -> str:
    """What sending it does; empty for what only reads."""
    by_path = {
        ("POST", "/api/token/"): "token",
        ("POST", "/api/links/"): "link",
        ("PUT", "/api/links/{id}/"): "update",
        ("PATCH", "/api/links/{id}/"): "options",
        ("POST", "/api/links/{id}/refresh/"): "refresh",
        ("DELETE", "/api/links/{id}/"): "delete_link",
    }
    by_method = {"POST": "retrieve", "PATCH": "resume", "DELETE": "delete", "PUT": "update"}
    which = by_path.get((operation.method, operation.path)) or by_method.get(operation.method, "")
    return _COSTS.get(which, "")


def draw_summary(operation: Operation) -> None:
    st.caption(plain(f"{operation.group} · {operation.id}"))
