"""All pictures of the documents, taken anew: `make pictures`, or `python -m tests.e2e.take_pictures [--language en]`.

The people, their amounts and what happens to them are the same each time; days follow today. Pictures of a language
besides English lie in a folder of its own: `docs/pictures/es` has those that a document shows, `.pictures/es` the
others. Look at each before it is committed.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from languages import LANGUAGES, speaking
from languages.language import Code
from settings import ROOT
from tests.e2e import desk_pictures, widget_pictures
from tests.e2e.pictures import LOCALES

OF = {"desk": desk_pictures.take_all, "widget": widget_pictures.take_all}


def main(arguments: list[str]) -> int:
    """Take them and name each as it is written; 0 once all are there."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.take_pictures", description="The documents' pictures.")
    parser.add_argument("--language", choices=[*LOCALES], default="en", help="what the desk speaks (en)")
    parser.add_argument("--of", choices=[*OF], nargs="+", default=[*OF], help="the desk's, the widget's, or both")
    asked = parser.parse_args(arguments)
    for taken in _taken(asked.language, asked.of):
        sys.stdout.write(f"{taken.relative_to(ROOT)}\n")
        sys.stdout.flush()
    return 0


def _taken(code: Code, of: list[str]) -> Iterator[Path]:
    with speaking(LANGUAGES[code][1]):
        yield from chain.from_iterable(OF[name](code) for name in of)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
