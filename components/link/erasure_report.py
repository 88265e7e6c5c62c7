"""What erasing a person came to, once it is done and for whoever looks for the person later."""

import streamlit as st

from components.ui import desk
from components.ui.text import count, plain
from components.ui.time_format import exact
from domain.erasure_report import NO_BACKUPS, NO_FILES, Report, text
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
        st.markdown(f"**Erased person** {plain(report.mark)}")
        is_well = not report.left and not report.problem
        (st.success if is_well else st.error)(
            plain(report.outcome), icon=":material/check:" if is_well else ":material/error:"
        )
        for line in _lines(report):
            st.text(line)
        with st.container(horizontal=True):
            st.download_button(
                "Download the report",
                text(report),
                f"erasure-{report.mark}.txt",
                "text/plain",
                key="download_report",
                icon=":material/download:",
                on_click="ignore",
            )
            if closes:
                st.button("Close", key="close_report", on_click=_close)


def _lines(report: Report) -> list[str]:
    when = exact(instants.decode(report.at), st.context.timezone)
    links, rows = count(len(report.links) - report.left, "link"), count(sum(report.rows.values()), "row")
    kept = [f"{link.institution}: {link.at_belvo} It is still here." for link in report.links if not link.is_gone]
    return [
        f"{when}, by {report.actor}: {report.reason}",
        f"{links} and {rows} are erased here; {_searched(report)} searched for what they said.",
        *kept,
        _named("Files that left the desk", [f"{file.at[:10]} {file.what} by {file.actor}" for file in report.files])
        or NO_FILES,
        _named("Backups that hold it still", [backup.file for backup in report.backups]) or report.beyond or NO_BACKUPS,
    ]


def _searched(report: Report) -> str:
    return f"{report.searched:,} bytes were" if report.searched else "all other rows were"


def _named(title: str, found: list[str]) -> str:
    if not found:
        return ""
    more = f", and {len(found) - MOST:,} more in the report" if len(found) > MOST else ""
    return f"{title}: {'; '.join(found[-MOST:])}{more}."


def _close() -> None:
    st.session_state.pop(_TOLD, None)
