"""Advice in English: code → what it means, what to do."""

ENGLISH: dict[str, tuple[str, str]] = {
    # Try again later.
    "ACCESS_TOKEN_NOT_VALID": (
        "The widget's access token is used up or older than ten minutes.",
        "Open the widget again; it gets a new token.",
    ),
    "connection_failed": (
        "The connection to Belvo failed.",
        "Check the network and the base URL, then try again.",
    ),
    "institution_down": ("The institution is down at the moment.", "Try again in an hour or so."),
    "institution_unavailable": ("The institution cannot be reached at the moment.", "Try again in an hour or so."),
    "link_refreshed": (
        "The link was refreshed within the last ten minutes.",
        "Wait as long as the message says, then refresh again.",
    ),
    "rate_limited": (
        "Too many calls in a short time, or a call that Belvo's firewall does not let through.",
        "Wait half a minute. If it stays, compare the call with Belvo's API description.",
    ),
    "request_timeout": (
        "The institution took longer than five minutes.",
        "Try again later, with a shorter period if there is one to choose.",
    ),
    "server_failed": ("Belvo failed.", "Try again later. If it stays, give Belvo's support the request ID."),
    "service_unavailable": ("Belvo is not available at the moment.", "Try again in a few minutes."),
    "timed_out": ("Belvo did not answer in time.", "Try again later."),
    "too_many_sessions": (
        "The person is logged in at the institution elsewhere.",
        "Have them log out there, wait two minutes, then try again.",
    ),
    "unexpected_error": (
        "Something unexpected happened at Belvo or the institution.",
        "Try again up to three times. If it stays, give Belvo's support the request ID.",
    ),
    "unreadable_answer": (
        "The answer is not what Belvo's API description promises, or too large to be read.",
        "Check that the base URL leads to Belvo and that nothing in between changes answers, then try again.",
    ),
    "unknown/retriable": ("This did not work at the moment.", "Try again later."),
    # The person must act.
    "access_denied": ("The person did not share their data at the bank.", "Start again if they meant to."),
    "consent_expired": (
        "The person's consent has ended.",
        "Send them My Belvo Portal, where they renew it.",
    ),
    "consent_without_accounts": (
        "The person's consent shares no account.",
        "Have them connect again and choose at least one account at the bank.",
    ),
    "expired_credentials": (
        "Belvo no longer holds the credentials of this link.",
        "Have the person enter them again in update mode.",
    ),
    "invalid_credentials": (
        "The link's credentials stopped working.",
        "Have the person enter them again in update mode.",
    ),
    "invalid_link": (
        "The link's credentials stopped working, so Belvo no longer uses it.",
        "Have the person repair the link in update mode; it keeps its ID.",
    ),
    "login_error": (
        "The institution did not accept the credentials.",
        "Have the person check them at the institution itself. Don't repeat it: six failures lock the account.",
    ),
    "login_error/forbidden": (
        "The institution does not let this account be used here.",
        "Have the person ask the institution for online access.",
    ),
    "login_error/locked": (
        "The institution locked the person's account.",
        "Have the person contact the institution. Try nothing before that.",
    ),
    "login_error/missing": (
        "The institution wants credentials that were not given.",
        "Have the person fill in every field of the institution's form.",
    ),
    "login_error/not_attempted": (
        "Belvo did not try to log in, since these credentials failed before.",
        "Have the person enter new ones in update mode.",
    ),
    "login_error/token_unsupported": (
        "The institution asks for a token in a way that Belvo does not support.",
        "Have the person choose another kind of token at the institution, or leave this account out.",
    ),
    "login_error/unexpected": (
        "The login at the institution failed for a reason that nobody told.",
        "Have the person log in at the institution itself, then try once more.",
    ),
    "openfinance_consent_about_to_expire": (
        "The person's consent ends soon.",
        "Send them My Belvo Portal, so that they renew it before that day.",
    ),
    "openfinance_consent_expired": (
        "The person's consent to open finance has ended.",
        "Send them My Belvo Portal: there they renew it.",
    ),
    "session_expired": (
        "The token came too late or was used before.",
        "Start again and have the person enter a fresh token within ten minutes.",
    ),
    "session_expired_ob": (
        "The session with the bank is over.",
        "Start again; the bank's page must be opened within a minute.",
    ),
    "token_required": (
        "The institution asks the person for a one-time token.",
        "Have the person enter it in update mode, or resume the call with it.",
    ),
    "unconfirmed_link": (
        "The link was never finished: its token was not entered.",
        "Finish it with a token, or delete it and connect again.",
    ),
    "unknown/needs_user": ("The person must do something first.", "Have them open the link in update mode."),
    # Repeating changes nothing.
    "access_to_production_denied": (
        "These keys may not use production.",
        "Use the keys of this environment, or ask Belvo for access to production.",
    ),
    "access_to_resource_denied": (
        "These keys may not use this resource.",
        "Ask Belvo to switch the resource on for your account.",
    ),
    "activation_failed": ("The activation failed.", "Ask Belvo's support, with the request ID."),
    "activation_required": (
        "This product must be activated first.",
        "Complete the activation that the message names.",
    ),
    "authentication_failed": (
        "The keys are wrong for this environment.",
        "Check the secret ID and password; each environment has a pair of its own.",
    ),
    "bad_argument": ("What was asked cannot be sent.", "Correct what the message names."),
    "bad_filter": ("The filter does not exist or takes no such value.", "Correct what the message names."),
    "bad_webhook": ("A webhook arrived that is no JSON object.", "Check who sends to this address."),
    "blank": ("A field is empty.", "Fill in the field that the message names."),
    "deferred": (
        "Belvo retrieves this in the background.",
        "Wait for the webhook with the same request ID; don't ask again.",
    ),
    "does_not_exist": ("A field names something that does not exist.", "Correct the field that the message names."),
    "duplicated": (
        "The person is connected to this institution already.",
        "Use the existing link, or repair it in update mode.",
    ),
    "foreign_answer": (
        "The answer is about another link or object than was asked for.",
        "Nothing of it was kept. If it stays, check what lies between here and Belvo, then ask Belvo's support.",
    ),
    "institution_disabled": ("The institution is switched off in the widget.", "Choose another institution."),
    "institution_inactive": (
        "Belvo switched the institution off.",
        "Choose another institution, or ask Belvo when it returns.",
    ),
    "invalid": ("A field has a wrong form.", "Correct the field that the message names; dates are YYYY-MM-DD."),
    "invalid_choice": ("A field has a value that is not among its choices.", "Choose one that the message names."),
    "invalid_credentials_storage": (
        "A recurrent link must store its credentials.",
        "Store them, or make the link single.",
    ),
    "invalid_fetch_resources": (
        "A single link that stores no credentials must say what to fetch.",
        "Name the resources to fetch.",
    ),
    "invalid_period": ("The period is too short or too long.", "Choose another; incomes need at least 90 days."),
    "max_decimal_places": ("A number has too many decimals.", "Round the number that the message names."),
    "max_digits": ("A number has too many digits.", "Correct the number that the message names."),
    "method_not_allowed": ("This cannot be done with this resource.", "Compare the call with Belvo's documentation."),
    "min_value": ("A number is too small.", "Correct the number that the message names."),
    "not_a_list": ("A field wants a list.", "Send a list in the field that the message names."),
    "not_found": (
        "There is no such object, or not for these keys.",
        "Check the ID and the environment; the sandbox is emptied on the first of each month.",
    ),
    "not_offered": ("This resource cannot do that.", "Use what the message names instead."),
    "null": ("A field is empty.", "Fill in the field that the message names."),
    "operational_limits_reached": (
        "This month's calls for this person at this bank are used up.",
        "Use what is stored; the bank answers again next month.",
    ),
    "paging_broken": (
        "A list leads back, elsewhere or on without end, so its rows may not be whole.",
        "Read the list again. If it stays, give Belvo's support the address of the list.",
    ),
    "parse_error": ("The request is no JSON.", "Correct the program that sent it."),
    "permission_denied": ("These keys may not do this.", "Ask whoever manages your keys at Belvo."),
    "redirected": ("The address answers with another address.", "Correct the base URL."),
    "request_refused": ("Belvo refused the request.", "Read the message; give Belvo's support the request ID."),
    "required": ("A field is missing.", "Give the field that the message names."),
    "unavailable_data": ("The institution has no such data for this person.", "Choose another resource or period."),
    "unsupported_operation": (
        "The institution does not offer this.",
        "Look up which resources the institution has, and leave this one out.",
    ),
    "validation_error": (
        "The credentials do not have the form that the institution wants.",
        "Correct them as the institution's form says.",
    ),
    "unknown/fatal": ("Belvo refused this for a reason unknown here.", "Give Belvo's support the request ID."),
}
