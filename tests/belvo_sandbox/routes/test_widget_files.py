import pytest
import requests

from belvo_sandbox.routes.widget_files import FOLDER, SCRIPT
from tests.kit.local_belvo import Api, errors
from tests.kit.waiting import PATIENCE


def test_the_script_is_served_under_belvos_name(api: Api) -> None:
    answer = api.call("GET", f"/{SCRIPT}", auth=None)
    assert answer.content == (FOLDER / SCRIPT).read_bytes()
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_file_of_the_widget_has_its_type(api: Api) -> None:
    types = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
    files = [path for path in FOLDER.rglob("*") if path.suffix in types]
    assert files
    for path in files:
        answer = api.call("GET", f"/widget-assets/{path.relative_to(FOLDER).as_posix()}", auth=None)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, types[path.suffix])


def test_a_browser_that_has_a_file_is_told_so(api: Api) -> None:
    tag = api.call("GET", f"/{SCRIPT}", auth=None).headers["ETag"]
    answer = api.call("GET", f"/{SCRIPT}", auth=None, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (304, b"", "no-cache")


@pytest.mark.parametrize("path", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "nothing.js", "", "%00"])
def test_nothing_else_is_served(api: Api, path: str) -> None:
    prepared = api.session.prepare_request(requests.Request("GET", api.url))
    prepared.url = f"{api.url}/widget-assets/{path}"
    answer = api.session.send(prepared, timeout=PATIENCE)
    assert (answer.status_code, errors(answer)) == (404, [("not_found", None)])


def test_only_reading_is_offered(api: Api) -> None:
    answer = api.call("POST", f"/widget-assets/{SCRIPT}")
    assert (answer.status_code, errors(answer)) == (405, [("method_not_allowed", None)])
