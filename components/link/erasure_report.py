"""What erasing a person came to, once it is done and for whoever looks for the person later."""

import streamlit as st

from components.ui import desk
from components.ui.text import count, plain
from components.ui.time_format import exact
from domain.erasure_report import NO_BACKUPS, NO_FILES, Report, ended_at_belvo, text
from languages import grouped, say
from store import Database
from store.core import instants
from store.upkeep import person_erasure

_TOLD = "erasure_told"
MOST = 5
"""Files and backups that are named on the page; the report has all."""


def tell_report(mark: str) -> None:
    """Have the page of links tell it until somebody closes it."""
    st.session_state[_TOLD] = mark


def draw_told_report(db: Database) -> None:
    """The report of the person who was just erased."""
    if mark := st.session_state.get(_TOLD):
        _draw(db, mark, closes=True)


def draw_report(db: Database, named: str) -> None:
    """The report of whoever had this external id, for who may erase people."""
    if named and named != st.session_state.get(_TOLD):
        _draw(db, named, closes=False)


def _draw(db: Database, named: str, *, closes: bool) -> None:
    report = person_erasure.report_of(db.whole, named) if desk.may("erase") else None
    if report is None:
        return
    with st.container(border=True, gap="small", key="erasure_report"):
        st.markdown(f"**{say('Erased person')}** {plain(report.mark)}")
        is_well = not report.left and not report.problem
        (st.success if is_well else st.error)(
            plain(report.outcome), icon=":material/check:" if is_well else ":material/error:"
        )
        for line in _lines(report):
            st.text(line)
        with st.container(horizontal=True):
            st.download_button(
                say("Download the report"),
                text(report),
                f"erasure-{report.mark}.txt",
                "text/plain",
                key="download_report",
                icon=":material/download:",
                on_click="ignore",
            )
            if closes:
                st.button(say("Close"), key="close_report", on_click=_close)


def _lines(report: Report) -> list[str]:
    when = exact(instants.decode(report.at), st.context.timezone)
    links, rows = count(len(report.links) - report.left, "link"), count(sum(report.rows.values()), "row")
    kept = [
        f"{link.institution}: {ended_at_belvo(link)} {say('It is still here.')}"
        for link in report.links
        if not link.is_gone
    ]
    return [
        say("{when}, by {actor}: {reason}", when=when, actor=report.actor, reason=report.reason),
        _erased(report, links, rows),
        *kept,
        _named(
            say("Files that left the desk"),
            [
                say("{day} {what} by {actor}", day=file.at[:10], what=file.what, actor=file.actor)
                for file in report.files
            ],
        )
        or say(NO_FILES),
        _named(say("Backups that hold it still"), [backup.file for backup in report.backups])
        or "\n".join(map(say, report.beyond.splitlines()))
        or say(NO_BACKUPS),
    ]


def _erased(report: Report, links: str, rows: str) -> str:
    if not report.searched:
        return say(
            "{links} and {rows} are erased here; all other rows were searched for what they said.",
            links=links,
            rows=rows,
        )
    return say(
        "{links} and {rows} are erased here; {number} bytes were searched for what they said.",
        links=links,
        rows=rows,
        number=grouped(report.searched),
    )


def _named(title: str, found: list[str]) -> str:
    if not found:
        return ""
    named = "; ".join(found[-MOST:])
    if len(found) > MOST:
        more = grouped(len(found) - MOST)
        return say("{title}: {named}, and {number} more in the report.", title=title, named=named, number=more)
    return f"{title}: {named}."


def _close() -> None:
    st.session_state.pop(_TOLD, None)
