import uuid

import pytest

from belvo_sandbox.core.digests import digest, identifier, tag_of


@pytest.mark.parametrize("number", range(64))
def test_an_identifier_is_the_uuid_of_its_digest(number: int) -> None:
    expected = str(uuid.UUID(bytes=digest("row", number)[:16], version=4))
    assert identifier("row", number) == expected
    assert identifier("row", number, tag="0123456789ab") == expected[:-12] + "0123456789ab"
    assert tag_of(identifier("row", number, tag="0123456789ab")) == "0123456789ab"


def test_parts_are_kept_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")
