"""Streamlit's options as its files and the environment have them, for whoever has no Streamlit."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import settings

_FILE = Path(".streamlit") / "config.toml"


class UnreadableOptions(Exception):
    """A file of options that Streamlit could not read either; the message names it."""


class Options:
    """By their names, as `server.sslCertFile`; what is given to `streamlit run` on its command line is not known here.

    Raises UnreadableOptions.
    """

    def __init__(self) -> None:
        self._of_files: dict[str, object] = {}
        for file in dict.fromkeys([Path.home() / _FILE, Path.cwd() / _FILE, settings.ROOT / _FILE]):
            self._of_files.update(_flat(_read(file)))

    def __call__(self, name: str) -> object:
        """What is in force; None for what nobody has set."""
        return settings.of_streamlit(name) or self._of_files.get(name)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise UnreadableOptions(f"{file} can't be read as TOML. Mend it, or remove it.") from None


def _flat(section: dict[str, Any], beginning: str = "") -> Iterator[tuple[str, object]]:
    for name, value in section.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{beginning}{name}.")
        else:
            yield f"{beginning}{name}", value
