"""What an error of a pull says about its link: whose turn it is, what is done next, and how people are told.

https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.link_state.facts import Failure
from domain.link_state.turns import Step, Turn
from languages import msg


@dataclass(frozen=True, slots=True)
class Cause:
    """One kind of error. `happened` has `{bank}` for the bank's name; without words, the client's advice has better.

    `is_pause` where the other side says by it how long it wants to be left alone, `is_outage` where the bank is away.
    """

    turn: Turn
    step: Step
    happened: str = ""
    todo: str = ""
    is_pause: bool = False
    is_outage: bool = False


def cause_of(failure: Failure) -> Cause:
    """The cause by the error's code; of a code that is not known here, its kind tells whether its user is needed."""
    return CAUSES.get(failure.code) or _OF_KIND.get(failure.kind, _OURS)


_OURS = Cause(Turn.US, Step.PULL)
_OF_KIND: Mapping[str, Cause] = {"needs_user": Cause(Turn.USER, Step.REPAIR)}


def _user(happened: str = "", todo: str = "", *, step: Step = Step.REPAIR, is_pause: bool = False) -> Cause:
    return Cause(Turn.USER, step, happened, todo, is_pause)


def _bank(happened: str = "", todo: str = "", *, is_outage: bool = False) -> Cause:
    return Cause(Turn.BANK, Step.PULL, happened, todo, is_outage=is_outage)


def _us(happened: str = "", todo: str = "", *, is_pause: bool = False) -> Cause:
    return Cause(Turn.US, Step.PULL, happened, todo, is_pause)


CAUSES: Mapping[str, Cause] = {
    # Only its user can do something about it.
    "consent_without_accounts": _user(step=Step.PULL),
    "expired_credentials": _user(),
    "invalid_link": _user(
        msg("{bank} refused the credentials before."), msg("Repair the link, or send its user the update link.")
    ),
    "login_error": _user(
        msg("{bank} refused the credentials."), msg("Repair the link with the right ones, or send the update link.")
    ),
    "session_expired": _user(msg("The login at {bank} took too long."), msg("Ask its user to connect again.")),
    "session_expired_ob": _user(),
    "token_required": _user(
        msg("{bank} asked for a new token."), msg("Repair the link, or send its user the update link.")
    ),
    "too_many_sessions": _user(
        msg("Its user is logged in at {bank} elsewhere."),
        msg("Pull again in a few minutes."),
        step=Step.PULL,
        is_pause=True,
    ),
    "unconfirmed_link": _user(),
    # The bank, or Belvo's way to it.
    "institution_down": _bank(msg("{bank} is down."), msg("Pull again once it is back."), is_outage=True),
    "institution_disabled": _bank(),
    "institution_inactive": _bank(msg("Belvo has switched {bank} off."), msg("Ask Belvo's support when it returns.")),
    "institution_unavailable": _bank(msg("{bank} can't be reached."), msg("Pull again later."), is_outage=True),
    "request_timeout": _bank(msg("{bank} took longer than five minutes."), msg("Pull again later."), is_outage=True),
    "server_failed": _bank(),
    "service_unavailable": _bank(msg("Belvo is not available."), msg("Pull again later.")),
    "timed_out": _bank(msg("Belvo did not answer in time."), msg("Pull again later.")),
    "unexpected_error": _bank(
        msg("Something failed at Belvo or at {bank}."), msg("Pull again; if it stays, write to support.")
    ),
    # Something to do on this desk.
    "access_to_resource_denied": _us(
        msg("Our keys may not read this."), msg("Ask Belvo to open the resource for the keys.")
    ),
    "authentication_failed": _us(msg("Belvo refused our keys."), msg("Check the keys of this environment.")),
    "connection_failed": _us(msg("Belvo could not be reached."), msg("Check the network, then pull again.")),
    "incomplete_listing": _us(msg("The list kept changing while it was read."), msg("Pull again later.")),
    "internal_error": _us(msg("Linkdesk itself failed."), msg("Report what its log says.")),
    "not_found": _us(msg("Belvo no longer has the link."), msg("Delete it here, or connect it again.")),
    "operational_limits_reached": _us(msg("This month's calls to {bank} are used up."), msg("Pull again next month.")),
    "rate_limited": _us(
        msg("Belvo wants fewer calls, or its firewall refused one."),
        msg("Wait half a minute, then pull again."),
        is_pause=True,
    ),
    "store_unusable": _us(
        msg("The disk is full, or something keeps the store locked."), msg("Make room, or end that program.")
    ),
}
"""By Belvo's code, or that of the client or of the pull where Belvo gave none."""
