"""What is found in an answer: the part of it that has a text in a name or in a value, and nothing besides."""

from typing import Any

_NOTHING = object()


def found(answer: Any, text: str) -> tuple[Any, int]:  # noqa: ANN401 - any JSON
    """The answer without what has nothing to do with the text, and how many names and values have it.

    Of an object whose name has it, all is there; case makes no difference.
    """
    sought = text.strip().casefold()
    if not sought:
        return answer, 0
    kept, number = _kept(answer, sought)
    return (None if kept is _NOTHING else kept), number


def _kept(value: Any, sought: str) -> tuple[Any, int]:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            return _of_object(value, sought)
        case list():
            told = [_kept(one, sought) for one in value]
            members = [one for one, _ in told if one is not _NOTHING]
            return (members if members else _NOTHING), sum(number for _, number in told)
    has_it = sought in _text(value)
    return (value if has_it else _NOTHING), int(has_it)


def _of_object(value: dict[str, Any], sought: str) -> tuple[Any, int]:
    kept, number = {}, 0
    for name, one in value.items():
        inner, count = _kept(one, sought)
        if sought in name.casefold():
            kept[name], number = one, number + 1
        elif inner is not _NOTHING:
            kept[name], number = inner, number + count
    return (kept if kept else _NOTHING), number


def _text(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
    return str(value).casefold()
