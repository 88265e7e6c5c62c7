"""A channel: where notices go, which ones, how long they gather, and when nobody is to be woken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from domain.notices.kinds import KINDS, Item, Kind
from languages import LANGUAGES, grouped, msg, say
from languages.language import Code

Way = Literal["slack", "webhook", "email"]
WAYS: dict[Way, str] = {"slack": "Slack", "webhook": msg("Webhook"), "email": msg("E-mail")}

MOST_MINUTES = 24 * 60
MOST_RECIPIENTS = 20
LONGEST_TARGET = 500

_ADDRESS = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?")
_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?::[0-9]{1,5})?(?:/[^\s?#@]*)?")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From when until when of a day nothing is sent, by the clock of a time zone; over midnight too."""

    begins: time
    ends: time
    zone: str = "UTC"

    def until(self, now: datetime) -> datetime | None:
        """When the quiet time that it is now ends; None outside of it."""
        local = now.astimezone(ZoneInfo(self.zone))
        clock = local.time().replace(tzinfo=None)
        over_midnight = self.begins > self.ends
        is_quiet = clock >= self.begins or clock < self.ends if over_midnight else self.begins <= clock < self.ends
        if not is_quiet:
            return None
        day = local.date() + timedelta(days=1 if over_midnight and clock >= self.begins else 0)
        end = datetime.combine(day, self.ends, ZoneInfo(self.zone))
        return max(end.astimezone(now.tzinfo), now)


@dataclass(frozen=True, slots=True)
class Channel:
    """Where notices go. `target` is an address, several e-mail addresses with blanks, or nothing for the settings' own.

    What is noticed gathers for `gather` and goes as one, in the channel's `language`. `on_since` is None while nothing
    goes there.
    """

    id: str
    way: Way
    target: str
    kinds: frozenset[Kind]
    gather: timedelta = timedelta(minutes=5)
    quiet: Quiet | None = None
    urgent_passes: bool = True
    on_since: datetime | None = None
    language: Code = "en"

    @property
    def is_on(self) -> bool:
        return self.on_since is not None

    def takes(self, kind: Kind) -> bool:
        """Whether it is told of this kind; a test goes wherever it was asked for."""
        return kind is Kind.TEST or (self.is_on and kind in self.kinds)


def due(channel: Channel, pending: Sequence[Item], now: datetime) -> list[Item]:
    """What goes now, as one: nothing until the first of it has gathered for long enough.

    In the quiet time only what is urgent goes, where that may pass; the rest goes together once it is over.
    """
    is_quiet = channel.quiet is not None and channel.quiet.until(now) is not None
    may_go = [item for item in pending if not is_quiet or _passes(channel, item)]
    is_due = any(KINDS[item.kind].urgent or now - item.at >= channel.gather for item in may_go)
    return may_go if is_due else []


def _passes(channel: Channel, item: Item) -> bool:
    return item.kind is Kind.TEST or (channel.urgent_passes and KINDS[item.kind].urgent)


def problem_of(channel: Channel) -> str:
    """Why there can't be such a channel; empty for one that there can be."""
    if not channel.kinds & {*KINDS}:
        return say("Choose at least one kind of notice.")
    if not timedelta() <= channel.gather <= timedelta(minutes=MOST_MINUTES):
        return say("Notices gather for 0 to {number} minutes.", number=grouped(MOST_MINUTES))
    if channel.language not in LANGUAGES:
        return say("Choose one of the languages of this desk.")
    if channel.quiet and channel.quiet.zone not in available_timezones():
        return say("Name a time zone as America/Mexico_City or UTC.")
    if channel.quiet and channel.quiet.begins == channel.quiet.ends:
        return say("A quiet time ends at another time than it begins. Switch the channel off to send nothing at all.")
    return {"slack": _of_slack, "webhook": _of_webhook, "email": _of_email}[channel.way](channel.target)


def _of_slack(target: str) -> str:
    return say("Slack's address is a secret, and stands in LINKDESK_NOTICES_SLACK alone.") if target else ""


def _of_webhook(target: str) -> str:
    if "@" in target or "?" in target or "#" in target:
        return say(
            "The address must carry no user, no password and no parameters, which would be secrets for all to read."
        )
    if len(target) > LONGEST_TARGET or not _URL.fullmatch(target):
        return say("Write the address as https://host/path.")
    return "" if "slack.com" not in target.casefold() else say("Slack's address belongs into LINKDESK_NOTICES_SLACK.")


def _of_email(target: str) -> str:
    recipients = target.split()
    wrong = [one for one in recipients if not _ADDRESS.fullmatch(one)]
    if wrong:
        return say("{address} is no e-mail address.", address=repr(wrong[0][:80]))
    if not 1 <= len(recipients) <= MOST_RECIPIENTS:
        return say("Name 1 to {number} e-mail addresses.", number=MOST_RECIPIENTS)
    return ""
