"""The zip: files by name, at one fixed time, so that the same files give the same bytes; made as it is sent."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can tell."""

_READABLE = 0o100644 << 16
_PART = 1 << 16  # bytes
_MADE_ON_UNIX = 3


def parts(files: Iterable[tuple[str, Path]]) -> Iterator[bytes]:
    """The zip of these files in pieces; what is compressed already is left as it is."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:
        for name, path in sorted(files):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.external_attr, info.create_system = _READABLE, _MADE_ON_UNIX
            info.compress_type = (
                zipfile.ZIP_DEFLATED if name.endswith((".json", ".pdf", "SUMS")) else zipfile.ZIP_STORED
            )
            info.file_size = path.stat().st_size  # so that one beyond 4 GB is written as such
            with archive.open(info, "w") as entry, path.open("rb") as file:
                while part := file.read(_PART):
                    entry.write(part)
                    yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken; it can't be gone back in."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        self._kept += data
        return len(data)

    def taken(self) -> bytes:
        taken, self._kept = bytes(self._kept), bytearray()
        return taken
