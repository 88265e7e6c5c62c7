"""Notices: whom what happens reaches while they are not looking, and what was sent."""

from collections.abc import Callable
from datetime import time, timedelta
from zoneinfo import available_timezones

import streamlit as st

from actions.notices import channels as setting
from actions.notices import sending
from actions.permission import Refused
from components.log.notice_rows import (
    PARAMETER,
    draw_channel,
    draw_deliveries,
    draw_delivery,
    draw_noticed,
    name_of,
)
from components.ui import desk, query
from components.ui.drawers import follow_drawer, opener, view_beside
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.text import plain
from components.ui.time_format import utc_now
from domain.notices.channels import MOST_MINUTES, WAYS, Channel, Quiet
from domain.notices.kinds import CHOOSABLE, KINDS, Kind
from languages import LANGUAGES, grouped, say, spoken
from store.ops.notices import channels, deliveries, events
from store.ops.notices.deliveries import Delivery

MADE = "channels_made"
WEEK = timedelta(days=7)
SECRETS = {
    "slack": say("Goes to the address in LINKDESK_NOTICES_SLACK."),
    "webhook": say(
        "JSON, signed with LINKDESK_NOTICES_KEY. A host of your own network stands in LINKDESK_NOTICES_HOSTS."
    ),
    "email": say("Goes by the mail server in LINKDESK_NOTICES_SMTP."),
}

db, settings = desk.database().whole, desk.settings()
follow_changes(deliveries.mark)


def done(act: Callable[[], object], said: str) -> bool:
    """For a click: say that it is done, or why not."""
    try:
        act()
    except Refused as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return False
    st.toast(plain(said), icon=":material/check:")
    return True


def save(known: Channel | None, key: str) -> None:
    """What the form says, as a channel; one that is new is on."""
    state = st.session_state
    way = known.way if known else state[f"{key}_way"]
    is_quiet = state[f"{key}_quiet"]
    channel = Channel(
        id=known.id if known else setting.new_id(),
        way=way,
        target="" if way == "slack" else " ".join(state[f"{key}_target"].replace(",", " ").split()),
        kinds=frozenset(state[f"{key}_kinds"]),
        gather=timedelta(minutes=state[f"{key}_gather"]),
        quiet=Quiet(state[f"{key}_from"], state[f"{key}_until"], state[f"{key}_zone"]) if is_quiet else None,
        urgent_passes=state[f"{key}_urgent"],
        on_since=known.on_since if known else utc_now(),
        language=state[f"{key}_language"],
    )
    went_well = done(
        lambda: setting.save(db, settings, channel, actor=desk.actor()),
        say("{channel} is set", channel=name_of(channel)),
    )
    if went_well and known is None:  # the next one begins with an empty form, which is folded up
        state[MADE] = state.get(MADE, 0) + 1


def do(act: Callable[[], object], said: str) -> None:
    """The same for a button."""
    done(act, said)


def draw_form(known: Channel | None, key: str) -> None:
    """A form for a new channel, or for one that is there."""
    way = (
        known.way
        if known
        else st.segmented_control(
            say("By"),
            [*WAYS],
            key=f"{key}_way",
            format_func=lambda one: say(WAYS[one]),
            default="webhook",
            required=True,
        )
    )
    with st.form(f"{key}_form", border=False):
        st.caption(SECRETS[way])
        if lacking := setting.missing(settings, way):
            st.warning(plain(lacking), icon=":material/key_off:")
        if way != "slack":
            label = say("Address") if way == "webhook" else say("Recipients")
            example = "https://hooks.example.com/linkdesk" if way == "webhook" else "a@example.com, b@example.com"
            st.text_input(label, known.target if known else "", key=f"{key}_target", max_chars=500, placeholder=example)
        chosen = [kind for kind in CHOOSABLE if known is None or kind in known.kinds]
        st.pills(
            say("Of what"), CHOOSABLE, selection_mode="multi", default=chosen, key=f"{key}_kinds", format_func=word_of
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            gather = round(known.gather / timedelta(minutes=1)) if known else 5
            st.number_input(
                say("Gather, min"),
                0,
                MOST_MINUTES,
                gather,
                key=f"{key}_gather",
                width=130,
                help=say("What is urgent goes at once"),
            )
            st.selectbox(
                say("Told in"),
                codes := [*LANGUAGES],
                codes.index(known.language if known else spoken().code),
                key=f"{key}_language",
                width=130,
                format_func=lambda code: LANGUAGES[code][0],
            )
            quiet = known.quiet if known else None
            st.toggle(say("Quiet time"), quiet is not None, key=f"{key}_quiet")
            st.time_input(say("From"), quiet.begins if quiet else time(22), key=f"{key}_from", width=110)
            st.time_input(say("Until"), quiet.ends if quiet else time(7), key=f"{key}_until", width=110)
            zones = sorted(available_timezones())
            zone = quiet.zone if quiet else st.context.timezone or "UTC"
            at = zones.index(zone if zone in zones else "UTC")
            st.selectbox(say("Time zone"), zones, at, key=f"{key}_zone", width=210)
            passes = known.urgent_passes if known else True
            st.toggle(say("What is urgent passes"), passes, key=f"{key}_urgent", help=URGENT)
        st.form_submit_button(say("Save"), key=f"{key}_save", icon=":material/check:", on_click=save, args=(known, key))


def word_of(kind: Kind) -> str:
    return say(KINDS[kind].word)


def draw_buttons(channel: Channel) -> None:
    """What can be done with a channel."""
    name, actor = name_of(channel), desk.actor()
    st.button(
        say("Test"),
        key=f"test_{channel.id}",
        icon=":material/send:",
        on_click=do,
        args=(lambda: sending.test(db, settings, channel.id, actor=actor), say("A test is on its way")),
    )
    st.button(
        say("Switch off") if channel.is_on else say("Switch on"),
        key=f"switch_{channel.id}",
        on_click=do,
        args=(
            lambda: setting.switch(db, channel.id, is_on=not channel.is_on, actor=actor),
            say("{channel} is off", channel=name) if channel.is_on else say("{channel} is on", channel=name),
        ),
    )
    with st.popover(say("Change"), key=f"change_{channel.id}", width="content"):
        draw_form(channel, f"form_{channel.id}")
        st.button(
            say("Remove this channel"),
            key=f"remove_{channel.id}",
            type="tertiary",
            icon=":material/delete:",
            on_click=do,
            args=(lambda: setting.remove(db, channel.id, actor=actor), say("{channel} is removed", channel=name)),
        )


def draw_again(delivery: Delivery) -> None:
    if delivery.state == "failed" and delivery.channel in {channel.id for channel in known}:
        st.button(
            say("Send again"),
            key="again",
            icon=":material/replay:",
            on_click=do,
            args=(lambda: sending.send_again(db, delivery.id, actor=desk.actor()), say("It is tried once more")),
        )


URGENT = ", ".join(say(about.word) for about in KINDS.values() if about.urgent and about.word != "Test")

header(say("Notices"))
known, sent = channels.all_of(db), deliveries.lately(db)
follow_drawer(PARAMETER, lambda named: draw_delivery(db, named, draw_again))

now = utc_now()
of_week = [one for one in sent if now - one.made_at <= WEEK]
draw_figures(
    [
        Figure(
            say("Channels on"), grouped(sum(one.is_on for one in known)), say("of {number}", number=grouped(len(known)))
        ),
        Figure(say("Sent"), grouped(sum(one.state == "sent" for one in of_week)), say("in 7 days")),
        Figure(say("Waiting"), grouped(sum(one.state == "waiting" for one in sent)), say("now")),
        Figure(say("Given up"), grouped(sum(one.state == "failed" for one in of_week)), say("in 7 days")),
    ],
    key="figures",
    noted=True,
)

if not known:
    st.text(say("Nobody is told anything yet. Add a channel, and what happens reaches whoever is not looking."))
for channel in known:
    draw_channel(channel, lambda channel=channel: draw_buttons(channel))  # type: ignore[misc]  # bound at once
made = st.session_state.get(MADE, 0)
with st.expander(say("Add a channel"), icon=":material/add:", key=f"add_{made}"):
    draw_form(None, f"new_{made}")

section, place = query.tabs("section", {"deliveries": say("Deliveries"), "noticed": say("Noticed")})
with place:
    if section == "deliveries":
        opening = opener(PARAMETER, [one.id for one in sent], key="open_delivery")
        draw_deliveries(sent, known, key=f"deliveries {view_beside(PARAMETER)}", opener=opening)
    else:
        draw_noticed(events.lately(db), key="noticed")
