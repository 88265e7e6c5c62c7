"""The chain of the audit: what was changed, taken out or put in is found, and where."""

from domain.audit_chain import FIELDS, START, Mark, Values, hash_of, verify

Row = tuple[Values, str]


def chained(number: int, *, since: Mark | None = None) -> list[Row]:
    last, rows = since or Mark(), list[Row]()
    for id_ in range(last.id + 1, last.id + number + 1):
        values = [id_, f"2026-11-{id_:02d}", *["told"] * (len(FIELDS) - 2)]
        last = Mark(id_, hash_of(last.hash, values))
        rows.append((values, last.hash))
    return rows


def end(rows: list[Row]) -> Mark:
    values, told = rows[-1]
    return Mark(int(str(values[0])), told)


ROWS = chained(5)
HEAD = end(ROWS)


def test_what_is_as_it_was_written_fits() -> None:
    found = verify(ROWS, Mark(), HEAD)
    assert (found.fault, found.rows, found.last, found.since, found.until) == ("", 5, HEAD, "2026-11-01", "2026-11-05")
    assert verify([], Mark(), Mark()).fault == ""


def test_what_was_forgotten_for_its_age_is_not_missed() -> None:
    cut = end(ROWS[:2])
    assert (verify(ROWS[2:], cut, HEAD).fault, verify(ROWS[2:], cut, HEAD).rows) == ("", 3)
    assert verify([], HEAD, HEAD).fault == ""
    assert verify(ROWS[2:], Mark(2, START), HEAD).fault.startswith("Row 3 does not say what was written")


def test_every_field_is_held() -> None:
    for place in range(1, len(FIELDS)):
        values = [*ROWS[2][0]]
        values[place] = "forged"
        found = verify([*ROWS[:2], (values, ROWS[2][1]), *ROWS[3:]], Mark(), HEAD)
        assert (found.rows, found.fault) == (
            2,
            "Row 3 does not say what was written, or a row was put in its place.",
        )


def test_a_row_that_was_worked_out_anew_breaks_at_the_next() -> None:
    values = [*ROWS[2][0][:-1], "forged"]
    forged = values, hash_of(ROWS[1][1], values)
    assert verify([*ROWS[:2], forged, *ROWS[3:]], Mark(), HEAD).fault.startswith("Row 4 does not")


def test_what_is_missing_is_named() -> None:
    assert verify([*ROWS[:2], *ROWS[3:]], Mark(), HEAD).fault == "Row 3 is missing."
    assert verify([*ROWS[:1], *ROWS[4:]], Mark(), HEAD).fault == "Rows 2 to 4 are missing."
    assert verify(ROWS[1:], Mark(), HEAD).fault == "Row 1 is missing."
    assert verify(ROWS[:3], Mark(), HEAD).fault == "Rows 4 to 5 are missing. Nothing newer is there."
    assert verify([], Mark(), HEAD).fault == "Rows 1 to 5 are missing. Nothing newer is there."


def test_what_was_put_in_is_named() -> None:
    more = chained(1, since=HEAD)
    assert verify([*ROWS, *more], Mark(), HEAD).fault == "Row 6 was put in behind the newest one."
    assert verify(ROWS, end(ROWS[:2]), HEAD).fault == "Row 1 was put in before the oldest one that is kept."


def test_a_chain_that_was_worked_out_anew_does_not_end_in_the_head_that_is_known() -> None:
    forged = chained(4)
    values = [5, *["forged"] * (len(FIELDS) - 1)]
    assert verify([*forged, (values, hash_of(end(forged).hash, values))], Mark(), HEAD).fault == (
        "Row 5 is not the one that was written last."
    )
