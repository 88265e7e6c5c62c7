"""What stands in the place of pages for whoever has not signed in, or has, and may not see them."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import streamlit as st

from actions.permission import record_refusal
from components.ui import desk
from components.ui.header import header
from components.ui.streamlit_patch import AT_ENTRANCE
from components.ui.text import plain
from languages import say
from settings import SettingsError
from sign_in import DEFAULT, Provider, SignIn, Visitor
from store import FormerInstance, StoreError


def draw_entrance(pages: Iterable[str]) -> None:
    """The way in, at the address of whichever of these pages was asked for; that of the first is empty."""
    sign_in, visitor = desk.sign_in(), desk.visitor()
    if sign_in is None:
        return

    st.session_state[AT_ENTRANCE] = True

    def draw() -> None:
        with st.container(horizontal_alignment="center", key="entrance"):
            st.space("large")
            if visitor is None:
                _draw_way_in(sign_in)
            else:
                _draw_nobody(visitor, sign_in.members.admins)

    found = [st.Page(draw, title=say("Sign in"), url_path=page or None, default=not page) for page in pages]
    st.navigation(found, position="hidden").run()


def draw_refusal(page: str) -> None:
    """In the place of a page that the role has not; that it was asked for is on record once a tab."""
    sign_in, actor = desk.sign_in(), desk.actor()
    known = st.session_state.setdefault(_REFUSED, set())
    if page not in known:
        known.add(page)
        record_refusal(desk.database().whole, actor.name, f"/{page}", address=actor.address)
    header(say("This is not for your role"))
    role, admins = say(actor.role.word), ", ".join(sign_in.members.admins) if sign_in else ""
    if admins:
        st.text(say("Your role is {role}. Ask one of this desk's admins: {admins}", role=role, admins=admins))
    else:
        st.text(say("Your role is {role}. Ask one of this desk's admins.", role=role))


_REFUSED = "refused_pages"


def _draw_way_in(sign_in: SignIn) -> None:
    with st.container(border=True, width=420, gap="small"):
        st.subheader("Linkdesk", anchor=False)
        if not _is_at(sign_in.origin):
            st.text(say("This desk signs people in at {origin}.", origin=sign_in.origin))
            st.link_button(say("Go there"), sign_in.origin, type="primary", width="stretch")
            return
        st.text(say("Sign in to see this desk."))
        if not _is_working():
            st.warning(say("Nobody can sign in now. The server's log says why."), icon=":material/sync_disabled:")
        for provider in sign_in.providers:
            _draw_provider(provider, is_alone=len(sign_in.providers) == 1)


def _draw_provider(provider: Provider, *, is_alone: bool) -> None:
    label = say("Sign in") if is_alone else say("Sign in with {title}", title=plain(provider.title))
    st.button(
        label,
        key=f"sign_in_{provider.name}",
        type="primary" if is_alone else "secondary",
        icon=":material/login:",
        width="stretch",
        on_click=st.login,
        args=() if provider.name == DEFAULT else (provider.name,),
    )


def _draw_nobody(visitor: Visitor, admins: list[str]) -> None:
    with st.container(border=True, width=420, gap="small"):
        st.subheader(say("You can't come in yet"), anchor=False)
        st.text(say("You are signed in as {name}.", name=visitor.name))
        if visitor.is_unverified:
            st.text(say("Your provider says that this address is not verified. Verify it there, and sign in again."))
        else:
            st.text(
                say(
                    "Nobody has given you a role at this desk. Ask one of its admins: {admins}",
                    admins=", ".join(admins),
                )
            )
        st.button(say("Sign out"), key="sign_out", icon=":material/logout:", width="stretch", on_click=st.logout)


def _is_working() -> bool:
    """Whether the store is there, without which nobody knows which sign-ins were ended."""
    try:
        desk.database().probe()
    except FormerInstance:
        return True  # who signs in is no matter of the local Belvo's
    except (SettingsError, StoreError):
        return False
    return True


def _is_at(origin: str) -> bool:
    """Whether the browser is where the provider leads it back to; elsewhere a sign-in would come to nothing."""
    here = urlsplit(st.context.url or origin)
    return f"{here.scheme}://{here.netloc}" == origin
