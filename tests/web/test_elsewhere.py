"""Files are taken in only where a page asks for some, and by no other method than theirs."""

import pytest
from starlette.routing import Match

from web.elsewhere import Elsewhere


@pytest.mark.parametrize(
    ("takes_files", "method", "is_streamlits"),
    [(True, "PUT", True), (True, "DELETE", True), (True, "GET", False), (True, "POST", False), (False, "PUT", False)],
)
def test_a_files_way_in_is_streamlits_where_a_page_takes_some(
    takes_files: bool, method: str, is_streamlits: bool
) -> None:
    scope = {"type": "http", "path": "/_stcore/upload_file/session/file", "method": method}
    found, _ = Elsewhere([], [], {}, takes_files=takes_files).matches(scope)
    assert (found is Match.NONE) is is_streamlits
