"""What is sent of a message: as Slack takes it, as programs take it, signed, and as a mail's text."""

import hashlib
import hmac
import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from domain.notices.messages import Line, Message
from languages import grouped, say, say_as, spoken

VERSION = 1
DELIVERY = "X-Linkdesk-Delivery"
"""The header with the id by which a receiver knows what it has had before."""

SIGNATURE = "X-Linkdesk-Signature"
"""`t=<seconds>,v1=<hex>`: HMAC-SHA256, by the agreed key, of the seconds, a dot and the body."""

_FORMATS = re.compile(r"(?=[*_~`]|:\S)")
_MOST_BLOCKS = 40  # of the 50 that Slack takes; the rest is counted
_LONGEST = 2_900  # of the 3,000 characters that Slack takes in one text


def address(message: Message, line: Line) -> str:
    """Where the desk shows what a line tells."""
    query = urlencode({name: value for name, value in line.query.items() if value})
    return f"{message.desk}/{line.page}" + (f"?{query}" if query else "")


def slack(message: Message) -> bytes:
    """https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks"""
    shown, others = message.lines[:_MOST_BLOCKS], len(message.lines) - _MOST_BLOCKS
    blocks = [
        _section(f"{_mark(line)} {_safe(line.text)} (<{address(message, line)}|{say_as('verb', 'open')}>)")
        for line in shown
    ]
    more = f" · {say('and {number} more', number=grouped(others))}" if others > 0 else ""
    about = f"Linkdesk {message.environment} · {message.id}{more}"
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": _safe(about)}]}
    return _json({"text": _safe(message.subject), "blocks": [*blocks, context]})


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:_LONGEST]}}


def _mark(line: Line) -> str:
    return ":white_check_mark:" if line.state == "over" else ":warning:"


def _safe(text: str) -> str:
    """Nothing in it is a mention, a link or a format; Slack names these three characters, and the rest are joined."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _FORMATS.sub("\u2060", escaped)


def plain(message: Message) -> bytes:
    """What a program reads: the same bytes at each attempt, as long as nothing of it was erased."""
    return _json(
        {
            "version": VERSION,
            "id": message.id,
            "language": spoken().code,
            "environment": message.environment,
            "desk": message.desk,
            "subject": message.subject,
            "notices": [
                {
                    "kind": line.kind.value,
                    "state": line.state,
                    "text": line.text,
                    "institution": line.institution or None,
                    "links": [*line.links],
                    "count": line.count,
                    "at": line.at.isoformat(timespec="seconds").replace("+00:00", "Z") if line.at else None,
                    "url": address(message, line),
                }
                for line in message.lines
            ],
        }
    )


def signature(key: str, body: bytes, now: datetime) -> str:
    """By which a receiver that has the key knows that it is ours, and from when."""
    seconds = str(int(now.timestamp()))
    return f"t={seconds},v1={_hmac(key, seconds, body)}"


def is_signed(header: str, key: str, body: bytes, now: datetime, tolerance: float = 300.0) -> bool:
    """What a receiver does: whether a body is signed with the key, and lately."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    seconds, given = parts.get("t", ""), parts.get("v1", "")
    if not seconds.isascii() or not seconds.isdigit() or abs(now.timestamp() - int(seconds)) > tolerance:
        return False
    return hmac.compare_digest(_hmac(key, seconds, body), given)


def text(message: Message) -> str:
    """A mail's text."""
    lines = [f"- {line.text}\n  {address(message, line)}" for line in message.lines]
    return "\n".join(
        [*lines, "", f"Linkdesk {message.environment}, {message.desk}", say("Delivery {id}", id=message.id), ""]
    )


def _hmac(key: str, seconds: str, body: bytes) -> str:
    return hmac.new(key.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
