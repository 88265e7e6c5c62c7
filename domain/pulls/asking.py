"""What Belvo is asked for when all of a link is to be pulled.

What institutions list is neither all that they have nor all of it there, so Belvo's answer decides: one that says that
something is not to be had is believed for a week, and then the question is put again.
https://developers.belvo.com/developer_resources/resources-sandbox
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from resources import Declaration, possible_at, pulled_resources

REMEMBERED = timedelta(days=7)
"""How long an answer is believed that says that a resource is not to be had: as Belvo refreshes links, unless told."""

LOADING = timedelta(days=1)
"""How long after a link was made an empty list may mean that Belvo is still loading it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Belvo has last said of a resource of a link: when, and whether it refused it or had no rows."""

    at: datetime
    is_refusal: bool = False
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A resource to ask for. It is a `guess` where only its product says that the institution may have it."""

    resource: Declaration
    is_guess: bool = False


def questions(
    institution: Mapping[str, Any],
    named: Collection[str],
    known: Collection[str],
    answers: Mapping[str, Answer],
    *,
    created_at: datetime | None,
    now: datetime,
) -> list[Question]:
    """What to ask for of a link, in the order of the catalogue.

    `named` are its `fetch_resources`; `known` are the resources that a webhook has announced or that have rows here;
    `answers` are the last ones, by resource. Institution as Belvo describes it, empty where it is unknown.
    """
    possible = {resource.name for resource in possible_at(institution)}
    asked = []
    for name, resource in pulled_resources().items():
        is_named = resource.offer.name in named and resource.offer.is_at_home(institution)
        is_promised = is_named or _is_listed(resource, institution) or name in known
        if not is_promised and name not in possible:
            continue
        answer = answers.get(name)
        if answer is None or not _is_believed(answer, created_at, now, is_promised=is_promised):
            asked.append(Question(resource, is_guess=not is_promised))
    return asked


def _is_listed(resource: Declaration, institution: Mapping[str, Any]) -> bool:
    """Whether the institution says itself that it has the resource."""
    says = institution.get("resources") or resource.offer.integration is not None
    return bool(says) and resource.offer.is_at(institution)


def _is_believed(answer: Answer, created_at: datetime | None, now: datetime, *, is_promised: bool) -> bool:
    """Whether an answer spares the question; of what is promised an empty list may be filled at any time."""
    if not timedelta() <= now - answer.at < REMEMBERED:  # below zero this machine's clock was set back since
        return False
    was_loading = created_at is not None and answer.at - created_at < LOADING
    return answer.is_refusal or (answer.is_empty and not is_promised and not was_loading)
