"""How verdicts on checks look; how the checks are called is the rules' own (`domain.quality.words`)."""

from collections.abc import Mapping

from components.ui.states import State
from domain.quality.checks import Verdict
from domain.quality.words import CHECKS

__all__ = ["CHECKS", "VERDICTS"]

VERDICTS: Mapping[str, State] = {
    Verdict.WELL: State("OK", ":material/check:", "✓", "green", "Nothing of it was found"),
    Verdict.DOUBTFUL: State("Look here", ":material/visibility:", "?", "orange", "A little of it: half of the points"),
    Verdict.FAILED: State("Failed", ":material/close:", "✕", "red", "Figures rest on it: all of the points"),
    Verdict.UNCHECKED: State(
        "Not checked", ":material/remove:", "-", "gray", "Nothing is stored that could be checked"
    ),
}
