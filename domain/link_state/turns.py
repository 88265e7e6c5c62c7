"""Whose turn it is, and what they do."""

from collections.abc import Mapping
from enum import StrEnum

from languages import msg


class Turn(StrEnum):
    """Who has to act on a link, in the order in which the desk asks."""

    USER = "user"
    US = "us"
    BANK = "bank"

    @property
    def heading(self) -> str:
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        return _WORDS[self][1]


class Step(StrEnum):
    """What is done next: pull it again, repair it in update mode, or have its consent renewed in My Belvo Portal."""

    PULL = "pull"
    REPAIR = "repair"
    RENEW = "renew"


_WORDS: Mapping[Turn, tuple[str, str]] = {
    Turn.USER: (msg("Needs its user"), msg("Send the update link, or repair it together with them.")),
    Turn.US: (msg("Needs us"), msg("Something to do on this desk.")),
    Turn.BANK: (msg("The bank's fault"), msg("Nobody here can mend it; pull again once the bank is back.")),
}
