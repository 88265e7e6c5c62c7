"""What can be copied is what the desk does, without its keys."""

import json
from pathlib import Path

from actions.connect.token_body import Choices, browser_config, token_request
from components.connect.snippet import shown_request, shown_snippet
from settings import Secret, Settings


def test_what_is_shown_of_a_request_is_what_is_sent_but_for_the_keys(tmp_path: Path) -> None:
    settings = Settings(
        environment="sandbox",
        data_dir=tmp_path,
        secret_id="id",
        secret_password=Secret("password"),
        server_url="http://127.0.0.1:8501",
    )
    request = token_request(settings, Choices(country="MX"), "n1")
    shown = json.loads(shown_request(request))
    assert {shown.pop("id"), shown.pop("password")} == {"••••••••"}
    assert shown == request.body()


def test_the_snippet_opens_the_widget_as_the_desk_does() -> None:
    config = browser_config(Choices(country="MX", institution="erebor_mx_retail"), "user-1")
    snippet = shown_snippet("https://belvo.example/widget.js", config)
    inner = snippet[snippet.index("accessToken, {") + len("accessToken, {") : snippet.index(",\n      callback:")]
    assert json.loads("{" + inner + "}") == config
    assert '<script src="https://belvo.example/widget.js" async></script>' in snippet
