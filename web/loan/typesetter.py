"""`python -m web.loan.typesetter`: reads a document as JSON from standard input and writes it as PDF to the output.

It asks nothing and nobody: its templates and fonts lie beside it, fonts of the machine are left out, and what it may
take of processor time and memory ends it.
"""

import json
import sys
from datetime import UTC, datetime

import typst

from web.loan.press import FONTS, LONGEST, TEMPLATES

_MOST_MEMORY = 2 << 30  # bytes of address space, of which the program itself takes a tenth


def main() -> None:
    """Set one document in type."""
    _bound()
    asked = json.load(sys.stdin.buffer)
    made = compiler_of(asked["document"]).compile(
        format="pdf",
        timestamp=datetime.fromisoformat(asked["day"]).replace(tzinfo=UTC),
        pdf_standards="ua-1",  # read aloud in the right order, with what charts show in words
    )
    if not isinstance(made, bytes):
        raise SystemExit("no PDF was made")
    sys.stdout.buffer.write(made)


def compiler_of(document: object) -> typst.Compiler:
    """What sets this document, given as data: nothing of it is read as markup or as code."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(
        str(TEMPLATES / "loan_file.typ"),
        root=str(TEMPLATES),
        font_paths=fonts,
        sys_inputs={"document": json.dumps(document)},
    )


def _bound() -> None:
    try:
        import resource
    except ImportError:  # a system without it has the parent's bound in time
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(LONGEST) * 2, int(LONGEST) * 2))


if __name__ == "__main__":
    main()
