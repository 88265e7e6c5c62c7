"""The widget beside what is set of it: a token to look at it with, and the widgets to which something happens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from actions.connect.start import Opening, start
from actions.connect.token_body import Choices, token_request
from actions.local_belvo import Control
from actions.permission import allowed
from belvo_client import BelvoClient
from domain.roles import Actor
from settings import Settings
from store import Database

Play = Literal["remount", "double_callback", "closed_tab", "two_tabs", "expiry", "network"]

BANK = "erebor_mx_retail"
"""A bank of the local Belvo that takes its test user at once."""

LATE = timedelta(minutes=11)
"""After that an access token is dead, by Belvo's clock."""

_NONCE = "PREVIEW"


@dataclass(frozen=True, slots=True)
class Played:
    """What is played, and the openings of the widget in it: as many as there are tabs."""

    play: Play
    openings: Sequence[Opening]

    @property
    def nonces(self) -> list[str]:
        return [opening.nonce for opening in self.openings]


def token_to_look(client: BelvoClient, settings: Settings, choices: Choices) -> str:
    """A token that shows the widget as it is set, and makes nothing; raises BelvoError, and BadArgument."""
    return client.token.create(token_request(settings, choices, _NONCE))


@allowed("connect", did="widget mishap played")
def play(
    db: Database, client: BelvoClient, settings: Settings, choices: Choices, what: Play, *, actor: Actor
) -> Played:
    """Open the widget, twice for two tabs, for something to happen to it. Raises BelvoError, and ControlFailed.

    It is a connection like any other, at a bank that lets its test user in at once.
    """
    simple = replace(_at_bank(choices), external_id=None)
    first = start(db, client, settings, simple, actor=actor)
    openings = [first]
    if what == "two_tabs":
        same = replace(simple, external_id=first.external_id)
        openings.append(start(db, client, settings, same, actor=actor))
    if what == "expiry":
        with Control.of(settings) as control:
            control.advance(hours=LATE / timedelta(hours=1))
    return Played(what, openings)


def _at_bank(choices: Choices) -> Choices:
    """The same looks and words, at the bank where the test user is known."""
    return replace(
        choices,
        product="bank",
        country="MX",
        institution=BANK,
        institutions=(),
        resources=(),
        consent=None,
        access_mode="recurrent",
        credentials_storage=None,
        options={name: value for name, value in choices.options.items() if name != "purpose"},
    )
