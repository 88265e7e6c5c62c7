"""Every page stays quick where there are many links."""

from itertools import islice
from pathlib import Path

import pytest

from belvo_sandbox import serve
from benchmarks import crowd, desk
from settings import ROOT
from store import Database

LIMIT = 300  # milliseconds of processor


def test_every_page_is_measured() -> None:
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert {page for page, _ in desk.VIEWS.values()} == pages


def test_three_links_are_of_three_products_and_twenty_are_shared_out_as_said() -> None:
    names = [*islice(crowd.institutions_of_links(), 20)]
    assert names[:3] == ["erebor_mx_retail", "planet_mx_employment", "tatooine_mx_fiscal"]
    assert {name: names.count(name) for name in crowd.PEOPLE} == {
        name: share for name, (share, _) in crowd.PEOPLE.items()
    }


@pytest.mark.exam
def test_no_page_takes_longer_than_it_may_at_500_links(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serve(tmp_path / "belvo") as belvo:
        with Database.open(data / "local.db") as db:
            crowd.fill(db, belvo.url, 500)
        with desk.over(data, belvo.url):
            found = desk.measure([*desk.VIEWS], rounds=3)
    assert {name: times for name, times in found.items() if times is None or times[0] > LIMIT} == {}
