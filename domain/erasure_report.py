"""What erasing a person came to, in words that name nobody: links, rows, the proof, and what is still elsewhere."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from languages import grouped, msg, say
from languages.kept import Frames


@dataclass(frozen=True, slots=True)
class ErasedLink:
    """A link by its mark, what became of it at Belvo, in a sentence, and whether it is gone here."""

    mark: str
    institution: str
    at_belvo: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file that was taken from the desk while the person was in it, or may have been."""

    at: str
    actor: str
    what: str
    of: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the store that was made before; `is_there` where its file still is."""

    at: str
    file: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What one erasure, or several of the same person, came to.

    `mark` stands for the person. `texts` were searched for in so many bytes of the store's files. `problem` says why
    the proof failed. `elsewhere` counts rows of other people that name the external id, by table. `beyond` says where
    copies are that nothing done here reaches.
    """

    mark: str
    at: str
    actor: str
    reason: str
    links: tuple[ErasedLink, ...]
    rows: Mapping[str, int]
    texts: int = 0
    searched: int = 0
    problem: str = ""
    files: tuple[File, ...] = ()
    backups: tuple[Backup, ...] = ()
    elsewhere: Mapping[str, int] | None = None
    beyond: str = ""

    @property
    def left(self) -> int:
        """Links that are still here."""
        return sum(not link.is_gone for link in self.links)

    def after(self, earlier: Self | None) -> Self:
        """This one with what an earlier erasure of the same person has come to."""
        if earlier is None:
            return self
        mine = {link.mark for link in self.links}
        return replace(
            self,
            links=(*(link for link in earlier.links if link.is_gone and link.mark not in mine), *self.links),
            rows=dict(Counter(earlier.rows) + Counter(self.rows)),
            files=tuple(dict.fromkeys((*earlier.files, *self.files))),
        )

    def encoded(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def decoded(cls, text: str) -> Self:
        told: dict[str, Any] = json.loads(text)
        told["links"] = tuple(ErasedLink(**link) for link in told["links"])
        told["files"] = tuple(File(**file) for file in told["files"])
        told["backups"] = tuple(Backup(**backup) for backup in told["backups"])
        return cls(**told)

    @property
    def outcome(self) -> str:
        """How it went, in a sentence or two."""
        if self.left:
            if len(self.links) > 1:
                return say(
                    "{left} of {links} links could not be deleted at Belvo and stayed here as well. "
                    "Erase the person again to go on.",
                    left=self.left,
                    links=len(self.links),
                )
            return say(
                "The link could not be deleted at Belvo and stayed here as well. Erase the person again to go on."
            )
        return self.problem or say("Everything that was here of the person is erased.")


def text(report: Report) -> str:
    """The report as a file to keep."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield say("Erasure of {mark}", mark=report.mark)
    yield say("{when}, by {actor}. Reason: {reason}", when=_moment(report.at), actor=report.actor, reason=report.reason)
    yield report.outcome
    yield from _part(say("Links"), [f"{link.mark}, {say(link.institution)}: {_ended(link)}" for link in report.links])
    yield from _part(
        say("Rows deleted here"), [f"{table}: {grouped(count)}" for table, count in sorted(report.rows.items())]
    )
    yield from _part(say("Proof"), [_proof(report)])
    if report.elsewhere:
        named = ", ".join(
            say("{number} in {table}", number=grouped(count), table=table)
            for table, count in sorted(report.elsewhere.items())
        )
        yield from _part(say("Rows of other people that name the external id, and stay"), [named])
    yield from _part(say("Files that left the desk"), [_file(file) for file in report.files] or [say(NO_FILES)])
    yield from _part(say("Backups that hold it still"), backups(report))
    yield from _part(say("What the digest is"), [say(DIGEST)])


NO_FILES = msg("The audit knows of no export and no document in which the person was.")
NO_BACKUPS = msg(
    "This store knows of no backup of itself. Copies that were made without python -m store backup it can't know."
)
DIGEST = msg(
    "person-… is SHA-256 over the external id, erased-… over a link's id, 32 digits of each. Whoever has the id can "
    "work it out and find this report; an id that can be guessed, such as a tax number, can be found by trying."
)


def backups(report: Report) -> list[str]:
    """Where copies are that were made before, a line each."""
    known = [_backup(one) for one in report.backups]
    return [*known, *map(say, report.beyond.splitlines())] or [say(NO_BACKUPS)]


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", title, *(f"  {line}" for line in lines))


def _ended(link: ErasedLink) -> str:
    return f"{ended_at_belvo(link)} {say('Erased here.') if link.is_gone else say('Still here.')}"


DELETED, ABSENT, LEFT = msg("Deleted at Belvo."), msg("Belvo had it no more."), msg("Left at Belvo.")
REFUSED = msg("Belvo did not delete it ({code}: {message}).")
NOT_ASKED = msg("Belvo was not asked: it did not answer, or wanted a pause.")

_AT_BELVO = Frames((DELETED, ABSENT, LEFT, REFUSED, NOT_ASKED))
"""What became of a link at Belvo, as reports keep it."""


def ended_at_belvo(link: ErasedLink) -> str:
    """What became of it at Belvo, in the language of whoever reads it."""
    return _AT_BELVO.say(link.at_belvo)


def _proof(report: Report) -> str:
    if report.problem:
        return report.problem
    if not report.searched:
        return say(
            "Every row of every table was searched for {texts} texts, after all tables were written "
            "anew; none was found. The server's files can't be read from here.",
            texts=grouped(report.texts),
        )
    return say(
        "{searched} bytes of the store's files were searched for {texts} texts; none was found.",
        searched=grouped(report.searched),
        texts=grouped(report.texts),
    )


def _file(file: File) -> str:
    told = [f"{name} {_value(value)}" for name, value in json.loads(file.of).items() if value not in ("", [], None)]
    return ", ".join(
        [say("{when}, by {actor}: {what}", when=_moment(file.at), actor=file.actor, what=file.what), *told]
    )


def _value(value: object) -> str:
    return grouped(value) if isinstance(value, int) else value if isinstance(value, str) else json.dumps(value)


def _backup(backup: Backup) -> str:
    if backup.is_there:
        return say("{file}, of {when}", file=backup.file, when=_moment(backup.at))
    return say("{file}, of {when} (moved or removed since)", file=backup.file, when=_moment(backup.at))


def _moment(instant: str) -> str:
    return f"{instant[:16].replace('T', ' ')} UTC" if len(instant) > len("2026-11-24") else instant
