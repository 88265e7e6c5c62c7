"""Fields of rows are called something in every language."""

from components.row.field_names import FIELDS
from components.ui.text import words
from resources import RESOURCES


def test_every_column_of_a_table_has_its_name_for_translators() -> None:
    assert {words(column.name) for one in RESOURCES.values() for column in one.columns} == {*FIELDS}
