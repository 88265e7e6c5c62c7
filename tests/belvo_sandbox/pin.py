"""Writes anew what is pinned, after lives were changed on purpose: `python -m tests.belvo_sandbox.pin`."""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from belvo_sandbox import serve
from tests.kit.local_belvo import Api

PINNED = Path(__file__).parent / "pinned.json"
NOW = datetime(2026, 6, 17, 15, 30, tzinfo=UTC)


def pinned_of(api: Api, link: str) -> dict[str, Any]:
    """The rows of a link that are pinned: one day's transactions, the accounts, the owner."""
    day = {"value_date": "2025-12-18", "account_type": "CHEQUES"}
    return {
        "transactions": api.get("/api/transactions/", link=link, **day)["results"],
        "accounts": api.get("/api/accounts/", link=link)["results"],
        "owner": api.get("/api/owners/", link=link)["results"][0],
    }


def main() -> None:
    """Write the file for the first link of a fresh sandbox."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder), now=NOW) as server,
        requests.Session() as session,
    ):
        api = Api(server.url, session)
        pinned = pinned_of(api, api.link(external_id="mexican")["id"])
    PINNED.write_text(json.dumps(pinned, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
