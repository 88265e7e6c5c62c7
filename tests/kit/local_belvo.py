"""What speaks to a local Belvo: plain HTTP, and a client that tries nothing twice."""

from dataclasses import dataclass, field
from typing import Any

import requests

from belvo_client import BelvoClient, Retries
from tests.kit.waiting import PATIENCE

KEYS = ("local-sandbox-id", "local-sandbox-password")
REFUSALS = 6
"""After so many wrong passwords a link is invalid."""


def client_of(url: str, keys: tuple[str, str] = KEYS) -> BelvoClient:
    """A client that tries nothing twice."""
    return BelvoClient(url, *keys, retries=Retries.off())


@dataclass(frozen=True)
class Api:
    """A sandbox's address and a session with its keys."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, **options: Any) -> requests.Response:  # noqa: ANN401 - requests' own
        """One request; `auth=None` goes without keys."""
        options.setdefault("auth", KEYS)
        options.setdefault("timeout", PATIENCE)
        if options["auth"] is None:
            options["auth"] = _no_auth
        return self.session.request(method, f"{self.url}{path}", **options)

    def get(self, path: str, **params: Any) -> Any:  # noqa: ANN401 - JSON
        """The JSON of a GET that succeeds."""
        answer = self.call("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, path: str, **params: str | int) -> list[dict[str, Any]]:
        """All rows of a list, page by page as `next` says."""
        page = self.get(path, **params)
        rows: list[dict[str, Any]] = page["results"]
        while page["next"]:
            answer = self.session.get(page["next"], auth=KEYS, timeout=PATIENCE)
            page = answer.json()
            rows += page["results"]
        return rows

    def corrected(self, link: str) -> dict[str, set[str]]:
        """The ids of transactions that are corrected once a link was made, with the fields; none for a deleted one."""
        found = self.call("GET", "/control/corrections/", auth=None, params={"link": link}).json()["results"]
        return {one["id"]: set(one["fields"]) for one in found}

    def link(self, username: str = "bnk100", password: str = "full", **body: object) -> dict[str, Any]:  # noqa: S107 - published
        """A new link."""
        body = {"institution": "erebor_mx_retail", "username": username, "password": password, **body}
        answer = self.call("POST", "/api/links/", json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def unconfirmed(self, username: str = "mfa_always", **body: object) -> str:
        """The id of a new link whose institution asks for a token."""
        body = {"institution": "erebor_mx_retail", "username": username, "password": "full", **body}
        answer = self.call("POST", "/api/links/", json=body)
        assert answer.status_code == 428, answer.text
        return str(answer.json()[0]["link"])

    def widget_link(self, access_token: str, username: str = "bnk102", password: str = "low", **body: object) -> str:  # noqa: S107 - published
        """The id of the link that a widget with this token makes in the end."""
        headers = {"Authorization": f"Bearer {access_token}"}
        body = {"institution": "erebor_mx_retail", "username": username, "password": password, **body}
        answer = self.call("POST", "/api/links/", json=body, headers=headers, auth=None)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def token(self, scopes: str = "read_institutions,write_links", **body: object) -> dict[str, str]:
        """The headers of a widget with a fresh access token."""
        keys = {"id": KEYS[0], "password": KEYS[1]}
        answer = self.call("POST", "/api/token/", auth=None, json={**keys, "scopes": scopes, **body})
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['access']}"}

    def break_link(self, username: str, institution: str = "erebor_mx_retail", **body: object) -> None:
        """Log in with a wrong password until the link is invalid."""
        body = {"institution": institution, "username": username, **body, "password": "pass_invalid"}
        for _ in range(REFUSALS):
            answer = self.call("POST", "/api/links/", json=body)
            assert answer.status_code == 400, answer.text

    def want_token(self, link: str) -> None:
        """Refresh a link whose institution asks for a token each time."""
        answer = self.call("POST", f"/api/links/{link}/refresh/")
        assert answer.status_code == 202, answer.text

    def add_fault(self, **fault: object) -> None:
        """What goes wrong from now on."""
        self.call("POST", "/control/faults/", auth=None, json=fault).raise_for_status()

    def reset(self) -> None:
        """Begin a new world."""
        self.call("POST", "/control/state/reset/", auth=None).raise_for_status()


def errors(answer: requests.Response) -> list[tuple[str, str | None]]:
    """The codes and fields of an error answer, held to its shape."""
    items = answer.json()
    assert isinstance(items, list), items
    for item in items:
        assert {"code", "message", "request_id"} <= set(item) <= {"code", "message", "request_id", "field"}, item
        assert len(item["request_id"]) == 32, item
    return [(item["code"], item.get("field")) for item in items]


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
