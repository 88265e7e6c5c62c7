"""Why a link has no rows of a resource: its bank does not offer it, it was not asked for, or nothing is there."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from languages import msg
from resources import Declaration


class Absence(StrEnum):
    """Each with what people are told."""

    NOT_OFFERED = msg("The institution does not offer this.")
    NOT_ASKED = msg(
        "It was not asked for when the link was connected. Retrieve it, or connect with it among what Belvo reads."
    )
    EMPTY = msg("Belvo was asked, and there is nothing of it.")


def why_absent(
    resource: Declaration,
    institution: Mapping[str, Any],
    named: Collection[str],
    *,
    state: str | None,
    access_mode: str | None = None,
) -> Absence | None:
    """Why nothing is there, None while that is not known.

    `institution` as Belvo describes it, empty where it is unknown; `named` are the link's `fetch_resources`, without
    which all is asked for, unless its `access_mode` is single; `state` is how the last pull of the resource ended.
    """
    if state == "skipped" or not resource.offer.is_at(institution):
        return Absence.NOT_OFFERED
    is_choice = bool(named) or access_mode == "single"
    if resource.offer.name and is_choice and resource.offer.name not in named:
        return Absence.NOT_ASKED
    return Absence.EMPTY if state == "done" else None
