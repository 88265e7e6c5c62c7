"""A look at the real thing, with your own keys: it reads, and neither makes nor changes nor deletes anything.

`BELVO_SECRET_ID=… BELVO_SECRET_PASSWORD=… make live`; without keys it fails and says so.
"""

import itertools
import os
from collections.abc import Iterator, Mapping
from unittest.mock import patch

import pytest

from belvo_client import BelvoClient
from belvo_client.answers.shapes import differences
from belvo_client.types import Institution, Link
from settings import Settings, load

pytestmark = pytest.mark.live

GIVEN: Mapping[str, str] = {**os.environ}
"""As it was before the tests' own environment took its place."""


@pytest.fixture(scope="module")
def settings() -> Settings:
    with patch.dict(os.environ, GIVEN):
        return load(BELVO_ENV="sandbox")


@pytest.fixture
def belvo(settings: Settings) -> Iterator[BelvoClient]:
    with BelvoClient(settings.belvo_url, settings.secret_id, settings.secret_password.reveal()) as client:
        yield client


def test_the_keys_are_taken(belvo: BelvoClient) -> None:
    belvo.check()


def test_institutions_have_the_shape_that_is_written_down(belvo: BelvoClient) -> None:
    found = list(itertools.islice(belvo.institutions.list(), 50))
    assert found
    assert [difference for one in found for difference in differences(one, Institution)] == []


def test_links_have_the_shape_that_is_written_down(belvo: BelvoClient) -> None:
    found = list(itertools.islice(belvo.links.list(), 50))
    assert [difference for one in found for difference in differences(one, Link)] == []
