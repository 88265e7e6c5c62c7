"""What goes wrong with the local Belvo's answers and webhooks, said in the language of whoever reads it."""

from languages import msg
from languages.kept import Frames

FAULTS = Frames(
    (
        msg("{status} {code}, “{message}”; the call is not carried out."),
        msg("{status} {code} of a field, “{message}”; the call is not carried out."),
        msg("429 with Retry-After; the call is not carried out."),
        msg("403 with a page of HTML, as a firewall gives it; the call is not carried out."),
        msg("502 with a page of HTML, as a gateway gives it; the call is not carried out."),
        msg("A late answer; the call is carried out, or another fault strikes, after a wait."),
        msg("The connection is closed in the middle of the answer; the call is carried out, its answer is damaged."),
        msg("Half of the JSON, under a length that says it is all; the call is carried out, its answer is damaged."),
        msg("400 with messages by field, as Belvo's framework writes them; the call is not carried out."),
        msg("429 with a Retry-After of 99999999999999 seconds; the call is not carried out."),
        msg("429 with a Retry-After of the year 9999; the call is not carried out."),
        msg("429 with a Retry-After of “soon”; the call is not carried out."),
        msg(
            "The first row has neither id nor link, as monthly tax returns; "
            "the call is carried out, its answer is damaged."
        ),
        msg("The first row has no link_id, as consents until 2025; the call is carried out, its answer is damaged."),
        msg(
            "The first row's merchant has a name, as older banks send it; "
            "the call is carried out, its answer is damaged."
        ),
        msg(
            "The first row has one country_code instead of country_codes; "
            "the call is carried out, its answer is damaged."
        ),
        msg("The first row's value_date is an instant; the call is carried out, its answer is damaged."),
        msg("The first row has an accounting_date only; the call is carried out, its answer is damaged."),
        msg("The first row's value_date is 0001-01-01; the call is carried out, its answer is damaged."),
        msg("The first row's value_date is 2206-06-17; the call is carried out, its answer is damaged."),
        msg("The first row's value_date is 9999-12-31; the call is carried out, its answer is damaged."),
        msg("The first row's type is UNCATEGORIZED; the call is carried out, its answer is damaged."),
        msg("The first row's type is null; the call is carried out, its answer is damaged."),
        msg("The first row's currency is null; the call is carried out, its answer is damaged."),
        msg("The first row's amount is 900000000000000.0; the call is carried out, its answer is damaged."),
        msg("The first row's amount is NaN; the call is carried out, its answer is damaged."),
        msg(
            "The first row's internal_identification is a number of 40 digits; "
            "the call is carried out, its answer is damaged."
        ),
        msg("The first row's observations end with half a character; the call is carried out, its answer is damaged."),
        msg(
            "The first row embeds a loan's body under the id of its account; "
            "the call is carried out, its answer is damaged."
        ),
        msg(
            "The first row, and the account in it, is of another link; the call is carried out, its answer is damaged."
        ),
        msg("The first row's description has a million characters; the call is carried out, its answer is damaged."),
        msg("The first row is two thousand objects, one in the other; the call is carried out, its answer is damaged."),
        msg("The first row is no JSON; the call is carried out, its answer is damaged."),
        msg(
            "Next has another scheme, host and port, as behind a gateway; "
            "the call is carried out, its answer is damaged."
        ),
        msg("Next leads to the rows of another link; the call is carried out, its answer is damaged."),
        msg("An object has the id of another; the call is carried out, its answer is damaged."),
        msg("Next leads on for ever, with the same rows; the call is carried out, its answer is damaged."),
        msg("Next leads on for ever, with no rows; the call is carried out, its answer is damaged."),
        msg("Next leads on for ever, and the count is 0; the call is carried out, its answer is damaged."),
        msg("The answer comes byte by byte, so many seconds apart; the call is carried out, its answer is damaged."),
        msg("The answer is packed, and unpacks to 256 MB; the call is carried out, its answer is damaged."),
    )
)
"""The API's answers; a refusal's code and message are Belvo's, and stay as they are."""

MISHAPS = Frames(
    (
        msg("The message is never sent; the log has it as lost."),
        msg("The message is sent a second time, right after the first, under the same webhook id."),
        msg("The message is sent later, by seconds of the wall clock or hours of the sandbox's; others pass it."),
        msg(
            "The message is sent after the next one that has no mishap, or after a minute; "
            "of several the last comes first."
        ),
        msg("The message's data hold half a character."),
        msg("The message's data hold a number of 40 digits."),
        msg("The message's data hold 500 arrays, one in the other."),
        msg("The message has no process_type, no request_id, no external_id, as older ones."),
    )
)
"""Webhooks."""


NAMES = (
    msg("Login error mfa unsupported"),
    msg("Login error unexpected"),
    msg("Login error not attempted"),
    msg("Login error missing credentials"),
    msg("Login error forbidden"),
    msg("Login error locked"),
    msg("Throttled"),
    msg("Firewall"),
    msg("Bad gateway"),
    msg("Delay"),
    msg("Truncated"),
    msg("Field lists"),
    msg("Throttled for ages"),
    msg("Throttled until"),
    msg("Throttled sometime"),
    msg("Row without id"),
    msg("Consent without link"),
    msg("Older merchant"),
    msg("One country"),
    msg("Instant for day"),
    msg("No value date"),
    msg("Day 0001"),
    msg("Day 2206"),
    msg("Day 9999"),
    msg("No direction"),
    msg("Null direction"),
    msg("No currency"),
    msg("Immense amount"),
    msg("No number"),
    msg("Huge integer"),
    msg("Half emoji"),
    msg("Another account"),
    msg("Long text"),
    msg("Deep row"),
    msg("Broken row"),
    msg("Next elsewhere"),
    msg("Next of another link"),
    msg("Another object"),
    msg("Endless rows"),
    msg("Endless pages"),
    msg("Endless count"),
    msg("Drip"),
    msg("Bomb"),
    msg("Lost"),
    msg("Twice"),
    msg("Late"),
    msg("Out of order"),
    msg("Deep data"),
    msg("Older"),
)
"""How they are called, by their names in the control's addresses."""


def sentence(what: object) -> str:
    """What the local Belvo tells of one, with a capital letter and a full stop."""
    told = str(what).replace("`", "")
    return f"{told[:1].upper()}{told[1:]}."
