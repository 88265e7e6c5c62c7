"""What is sent of a message: to Slack, to programs and as a mail."""

import json
from datetime import timedelta

import pytest

from domain.notices.kinds import Kind
from tests.kit.notices import NOW, broken, item, told
from web.notices import payloads

KEY = "a key to sign with"
BANK = "Erebor <!channel> *México* & 😀"


def test_a_mail_has_a_subject_of_one_line() -> None:
    found = told(broken(1, "Erebor\r\nBcc: other@example.com"), item(Kind.STORE))
    assert found.subject == "Linkdesk production: The store is damaged: pages may lack rows or fail (and 1 more)"
    assert "\nBcc" not in told(broken(1, "Erebor\r\nBcc: other@example.com")).subject
    text = payloads.text(found)
    assert "https://desk.example/health" in text
    assert text.endswith(f"Delivery {'f' * 32}\n")


def test_slack_gets_text_and_blocks_in_which_a_name_is_no_mention() -> None:
    body = json.loads(payloads.slack(told(broken(1, BANK))))
    assert body.keys() == {"text", "blocks"}
    line, context = body["blocks"]
    assert "<!channel>" not in line["text"]["text"]
    assert "&lt;!channel&gt;" in line["text"]["text"]
    assert "*México*" not in line["text"]["text"]
    assert line["text"]["text"].endswith("(<https://desk.example/links?find=00000001|open>)")
    assert "f" * 32 in context["elements"][0]["text"]


def test_slack_takes_no_more_than_fifty_blocks() -> None:
    found = told(*[broken(n, f"Bank {n:03d}") for n in range(120)])
    body = json.loads(payloads.slack(found))
    assert len(body["blocks"]) == 41
    assert "and 80 more" in body["blocks"][-1]["elements"][0]["text"]


def test_programs_get_every_line_with_its_id() -> None:
    body = json.loads(payloads.plain(told(broken(1, BANK), broken(2, BANK))))
    assert {name: body[name] for name in ("version", "id", "environment", "desk")} == {
        "version": 1,
        "id": "f" * 32,
        "environment": "production",
        "desk": "https://desk.example",
    }
    assert body["notices"] == [
        {
            "kind": "broken",
            "state": "begun",
            "text": f"{BANK}: 2 links newly broken (invalid): 00000001, 00000002",
            "institution": BANK.lower(),
            "links": ["00000001", "00000002"],
            "count": 2,
            "at": "2026-11-30T12:00:00Z",
            "url": f"https://desk.example/links?{body['notices'][0]['url'].partition('?')[2]}",
        }
    ]


@pytest.mark.parametrize(
    ("changed", "is_ours"),
    [
        ({}, True),
        ({"key": "another key to sign"}, False),
        ({"body": b"{}"}, False),
        ({"now": NOW + timedelta(minutes=6)}, False),
        ({"now": NOW + timedelta(minutes=4)}, True),
        ({"header": ""}, False),
        ({"header": "t=x,v1=y"}, False),
        ({"header": "t=٣,v1=y"}, False),
        ({"header": f"t={int(NOW.timestamp())},v1="}, False),
    ],
)
def test_a_signature_holds_for_this_body_this_key_and_now(changed: dict[str, object], is_ours: bool) -> None:
    body = payloads.plain(told(broken(1)))
    asked = {"header": payloads.signature(KEY, body, NOW), "key": KEY, "body": body, "now": NOW, **changed}
    assert payloads.is_signed(**asked) is is_ours  # type: ignore[arg-type]  # by their names
