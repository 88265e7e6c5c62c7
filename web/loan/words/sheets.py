"""What stands above columns of Excel and on its last sheet: machines' names in English, else what people call them."""

from languages import msg, say, spoken
from store.core.files.sheet import Manifest

KNOWN = (
    *(msg("Account name"), msg("Counterpart id"), msg("Doubt"), msg("Group"), msg("Owner"), msg("Request id")),
    *(msg("About"), msg("Table"), msg("Rows"), msg("Cut"), msg("Sum of all rows")),
    *(msg("Filter"), msg("As of"), msg("As known on"), msg("People"), msg("Address"), msg("Language")),
    *(msg("now"), msg("as they are"), msg("masked: everybody"), msg("masked: all but one")),
    msg("{number} texts are longer than the {longest} characters that a cell holds."),
)
"""Besides names of Belvo's fields, which are known as such."""


def heading(name: str) -> str:
    """A name as it stands there."""
    if spoken().code == "en":
        return name
    told = name.replace("_", " ")
    return say(told[:1].upper() + told[1:])


def values(manifest: Manifest) -> Manifest:
    """The same, what is said of the rows in words; names are said where they are written."""
    return {name: say(told) for name, told in manifest.items()}
