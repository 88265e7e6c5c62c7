"""The one word for how a link is, and what it means."""

from collections.abc import Mapping
from enum import StrEnum

from languages import msg


class Badge(StrEnum):
    """How a link is; Belvo's own statuses keep Belvo's names."""

    VALID = "valid"
    TOKEN_REQUIRED = "token_required"  # noqa: S105 - a status of Belvo's
    INVALID = "invalid"
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    PULLING = "pulling"
    STALE = "stale"
    BANK_DOWN = "bank_down"
    FAILED = "failed"
    CONSENT_ENDED = "consent_ended"
    CONSENT_ENDS = "consent_ends"
    DELETED = "deleted"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        return _WORDS[self][1]


_WORDS: Mapping[Badge, tuple[str, str]] = {
    Badge.VALID: (msg("Valid"), msg("Belvo can read it.")),
    Badge.TOKEN_REQUIRED: (msg("Token required"), msg("Its user has to enter a new token.")),
    Badge.INVALID: (msg("Invalid"), msg("The institution refuses its credentials.")),
    Badge.UNCONFIRMED: (msg("Unconfirmed"), msg("Connecting it was never finished.")),
    Badge.WAITING: (
        msg("Waiting"),
        msg("Its data will be read, once it is its turn, a pause is over, or Belvo has loaded them."),
    ),
    Badge.PULLING: (msg("Pulling"), msg("Its data are being read now.")),
    Badge.STALE: (msg("Stale"), msg("It was not pulled for longer than it should be.")),
    Badge.BANK_DOWN: (msg("Bank down"), msg("Its institution does not answer; it is tried again and again.")),
    Badge.FAILED: (msg("Failed"), msg("The last pull failed; its data may be old.")),
    Badge.CONSENT_ENDED: (
        msg("Consent ended"),
        msg("Its user's consent is over; the bank shares nothing until it is renewed."),
    ),
    Badge.CONSENT_ENDS: (msg("Consent ends"), msg("Its user's consent is about to end.")),
    Badge.DELETED: (msg("Deleted"), msg("It is gone at Belvo.")),
    Badge.UNKNOWN: (msg("Unknown"), msg("Belvo reports a state that is not known here.")),
}
