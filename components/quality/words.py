"""How verdicts on checks look; how the checks are called is the rules' own (`domain.quality.words`)."""

from collections.abc import Mapping

from components.ui.states import State
from domain.quality.checks import Verdict
from domain.quality.words import CHECKS, FOUND
from languages import msg

__all__ = ["CHECKS", "FOUND", "VERDICTS"]

VERDICTS: Mapping[str, State] = {
    Verdict.WELL: State("OK", ":material/check:", "✓", "green", msg("Nothing of it was found")),
    Verdict.DOUBTFUL: State(
        msg("Look here"), ":material/visibility:", "?", "orange", msg("A little of it: half of the points")
    ),
    Verdict.FAILED: State(msg("Failed"), ":material/close:", "✕", "red", msg("Figures rest on it: all of the points")),
    Verdict.UNCHECKED: State(
        msg("Not checked"), ":material/remove:", "-", "gray", msg("Nothing is stored that could be checked")
    ),
}
