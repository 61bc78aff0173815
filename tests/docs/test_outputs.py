"""The page on outputs names every key."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import workflow_engine as we
from tests.cases.test_view import FRIDAY, Course
from workflow_engine.cli.blueprint_stream import stream_json

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")


def test_every_key_of_a_plan_is_named():
    policy = we.load(ROOT / "rules" / "tobacco-retail")
    plan = policy.plan_json(policy.plan({"customer_id": "C1", "tier": 3}, at=dt.date(2026, 11, 21)))
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    for part in (plan, plan["visit"], plan["must_do"][0], plan["optional"][0], plan["tasks"][0]):
        assert set(part) <= named


def test_every_key_of_a_case_is_named():
    view = Course().view(FRIDAY)
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    parts = [view, view["cause"], view["people"][0], view["policy"]]
    parts += [view[part][0] for part in ("clocks", "steps", "ahead", "history")]
    for part in parts:
        assert set(part) <= named, set(part) - named


def test_every_key_of_a_value_stream_is_named():
    found = we.load(ROOT / "rules" / "tobacco-retail").blueprints
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    for blueprint in found.values():
        data = stream_json(blueprint, "zh")
        before = data["before"]
        parts = [data, before, before["work_by_kind"], before["stages"][0], before["cells"][0]]
        for part in (*parts, *data["changes"][:1]):
            assert set(part) <= named, set(part) - named
