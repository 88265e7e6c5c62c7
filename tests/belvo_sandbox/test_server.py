from pathlib import Path

import pytest
import requests

from belvo_sandbox import SECRET_ID, SECRET_PASSWORD, serve
from belvo_sandbox.server import listen, url_of
from tests.belvo_sandbox.conftest import NOW
from tests.kit.waiting import PATIENCE


def test_a_served_sandbox_answers_until_the_block_ends(tmp_path: Path) -> None:
    with serve(tmp_path, now=NOW) as served:
        keys = (served.secret_id, served.secret_password)
        assert requests.get(f"{served.url}/api/", auth=keys, timeout=PATIENCE).status_code == 200
        assert keys == (SECRET_ID, SECRET_PASSWORD)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{served.url}/api/", timeout=PATIENCE)


def test_two_are_served_at_once_on_ports_of_their_own(tmp_path: Path) -> None:
    with serve(tmp_path / "a", now=NOW) as one, serve(tmp_path / "b", now=NOW) as other:
        healths = [requests.get(f"{served.url}/healthz", timeout=PATIENCE).json() for served in (one, other)]
    assert healths[0]["instance"] != healths[1]["instance"]


def test_the_addresses_of_all_hosts_are_said_as_one_reaches_them() -> None:
    for host, shown in (("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")):  # noqa: S104 - closed at once
        with listen(host, 0) as listener:
            assert url_of(listener) == f"http://{shown}:{listener.getsockname()[1]}"
