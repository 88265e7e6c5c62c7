"""The board asks for what /metrics tells."""

import json
import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient

from context import ROUTES, Context
from settings import LOCAL_KEYS, Secret, Settings
from web.routes import monitoring_routes

ROOT = Path(__file__).resolve().parent.parent.parent
_METRIC = re.compile(r"\b(?:linkdesk|process)_[a-z_]+")
_PARTS = re.compile(r"_(?:total|bucket|count|sum|created)$")


def test_every_metric_of_the_board_and_of_the_document_is_told(belvo_url: str, tmp_path: Path) -> None:
    key, password = LOCAL_KEYS
    found = Settings(data_dir=tmp_path, secret_id=key, secret_password=Secret(password), base_url=belvo_url)
    with Context(found, ROUTES) as context:
        text = TestClient(Starlette(routes=monitoring_routes(context))).get("/metrics").text
    told = {family.name for family in text_string_to_metric_families(text)}
    board = json.loads((ROOT / "deploy" / "grafana.json").read_text())
    asked = {
        name for panel in board["panels"] for target in panel["targets"] for name in _METRIC.findall(target["expr"])
    }
    documented = {
        name
        for line in (ROOT / "docs" / "operating.md").read_text().splitlines()
        if line.startswith("| `linkdesk_")
        for name in _METRIC.findall(line.split("|")[1])
    }
    assert {_PARTS.sub("", name) for name in asked} <= told
    ours = {name for name in told if name.startswith("linkdesk") and name != "linkdesk"} | {"linkdesk_info"}
    assert {_PARTS.sub("", name) for name in documented} == ours


def test_no_two_panels_lie_over_each_other() -> None:
    board = json.loads((ROOT / "deploy" / "grafana.json").read_text())
    taken = [
        (x, y)
        for panel in board["panels"]
        for place in [panel["gridPos"]]
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len({*taken})
