"""Small real files, as institutions hand them out with their data."""

import base64
from collections.abc import Iterable

_PAGE = (595, 842)  # A4, in points
_LINES = 56  # a page


def pdf(title: str, lines: Iterable[str]) -> str:
    """A PDF of a title and lines below it, in base64; letters that Western Europe does not know become "?"."""
    printed = [title, "", *lines]
    pages = [printed[start : start + _LINES] for start in range(0, len(printed), _LINES)]
    numbers = range(4, 4 + 2 * len(pages), 2)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        objects += [_page(number + 1), _stream(page)]
    return base64.b64encode(_document(objects)).decode()


def _page(content: int) -> bytes:
    box = f"[0 0 {_PAGE[0]} {_PAGE[1]}]"
    resources = "<< /Font << /F1 3 0 R >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {resources} /Contents {content} 0 R >>"
    return page.encode()


def _stream(lines: Iterable[str]) -> bytes:
    text = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
    content = b"BT /F1 10 Tf 13 TL 56 780 Td\n" + text + b"ET"
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _escaped(line: str) -> bytes:
    for sign in ("\\", "(", ")"):
        line = line.replace(sign, f"\\{sign}")
    return line.encode("cp1252", "replace")


def _document(objects: Iterable[bytes]) -> bytes:
    """The objects, numbered from 1, with the table of where each one begins."""
    document, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(document))
        document += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(starts) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(document))
    return document + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
