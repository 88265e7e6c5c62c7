"""A Belvo that answers as a source was seen to."""

from collections.abc import Iterator

import pytest

from tests.kit.scripted_belvo import ScriptedBelvo


@pytest.fixture(scope="module")
def belvo() -> Iterator[ScriptedBelvo]:
    with ScriptedBelvo().serve() as served:
        yield served
