"""A file of test accounts: what is wrong with each before anything is sent, then one login after the other."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from actions.connect import register
from actions.connect.register import Asked
from actions.permission import Refused
from belvo_client import BelvoError
from components.ui import desk
from components.ui.downloads import draw_download
from components.ui.states import State
from components.ui.tables import Column, Table, draw_table
from components.ui.text import one_line
from domain.connect import registration
from domain.connect.registration import BadFile, Numbered
from languages import grouped, msg, say, say_many

OUTCOMES = {
    "ready": State(
        msg("Ready"), ":material/hourglass_empty:", "…", "gray", msg("Nothing speaks against it; nothing was sent.")
    ),
    "wrong": State(msg("Not possible"), ":material/block:", "⊘", "orange", msg("Nothing is sent for this line.")),
    "connected": State(msg("Connected"), ":material/check:", "✓", "green", msg("Belvo has made its link.")),
    "token": State(msg("Token"), ":material/key:", "⚷", "orange", msg("Its institution asks for a token.")),
    "failed": State(msg("Failed"), ":material/priority_high:", "!", "red", msg("Belvo or the institution refused it.")),
}

_FILE, _RESULTS, _RUNNING = "batch_of", "batch_results", "batch_running"

RESULTS = Table(
    {
        "line": Column(msg("Line"), 50, "code"),
        "outcome": Column(msg("Outcome"), 120, "state", states=OUTCOMES),
        "institution": Column(msg("Institution"), 170),
        "external_id": Column(msg("External ID"), 140),
        "code": Column(msg("Code"), 130),
        "message": Column(msg("What is said of it"), 330),
        "link": Column(msg("Link ID"), 270),
        "request_id": Column(msg("Request ID"), 110),
    },
    alt=msg("Accounts of the file with what became of each"),
)


def draw_batch() -> None:
    """The choice of a file, its dry run, the run with its progress, tokens, and the file of what came of it."""
    st.text(
        say(
            "A CSV file whose first line names its columns: {columns}. Usernames and passwords go to "
            "Belvo alone; they are kept by neither store nor log, and are gone with this tab.",
            columns=", ".join(registration.COLUMNS),
        )
    )
    if desk.settings().environment == "production":
        st.error(str(register.NotForProduction()), icon=":material/block:")
        return
    given = st.file_uploader(
        say("File of up to {most} test accounts", most=registration.MOST),
        type="csv",
        key="batch_file",
        max_upload_size=1,
    )
    if given is None:
        _forget()
        return
    try:
        accounts = registration.read(given.getvalue())
    except BadFile as error:
        st.error(str(error), icon=":material/error:")
        return
    if st.session_state.get(_FILE) != given.file_id:
        _forget()
        st.session_state[_FILE] = given.file_id
    _draw_run(register.check(desk.database(), accounts) if not _results() else accounts_as_checked(accounts))


def accounts_as_checked(accounts: Sequence[Numbered]) -> list[Numbered]:
    """As they were checked before the first of them was connected, or each would be there already."""
    known: dict[int, tuple[str, ...]] = st.session_state.get("batch_problems", {})
    return [Numbered(one.line, one.wanted, known.get(one.line, ())) for one in accounts]


def _draw_run(checked: Sequence[Numbered]) -> None:
    results = _results()
    if not results:
        st.session_state["batch_problems"] = {one.line: one.problems for one in checked}
    left = [*register.open_ones(checked, results)]
    possible = sum(1 for one in checked if not one.problems)
    st.caption(
        say_many(
            "Dry run: {possible} of {number} account can be connected; nothing was sent for it.",
            "Dry run: {possible} of {number} accounts can be connected; nothing was sent for it.",
            len(checked),
            possible=grouped(possible),
        )
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        label = (
            say_many("Connect {number} account", "Connect {number} accounts", len(left))
            if not results
            else say_many("Go on with {number} account", "Go on with {number} accounts", len(left))
        )
        st.button(label, key="batch_run", type="primary", disabled=not left, on_click=_begin)
        rows = _rows(checked)
        draw_download(rows, "connected_accounts", key="batch_export")
    if st.session_state.pop(_RUNNING, False):
        _run(left, len(checked) - len(left))
        st.rerun()
    _draw_tokens()
    draw_table(rows, RESULTS, key="batch_rows")


def _begin() -> None:
    st.session_state[_RUNNING] = True


def _run(left: Sequence[Numbered], before: int) -> None:
    """One after the other, each result kept at once: whoever leaves the page goes on where it was broken off."""
    bar, whole = st.progress(0.0, text=say("Connecting…")), before + len(left)
    st.caption(say("Stays while this page is open. Left early, it goes on from the next line with the same file."))
    for number, one in enumerate(left, before):
        bar.progress(
            number / whole,
            text=say(
                "{number} of {whole}: {institution}",
                number=grouped(number),
                whole=grouped(whole),
                institution=one_line(one.wanted.institution),
            ),
        )
        _results()[one.line] = {"outcome": "failed", "message": msg("It was broken off. Look among the links.")}
        _results()[one.line] = _tried(one)
    bar.progress(1.0, text=say("{number} of {whole}", number=grouped(whole), whole=grouped(whole)))


def _tried(one: Numbered) -> dict[str, object]:
    try:
        found = register.register(
            desk.database().whole, desk.client(), desk.settings(), one.wanted, actor=desk.actor(), of_file=True
        )
    except (BelvoError, Refused) as error:
        return _failed(error)
    return _made(found)


def _made(found: str | Asked) -> dict[str, object]:
    if isinstance(found, Asked):
        return {"outcome": "token", "message": found.instructions, "link": found.link, "asked": found}
    return {"outcome": "connected", "link": found}


def _failed(error: BelvoError | Refused) -> dict[str, object]:
    if isinstance(error, Refused):
        return {"outcome": "failed", "message": str(error)}
    return {"outcome": "failed", "code": error.code, "message": error.message, "request_id": error.request_id}


def _draw_tokens() -> None:
    for line, result in _results().items():
        if result["outcome"] == "token" and isinstance(asked := result.get("asked"), Asked):
            with st.container(border=True, key=f"token_of_{line}"):
                draw_token(asked, key=f"batch_token_{line}", done=partial(_take, line))


def _take(line: int, found: dict[str, object]) -> None:
    _results()[line] = found


def draw_token(asked: Asked, *, key: str, done: Callable[[dict[str, object]], None]) -> None:
    """What an institution asks for, and where its answer is written; `done` is told what came of it."""
    st.text(one_line(f"{asked.institution}: {asked.instructions} {asked.value}"))

    def hand_in() -> None:
        token = st.session_state.get(key, "") or ""
        try:
            found = register.resume(desk.database().whole, desk.client(), asked, token, actor=desk.actor())
        except (BelvoError, Refused) as error:
            done(_failed(error))
            return
        finally:
            if key in st.session_state:
                st.session_state[key] = ""
        done(_made(found))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        if asked.expects_input:
            st.text_input(say("Token"), key=key, type="password", width=220, autocomplete="one-time-code")
        st.button(
            say("Hand it in") if asked.expects_input else say("It is confirmed"), key=f"{key}_send", on_click=hand_in
        )


def _rows(checked: Sequence[Numbered]) -> pd.DataFrame:
    results = _results()
    told = []
    for one in checked:
        known = results.get(one.line, {})
        outcome = known.get("outcome") or ("wrong" if one.problems else "ready")
        told.append(
            {
                "line": one.line,
                "outcome": outcome,
                "institution": one.wanted.institution,
                "external_id": one.wanted.external_id,
                "code": known.get("code") or "",
                "message": say(str(known.get("message") or "")) or " ".join(one.problems),
                "link": known.get("link") or "",
                "request_id": known.get("request_id") or "",
            }
        )
    return pd.DataFrame(told).astype({"line": "Int64"})


def _results() -> dict[int, dict[str, object]]:
    found: dict[int, dict[str, object]] = st.session_state.setdefault(_RESULTS, {})
    return found


def _forget() -> None:
    for name in (_FILE, _RESULTS, "batch_problems", _RUNNING):
        st.session_state.pop(name, None)
