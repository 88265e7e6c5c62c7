import base64
import re

from belvo_sandbox.products.files import pdf


def _document(title: str, lines: list[str]) -> bytes:
    return base64.b64decode(pdf(title, lines), validate=True)


def test_each_object_of_a_pdf_lies_where_the_table_says() -> None:
    document = _document("Título", [f"línea {number}" for number in range(120)])
    match = re.search(rb"startxref\n(\d+)\n%%EOF\n$", document)
    assert match
    table = document[int(match[1]) :].split(b"trailer")[0].splitlines()
    starts = [int(line[:10]) for line in table[3:]]
    assert (table[0], table[2]) == (b"xref", b"0000000000 65535 f ")
    assert len(starts) == int(table[1].split()[1]) - 1
    for number, start in enumerate(starts, 1):
        assert document[start:].startswith(b"%d 0 obj\n" % number)
    assert document.count(b"/Type /Page ") == 3


def test_each_stream_of_a_pdf_is_as_long_as_it_says() -> None:
    document = _document("Reporte", ["uno (1)", "dos \\ 2", "tres ü 日"])
    for length, drawn in re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", document, re.DOTALL):
        assert len(drawn) == int(length)


def test_signs_that_mean_something_in_a_pdf_are_written_so_that_they_do_not() -> None:
    document = _document("Reporte", ["uno (1)", "dos \\ 2", "tres é 日"])
    assert rb"(uno \(1\)) Tj" in document
    assert rb"(dos \\ 2) Tj" in document
    assert "(tres é ?) Tj".encode("cp1252") in document


def test_the_same_lines_give_the_same_file() -> None:
    assert pdf("Reporte", ["uno"]) == pdf("Reporte", iter(["uno"]))
