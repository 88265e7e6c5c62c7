"""Webhooks of every age and spelling become one type."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvo_client import BadWebhook, Webhook
from belvo_client.answers.shapes import differences
from belvo_client.types import WebhookBody
from belvo_client.webhooks import parse, request_key

FULL: dict[str, Any] = {
    "webhook_id": "aadf41a1",
    "webhook_type": "ACCOUNTS",
    "process_type": "historical_update",
    "webhook_code": "historical_update",
    "link_id": "30cb4806-6e00-48a4-91c9-ca55968576c8",
    "request_id": "c58c22aa-a603-4593-95d1-69bbc6421580",
    "external_id": "user-42",
    "data": {"total_accounts": 3},
}
quick = settings(deadline=None, max_examples=100)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
envelopes = st.dictionaries(st.sampled_from([*FULL]) | st.text(), values)


def test_a_whole_webhook_is_read() -> None:
    assert list(differences(FULL, WebhookBody)) == []
    assert parse(json.dumps(FULL).encode()) == Webhook(
        id="aadf41a1",
        type="ACCOUNTS",
        code="historical_update",
        link_id="30cb4806-6e00-48a4-91c9-ca55968576c8",
        request_id="c58c22aaa603459395d169bbc6421580",
        process_type="historical_update",
        external_id="user-42",
        data={"total_accounts": 3},
        extra={},
    )


def test_an_older_webhook_lacks_what_came_later() -> None:
    older = {"webhook_id": "1", "webhook_type": "LINK", "webhook_code": "invalid_credentials", "link_id": "2"}
    assert parse(older) == Webhook(id="1", type="LINK", code="invalid_credentials", link_id="2")


@pytest.mark.parametrize("code", ["consent_expired", "openfinance_consent_expired"])
def test_both_published_spellings_are_one_code(code: str) -> None:
    assert parse({"webhook_type": "CONSENT", "webhook_code": code}).code == "openfinance_consent_expired"


def test_payments_and_whatever_comes_next_keep_their_own_fields() -> None:
    body = {
        "webhook_type": "charges",
        "webhook_code": "STATUS_UPDATE",
        "object_id": "1",
        "data": {"status": "SUCCEEDED"},
    }
    read = parse(body)
    assert (read.type, read.extra, read.data) == ("CHARGES", {"object_id": "1"}, {"status": "SUCCEEDED"})


@pytest.mark.parametrize("request_id", ["C58C22AA-A603-4593-95D1-69BBC6421580", "c58c22aaa603459395d169bbc6421580"])
def test_request_ids_compare_with_and_without_dashes(request_id: str) -> None:
    assert request_key(request_id) == "c58c22aaa603459395d169bbc6421580"


@pytest.mark.parametrize("body", ["", b"", "{", "[]", "1", b"\xff", "null", '"text"', "\ud800"])
def test_what_is_no_object_is_no_webhook(body: bytes | str) -> None:
    with pytest.raises(BadWebhook, match="The webhook is no JSON"):
        parse(body)


@quick
@given(envelopes)
def test_anything_in_the_envelope_is_tolerated(body: dict[str, Any]) -> None:
    read = parse(body)
    texts = (read.id, read.link_id, read.request_id, read.process_type, read.external_id, read.type, read.code)
    assert all(text is None or isinstance(text, str) for text in texts)
    assert isinstance(read.data, dict)
    assert read.extra == {name: value for name, value in body.items() if name not in FULL}


@quick
@given(envelopes)
def test_bytes_text_and_objects_read_alike(body: dict[str, Any]) -> None:
    text = json.dumps(body)
    if not any(isinstance(part, int) and abs(part) >= 2**63 for part in _parts(body)):
        assert parse(text) == parse(text.encode()) == parse(body)


@quick
@given((st.text() | st.binary()).filter(lambda body: not _is_object(body)))
def test_anything_else_is_an_error_of_ours(body: str | bytes) -> None:
    with pytest.raises(BadWebhook):
        parse(body)


def _is_object(body: str | bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [part for entry in value.values() for part in _parts(entry)]
    if isinstance(value, list):
        return [part for entry in value for part in _parts(entry)]
    return [value]
