"""The table of sources names each file, and none that is not there."""

import re

from tests.reality.sources import HERE, sources


def test_each_file_says_where_its_shape_was_seen() -> None:
    rows = re.findall(r"^\| `(\S+)` \| (.+) \| (.+) \|$", (HERE / "README.md").read_text(), re.MULTILINE)
    assert sorted(name for name, _, _ in rows) == [source.name for source in sources()]
    assert all(len(seen) > 10 and len(odd) > 10 for _, seen, odd in rows)
