"""What the shop says to its visitors when something did not go as it should, by Belvo's codes and its own.

https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from collections.abc import Mapping
from typing import NamedTuple


class Notice(NamedTuple):
    """What happened, and what that means and to do."""

    title: str
    text: str


_BANK_AWAY = Notice(
    "Your bank can't be reached at the moment",
    "Nothing was connected. Try again in an hour, or choose another bank.",
)
_UNEXPECTED = Notice("Something went wrong", "Reload this page and try again; if it stays, call us.")

# Step 9: every way that ends without a link gets words: leaving, the bank's refusals, a token that has died, a widget
# that can't be loaded. What is not listed gets `unexpected`.
NOTICES: Mapping[str, Notice] = {
    "left": Notice(
        "Nothing was connected", "You closed the window before your bank was connected. You can start again."
    ),
    "login_error": Notice(
        "Your bank did not accept the details",
        "Nothing was connected. Check in your bank's own app that they work, then try again.",
    ),
    "validation_error": Notice(
        "Your bank did not accept the details", "Nothing was connected. Check how they are written, then try again."
    ),
    "institution_down": _BANK_AWAY,
    "institution_unavailable": _BANK_AWAY,
    "institution_inactive": Notice("This bank can't be connected", "Choose another bank."),
    "institution_disabled": _BANK_AWAY,
    "too_many_sessions": Notice(
        "You are signed in at your bank elsewhere", "Sign out there, wait two minutes, then try again."
    ),
    "token_required": Notice("Your bank's code was not accepted", "Nothing was connected. Try again with a new code."),
    "session_expired": Notice("Your bank's code came too late", "Nothing was connected. Try again with a new code."),
    "request_timeout": Notice("Your bank took too long", "Nothing was connected. Try again later."),
    "duplicated": Notice(
        "This bank user is connected already", "Come back with the browser that you used then, or call us."
    ),
    "ACCESS_TOKEN_NOT_VALID": Notice(
        "The window was open for too long", "It closes after ten minutes, for your safety. You can start again."
    ),
    "script_failed": Notice(
        "The window to your bank could not be opened",
        "Check your internet connection, and whether your browser blocks parts of this page. Then try again.",
    ),
    "unreachable": Notice(
        "The connection to us was lost",
        "Check your internet connection, then reload this page. What is connected stays so.",
    ),
    "unavailable": Notice(
        "We can't speak to banks at the moment", "Nothing is lost. Try again in a few minutes; if it stays, call us."
    ),
    "unknown_link": Notice(
        "This connection is not yours, or it has ended", "Go back to the application and connect your bank."
    ),
    "not_found": Notice("There is no such page", "Go back to the start."),
    "refused": Notice("This request can't be accepted", "Go back to the start and try again."),
    "disconnected": Notice("Your bank is disconnected", "We no longer read it, and what we had read is deleted."),
    "unexpected": _UNEXPECTED,
}


def notice_for(code: str) -> Notice:
    """The words for a code."""
    return NOTICES.get(code, _UNEXPECTED)
