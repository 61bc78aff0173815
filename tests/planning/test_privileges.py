"""Privileges: who has them, in the plan's data and on both printed copies."""

from __future__ import annotations

import datetime as dt

from workflow_engine.compiler.compile import compile_policy
from workflow_engine.explain.handbook.chapters import handbook
from workflow_engine.model.loader import load_texts
from workflow_engine.policy import Policy
from workflow_engine.render.plan_page import plan_document

POLICY = """
policy: {id: shop, version: "1", stage: draft}
roles: {clerk: {label: 客户经理}}
customer:
  key: number
  attributes: {basic: {tier: {type: integer}, market: {type: text}}}
tags: {big: {label: 大客户, when: tier >= 20}}
categories: {of: [big], otherwise: general}
must_do: {count: {every: 1 month}}
privileges:
  gold:
    label: {zh: 最有价值客户专享, en: For our most valuable}
    for: big
    gives:
      delivery: {label: {zh: 免费配送, en: Free delivery}, entitled: {zh: 每周2次, en: twice a week}}
      授信: 5000元
    public_text: {zh: 您享受每周两次<免费>配送, en: Free delivery twice a week}
    valid: 2026-01-01..2026-12-31
  birthday: {for: 'market == "east"', gives: {贺卡: 一张}}
  line: {gives: {专线: 工作日}}
"""
AT = dt.date(2026, 11, 21)


def policy():
    loaded = load_texts({"policy.yaml": POLICY})
    assert loaded.model is not None
    program = compile_policy(loaded.model).program
    assert program is not None, loaded.diagnostics
    return Policy(program)


def plan(at=AT, lang="zh", **customer):
    made = policy()
    return made.plan_json(made.plan({"number": "1", **customer}, at=at), lang=lang)


def test_a_plan_has_what_the_customer_is_given_for_certain():
    found = plan(tier=28)
    assert [one["privilege"] for one in found["privileges"]] == ["gold", "line"]
    assert found["unknown_privileges"] == ["birthday"]
    assert found["privileges"][0] == {
        "privilege": "gold",
        "label": "最有价值客户专享",
        "gives": [
            {"benefit": "delivery", "label": "免费配送", "value": "每周2次"},
            {"benefit": "授信", "label": "授信", "value": "5000元"},
        ],
        "text": "您享受每周两次<免费>配送",
    }
    assert plan(lang="en", tier=28)["privileges"][0]["gives"][0]["value"] == "twice a week"


def test_nobody_has_one_out_of_its_time_or_meant_for_others():
    assert [one["privilege"] for one in plan(tier=3, market="east")["privileges"]] == [
        "birthday",
        "line",
    ]
    late = plan(at=dt.date(2027, 1, 1), tier=28)
    assert [one["privilege"] for one in late["privileges"]] == ["line"]


def test_the_staff_read_its_name_and_the_customer_the_public_words():
    program = policy().program
    staff, theirs = (
        plan_document(plan(tier=28), program, lang="zh", audience=audience).html
        for audience in ("staff", "customer")
    )
    assert "最有价值客户专享" in staff
    assert "免费配送：每周" in staff
    assert "最有价值客户专享" not in theirs
    assert "您享受每周两次" in theirs
    assert "<免费>" not in theirs
    assert "专线：工作日" in theirs
    none = plan_document({**plan(tier=28), "privileges": []}, program, lang="zh").html
    assert "专属权益" not in none


def test_the_handbook_says_who_is_given_what():
    chapters = {chapter.id: chapter for chapter in handbook(policy().program, {})}
    gold, *_ = chapters["privileges"].sections
    said = repr(gold)
    for words in ("最有价值客户专享", "免费配送", "twice a week", "对客户这样说", "2026-12-31"):
        assert words in said


def test_without_a_benefit_it_is_an_error():
    loaded = load_texts({"policy.yaml": POLICY.replace("gives: {专线: 工作日}", "gives: {}")})
    assert loaded.model is not None
    assert [one.code for one in compile_policy(loaded.model).diagnostics] == ["WE386"]
