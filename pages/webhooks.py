"""Webhooks: what arrived, what each set off, and how Belvo finds this desk."""

from dataclasses import replace
from functools import partial

import streamlit as st

from actions import webhooks as webhook_actions
from actions.local_belvo import ControlFailed
from components.connect.webhook_setup import draw_receiver, draw_test
from components.log.webhook_rows import PARAMETER, draw_refused, draw_webhook, draw_webhooks
from components.ui import desk, query
from components.ui.downloads import draw_list_download
from components.ui.drawers import follow_drawer, opener, view_beside
from components.ui.filters import draw_clear, draw_since, filter_bar, link_labels
from components.ui.following import follow_changes
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.paging import all_rows, page_at, pager
from components.ui.text import one_line, words
from languages import grouped, say, say_many
from store.ops import refusals, webhooks
from store.ops.webhooks import WebhookFilter
from store.write import links

EFFECTS = {"pull": say("Set off a pull"), "none": say("Set off none")}

db, settings = desk.database(), desk.settings()
follow_changes(webhooks.mark)

labels = link_labels(links.table(db))


def replay(webhook: str) -> str:
    try:
        return webhook_actions.replay(db.whole, webhook, actor=desk.actor()).outcome
    except webhook_actions.UnknownWebhook as error:
        return str(error)


def send(link: str, kind: str, code: str) -> None:
    try:
        webhook_actions.send_test(db.whole, settings, link, kind, code, actor=desk.actor())
    except ControlFailed as error:
        st.toast(one_line(error), icon=":material/error:")
        return
    st.toast(say("Sent by the local Belvo; it arrives in a moment"), icon=":material/send:")


header(say("Webhooks"))
with filter_bar():
    find = query.text(say("Find"), "find", width=230, placeholder=say("Any ID"))
    facets = webhooks.facets(db)
    kind = query.choose_one(
        say("About"),
        "type",
        {name: words(name) for name in facets},
        width=200,
        placeholder=say("All types"),
        drops=("code",),
    )
    codes = sorted({code for name, found in facets.items() if kind in (None, name) for code in found})
    code = query.choose_one(
        say("Event"), "code", {name: words(name) for name in codes}, width=220, placeholder=say("All events")
    )
    link = query.choose_one(say("Link"), "link", labels, width=190, placeholder=say("All links"))
    since = draw_since("since")
    effect = query.segments(say("Effect"), "effect", EFFECTS)
    draw_clear()
    st.space("stretch")
    if desk.may("replay"):
        replaying = st.popover(say("Replay these"), icon=":material/replay:", key="replay_many")
    draw_receiver(settings)
    if desk.may("test_event") and settings.environment == "local" and labels:
        draw_test(labels, send)

wanted = WebhookFilter(
    type=kind or "",
    code=code or "",
    link=link or "",
    id=find,
    since=since,
    with_job=None if effect is None else effect == "pull",
)


def replay_these() -> None:
    number = webhook_actions.replay_many(db.whole, wanted, actor=desk.actor())
    st.toast(say_many("{number} webhook replayed", "{number} webhooks replayed", number), icon=":material/replay:")


if desk.may("replay"):
    with replaying:
        st.text(
            say(
                "Each webhook that the filters show, the newest {most} at most, sets off once more what it calls for. "
                "Replays are left out.",
                most=webhook_actions.MOST_AT_ONCE,
            )
        )
        st.button(say("Replay"), key="replay_these", type="primary", icon=":material/replay:", on_click=replay_these)

draw_refused(refusals.table(db, since=since), key="refused")

follow_drawer(PARAMETER, lambda named: draw_webhook(db, named, replay=replay))

number = webhooks.count(db, wanted)
if not number:
    st.text(
        say("No webhook is like this.") if query.pairs() else say("No webhook has come yet. Each will be here at once.")
    )
    st.stop()
rows = page_at(number, "webhooks", lambda at: webhooks.page(db, wanted, at=at))
pulled = webhooks.count(db, replace(wanted, with_job=True)) if wanted.with_job is None else None
draw_figures(
    [
        Figure(say("Webhooks"), grouped(number)),
        *([] if pulled is None else [Figure(say("Set off a pull"), grouped(pulled))]),
        Figure(say("Types"), grouped(webhooks.types(db, wanted))),
    ],
    key="figures",
)
opening = opener(PARAMETER, [*rows["webhook_id"]], key="open_row")
draw_webhooks(rows, key=f"webhooks {view_beside(PARAMETER)}", opener=opening)
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    load = partial(all_rows, lambda at: webhooks.page(db, wanted, at=at))
    draw_list_download(load, number, "webhooks", key="export_webhooks")
    pager(number)
