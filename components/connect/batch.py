"""A file of test accounts: what is wrong with each before anything is sent, and the runs that connect them."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from actions.connect import many
from actions.permission import Refused
from components.connect import batch_runs
from components.ui import desk
from components.ui.tables import draw_table
from components.ui.text import plain
from domain.connect import registration
from domain.connect.registration import BadFile, Numbered
from languages import grouped, say, say_many

_FILES, _SAID = "batch_files", "batch_said"


def draw_batch() -> None:
    """The choice of a file and its dry run, and below it what became of those that were begun."""
    st.text(
        say(
            "A CSV file whose first line names its columns: {columns}. Usernames and passwords go to Belvo alone. The "
            "worker needs them for it: until its line has ended, and for a day at most, they lie sealed in the store.",
            columns=", ".join(registration.COLUMNS),
        )
    )
    if desk.settings().environment == "production":
        st.error(str(many.NotForProduction()), icon=":material/block:")
        return
    given = st.file_uploader(
        say("File of up to {most} test accounts", most=grouped(registration.MOST)),
        type="csv",
        # Another one after each run: the file, and what is secret in it, is let go of.
        key=f"batch_file_{st.session_state.get(_FILES, 0)}",
        max_upload_size=1,
    )
    if given is not None:
        st.session_state.pop(_SAID, None)
        try:
            accounts = registration.read(given.getvalue())
        except BadFile as error:
            st.error(str(error), icon=":material/error:")
        else:
            _draw_dry_run(accounts)
    elif said := st.session_state.get(_SAID):
        st.warning(plain(said), icon=":material/info:")
    batch_runs.draw_runs()


def _draw_dry_run(accounts: Sequence[Numbered]) -> None:
    checked = many.check(desk.database(), desk.client(), accounts)
    possible = sum(1 for one in checked if not one.problems)
    st.caption(
        say_many(
            "Dry run: {possible} of {number} account can be connected; nothing was sent for it.",
            "Dry run: {possible} of {number} accounts can be connected; nothing was sent for it.",
            len(checked),
            possible=grouped(possible),
        )
    )
    st.button(
        say_many("Connect {number} account", "Connect {number} accounts", possible),
        key="batch_run",
        type="primary",
        disabled=not possible,
        on_click=_begin,
        args=(accounts,),
    )
    draw_table(_rows(checked), batch_runs.RESULTS, key="batch_rows", file="accounts_to_connect")


def _begin(accounts: Sequence[Numbered]) -> None:
    try:
        many.start(desk.database().whole, desk.client(), desk.settings(), accounts, actor=desk.actor())
    except Refused as error:
        st.session_state[_SAID] = str(error)
    st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1


def _rows(checked: Sequence[Numbered]) -> pd.DataFrame:
    told = [
        {
            "line": one.line,
            "outcome": "wrong" if one.problems else "ready",
            "institution": one.wanted.institution,
            "external_id": one.wanted.external_id,
            "code": "",
            "message": " ".join(one.problems),
            "link": "",
            "request_id": "",
        }
        for one in checked
    ]
    return pd.DataFrame(told).astype({"line": "Int64"})
