"""How Belvo finds this desk: what to type into its console, and a webhook to try the way with."""

from collections.abc import Callable, Mapping

import streamlit as st

from actions.local_belvo import RECEIVER
from belvo_client.webhook_events import EVENTS
from languages import say
from settings import Settings


def draw_receiver(settings: Settings) -> None:
    """A button that opens the address and the header to type into Belvo's console."""
    with st.popover(say("Address for Belvo"), icon=":material/link:", key="receiver"):
        if settings.environment == "local":
            st.text(say("The local Belvo knows this desk already. Belvo itself would need:"))
        st.caption("URL")
        st.code(f"{settings.reachable_url}{RECEIVER}", language=None)
        st.caption(say("Authorization"))
        if settings.webhook_authorization:
            st.text(say("The value of BELVO_WEBHOOK_AUTHORIZATION, which is not shown here."))
        elif settings.environment == "local":
            st.text(say("None is asked for here. Elsewhere BELVO_WEBHOOK_AUTHORIZATION has to be set."))
        else:
            st.text(
                say("Set BELVO_WEBHOOK_AUTHORIZATION, for example to “Bearer …”: without it every webhook is refused.")
            )
        if settings.environment != "local" and not settings.public_url:
            st.text(say("Belvo can't reach this address. Set LINKDESK_PUBLIC_URL to one that leads here."))
        st.caption(say("In Belvo's dashboard: Developers, Webhooks, Data webhooks, New webhook."))


def draw_test(links: Mapping[str, str], send: Callable[[str, str, str], None]) -> None:
    """A button that opens the choice of a link and of any event of Belvo's, and has the local Belvo send it."""
    with st.popover(say("Send a test"), icon=":material/send:", key="trial"):
        st.selectbox(say("Link"), links, format_func=links.__getitem__, key="trial_link")
        product = st.selectbox(say("Product"), EVENTS, key="trial_product", format_func=say)
        events = [f"{kind} {code}" for kind, codes in EVENTS[product].items() for code in codes]
        st.selectbox(say("Webhook"), events, key="trial_type")

        def send_chosen() -> None:
            kind, _, code = st.session_state.trial_type.partition(" ")
            send(st.session_state.trial_link, kind, code)

        st.button(say("Send"), key="send_trial", type="primary", icon=":material/send:", on_click=send_chosen)
