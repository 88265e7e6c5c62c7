"""The files of stories: what each says, and what one is refused for."""

from pathlib import Path

import pytest

from actions.lab import people, stories
from actions.lab.stories import BadStory
from settings import ROOT

FILE = """
title = "A title"
about = "About it."
[[steps]]
title = "One"
chapter = "connect"
page = "link"
query = { link = "$bank" }
deeds = [{ connect = "salaried", at = "erebor_mx_retail", name = "bank" }]
expects = { bank = "valid" }
say = "Hello."
"""


def test_three_come_with_the_desk_and_each_has_every_chapter() -> None:
    found = stories.stories()
    assert [one.id for one in found] == ["salaried-worker", "broken-link", "loan-file"]
    for one in found:
        assert {step.chapter for step in one.steps} == {"look", "connect", "break", "repair", "month"}, one.id
        assert all(step.say.strip() and step.mark and step.minutes for step in one.steps), one.id
        assert one.steps[0].deeds == (), one.id


def test_they_lead_to_pages_that_are_there_and_connect_people_who_are() -> None:
    logins = {(one.id, login.institution) for one in people.SCENARIOS for login in one.logins}
    for step in (step for one in stories.stories() for step in one.steps):
        assert (ROOT / "pages" / f"{step.page}.py").exists(), step
        for deed in step.deeds:
            assert "connect" not in deed or (deed["connect"], deed["at"]) in logins, step


def test_links_stand_in_addresses_by_their_names(tmp_path: Path) -> None:
    file = tmp_path / "1_told.toml"
    file.write_text(FILE, encoding="utf-8")
    step = stories.read(file).steps[0]
    assert step.address({"bank": "an id"}) == {"link": "an id"}
    assert step.address({}) == {"link": ""}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "A title"', "title = ", "can't be read"),
        ('title = "A title"\n', "", "can't be read"),
        ('say = "Hello."', "", "can't be read"),
        ('say = "Hello."', 'say = "Hello."\nsings = true', "can't be read"),
        ('chapter = "connect"', 'chapter = "sing"', "is no chapter"),
        ('connect = "salaried"', 'sing = "salaried"', "says not one of"),
        ('"$bank"', '"$work"', "no link is called work"),
        ("expects = { bank", "expects = { work", "no link is called work"),
        ("deeds = [", 'deeds = [{ pull = "work" }, ', "no link is called work"),
    ],
)
def test_a_file_that_could_not_be_told_is_refused_in_words(old: str, new: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "1_told.toml"
    file.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(BadStory, match=told):
        stories.read(file)


@pytest.mark.parametrize("name", ["", "nothing", "../secrets", "*", "1_salaried-worker"])
def test_what_is_no_story_is_said(name: str) -> None:
    with pytest.raises(BadStory, match="There is no story"):
        stories.find(name)
