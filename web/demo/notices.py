"""What the shop says to its visitors when something did not go as it should, by Belvo's codes and its own.

https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from collections.abc import Mapping
from typing import NamedTuple

from languages import msg, say


class Notice(NamedTuple):
    """What happened, and what that means and to do."""

    title: str
    text: str


_BANK_AWAY = Notice(
    msg("Your bank can't be reached at the moment"),
    msg("Nothing was connected. Try again in an hour, or choose another bank."),
)
_UNEXPECTED = Notice(msg("Something went wrong"), msg("Reload this page and try again; if it stays, call us."))

# Step 9: every way that ends without a link gets words: leaving, the bank's refusals, a token that has died, a widget
# that can't be loaded. What is not listed gets `unexpected`.
NOTICES: Mapping[str, Notice] = {
    "left": Notice(
        msg("Nothing was connected"), msg("You closed the window before your bank was connected. You can start again.")
    ),
    "login_error": Notice(
        msg("Your bank did not accept the details"),
        msg("Nothing was connected. Check in your bank's own app that they work, then try again."),
    ),
    "validation_error": Notice(
        msg("Your bank did not accept the details"),
        msg("Nothing was connected. Check how they are written, then try again."),
    ),
    "institution_down": _BANK_AWAY,
    "institution_unavailable": _BANK_AWAY,
    "institution_inactive": Notice(msg("This bank can't be connected"), msg("Choose another bank.")),
    "institution_disabled": _BANK_AWAY,
    "too_many_sessions": Notice(
        msg("You are signed in at your bank elsewhere"), msg("Sign out there, wait two minutes, then try again.")
    ),
    "token_required": Notice(
        msg("Your bank's code was not accepted"), msg("Nothing was connected. Try again with a new code.")
    ),
    "session_expired": Notice(
        msg("Your bank's code came too late"), msg("Nothing was connected. Try again with a new code.")
    ),
    "request_timeout": Notice(msg("Your bank took too long"), msg("Nothing was connected. Try again later.")),
    "duplicated": Notice(
        msg("This bank user is connected already"), msg("Come back with the browser that you used then, or call us.")
    ),
    "ACCESS_TOKEN_NOT_VALID": Notice(
        msg("The window was open for too long"),
        msg("It closes after ten minutes, for your safety. You can start again."),
    ),
    "script_failed": Notice(
        msg("The window to your bank could not be opened"),
        msg("Check your internet connection, and whether your browser blocks parts of this page. Then try again."),
    ),
    "unreachable": Notice(
        msg("The connection to us was lost"),
        msg("Check your internet connection, then reload this page. What is connected stays so."),
    ),
    "unavailable": Notice(
        msg("We can't speak to banks at the moment"),
        msg("Nothing is lost. Try again in a few minutes; if it stays, call us."),
    ),
    "unknown_link": Notice(
        msg("This connection is not yours, or it has ended"), msg("Go back to the application and connect your bank.")
    ),
    "not_found": Notice(msg("There is no such page"), msg("Go back to the start.")),
    "refused": Notice(msg("This request can't be accepted"), msg("Go back to the start and try again.")),
    "disconnected": Notice(
        msg("Your bank is disconnected"), msg("We no longer read it, and what we had read is deleted.")
    ),
    "unexpected": _UNEXPECTED,
}


def notice_for(code: str) -> Notice:
    """The words for a code, as they are said."""
    title, text = NOTICES.get(code, _UNEXPECTED)
    return Notice(say(title), say(text))


def every_notice() -> dict[str, Notice]:
    """All of them, for a page that says them by itself."""
    return {code: notice_for(code) for code in NOTICES}
