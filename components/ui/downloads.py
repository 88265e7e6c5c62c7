"""The ways to take rows away: what a page has worked out as a button, what the store has as an address."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from actions import exports
from components.ui import desk, query
from components.ui.files import content
from components.ui.files.content import FORMS, NONE, Numbers, extension_of, label_of, with_person
from components.ui.files.open_as import AS_KNOWN, BESIDE_SQL, OF_QUERY, Opened, draw_open_as
from components.ui.files.under_way import draw_written
from components.ui.paging import in_order, turn_pages
from components.ui.streamlit_patch import component
from components.ui.text import count, plain
from domain.as_known import PARAMETER
from domain.roles import Actor
from languages import Language, grouped, say, say_many, speaking, spoken
from store import Database
from store.core.files import formats
from store.queries.links import people
from store.queries.tables import catalogue, manifest, statement
from store.queries.tables.table import Table

Load = Callable[[], pd.DataFrame]
"""Reads the rows that are taken away."""

_CHOSEN, _TO_KEEP = "csv_form", "csv_form_to_keep"
_COOKIE = "linkdesk_csv"
_keep_in_browser = component("linkdesk_cookie", Path(__file__).resolve().parent / "cookie" / "cookie.js")


def draw_download(rows: pd.DataFrame, name: str, *, key: str, numbers: Numbers = NONE) -> None:
    """A button that hands over the rows; the file is made when it is clicked. Nothing for who may not have them."""
    if not desk.may("export"):
        return
    form, order = _choose_form(key), query.first("sort") or ""
    made, said = _maker(lambda: in_order(rows, order), name, form, numbers), _all_of(len(rows))
    _draw_button(say("Export {format}", format=label_of(form)), made, name, form, key, said, disabled=rows.empty)


def draw_list_download(
    load: Load, number: int, name: str, *, key: str, numbers: Numbers = NONE, said: str = ""
) -> None:
    """The same of a list of so many rows that is read once the button is clicked, in the order of what it reads."""
    if not number or not desk.may("export"):
        return
    form = _choose_form(key)
    _draw_button(
        say("Export {format}", format=label_of(form)),
        _maker(load, name, form, numbers),
        name,
        form,
        key,
        said or _all_of(number),
    )


def draw_rows_download(rows: pd.DataFrame, name: str, *, key: str, numbers: Numbers = NONE) -> None:
    """The rows behind a chart or of a small table, in the form that was chosen last, for who may have them."""
    if rows.empty or not desk.may("export"):
        return
    form = _chosen()
    said = say_many("{number} row, as {format}", "{number} rows, as {format}", len(rows), format=label_of(form))
    _draw_button(
        say("Rows"), _maker(lambda: rows, name, form, numbers), name, form, f"{key}_rows", said, type="tertiary"
    )


def _draw_button(
    label: str,
    made: "partial[bytes]",
    name: str,
    form: str,
    key: str,
    said: str,
    **looks: Any,  # noqa: ANN401
) -> None:
    st.download_button(
        label,
        data=made,
        file_name=f"{name}.{extension_of(form)}",
        mime=formats.FORMATS[extension_of(form)].media_type,
        key=key,
        icon=":material/download:",
        help=said,
        on_click="ignore",
        **looks,
    )


def _maker(load: Load, name: str, form: str, numbers: Numbers) -> "partial[bytes]":
    """Makes the file when it is clicked, where Streamlit does not say any more by whom and where."""
    other = query.is_elsewhere()
    page = other.page if other else urlsplit(st.context.url or "").path.strip("/") or "overview"
    source = manifest.Source(name, query.pairs(), desk.settings().reachable_url, _who_is_masked(), page=page)
    return partial(_make, load, form, numbers, source, db=desk.database(), actor=desk.actor(), language=spoken())


def _who_is_masked() -> str:
    if not desk.is_masked():
        return ""
    return "all but one" if desk.revealed() else "everybody"


def _make(
    load: Load,
    form: str,
    numbers: Numbers,
    source: manifest.Source,
    *,
    db: Database,
    actor: Actor,
    language: Language,
) -> bytes:
    with speaking(language):
        rows = load()
    links = [*rows["link"].dropna().unique()] if "link" in rows else []
    told = with_person(rows, people.of_links(db))
    made = content.content(
        told, form, name=source.table, manifest=manifest.of_figures(db, links, source), numbers=numbers
    )
    extension = extension_of(form)
    exports.hand_over(
        db.whole, source.table, source.pairs, len(rows), actor=actor, masked=source.masked, extension=extension
    )
    return made


def draw_export(resource: str, filtered: Sequence[tuple[str, str]], number: int) -> None:
    """The way to a file of all rows of a filter, of which there are so many; `filtered` is its query."""
    if not desk.may("export"):
        return
    form, order = _choose_form("export"), query.first("sort")
    asked = _asked([*filtered, *([("sort", order)] if order else [])], form)
    _draw_way(resource, form, asked, _meant(extension_of(form), number), formats.beyond(extension_of(form), number))
    draw_written(f"{resource}.{extension_of(form)}", asked, number)
    if table := catalogue.find(resource):
        _draw_open_as(resource, table, [pair for pair in asked if pair[0] != "csv"])


def draw_query_export(pairs: Sequence[tuple[str, str]], said: str) -> None:
    """The way to a file of all rows of a query, which `pairs` name; it is asked for it once more."""
    if not desk.may("export"):
        return
    form = _choose_form("export_query")
    holds = formats.FORMATS[extension_of(form)].most
    bound = say("The file holds them where these are no more than {most}.", most=grouped(holds)) if holds else ""
    asked = _asked(pairs, form)
    _draw_way("query", form, asked, f"{said} {bound}".strip())
    draw_written(f"query.{extension_of(form)}", asked, None)
    given, desk_url = [pair for pair in asked if pair[0] != "csv"], desk.settings().reachable_url
    source = manifest.Source("query", given, desk_url, _who_is_masked(), page="query")
    address = f"{desk_url}/export/query.parquet?{urlencode(given)}"
    about = partial(manifest.of_figures, desk.database(), (), source)
    draw_open_as(Opened("query", about, address, None, OF_QUERY), key="open_as")


def _asked(pairs: Sequence[tuple[str, str]], form: str) -> list[tuple[str, str]]:
    """What an address asks for, in this form and as known on the day that the page is of."""
    day = desk.known_day()
    semicolons = [("csv", form)] if form == "semicolon" else []
    return [*pairs, *semicolons, *([(PARAMETER, day.isoformat())] if day else [])]


def _draw_way(name: str, form: str, asked: Sequence[tuple[str, str]], meant: str, problem: str = "") -> None:
    st.link_button(
        say("Export {format}", format=label_of(form)),
        f"/export/{name}.{extension_of(form)}?{urlencode(asked)}",
        icon=":material/download:",
        help=problem or meant,
        disabled=bool(problem),
    )
    if problem:
        st.caption(plain(problem), width="content")


def draw_packet(kind: Literal["link", "call", "session"], identity: object) -> None:
    """The way to a support packet of a link, a call or a session, for who may hand one over."""
    if not desk.may("support_packet"):
        return
    st.link_button(
        say("Support packet"),
        f"/export/support-packet.zip?{urlencode([(kind, str(identity))])}",
        key=f"packet_{kind}_{identity}",
        icon=":material/support_agent:",
        type="tertiary",
        help=say(
            "One zip for Belvo's support: what happened and was tried, request IDs, and a recording that plays the "
            "same answers. Everybody is named by an alias, and it is scanned for that before you get it."
        ),
    )


def _draw_open_as(resource: str, table: Table[Any], asked: Sequence[tuple[str, str]]) -> None:
    db, desk_url, day = desk.database(), desk.settings().reachable_url, desk.known_day()
    wanted = catalogue.wanted(db, table, [pair for pair in asked if pair[0] != PARAMETER])
    source = manifest.Source(resource, asked, desk_url, _who_is_masked())
    draw_open_as(
        Opened(
            resource,
            partial(manifest.of, db, wanted, source),
            f"{desk_url}/export/{resource}.parquet?{urlencode(asked)}",
            None if day else statement.of(wanted),
            AS_KNOWN if day else BESIDE_SQL,
            tuple(table.adds_up),
        ),
        key="open_as",
    )


_MADE_A_SECOND = 9_000
"""Rows of an Excel file that a core writes: a million in 110 s, see docs/performance.md."""


def _meant(extension: str, number: int) -> str:
    told = _all_of(number)
    seconds = round(number / _MADE_A_SECOND)
    if not formats.FORMATS[extension].is_made_at_once or seconds < 2:
        return told
    made = say("The file is made before its first byte comes: about {seconds}.", seconds=count(seconds, "second"))
    return f"{told}. {made}"


def _all_of(number: int) -> str:
    return say_many("All {number} row of this filter", "All {number} rows of this filter", number)


def draw_foot(rows: pd.DataFrame, name: str, *, key: str, numbers: Numbers = NONE) -> None:
    """What stands below a page of rows: the button for all of them, and the ways to the other pages."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw_download(rows, name, key=key, numbers=numbers)
        turn_pages(rows)


def _chosen() -> str:
    kept = st.session_state.get(_CHOSEN) or st.context.cookies.get(_COOKIE)
    return kept if kept in FORMS else "comma"


def _choose_form(key: str) -> str:
    """The choice of how files are written, which the browser keeps; the one that holds."""
    form, widget = _chosen(), f"{key}_form"
    st.session_state[widget] = form
    st.selectbox(
        say("Format of the file"),
        FORMS,
        format_func=FORMS.__getitem__,
        key=widget,
        label_visibility="collapsed",
        width=190,
        on_change=_choose,
        args=(widget,),
    )
    if st.session_state.get(_TO_KEEP):
        _keep_in_browser(key=f"{widget}_kept", data={"name": _COOKIE, "value": form}, width="content")
        st.session_state.pop(_TO_KEEP, None)  # only now: a run that is broken off before leaves it to the next
    return form


def _choose(widget: str) -> None:
    st.session_state[_CHOSEN] = st.session_state[widget]
    st.session_state[_TO_KEEP] = True
