"""People who are connected twice at one institution, said where sums add both links, and one of them left out."""

from collections.abc import Collection, Sequence
from math import ceil

import streamlit as st

from components.ui import query
from components.ui.text import one_line, plain, width_of
from languages import grouped, say, say_many
from store import Database
from store.write import links
from store.write.links import LinkRow

PARAMETER = "without"
_MOST_NAMED = 3

_ICON, _WIDEST = 24, 900  # pixels, so that what stands beside the text stays on its line from the first moment
_LARGER = 1.15  # than the letters of buttons


def left_out() -> tuple[str, ...]:
    """The links that the address leaves out."""
    return query.several(PARAMETER)


def draw_twins_added(
    db: Database, shown: Collection[str] = (), *, having: Collection[str] | None = None, widest: int = _WIDEST
) -> None:
    """Say who of these links, or of all, is added twice, or no longer is; both ways are one click apart.

    `having` are the links of which there is something to be added: by default those with accounts or transactions.
    `widest` is how many pixels a line of what is said takes at most.
    """
    without = left_out()
    groups = [_with_rows(group, shown, having) for group in links.twin_groups(db)]
    twice = [group for group in groups if len([one for one in group if one.link not in without]) > 1]
    once = [group for group in groups if len(group) > 1 and group not in twice]
    if twice:
        spare = [link.link for group in twice for link in spared(group)]
        said = say_many(
            "{who} is connected more than once at one institution: what is theirs is added each time.",
            "{who} are connected more than once at one institution: what is theirs is added each time.",
            len(twice),
            who=_who(twice),
        )
        _draw(
            said,
            say("Leave all but one out"),
            [*without, *spare],
            icon=":material/group:",
            key="twins_once",
            widest=widest,
        )
    if once:
        counted = {link.link for group in once for link in group}
        said = say_many(
            "{who} is connected more than once at one institution, and counted once.",
            "{who} are connected more than once at one institution, and counted once.",
            len(once),
            who=_who(once),
        )
        _draw(
            said,
            say("Count each"),
            [link for link in without if link not in counted],
            icon=":material/person:",
            key="twins_each",
            widest=widest,
        )


def spared(group: Sequence[LinkRow]) -> list[LinkRow]:
    """All but the link that is kept: the first that is valid, or the first of all."""
    kept = next((link for link in group if link.status == "valid"), group[0])
    return [link for link in group if link is not kept]


def _with_rows(group: Sequence[LinkRow], shown: Collection[str], having: Collection[str] | None) -> list[LinkRow]:
    def has_rows(link: LinkRow) -> bool:
        return bool(link.accounts or link.transactions) if having is None else link.link in having

    return [link for link in group if has_rows(link) and (not shown or link.link in shown)]


def _who(groups: Sequence[Sequence[LinkRow]]) -> str:
    names = [
        say(
            "{person} at {institution}",
            person=_person(group[0]),
            institution=group[0].display_name or group[0].institution,
        )
        for group in groups
    ]
    shown, more = ", ".join(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    return say("{names} and {number} more", names=shown, number=grouped(more)) if more > 0 else shown


def _person(link: LinkRow) -> str:
    return one_line(link.external_id or link.link[:8])


def _draw(said: str, label: str, without: list[str], *, icon: str, key: str, widest: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
        st.markdown(f":orange[{icon}] {plain(said)}", width=min(_ICON + ceil(_LARGER * width_of(said)), widest))
        st.button(
            label,
            key=f"{key}_button",
            type="tertiary",
            width=width_of(label),
            on_click=query.write,
            args=({PARAMETER: without},),
        )
