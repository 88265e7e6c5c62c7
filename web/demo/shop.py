"""How an application embeds Belvo's Connect Widget: what its server does, in plain functions.

Nothing here knows a web framework: a handler in Flask, Django or FastAPI calls the same functions with its own user in
place of the visitor. docs/integrate.md goes through the twelve steps that are numbered here and in static/connect.js.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from belvo_client import (
    BadArgument,
    BelvoClient,
    CallbackUrls,
    Link,
    NotFound,
    TokenRequest,
    ValidationFailed,
    WidgetOptions,
)
from belvo_client.hosted import widget_url
from languages import spoken
from web.demo.customers import CustomerLink, Customers, Visitor
from web.demo.statement import AccountLine, Statement, latest

NAME = "Café Tepeyac"

# No more than the decision about a credit line needs.
RESOURCES = ("ACCOUNTS", "TRANSACTIONS")
KEPT_FOR = "90d"

# What the widget's welcome, its list of institutions and its buttons look like.
COUNTRIES = ("MX",)
COLOURS = {"--color-primary-base": "#1d5b47", "--color-primary-base-dark": "#86c9a9"}

SHOWN_DAYS = timedelta(days=30)
SHOWN_MOVEMENTS = 10

# Without Belvo's webhook, only time tells an account without movements from one that is still being read.
PATIENCE = timedelta(seconds=30)


class UnknownLink(Exception):
    """There is no such link, or it is somebody else's; the answer is the same for both."""


@dataclass(frozen=True)
class Shop:
    """What the functions work with."""

    belvo: BelvoClient
    customers: Customers


def new_visitor(shop: Shop, visitor_id: str) -> Visitor:
    """Take in somebody new."""
    # Step 1: know your user before you connect them. Belvo gets an id that is unique, random and says nothing about
    # the person; it comes back with every link and webhook.
    visitor = Visitor(visitor_id, external_id=f"tepeyac-{secrets.token_hex(12)}")
    shop.customers.add(visitor)
    return visitor


def access_token(shop: Shop, visitor: Visitor, *, address: str) -> str:
    """A token for one opening of the widget; `address` is where the shop's logo and terms are. Raises BelvoError."""
    return _new_token(shop, visitor, _looks(address))


def hosted_widget(shop: Shop, visitor: Visitor, *, address: str, page: str, back: str) -> str:
    """The address of Belvo's hosted widget, for a web view: the same token, which also says where to lead back to."""
    ways_back: CallbackUrls = {"success": f"{back}/success", "exit": f"{back}/exit", "event": f"{back}/event"}
    return widget_url(
        _new_token(shop, visitor, {**_looks(address), "callback_urls": ways_back}),
        locale=spoken().code,
        country_codes=COUNTRIES,
        resources=RESOURCES,
        access_mode="recurrent",
        external_id=visitor.external_id,
        base=page,
    )


def widget_config(visitor: Visitor) -> dict[str, Any]:
    """The options of createWidget; the callbacks are added in the browser."""
    return {
        "locale": spoken().code,
        "country_codes": list(COUNTRIES),
        "resources": list(RESOURCES),
        "access_mode": "recurrent",
        "external_id": visitor.external_id,
    }


def claim_link(shop: Shop, visitor: Visitor, link_id: str) -> CustomerLink:
    """Make a link the visitor's, once however often it is claimed; raises UnknownLink and BelvoError."""
    # Step 6: believe no browser. Read the link with your keys; it is this visitor's if it carries the external id
    # that you made for them. One that is `unconfirmed` still lacks the bank's token.
    try:
        link = shop.belvo.links.get(link_id)
    except (BadArgument, NotFound, ValidationFailed) as error:
        raise UnknownLink from error
    if link.get("external_id") != visitor.external_id or link["status"] == "unconfirmed":
        raise UnknownLink
    return keep_link(shop, visitor, link)


def keep_link(shop: Shop, visitor: Visitor, link: Link) -> CustomerLink:
    """Keep a link that was read with the keys; raises BelvoError."""
    # Step 7: keep the link's id and its institution with your user. The same link twice is one.
    institution = next(shop.belvo.institutions.list(name=link["institution"]), None)
    kept = CustomerLink(
        id=link["id"],
        visitor=visitor.id,
        institution=institution["display_name"] if institution else link["institution"],
        connected_at=datetime.now(UTC).isoformat(),
    )
    shop.customers.keep_link(kept)
    return kept


def connected_link(shop: Shop, visitor: Visitor) -> CustomerLink | None:
    """The visitor's newest link, also one that nobody has reported; raises BelvoError."""
    if known := shop.customers.links_of(visitor):
        return known[0]
    # Step 8: a reload or a lost network may swallow the callback. Whoever was given a token may have a link: the
    # external id finds it.
    if not visitor.has_opened:
        return None
    lost = next(shop.belvo.links.list(external_id=visitor.external_id, status="valid"), None)
    return keep_link(shop, visitor, lost) if lost else None


def link_data(shop: Shop, visitor: Visitor, link_id: str) -> Statement:
    """The link's accounts and latest movements; raises UnknownLink and BelvoError."""
    known = own_link(shop, visitor, link_id)
    try:
        link = shop.belvo.links.get(link_id)
    except NotFound as error:
        shop.customers.drop_link(link_id)
        raise UnknownLink from error
    if link["status"] in ("invalid", "token_required"):
        return Statement("repair", link_id, known.institution)
    # Step 10: Belvo reads the bank after the callback and announces each resource with a webhook (historical_update);
    # list it then. Without a webhook, look again until something is there, but not for ever. The client follows `next`
    # through all pages.
    accounts = list(shop.belvo.accounts.list(link=link_id))
    transactions = list(shop.belvo.transactions.list(link=link_id, value_date__gte=_first_day(link)))
    if not (accounts and transactions) and known.age < PATIENCE:
        return Statement("waiting", link_id, known.institution)
    return Statement(
        state="ready" if accounts else "empty",
        link=link_id,
        institution=known.institution,
        accounts=tuple(AccountLine.of(account) for account in accounts),
        movements=latest(transactions, SHOWN_MOVEMENTS),
    )


def repair_token(shop: Shop, visitor: Visitor, link_id: str) -> str:
    """A token for signing in at the bank again; raises UnknownLink and BelvoError."""
    # Step 11: a link that is `invalid` or `token_required` is not connected anew but repaired: a token that carries
    # its id opens the widget in update mode, and the link keeps the id under which you know it.
    return shop.belvo.token.create(TokenRequest.update(own_link(shop, visitor, link_id).id))


def delete_link(shop: Shop, visitor: Visitor, link_id: str) -> None:
    """End the connection; one that has ended stays so. Raises UnknownLink and BelvoError."""
    own_link(shop, visitor, link_id)
    # Step 12: delete a link that you no longer need. Belvo removes its data and stops reading the bank.
    with suppress(NotFound):  # deleted elsewhere: what is left to do is to forget it here
        shop.belvo.links.delete(link_id)
    shop.customers.drop_link(link_id)


def own_link(shop: Shop, visitor: Visitor, link_id: str) -> CustomerLink:
    """The visitor's link of this id; raises UnknownLink."""
    for link in shop.customers.links_of(visitor):
        if link.id == link_id:
            return link
    raise UnknownLink


def _new_token(shop: Shop, visitor: Visitor, widget: WidgetOptions) -> str:
    # Step 2: ask for the token on the server, for this one opening: it lives ten minutes and dies with its first
    # success. Name what you need and no more. The browser gets `access`; the keys and `refresh` stay here.
    shop.customers.note_opening(visitor)
    request = TokenRequest.connect(fetch_resources=RESOURCES, stale_in=KEPT_FOR, widget=widget)
    return shop.belvo.token.create(request)


def _first_day(link: Link) -> date:
    """How far back to show, reckoned from when Belvo last read the bank."""
    read_at = link["last_accessed_at"] or link["created_at"]
    return datetime.fromisoformat(read_at).date() - SHOWN_DAYS


def _looks(address: str) -> WidgetOptions:
    logo = f"{address}/demo/static/logo.svg"
    return {
        "branding": {
            "company_name": NAME,
            "company_icon": logo,
            "company_logo": logo,
            "company_terms_url": f"{address}/demo/terms",
        },
        "theme": [{"css_key": key, "value": colour} for key, colour in COLOURS.items()],
    }
