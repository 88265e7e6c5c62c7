"""Sends deliveries, each in a thread of its own, so that a receiver who is slow holds up nobody but itself."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from datetime import UTC, datetime, timedelta

from belvo_client.background import in_background
from domain.notices.channels import Channel
from domain.notices.kinds import Item
from domain.notices.messages import Message, message
from domain.notices.retries import Answer, Next, after
from languages import LANGUAGES, speaking
from settings import Settings
from store import Database, StoreError
from store.ops.notices import deliveries, events
from store.ops.notices.deliveries import Delivery
from web.notices import http, mail

_LONGEST = 45.0
"""Seconds for all of an attempt, however slowly a receiver lets it come to its end; less than a claim lasts."""

logger = logging.getLogger(__name__)


def send(settings: Settings, channel: Channel, told: Message) -> Answer:
    """Send one message to where the channel leads; whatever goes wrong is in the answer."""
    ways: dict[str, Callable[[], Answer]] = {
        "slack": lambda: http.to_slack(settings, told),
        "webhook": lambda: http.to_webhook(settings, channel.target, told),
        "email": lambda: mail.to_recipients(settings, channel.target.split(), told),
    }
    way = ways[channel.way]

    def spoken() -> Answer:
        with speaking(LANGUAGES[channel.language][1]):
            return way()

    sending = in_background(spoken, f"notice by {channel.way}")
    if not wait([sending], _LONGEST).done:
        return Answer(False, told="It did not come to an end in time.")
    return sending.result()


def composed(settings: Settings, channel: Channel, identity: str, items: Sequence[Item]) -> Message:
    """The message of these items, as this desk says it in the channel's language."""
    with speaking(LANGUAGES[channel.language][1]):
        return message(identity, items, environment=settings.environment, desk=settings.reachable_url)


class Sender:
    """The deliveries that are being sent from this process, one of each channel."""

    def __init__(self) -> None:
        self._under_way: dict[str, Future[None]] = {}

    def begin(self, db: Database, settings: Settings, channels: Sequence[Channel], now: datetime) -> int:
        """Begin with what may be tried now; how many that were."""
        self._under_way = {name: one for name, one in self._under_way.items() if not one.done()}
        by_id = {channel.id: channel for channel in channels}
        claimed = deliveries.claim(db, now, [*self._under_way])
        for delivery in claimed:
            channel = by_id.get(delivery.channel)
            if channel:
                self._under_way[channel.id] = in_background(
                    _attempt(db, settings, channel, delivery), f"notice {delivery.id}"
                )
        return len(claimed)

    def wait(self, seconds: float) -> None:
        """Until all have come to their end, for so long at most."""
        wait([*self._under_way.values()], seconds)


def _attempt(db: Database, settings: Settings, channel: Channel, delivery: Delivery) -> Callable[[], None]:
    def attempt() -> None:
        try:
            items = events.of_delivery(db, delivery.id)
            began, at = time.monotonic(), datetime.now(UTC)
            if items:
                answer = send(settings, channel, composed(settings, channel, delivery.id, items))
            else:
                answer = Answer(False, told="What it was about was erased.", final=True)
            taken = round((time.monotonic() - began) * 1000)
            then = after(answer, delivery.attempts + 1, at + timedelta(milliseconds=taken))
            deliveries.note(db, delivery, answer, then, at, taken)
            _say(delivery, answer, then)
        except StoreError as error:  # its claim runs out, and it is sent once more, with the same id
            logger.warning("How notice %s went could not be kept: %s", delivery.id, error)
        except Exception:
            logger.exception("Notice %s met a bug", delivery.id)

    return attempt


def _say(delivery: Delivery, answer: Answer, then: Next) -> None:
    if then.state == "sent":
        logger.info("Notice %s went by %s, with %d things", delivery.id, delivery.way, delivery.items)
    else:
        tried = "is tried again" if then.state == "waiting" else "is given up"
        logger.warning("Notice %s by %s %s: %s", delivery.id, delivery.way, tried, answer.told)
