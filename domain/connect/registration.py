"""A link that is made without the widget: what Belvo's API takes for it, and what is wrong with an account of a file.

https://developers.belvo.com/developer_resources/resources-links-overview
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from languages import grouped, msg, say
from languages.kept import Frames

COLUMNS = (
    *("institution", "username", "password", "username2", "username_type", "password2", "token"),
    *("external_id", "access_mode", "fetch_resources", "credentials_storage", "stale_in"),
)
"""What a file of accounts may have, by the names that Belvo's API has for it; the first two have to be there."""

SECRET = ("username", "password", "username2", "username_type", "password2", "token")
"""What is sent to Belvo and kept nowhere."""

MOST, LARGEST = 1_000, 1024 * 1024
"""Accounts of a file, and its bytes."""

LONGEST = 256  # characters of a value

ACCESS_MODES = ("recurrent", "single")


@dataclass(frozen=True, slots=True)
class Registration:
    """An account to be connected; what is secret in it shows nowhere, also where it is printed."""

    institution: str
    external_id: str = ""
    access_mode: str = ""
    fetch_resources: tuple[str, ...] = ()
    credentials_storage: str = ""
    stale_in: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Numbered:
    """One of a file: the number of its line, and what is wrong with it."""

    line: int
    wanted: Registration
    problems: tuple[str, ...] = ()


class BadFile(ValueError):
    """What was handed in is no file of accounts; the message says why, and repeats nothing of what is in it."""


def read(content: bytes) -> list[Numbered]:
    """The accounts of a CSV file, separated by commas, semicolons or tabs; raises BadFile."""
    if len(content) > LARGEST:
        raise BadFile(say("The file is larger than {size} KB.", size=LARGEST // 1024))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(say("The file is no text in UTF-8. Save it as CSV UTF-8.")) from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise BadFile(say("The file is no CSV: a quote in it has no end, or a line is broken.")) from error
    if not rows or not any(rows[0]):
        raise BadFile(say("The file is empty. Its first line names the columns."))
    return _accounts(rows)


def _accounts(rows: Sequence[Sequence[str]]) -> list[Numbered]:
    names = [name.strip().lower() for name in rows[0]]
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing:
        raise BadFile(
            say("The first line has to name the columns; it lacks {missing}.", missing=say(" and ").join(missing))
        )
    if len({*names}) < len(names):
        raise BadFile(say("A column is named twice."))
    if {*names} - {*COLUMNS}:
        raise BadFile(say("Columns are {columns}; the file has others, too.", columns=", ".join(COLUMNS)))
    told = [(line, row) for line, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    if not told:
        raise BadFile(say("The file names no account below its first line."))
    if len(told) > MOST:
        raise BadFile(
            say(
                "The file has {number} accounts; at most {most} go at once.",
                number=grouped(len(told)),
                most=grouped(MOST),
            )
        )
    return [_account(line, names, row) for line, row in told]


def _account(line: int, names: Sequence[str], row: Sequence[str]) -> Numbered:
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
    resources = re.split(r"[|;,\s]+", cells.get("fetch_resources", ""))
    wanted = Registration(
        institution=cells.get("institution", ""),
        external_id=cells.get("external_id", ""),
        access_mode=cells.get("access_mode", ""),
        fetch_resources=tuple(name.upper() for name in resources if name),
        credentials_storage=cells.get("credentials_storage", ""),
        stale_in=cells.get("stale_in", ""),
        secrets={name: cells[name] for name in SECRET if cells.get(name)},
    )
    return Numbered(
        line, wanted, () if len(row) == len(names) else (say("It has another number of cells than columns."),)
    )


KEPT = Frames(
    (
        msg("It has another number of cells than columns."),
        msg("The access mode is one of {modes}."),
        msg("It does not offer {resources}."),
        msg("It asks for {name}."),
        msg("Its form does not take this {name}."),
        msg("A value is longer than {longest} characters, or has signs that can't be seen."),
        msg("Line {line} names the same account."),
        msg("The external ID looks like {looks_like}, and Belvo removes such."),
    )
)
"""What a run keeps in English of accounts that can't be sent, said again in the language of whoever reads it."""


def problems(wanted: Registration, described: Mapping[str, Any] | None) -> list[str]:
    """What Belvo would refuse; `described` is the institution as Belvo does. Nothing that is secret is repeated."""
    if described is None:
        return [say("Belvo's catalogue has no such institution.")]
    if described.get("integration_type") in ("openfinance", "openbanking"):
        return [say("Its accounts are connected by a person's consent, which only the widget can ask for.")]
    found = [*_options(wanted)]
    if described.get("status") == "down":
        found.append(say("The institution is down."))
    offered = {str(name) for name in described.get("resources") or ()}
    if offered and (others := sorted({*wanted.fetch_resources} - offered)):
        found.append(say("It does not offer {resources}.", resources=", ".join(others)))
    return [*found, *_form(wanted.secrets, described.get("form_fields"))]


def _options(wanted: Registration) -> Iterable[str]:
    if wanted.access_mode and wanted.access_mode not in ACCESS_MODES:
        yield say("The access mode is one of {modes}.", modes=", ".join(ACCESS_MODES))
    if wanted.stale_in and not re.fullmatch(r"\d{1,3}d", wanted.stale_in, re.ASCII):
        yield say("stale_in is a number of days, as 365d.")
    if wanted.credentials_storage and not re.fullmatch(r"store|nostore|\d{1,3}d", wanted.credentials_storage, re.ASCII):
        yield say("credentials_storage is store, nostore, or a number of days, as 30d.")
    if wanted.credentials_storage not in ("", "store") and wanted.access_mode != "single":
        yield say("A recurrent link stores its credentials.")


def _form(secrets: Mapping[str, str], fields: object) -> Iterable[str]:
    """What the institution's own form would say."""
    told = [one for one in fields if isinstance(one, Mapping)] if isinstance(fields, list) else []
    asked = {str(one.get("name")): one for one in told}
    for name, one in asked.items():
        value, is_optional = secrets.get(name, ""), bool(one.get("optional")) or name == "token"
        if not value and not is_optional:
            yield say("It asks for {name}.", name=name)
        elif value and not _fits(value, one.get("validation")):
            yield say("Its form does not take this {name}.", name=name)
    if not asked and not secrets.get("username"):
        yield say("It asks for username.")
    if any(len(value) > LONGEST or not value.isprintable() for value in secrets.values()):
        yield say("A value is longer than {longest} characters, or has signs that can't be seen.", longest=LONGEST)


def _fits(value: str, rule: object) -> bool:
    """Whether a value is as the form's rule says; a rule that is none, or could take for ever, refuses nothing."""
    if not isinstance(rule, str) or not _PLAIN_RULE.fullmatch(rule) or len(value) > LONGEST:
        return True
    try:
        return re.search(rule, value) is not None
    except re.error:
        return True


_PLAIN_RULE = re.compile(r"\^?(?:\\[dwS]|\[[^\]\[]{1,40}\]|\.|[\w@-])(?:\{\d{1,3}(?:,\d{0,3})?\}|[+*?])?\$?", re.ASCII)
"""One class of signs and how many of them; what repeats repetitions is not looked at."""


def checked(
    accounts: Iterable[Numbered],
    described: Mapping[str, Mapping[str, Any] | None],
    external: Mapping[str, str],
    connected: Iterable[tuple[str, str]],
) -> list[Numbered]:
    """Each with all that is wrong with it; `external` has problems of external ids, `connected` who has which."""
    seen: dict[tuple[str, str], int] = {}
    there, found = {*connected}, []
    for one in accounts:
        wanted, said = one.wanted, [*one.problems, *problems(one.wanted, described.get(one.wanted.institution))]
        if problem := external.get(wanted.external_id):
            said.append(problem)
        if wanted.external_id and (wanted.external_id, wanted.institution) in there:
            said.append(say("This external ID has a link at this institution already."))
        key = wanted.institution, wanted.secrets.get("username", "")
        if key in seen and key[1]:
            said.append(say("Line {line} names the same account.", line=seen[key]))
        seen.setdefault(key, one.line)
        found.append(Numbered(one.line, wanted, tuple(dict.fromkeys(said))))
    return found
