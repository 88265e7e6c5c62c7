"""The translations of a language: files by area, read once and held as one catalogue."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from languages.language import Code

FOLDER = Path(__file__).resolve().parent / "catalogues"


@cache
def of(code: Code) -> GNUTranslations:
    """What there is of a language; a text that it lacks is said in English."""
    whole = empty(code)
    for file in sorted((FOLDER / code).glob("*.po")):
        for message in read_file(file, code):
            if message.id and is_translated(message.string):
                whole[message.id] = message
    made = BytesIO()
    write_mo(made, whole)
    made.seek(0)
    return GNUTranslations(made)


LOCALES: dict[Code, str] = {"es": "es_MX", "pt": "pt_BR"}
"""Of the catalogues."""

_PLURALS: dict[Code, str] = {"es": "nplurals=2; plural=(n != 1);", "pt": "nplurals=2; plural=(n > 1);"}
"""Two forms: the third of both, of whole millions, is for numbers that are written out."""

_HEAD = r"""# {head}
msgid ""
msgstr ""
"Language: {locale}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: {plurals}\n"

"""


def empty(code: Code) -> Catalog:
    """A catalogue of a language without texts."""
    made = Catalog(locale=LOCALES[code], fuzzy=False)
    made.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", _PLURALS[code])]
    return made


def read_file(file: Path, code: Code) -> Catalog:
    """One area's translations; none where the file is not there yet."""
    if not file.exists():
        return empty(code)
    with file.open("rb") as opened:
        return read_po(opened, locale=LOCALES[code], abort_invalid=True)


def write_file(file: Path, catalogue: Catalog, code: Code, head: str) -> None:
    """Write it below a line that says what it is, in the order of the texts, so that many hands change other lines."""
    made = BytesIO()
    write_po(made, catalogue, width=120, sort_output=True, omit_header=True, include_lineno=False)
    beginning = _HEAD.format(head=head, locale=LOCALES[code], plurals=_PLURALS[code])
    file.write_bytes(beginning.encode() + made.getvalue())


def is_translated(string: object) -> bool:
    """Whether all forms are there."""
    return all(string) if isinstance(string, tuple | list) else bool(string)
