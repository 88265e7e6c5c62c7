"""The file of secrets, .streamlit/secrets.toml, and what is kept of it: texts that can't be printed."""

import hmac
import tomllib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn


class Unreadable(Exception):
    """Not even Streamlit can pass this file over; the message says why, and nothing of its content."""


class Unusable(Exception):
    """What stands in it can't be used; `name` is of the setting that is wrong, the message says what to do."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class Secret:
    """A text that can't be printed, logged, compared by timing or pickled by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    @classmethod
    def of(cls, value: "str | Secret") -> "Secret":
        """The secret that a text is, if it is none yet."""
        return cls(value) if isinstance(value, str) else value

    def reveal(self) -> str:
        """The text itself, for the one call that needs it."""
        return self._value

    def matches(self, candidate: str) -> bool:
        """Whether the candidate is the same text, in a time that does not tell how much of it is right."""
        return hmac.compare_digest(self._value.encode(), candidate.encode())

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not written anywhere")


def named(path: Path, names: Collection[str]) -> dict[str, str]:
    """What the file has of these names above its first section; raises Unreadable and Unusable."""
    found: dict[str, str] = {}
    for name, value in content(path).items():
        if isinstance(value, dict) and (misplaced := sorted(value.keys() & names)):
            raise Unusable(
                "Secrets file",
                f"{misplaced[0]} stands below [{name}] in {path.name}. Move it above the first [section].",
            )
        if name not in names:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Unusable(name, f'{name} in {path.name} is neither text nor a whole number. Write {name} = "value".')
        found[name] = str(value)
    return found


def content(path: Path) -> dict[str, Any]:
    """All of the file, nothing where there is none; raises Unreadable and Unusable."""
    text = _text(path)
    if text.startswith("\ufeff"):
        raise Unusable(
            "Secrets file",
            f"{path.name} begins with a byte order mark, which Streamlit can't read. Save it without.",
        )
    with suppress(tomllib.TOMLDecodeError):
        return tomllib.loads(text)
    # Not as its cause: the parser's own message may quote the line, and with it a key.
    raise Unusable("Secrets file", f'{path.name} is not valid TOML. Write each line as NAME = "value".')


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except IsADirectoryError:
        why = "is a folder. Remove it, or put a file in its place."
    except OSError as error:
        why = f"can't be read ({error.strerror}). Let whoever starts Linkdesk read it, or remove it."
    except UnicodeDecodeError:
        why = "is not UTF-8 text. Save it as UTF-8."
    else:
        if "\0" not in text:  # as in UTF-16 that begins with no mark
            return text
        why = "is not UTF-8 text. Save it as UTF-8."
    raise Unreadable(f"{path.name} {why}")
