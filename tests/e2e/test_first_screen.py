"""`make demo`: a desk of its own is filled and says what it needs, and its first screen explains itself in a minute."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from actions.lab import saved_states
from actions.lab.demo import BASELINE, FIRST
from actions.lab.stories import stories
from settings import ROOT
from store.write import links
from tests.kit.desk import Desk, running_desk
from tests.kit.waiting import PATIENCE, until

NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
"""Whatever is asked of another machine fails at once."""

KEYS = {"BELVO_SECRET_ID": "", "BELVO_SECRET_PASSWORD": "", "BELVO_ENV": "local", "BELVO_BASE_URL": ""}

READ_IN_A_MINUTE = 200
"""Words."""

DEMO = ("-m", "actions.lab.demo", "--people", "gig_driver")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The command of `make demo`, with one person, so that it takes seconds."""
    with running_desk(tmp_path_factory.mktemp("demo") / "data", NO_NETWORK | KEYS, DEMO) as running:
        until(lambda: any("Open http" in line for line in running.lines))
        yield running


def test_it_is_filled_and_says_where_to_begin_and_what_it_needs(demo: Desk) -> None:
    said = "".join(demo.lines)
    assert "Filling the desk with the local Belvo's people. That takes a minute at most, once." in said
    assert re.search(r"1 links? (is|are) connected and pulled, in \d+ seconds?", said)
    assert "All of it is on this machine: no network, no keys, and nobody in it is a real person." in said
    assert f"Open {demo.url}{FIRST} (Ctrl-C ends it)" in said
    with demo.store() as db:
        assert [*links.table(db)["external_id"]] == ["gil-driver"]
        assert db.frame("SELECT count(*) AS n FROM transactions")["n"][0] > 100
    assert [*(demo.data_dir / "states").glob("*")] != []


def test_its_first_screen_explains_itself_in_a_minute_without_a_network(page: Page, demo: Desk) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{demo.url}{FIRST}")
    first = stories()[0]
    expect(page.get_by_role("heading", name=first.title)).to_be_visible()
    begin = page.get_by_role("button", name="Begin", exact=True)
    expect(begin).to_be_in_viewport()
    told = page.get_by_test_id("stMain").inner_text()
    for what in (
        "no network, no keys",
        "nobody in it is a real person",
        "Begin leads to the first page",
        "steps, about",
    ):
        assert what in told
    assert len(told.split()) <= READ_IN_A_MINUTE
    begin.click()
    expect(page.locator(".st-key-story_bar").first).to_contain_text(f"1 of {len(first.steps)}")
    away = [url for url in asked if not url.startswith((demo.url, demo.url.replace("http", "ws", 1), "data:", "blob:"))]
    assert away == []


def test_a_second_one_says_where_the_first_is(demo: Desk) -> None:
    done = subprocess.run(
        [sys.executable, *DEMO],
        cwd=ROOT,
        env={**_environment(demo.data_dir)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, f"The demo runs already: open {demo.url}{FIRST}")


def test_the_baseline_is_one_that_the_lab_can_go_back_to(demo: Desk) -> None:
    names = [path.stem for path in (demo.data_dir / "states").iterdir()]
    assert BASELINE.casefold() in names
    assert saved_states.EXTENSION in {path.suffix.removeprefix(".") for path in (demo.data_dir / "states").iterdir()}


@pytest.mark.parametrize("given", ["nobody", "Gig_Driver"])
def test_somebody_who_is_not_there_is_named(tmp_path: Path, given: str) -> None:
    command = [sys.executable, *DEMO[:3], given]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(tmp_path), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 2
    assert f"Nobody of the local Belvo is called {given}." in done.stderr


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, **KEYS, "LINKDESK_DATA_DIR": str(folder)}
