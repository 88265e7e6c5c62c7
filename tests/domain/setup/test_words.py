"""What keeps the desk from its work is said in the language of whoever reads it."""

import ast
import re
from collections.abc import Iterator

import pytest

from domain.setup.words import SETUP
from languages import LANGUAGES, speaking
from settings import ROOT
from tests.languages.unsaid import said

PLACES = (
    "store/database.py",
    "store/engine/database_file.py",
    "store/engine/postgresql/database.py",
    "store/schema/migrations.py",
)
"""Modules whose errors of the store any page may meet."""

RAISED = re.compile(r"StoreError|Unusable|Damaged|Full|ReadOnly|Busy|Conflict|Unreachable|WrongIdentity|NewerSchema")

MADE_OF_PIECES = {
    "The database {} {}",  # with _other_instance, whose two are whole among the sentences
    "The database {} {}. Check {}, or set LINKDESK_DATA_DIR to a folder for the data of this one.",
    "{} {}. Run: python -m store migrate",
    "{} is a file, which has no standby: encrypt the disk. Servers are for this.",  # a terminal's
}


def raised(place: str) -> Iterator[str]:
    """The texts that the module's errors of the store are made with."""
    for node in ast.walk(ast.parse((ROOT / place).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and RAISED.fullmatch(node.func.id):
            for one in node.args:
                if isinstance(one, ast.JoinedStr):
                    yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in one.values)
                elif isinstance(one, ast.Constant):
                    yield str(one.value)


@pytest.mark.parametrize("place", PLACES)
def test_each_error_of_the_store_is_among_the_sentences(place: str) -> None:
    found = {*raised(place)}
    assert found
    assert found - said() - MADE_OF_PIECES == set()


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (
            "LINKDESK_PULLS is not a whole number above 0. Write one up to 64, or leave it out for 8.",
            "LINKDESK_PULLS no es un número entero mayor que 0. Escribe uno de hasta 64, o quítala para usar 8.",
        ),
        (
            "LINKDESK_STORE names no file. Write it as sqlite:///desk.db, in the data folder, sqlite:////srv/desk.db, "
            "or postgresql://user@host/database.",
            "LINKDESK_STORE no indica un archivo. Escríbela como sqlite:///desk.db, en la carpeta de datos, "
            "sqlite:////srv/desk.db, o postgresql://user@host/database.",
        ),
        (
            "The database /srv/desk.db holds data of belvo.com, and the settings name sandbox.belvo.com. Check "
            "BELVO_ENV and BELVO_BASE_URL, or set LINKDESK_DATA_DIR to a folder for the data of this one.",
            "La base de datos /srv/desk.db tiene datos de belvo.com, y la configuración indica sandbox.belvo.com. "
            "Revisa BELVO_ENV y BELVO_BASE_URL, o define LINKDESK_DATA_DIR con una carpeta para los datos de este.",
        ),
        ("What nobody here has ever said.", "What nobody here has ever said."),
    ],
)
def test_it_is_said_again_with_its_cause(english: str, spanish: str) -> None:
    with speaking(LANGUAGES["es"][1]):
        assert SETUP.say(english) == spanish
    assert SETUP.say(english) == english
