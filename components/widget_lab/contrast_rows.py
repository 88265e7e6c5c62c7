"""The contrast of the widget's colours as a table: each pair with its ratio, what is asked of it, and a verdict."""

import pandas as pd
import streamlit as st

from components.ui.states import State
from components.ui.tables import Column, Table, draw_table
from domain.widget.contrast import Pair
from languages import msg, say

_VERDICTS = {
    "fails": State(msg("Fails"), ":material/close:", "✕", "red", msg("It can't be told apart well enough.")),
    "AA": State("AA", ":material/check:", "✓", "green", msg("As WCAG 2.2 asks at level AA.")),
    "AAA": State("AAA", ":material/done_all:", "✓✓", "green", msg("As WCAG 2.2 asks at level AAA.")),
}
_SCHEMES = {"light": msg("Light"), "dark": msg("Dark")}

CONTRAST = Table(
    {
        "what": Column(msg("Seen together"), 230),
        "scheme": Column(msg("Scheme"), 80),
        "front": Column(msg("Colour"), 90),
        "behind": Column(msg("On"), 90),
        "ratio": Column(msg("Ratio"), 80, "hundredths", help=msg("1 is none at all, 21 is black on white.")),
        "needed": Column(msg("Needed"), 80, "tenths", help=msg("4.5 for text, 3 for parts of controls")),
        "verdict": Column(msg("Verdict"), 100, "state", states=_VERDICTS),
    },
    alt=msg("Colours of the widget that are seen together, with their contrast"),
)


def draw_contrast(pairs: list[Pair]) -> None:
    """The table, and a word on what it is of."""
    failing = [pair for pair in pairs if pair.verdict == "fails"]
    if failing:
        st.warning(say("Some colours can't be told apart well enough. Choose others."), icon=":material/contrast:")
    else:
        st.success(say("All colours that are set can be told apart."), icon=":material/contrast:")
    rows = [
        {
            "what": pair.what,
            "scheme": say(_SCHEMES[pair.scheme]),
            "front": pair.front,
            "behind": pair.behind,
            "ratio": pair.ratio,
            "needed": pair.needed,
            "verdict": pair.verdict,
        }
        for pair in pairs
    ]
    draw_table(pd.DataFrame(rows), CONTRAST, key="contrast", file="contrast")
    st.caption(
        say(
            "The ratios are those of WCAG 2.2. The widget's own surface is that of the local Belvo's widget, since "
            "Belvo publishes none. The local widget leaves a main colour out that has less than 3 on it."
        )
    )
