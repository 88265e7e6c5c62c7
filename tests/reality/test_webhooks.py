"""Recorded webhooks, through the receiver into a store that knows the link."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from context import ROUTES, Context
from settings import Secret, Settings
from store.ops import jobs, webhooks
from store.write import links
from tests.kit.bodies import link
from tests.kit.rows import records
from tests.reality.sources import cases
from web.routes import routes

AGREED = "Basic YWdyZWVkOnBsYW50ZWQ="


@pytest.fixture
def context(empty_store: Path, tmp_path: Path) -> Iterator[Context]:
    shutil.copy(empty_store, tmp_path / "sandbox.db")
    settings = Settings(
        data_dir=tmp_path,
        environment="sandbox",
        secret_id="planted",
        secret_password=Secret("planted"),
        webhook_authorization=Secret(AGREED),
    )
    with Context(settings, ROUTES) as context:
        with context.database.write() as connection:
            links.save(connection, link())
        yield context


@pytest.mark.parametrize("case", cases("webhooks"))
def test_what_was_seen_is_kept_once_and_queues_what_it_should(context: Context, case: dict[str, Any]) -> None:
    http = TestClient(Starlette(routes=routes(context)), base_url="http://127.0.0.1:8501")
    for path in ("/webhooks/belvo", "/webhooks/belvo/"):
        content = json.dumps(case["body"])
        assert http.post(path, content=content, headers={"Authorization": AGREED}).status_code == 200
    (row,) = records(webhooks.page(context.database))
    event = webhooks.find(context.database, row["webhook_id"])
    assert event is not None
    right = dict(case["right"])
    if "queued" in right:
        job = jobs.get(context.database, event.job) if event.job else None
        assert (sorted(job.resources) if job else None) == right.pop("queued")
    assert {name: getattr(event, name) for name in right} == right
