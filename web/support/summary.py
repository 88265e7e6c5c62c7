"""The summary of a packet, as Markdown to be pasted into a ticket; what Belvo or a bank said stands as code in it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions.support.sentences import said_of
from belvo_client.advice import advice_for
from domain.link_state import LinkState
from web.support.story import TRIED
from web.support.subject import Subject

_MOST_REQUESTS, _MOST_TRIED = 20, 15
_ONLY_LOOKED = ("support packet", "explorer: read")
_LONGEST = 200  # characters of what is said in a line

Entry = Mapping[str, Any]


def summary_of(subject: Subject, story: Sequence[Entry], requests: Sequence[Entry], versions: Mapping[str, str]) -> str:
    """What happened, to what, what was tried, and what Belvo can look it up by."""
    parts = [
        [f"# {_title(subject)}"],
        [*_facts(subject)],
        ["## What happened", "", *sentences(subject)],
        ["## Request IDs", "", *_requests(requests)],
        ["## What was tried", "", *_tried(story)],
        ["## Versions", "", *(f"- {name}: {_code(value)}" for name, value in versions.items())],
        [_CLOSING],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


_CLOSING = (
    "Everybody is named by an alias, the same for the same person, such as `Person K7Q2MX`. `recording.json` plays "
    "the same answers: `python -m belvo_sandbox --play recording.json`."
)


def sentences(subject: Subject) -> list[str]:
    """What the desk says of it, in its own words, then Belvo's."""
    if subject.call is not None:
        return _of_error(subject.call.code, subject.call.message, subject.call.status)
    if subject.session is not None and subject.session.error_code:
        return _of_error(subject.session.error_code, subject.session.error_message, None)
    if subject.session is not None:
        return [f"The widget's session ended as {_code(subject.session.state)}."]
    return _of_link(subject, subject.state())


def _of_link(subject: Subject, state: LinkState | None) -> list[str]:
    if state is None:
        return ["Nothing is known of this link any more."]
    bank = state.facts.bank or state.facts.institution or "The institution"
    said = said_of(state, bank)
    if said is None:
        return ["The desk has nothing to say against this link now."]
    own = [f"{said.happened} {said.meaning} {said.todo}".replace("  ", " ").strip()]
    failure = state.failure
    if failure is None:
        return own
    return [*own, "", f"Belvo said {_code(failure.code)}: {_code(subject.db.as_told(failure.message or ''))}"]


def _of_error(code: str | None, message: str | None, status: int | None) -> list[str]:
    if code is None and status is not None and status < 400:
        return [f"Belvo answered {status}."]
    advice = advice_for(code or "", message=message or "")
    answered = f"{status} " if status else ""
    return [
        f"{advice.meaning} {advice.action}",
        "",
        f"Belvo said {answered}{_code(code or '')}: {_code(message or '')}",
    ]


def _title(subject: Subject) -> str:
    if subject.call is not None:
        return f"{subject.call.method} {_code(subject.call.path)}: {_code(subject.call.code or subject.call.status)}"
    if subject.session is not None:
        return f"Widget session {_code(subject.session.nonce)}"
    return f"Link {_code(subject.id)}"


def _facts(subject: Subject) -> Iterator[str]:
    link, session = subject.link, subject.session
    told: dict[str, object] = {"Environment": subject.settings.environment}
    if link is not None:
        told |= {"Link": link.link, "Institution": link.institution, "Status": link.status}
        told |= {"Access mode": link.access_mode}
    elif session is not None:
        told |= {"Institution": session.institution, "Product": session.product, "State": session.state}
    if subject.call is not None:
        told |= {"At": subject.call.at, "Took": f"{subject.call.milliseconds} ms"}
    yield from (f"- {name}: {_code(value)}" for name, value in told.items() if value)


def _requests(requests: Sequence[Entry]) -> Iterator[str]:
    if not requests:
        yield "None is kept."
        return
    yield "| At | What | Outcome | Request ID |"
    yield "|---|---|---|---|"
    for one in requests[:_MOST_REQUESTS]:
        cells = (one["at"], one["what"], one["outcome"], one["request_id"])
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
    if len(requests) > _MOST_REQUESTS:
        yield f"\n{len(requests) - _MOST_REQUESTS:,} more are in requests.json."


def _tried(story: Sequence[Entry]) -> Iterator[str]:
    tried = [one for one in story if one["kind"] in TRIED and not str(one["what"]).startswith(_ONLY_LOOKED)]
    if not tried:
        yield "Nothing is kept of it."
    for one in tried[:_MOST_TRIED]:
        ended = f": {_code(one['state'])}" if one.get("state") else ""
        said = f" ({_code(one['detail'])})" if one["kind"] == "pull" and one["detail"] else ""
        yield f"- {one['at']} {one['kind']} {_code(one['what'] or 'of the link')}{ended}{said}"


def _code(value: object) -> str:
    """A text as code, of which no Markdown is read, on one line."""
    text = " ".join(str(value).replace("`", "'").split())
    return f"`{text[:_LONGEST]}`" if text else "nothing"


def _cell(value: object) -> str:
    return _code(value).replace("|", "/")
