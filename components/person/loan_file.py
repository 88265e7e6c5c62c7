"""The way to the loan file of a person or company: a PDF for who decides, with the rows behind it in one zip."""

from urllib.parse import urlencode

import streamlit as st

from components.person.whose import Person
from components.ui import desk
from domain.as_known import PARAMETER
from languages import msg, say

SAID = msg(
    "Who, accounts, income with its proof, cash flow, debts, employment, tax, checks and sources, and what is not "
    "known. It is made when you ask for it, which takes some seconds."
)
MASKED = msg("People are masked in it, as they are here; it says so on each page.")

_FORMATS = {
    "zip": (
        msg("PDF with its rows"),
        ":material/folder_zip:",
        msg("One zip: the PDF, the rows as Excel and Parquet, digests"),
    ),
    "pdf": (msg("PDF alone"), ":material/picture_as_pdf:", msg("The same PDF, byte by byte")),
}


def draw_loan_file(person: Person) -> None:
    """A small menu with both addresses, for who may take files away; of the day that the page is of."""
    if not desk.may("export"):
        return
    day = desk.known_day()
    asked = urlencode({**person.query, **({PARAMETER: day.isoformat()} if day else {})})
    with st.popover(say("Loan file"), icon=":material/description:", key="loan_file"):
        st.caption(say(SAID))
        for extension, (label, icon, meaning) in _FORMATS.items():
            st.link_button(
                say(label), f"/export/loan-file.{extension}?{asked}", icon=icon, help=say(meaning), width="stretch"
            )
        if desk.is_masked():
            st.caption(say(MASKED))
