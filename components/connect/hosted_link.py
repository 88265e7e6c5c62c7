"""The widget handed out to another browser: its address, a QR code for a phone, and how long it can still be used."""

import io
from datetime import timedelta

import segno
import streamlit as st

from actions.connect.handouts import HANDOUTS, PATH
from actions.connect.start import Opening, remaining
from components.connect.phone_window import phone_window
from components.ui import time_format
from components.ui.text import plain
from languages import msg, say

_QR_SCALE, _QR_WIDTH, _CAPTION = 4, 260, 40  # pixels of one square, of the picture, and of what stands below it


WIDGET = msg(
    "It opens the widget in the browser of whoever has it, once. This page notices when that browser comes back."
)
PORTAL = msg(
    "It opens My Belvo Portal in the browser of whoever has it. This page notices when the consent is renewed."
)


def draw_handout(
    opening: Opening, purpose: str, explained: str = WIDGET, *, address: str | None, unreachable: str = ""
) -> None:
    """Draw what to hand out and what it will do.

    `address` is the short one, which other devices can use; without one, `unreachable` says why they can't.
    """
    with st.container(border=True, key="handout"):
        st.markdown(f"**{plain(purpose)}**")
        with st.container(horizontal=True, gap="medium", key="handout_ways"):
            if address:
                with st.container(width=_QR_WIDTH, height=_QR_WIDTH + _CAPTION, border=False):
                    alt = say("QR code. {purpose}", purpose=purpose)
                    st.image(qr_code(address), caption=say("Scan it with the phone"), width=_QR_WIDTH, alt=alt)
            with st.container(width="stretch", gap="small"):
                if unreachable:
                    st.warning(plain(unreachable), icon=":material/phonelink_off:")
                _draw_lifetime(opening)
                st.text(say(explained))
                if address:
                    st.code(address, language=None, wrap_lines=True)
                else:
                    st.code(opening.url, language=None, wrap_lines=True, height=100)
                    phone_window(say("Open in a phone-sized window"), str(opening.url), key="phone_window")


def short_address(opening: Opening, server: str) -> str:
    """The address of ours that leads one browser to what is handed out."""
    return f"{server}{PATH}{HANDOUTS.code_of(opening, time_format.utc_now())}"


def qr_code(url: str) -> bytes:
    """The address as a PNG, black on white in either theme."""
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="png", scale=_QR_SCALE, border=4)
    return picture.getvalue()


@st.fragment(run_every="1s")
def _draw_lifetime(opening: Opening) -> None:
    left = remaining(opening, time_format.utc_now())
    if HANDOUTS.is_used(opening.nonce):
        st.badge(say("Opened in another browser"), icon=":material/phonelink:", color="blue")
    elif left:
        st.badge(say("Expires in {clock}", clock=clock(left)), icon=":material/timer:", color="gray")
    else:
        st.badge(say("Expired: ask for a new one"), icon=":material/timer_off:", color="orange")


def clock(left: timedelta) -> str:
    """Minutes and seconds, `9:05`."""
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    return f"{minutes}:{seconds:02d}"
