"""How much of a page moves by itself, as browsers count it: cumulative layout shift."""

from typing import NamedTuple

from playwright.sync_api import Page

MOST = 0.02

_WATCH = """
window.moved = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const names = entry.sources.map(({node, previousRect: was, currentRect: is}) =>
      [node?.dataset?.testid ?? node?.nodeName, was.x, was.y, was.width, was.height, "to", is.x, is.y, is.width,
       is.height].join(" "));
    window.moved.push([entry.value, names.join("; ")]);
  }
}).observe({type: "layout-shift", buffered: true});
"""


class Moved(NamedTuple):
    """The sum of the shifts since the page was opened, and what moved in each."""

    total: float
    what: list[str]


def watch(page: Page) -> Page:
    """Have every document that the page opens from now on keep its shifts."""
    page.add_init_script(_WATCH)
    return page


def moved(page: Page) -> Moved:
    """What has moved in a watched page without anybody's doing."""
    found: list[tuple[float, str]] = page.evaluate("window.moved")
    told = [f"{value:.4f} {what}" for value, what in sorted(found, reverse=True)]
    return Moved(round(sum(value for value, _ in found), 4), told)
