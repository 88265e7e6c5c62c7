"""The same controls from Python and over HTTP."""

from pathlib import Path

from belvo_sandbox import serve
from tests.belvo_sandbox.conftest import NOW


def test_a_served_sandbox_is_steered_from_python(tmp_path: Path) -> None:
    with serve(tmp_path, seed=7, now=NOW) as served:
        seen = served.control.inspect()
    assert (seen["seed"], seen["now"]) == (7, "2026-06-17T15:30:00.000000Z")
