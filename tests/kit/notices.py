"""Notices as a channel is told of them."""

from datetime import UTC, datetime, timedelta

from domain.notices.kinds import Item, Kind
from domain.notices.messages import Message, message

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def item(kind: Kind, number: int = 1, *, is_end: bool = False, minutes: float = 0, **about: str) -> Item:
    began, ended = NOW - timedelta(minutes=minutes), NOW if is_end else None
    return Item(number, kind, is_end=is_end, began_at=began, at=NOW, ended_at=ended, **about)


def told(*items: Item) -> Message:
    return message("f" * 32, items, environment="production", desk="https://desk.example")


def broken(number: int, bank: str = "Erebor", why: str = "invalid") -> Item:
    return item(Kind.BROKEN, number, institution=bank.lower(), bank=bank, link=f"{number:08d}-aaaa-bbbb", detail=why)
