"""How Belvo finds this desk: what to type into its console, and a webhook to try the way with."""

from collections.abc import Callable, Mapping

import streamlit as st

from actions.local_belvo import RECEIVER
from settings import Settings

TRIALS = {
    "ACCOUNTS historical_update": ("ACCOUNTS", "historical_update"),
    "TRANSACTIONS historical_update": ("TRANSACTIONS", "historical_update"),
    "TRANSACTIONS new_transactions_available": ("TRANSACTIONS", "new_transactions_available"),
    "TRANSACTIONS transactions_updated": ("TRANSACTIONS", "transactions_updated"),
    "TRANSACTIONS transactions_deleted": ("TRANSACTIONS", "transactions_deleted"),
    "OWNERS historical_update": ("OWNERS", "historical_update"),
    "LINK invalid_credentials": ("LINK", "invalid_credentials"),
    "LINK token_required": ("LINK", "token_required"),
    "CONSENT consent_expired": ("CONSENT", "consent_expired"),
}
"""What can be sent for a trial."""


def draw_receiver(settings: Settings) -> None:
    """A button that opens the address and the header to type into Belvo's console."""
    with st.popover("Address for Belvo", icon=":material/link:", key="receiver"):
        if settings.environment == "local":
            st.text("The local Belvo knows this desk already. Belvo itself would need:")
        st.caption("URL")
        st.code(f"{settings.reachable_url}{RECEIVER}", language=None)
        st.caption("Authorization")
        if settings.webhook_authorization:
            st.text("The value of BELVO_WEBHOOK_AUTHORIZATION, which is not shown here.")
        elif settings.environment == "local":
            st.text("None is asked for here. Elsewhere BELVO_WEBHOOK_AUTHORIZATION has to be set.")
        else:
            st.text("Set BELVO_WEBHOOK_AUTHORIZATION, for example to “Bearer …”: without it every webhook is refused.")
        if settings.environment != "local" and not settings.public_url:
            st.text("Belvo can't reach this address. Set LINKDESK_PUBLIC_URL to one that leads here.")
        st.caption("In Belvo's dashboard: Developers, Webhooks, Data webhooks, New webhook.")


def draw_test(links: Mapping[str, str], send: Callable[[str, str, str], None]) -> None:
    """A button that opens the choice of a link and a type, and has the local Belvo send it."""
    with st.popover("Send a test", icon=":material/send:", key="trial"):
        st.selectbox("Link", links, format_func=links.__getitem__, key="trial_link")
        st.selectbox("Webhook", TRIALS, key="trial_type")

        def send_chosen() -> None:
            send(st.session_state.trial_link, *TRIALS[st.session_state.trial_type])

        st.button("Send", key="send_trial", type="primary", icon=":material/send:", on_click=send_chosen)
