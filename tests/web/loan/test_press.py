"""The typesetter is bounded, takes data for data, and has a glyph for what it shows."""

import itertools
import sys
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.web.loan.font_coverage import told as covered
from web.loan import press, telling, words
from web.loan.charts import Moved, bars, lines
from web.loan.document import Block, Column, Frame, Item, Point, Section, facts, figures, points, table, text
from web.loan.glyphs import COVERAGE, is_there, shown
from web.loan.typesetter import compiler_of

DAY = date(2026, 11, 24)
HOSTILE = (
    '#import "x"; #panic() $x^2$ *b* _i_ `c` <label> @ref = h // c /* c */ \\ \\u{41} ~ -- "q" [z] {k} #sys.inputs'
)
RIGHT_TO_LEFT, EMOJI, HAN, UNKNOWN = "שלום مرحبا", "🎉🏠", "漢字", "𓀀"


def document(*blocks: Block, name: str = "Somebody") -> dict[str, Any]:
    section = Section("a", "A chapter", blocks, "What it says", [["one", "two", "3", "four", "five"]])
    frame = Frame(name, name, "As of 24 Nov 2026", "MASKED: all", "0123456789abcdef", [text("summary")], [section])
    return frame.as_json()


def read(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\u200b", "")


def test_text_is_shown_as_it_is_written() -> None:
    line = telling.text(HOSTILE)
    every = document(
        text(line),
        table(line, [Column(line), Column("n", right=True)], [[line, "1"]], notes=[line]),
        figures(line, [Item(line, line, line)]),
        facts([(line, line)]),
        points(line, [Point(line, line)]),
        name=line,
    )
    told = "".join(read(press.pdf(every, DAY)).split())
    assert told.count("".join(line.split())) >= 10


def test_signs_have_a_glyph_or_their_code() -> None:
    told = read(press.pdf(document(text(telling.text(f"{EMOJI} {HAN} {RIGHT_TO_LEFT} {UNKNOWN}"))), DAY))
    assert all(sign in told for sign in (*EMOJI, *HAN, "[U+13000]"))
    assert all(sign in told for sign in RIGHT_TO_LEFT if sign != " " and ord(sign) < 0x600)
    assert shown("Ñandú \N{MINUS SIGN}5 €") == "Ñandú \N{MINUS SIGN}5 €"
    assert not is_there(ord(UNKNOWN))


def test_the_table_of_signs_is_that_of_the_fonts() -> None:
    """Made anew by `python -m tests.web.loan.font_coverage`."""
    assert COVERAGE.read_text(encoding="ascii") == covered()


END = "the-very-last"


_COLUMNS = [Column("a"), Column("b")]
ENDS = (
    text(END),
    table("T", _COLUMNS, [*([["x", "y"]] * 9), [END, "z"]], notes=["note"]),
    table("T", _COLUMNS, [*([["x", "y"]] * 24), [END, "z"]]),
    points("P", [*([Point("one of the sentences")] * 8), Point(END)]),
    figures("F", [Item("label", END)]),
)
"""Each kind of block that a chapter may end with."""


def test_sources_stand_on_the_page_of_what_they_are_of() -> None:
    sources, sections = [["one", "two", "3", "four", "five"]] * 6, list[Section]()
    for number, end in itertools.product(range(20, 44), ENDS):
        name, lines = f"s{len(sections)}", [text("One more line.")] * number
        sections.append(Section(name, name, [*lines, end], sources=sources, new_page=True))
    frame = Frame("n", "n", "As of 24 Nov 2026", None, "0123456789abcdef", [text("summary")], sections)
    pages = [page.extract_text() for page in PdfReader(BytesIO(press.pdf(frame.as_json(), DAY))).pages]
    with_sources = [page for page in pages if words.TEXTS["frame.collected"] in page]
    assert len(with_sources) == len(sections)
    assert [page for page in with_sources if END not in page] == []


def test_what_a_chapter_ends_with_keeps_its_distance() -> None:
    heights = dict[str, float]()

    def seen(told: str, at: list[float], moved: list[float], *_: object) -> None:
        heights.setdefault(told.strip(), at[5] + moved[5] * at[3])

    made = press.pdf(document(points("First", [Point("upper")]), points("Second", [Point("lower")])), DAY)
    for page in PdfReader(BytesIO(made)).pages:
        page.extract_text(visitor_text=seen)
    assert heights["upper"] - heights["Second"] > heights["First"] - heights["upper"]


def test_long_words_and_texts_stay_within_their_column() -> None:
    word = telling.text("W" * 400)
    assert word.endswith("…")
    made, warnings = compiler_of(
        document(table("", [Column("a", 1), Column("b", 1)], [[word, word]] * 60))
    ).compile_with_warnings(format="pdf")
    assert made
    assert warnings == []


@pytest.mark.parametrize("amounts", [(0.0, 0.0), (1e12, 0.01), (0.0, 5.0)])
def test_charts_are_drawn_of_whatever_amounts(amounts: tuple[float, float]) -> None:
    inflow, outflow = amounts
    drawn = bars(
        "t", "u", [Moved(date(2026, 1, 1), inflow, outflow, True), Moved(date(2026, 11, 1), 0, 2, False)], alt="a"
    )
    days = [(date(2026, 1, 1), inflow), (DAY, -outflow)]
    _, warnings = compiler_of(
        document(drawn, lines("t", "u", {"one": days}, days[0][0], DAY, alt="a"))
    ).compile_with_warnings(format="pdf", pdf_standards="ua-1")
    assert warnings == []


def test_the_same_document_and_day_give_the_same_pdf() -> None:
    first, second = (press.pdf(document(text("x")), DAY) for _ in range(2))
    assert first == second
    told = PdfReader(BytesIO(first)).metadata
    assert told is not None
    assert str(told["/CreationDate"]).startswith("D:20261124")


def test_what_takes_too_long_is_ended() -> None:
    sleeper = (sys.executable, "-c", "import time; time.sleep(600)")
    with pytest.raises(press.TookTooLong):
        press.pdf({}, DAY, longest=0.2, command=sleeper)


def test_what_nobody_wants_any_more_is_ended() -> None:
    sleeper = (sys.executable, "-c", "import time; time.sleep(600)")
    with pytest.raises(press.GivenUp):
        press.pdf({}, DAY, is_wanted=lambda: False, command=sleeper)


def test_a_typesetter_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(press.NotSet, match="no such block"):
        press.pdf(document({"is": "song"}), DAY)


def test_it_knows_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELVO_SECRET_PASSWORD", "secret")
    teller = (sys.executable, "-c", "import os; print(sorted(os.environ))")
    assert b"BELVO" not in press.pdf({}, DAY, command=teller)
