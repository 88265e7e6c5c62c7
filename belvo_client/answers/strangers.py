"""Whether an answer is about what was asked for: rows of another link, and other objects, are believed in nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from belvo_client.errors import ForeignAnswer
from belvo_client.transport import Call


def asked_links(call: Call) -> frozenset[str]:
    """The links whose rows a call asks for; none where it asks for those of all."""
    named = call.params.get("link") or call.params.get("link__in") or (call.body or {}).get("link")
    return frozenset(named.split(",")) if isinstance(named, str) else frozenset()


def refuse_strangers(rows: Sequence[Mapping[str, Any]], links: Collection[str]) -> None:
    """Raise ForeignAnswer if a row, or the account in one, names another link than these."""
    if not links:
        return
    strange = {*_named(rows)} - {*links}
    known = {_compared(link) for link in links}
    if any(_compared(link) not in known for link in strange):  # ids may be written in capitals
        raise ForeignAnswer("The answer has rows of another link than the one that was asked for.")


def refuse_stranger(found: Mapping[str, Any], asked: str | int) -> None:
    """Raise ForeignAnswer if an object has another id than was asked for."""
    identity = found.get("id")
    if isinstance(identity, str | int) and not is_same_id(str(identity), str(asked)):
        raise ForeignAnswer("The answer is another object than the one that was asked for.")


def is_same_id(one: str, other: str) -> bool:
    """Whether two ids are the same, however they are written."""
    return one == other or _compared(one) == _compared(other)


def _named(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        if isinstance(link := row.get("link"), str):
            yield link
        if isinstance(account := row.get("account"), dict) and isinstance(link := account.get("link"), str):
            yield link


def _compared(identity: str) -> str:
    return identity.replace("-", "").lower()
