"""The local Belvo is reset below a running desk: it stops, says what to do, mixes nothing, and goes on when told to."""

from pathlib import Path

import requests
from playwright.sync_api import Locator, Page, expect

from resources import pulled_resources
from store.ops import jobs
from store.write import links
from tests.kit.desk import Desk, running_desk
from tests.kit.local_belvo import Api
from tests.kit.waiting import PATIENCE, until

CAUSE = "holds data of an earlier local Belvo, which has been reset or loaded from a file since."


def connect(desk: Desk, institution: str) -> str:
    with desk.belvo() as belvo:
        return belvo.links.create(institution, "bnk102", "low", fetch_resources=["ACCOUNTS"])["id"]


def pulled(desk: Desk, link: str) -> bool:
    with desk.store() as db:
        found = links.find(db, link)
        return found is not None and found.accounts > 0 and jobs.active(db) == []


def refusal(desk: Desk) -> str:
    """What a webhook is answered; empty while it is taken."""
    answer = requests.post(f"{desk.url}/webhooks/belvo", json={"webhook_type": "LINK"}, timeout=PATIENCE)
    return answer.text if answer.status_code == 503 else ""


def overview(page: Page) -> Locator:
    return page.get_by_role("heading", name="Overview")


def told(page: Page) -> bool:
    """Whether the page, loaded anew, says that it can't work."""
    page.reload()
    problem = page.get_by_text("Failed check: Store")
    expect(problem.or_(overview(page))).to_be_visible()
    return problem.is_visible()


def complaints(desk: Desk) -> list[str]:
    return [line for line in desk.lines if "The worker cannot work" in line]


def test_a_reset_below_a_running_desk_is_told_with_the_cure_and_mixes_nothing(tmp_path: Path, page: Page) -> None:
    with running_desk(tmp_path / "data") as desk:
        first = connect(desk, "erebor_mx_retail")
        until(lambda: pulled(desk, first))
        page.goto(desk.url)
        expect(overview(page)).to_be_visible()

        Api(desk.belvo_url).reset()
        second = connect(desk, "gringotts_mx_retail")
        with desk.store() as db, db.write() as connection:
            jobs.enqueue(connection, first, [*pulled_resources()], "operator")
            jobs.enqueue(connection, jobs.EVERY_LINK, ("links",), "operator")
        until(lambda: complaints(desk))
        assert CAUSE in until(lambda: refusal(desk))
        until(lambda: told(page))
        expect(page.get_by_text(CAUSE)).to_be_visible()
        with desk.store() as db:
            known, kept = links.find(db, second), links.find(db, first)
            assert kept is not None
            assert (known, kept.deleted_at, kept.status, len(jobs.active(db))) == (None, None, "valid", 2)

        page.get_by_role("button", name="Begin anew").click()
        expect(overview(page)).to_be_visible()
        until(lambda: pulled(desk, second))
        with desk.store() as db:
            assert links.find(db, first) is None
        assert len(complaints(desk)) == 1
