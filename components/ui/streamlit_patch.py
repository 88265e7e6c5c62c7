"""Ticks of fragments (`st.fragment(run_every=…)`) that come once their page has been left.

A page that is left by `st.switch_page` goes on ticking until the browser hears of the next one. Streamlit 1.67 runs
such a tick as soon as the next page has been drawn, in the name of the page before, and the browser empties the page.
"""

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

_run_script = ScriptRunner._run_script


def refuse() -> None:
    """Have Streamlit, in all of this process, drop the ticks of pages that have been left."""
    ScriptRunner._run_script = _run_unless_late  # type: ignore[method-assign]


def _run_unless_late(self: ScriptRunner, rerun_data: RerunData) -> None:
    page = self._pages_manager.intended_page_script_hash  # the last run's; none where the address alone named the page
    if not (rerun_data.fragment_id_queue and page and rerun_data.page_script_hash != page):
        _run_script(self, rerun_data)
