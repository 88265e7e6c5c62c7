"""The files beside the PDF with their digests, and how anybody checks them."""

from collections.abc import Sequence

from languages import grouped
from web.loan import telling, words
from web.loan.beside import Beside
from web.loan.document import Block, Column, Section, facts, table, text
from web.loan.manifest import Written

_T = words.TEXTS


def section(written: Sequence[Written], digest: str, beside: Sequence[Beside]) -> Section:
    """Every file of rows, and the digest of all."""
    columns = (
        Column(_T["col.file"]),
        Column(_T["col.rows"], right=True),
        Column(_T["col.size"], right=True),
        Column(_T["col.digest"], 1, mono=True),
    )
    rows = [
        (one.name, grouped(one.rows) if one.rows is not None else "", grouped(one.size), telling.identifier(one.digest))
        for one in written
    ]
    blocks: list[Block] = [
        facts([(_T["files.digest"], telling.identifier(digest))], mono=[_T["files.digest"]]),
        text(_T["files.how"]),
        table(_T["files.list"], columns, rows, empty=_T["files.none"], most=len(rows)),
    ]
    blocks += [
        text(words.say("files.beyond", table=one.name, rows=grouped(one.number)), "warn")
        for one in beside
        if not one.fits_excel
    ]
    blocks += [text(_T["files.same"], "muted"), text(_T["files.signs"], "muted")]
    return Section("files", _T["files.title"], blocks, _T["files.lead"])
