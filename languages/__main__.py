"""`make catalogues`: bring the catalogues up to what the code says. No translation is guessed."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Message

from languages import catalogue
from languages.areas import AREAS, area_of
from languages.extraction import Text, texts
from languages.language import LANGUAGES, Code

Key = tuple[str, str]
"""A text and its context."""


def main() -> None:
    found = [*texts()]
    for code in catalogue.LOCALES:
        kept, lacking = _kept(code), 0
        for area, wanted in sorted(by_area(found).items()):
            made = catalogue.empty(code)
            for message in _messages(area, wanted, kept):
                made[message.id] = message
                lacking += not catalogue.is_translated(message.string)
            head = f"{LANGUAGES[code][0]}: {area}. `make catalogues` adds what is new; CONTRIBUTING.md says the rest."
            catalogue.write_file(catalogue.FOLDER / code / f"{area}.po", made, code, head)
        sys.stdout.write(f"{code}: {lacking:,} texts without a translation\n")


def by_area(found: Iterable[Text]) -> dict[str, list[Text]]:
    """Every text with all of its places, in the first of the areas that say it."""
    first: dict[Key, str] = {}
    order = [*AREAS]
    said = sorted(found, key=lambda text: order.index(text.area))
    wanted: dict[str, list[Text]] = defaultdict(list)
    for text in said:
        wanted[first.setdefault((text.one, text.context), text.area)].append(text)
    return wanted


def _kept(code: Code) -> dict[Key, Message]:
    """What is translated by now, in whichever file."""
    files = [catalogue.FOLDER / code / f"{area}.po" for area in AREAS]
    every = (message for file in files for message in catalogue.read_file(file, code))
    return {key_of(one): one for one in every if one.id and catalogue.is_translated(one.string)}


def key_of(message: Message) -> Key:
    """By what a text is found: of one that counts, how it is said of one."""
    one = message.id if isinstance(message.id, str) else message.id[0]
    return str(one), message.context or ""


def _messages(area: str, wanted: Iterable[Text], kept: dict[Key, Message]) -> Iterator[Message]:
    places: dict[Key, set[str]] = defaultdict(set)
    many: dict[Key, str] = {}
    for text in wanted:
        places[text.one, text.context].add(text.place)
        many[text.one, text.context] = many.get((text.one, text.context)) or text.many
    for key, there in places.items():
        id_ = (key[0], many[key]) if many[key] else key[0]
        before = kept.get(key)
        fits = before is not None and isinstance(before.string, str) == isinstance(id_, str)
        string = before.string if before and fits else ""
        comments = before.user_comments if before else ()
        own = sorted((place, 0) for place in there if area_of(place) == area)  # others' files are others' to write
        yield Message(id_, string, own, context=key[1] or None, user_comments=comments)


if __name__ == "__main__":
    main()
