"""What axe-core finds in a page that would keep somebody from using it."""

from collections.abc import Collection
from functools import partial

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Page

_COLOURS = "color-contrast"


def barriers(
    page: Page, *, colours_alone: bool = False, apart_from: Collection[str] = (), having_seen: str = ""
) -> list[str]:
    """What is serious or critical but for those rules, provided that axe-core saw a text whose element begins so.

    `colours_alone` suffices where only the theme is another than when the page was looked at before, in half the time.
    What is found is looked for twice.
    """
    look = partial(_look, page, colours_alone=colours_alone, apart_from=apart_from, having_seen=having_seen)
    if not (found := look()):
        return []
    rules = {_rule(barrier) for barrier in found}
    return [barrier for barrier in look() if _rule(barrier) in rules]  # what is drawn anew is faint for a moment


def _rule(barrier: str) -> str:
    return barrier.partition(":")[0]


def _look(page: Page, *, colours_alone: bool, apart_from: Collection[str], having_seen: str) -> list[str]:
    kinds = ["violations", "passes"] if having_seen else ["violations"]  # others are not told in full, and cost less
    only = {"runOnly": [_COLOURS]} if colours_alone else {}
    found = Axe().run(page, options={"resultTypes": kinds} | only).response
    judged = [node["html"] for each in found["passes"] if each["id"] == _COLOURS for node in each["nodes"]]
    assert not having_seen or any(html.startswith(having_seen) for html in judged)
    return [
        f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical") and each["id"] not in apart_from
    ]
