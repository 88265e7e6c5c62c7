"""Tokens: by which programs read through the JSON API what their role has; made and revoked here."""

import pandas as pd
import streamlit as st

from actions.access import tokens
from actions.permission import Refused
from components.ui import desk, states
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, plain
from components.ui.time_format import utc_now
from components.ui.verbatim import draw_verbatim
from domain.access.tokens import DAYS, LONGEST_NAME, MOST_DAYS, MOST_RATE, RATE, Token
from domain.roles import Role
from languages import grouped, say

MADE = "made_token"

TOKENS = Table(
    {
        "name": Column("Token", 160),
        "state": Column(say("State"), 92, "state", states=states.TOKENS),
        "role": Column(say("Role"), 78, "words"),
        "owner": Column(say("Made by"), 165),
        "used_at": Column(say("Last used"), 86, "ago", help=say("To the minute")),
        "made_at": Column(say("Made"), 84, "ago"),
        "expires_at": Column(say("Counts until"), 94, "day"),
        "rate": Column(
            say("A minute"), 70, "count", help=say("Requests in a minute, beyond which it is asked to wait")
        ),
        "revoke": Column(say("Revoke"), kind="button"),
    },
    alt=say("Tokens with their role, who made them, until when they count and when they were used last"),
    empty=say("There is no token yet. With one a program reads what its role may see, and changes nothing."),
)

db, now, me = desk.database().whole, utc_now(), desk.actor()
signing = desk.sign_in()
members = signing.members if signing else None


def make() -> None:
    """Kept until it is put away, since nobody can be told it again."""
    if MADE in st.session_state and st.session_state[MADE][0] == st.session_state["token_name"].strip():
        return  # the second of two quick clicks: the token stands there
    chosen = {name: st.session_state[f"token_{name}"] for name in ("name", "role", "days", "rate")}
    try:
        secret = tokens.make(
            db, chosen["name"].strip(), chosen["role"], actor=desk.actor(), days=chosen["days"], rate=chosen["rate"]
        )
    except Refused as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return
    st.session_state[MADE] = chosen["name"].strip(), secret


def forget() -> None:
    del st.session_state[MADE]


def state_of(token: Token) -> str:
    if token.revoked_at:
        return "revoked"
    return "counts" if token.counts(now) and token.held_to(members) else "ended"


header(say("Tokens"))
found = tokens.seen_by(db, me)
counting = [token for token in found if state_of(token) == "counts"]
draw_figures(
    [
        Figure(say("Counting now"), grouped(len(counting)), say("of {number}", number=count(len(found), "token"))),
        Figure(
            say("Never used"), grouped(sum(token.used_at is None for token in counting)), say("of those that count")
        ),
    ],
    key="figures",
)

if MADE in st.session_state:
    name, secret = st.session_state[MADE]
    with st.container(border=True, key="made"):
        st.markdown(say("{name} is made. Copy it now: nobody can read it again.", name=f"**{plain(name)}**"))
        draw_verbatim(secret, key="secret", label=say("The token {name}", name=name))
        st.button(say("I have it"), key="forget", on_click=forget)

with st.form("make_token", border=True), st.container(horizontal=True, vertical_alignment="bottom"):
    st.text_input(say("Name"), key="token_name", width=220, max_chars=LONGEST_NAME, placeholder=say("What uses it"))
    mine = [role for role in Role if role <= me.role]
    st.selectbox(say("Role"), mine, key="token_role", width=140, format_func=lambda role: say(role.word).capitalize())
    st.number_input(say("Days"), 1, MOST_DAYS, DAYS, key="token_days", width=130, help=say("For how long it counts"))
    st.number_input(say("A minute"), 1, MOST_RATE, RATE, key="token_rate", width=140, help=say("Requests in a minute"))
    st.form_submit_button(say("Make a token"), key="make", icon=":material/add:", on_click=make)

rows = pd.DataFrame(
    [
        {
            "name": token.name,
            "state": state_of(token),
            "role": (token.held_to(members) or token.role).word,
            "owner": token.owner,
            "used_at": token.used_at,
            "made_at": token.made_at,
            "expires_at": token.expires_at.date(),
            "rate": token.rate,
            "revoke": say("Revoke") if token.counts(now) else None,
        }
        for token in found
    ],
    columns=[*TOKENS.columns],
)
times = {name: pd.to_datetime(rows[name], utc=True) for name in ("used_at", "made_at")}
rows = rows.assign(**times, expires_at=pd.to_datetime(rows["expires_at"]))


def revoke() -> None:
    name = str(rows["name"].iloc[st.session_state["revoke_token"].row])
    tokens.revoke(db, name, actor=desk.actor())
    st.toast(say("{name} lets nobody in any more", name=plain(name)), icon=":material/block:")


revoking = st.column_config.ButtonColumn("", width=74, on_click=revoke, key="revoke_token")
draw_table(rows, TOKENS, key="tokens", buttons={"revoke": revoking}, file="tokens")
