"""deploy/Containerfile takes all that the desk runs on into its image, and neither tests nor secrets."""

import re

from settings import ROOT

TEXT = (ROOT / "deploy" / "Containerfile").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
NOT_RUN = {"benchmarks", "tests"}


def copied() -> set[str]:
    """What comes from the project's own folder."""
    lines = re.findall(r"^COPY (?!--from)(.*) \S+$", TEXT, re.M)
    return {source for line in lines for source in line.split()}


def test_all_that_it_takes_is_there() -> None:
    assert {source for source in copied() if not (ROOT / source).exists()} == set()


def test_it_takes_all_packages_but_what_only_tests() -> None:
    packages = {*re.findall(r"^PACKAGES := (.*)$", MAKEFILE, re.M)[0].split()}
    assert copied() >= packages - NOT_RUN
    assert copied().isdisjoint(NOT_RUN)


def test_it_installs_by_digests_and_runs_as_nobody_of_importance() -> None:
    assert "--require-hashes --requirement requirements.lock" in TEXT
    assert re.findall(r"^USER (.*)$", TEXT, re.M) == ["10001"]


def test_secrets_are_not_even_sent_to_who_builds_it() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    assert {".streamlit/secrets.toml", ".linkdesk", ".git"} <= {*ignored}
