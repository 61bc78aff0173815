"""What kind of thing a name stands for, by the section and key it is written under.

Kinds are called as the sections that define them; `items` are those of both kinds.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Bilingual

KINDS: Mapping[str, Bilingual] = {
    "attributes": Bilingual("客户属性", "attribute"),
    "measures": Bilingual("指标", "measure"),
    "tags": Bilingual("标签", "tag"),
    "scales": Bilingual("分级", "scale"),
    "levels": Bilingual("级别", "level"),
    "tables": Bilingual("决策表", "table"),
    "outputs": Bilingual("决策表的结果", "output"),
    "options": Bilingual("选项", "option"),
    "categories": Bilingual("客户类别", "category"),
    "items": Bilingual("服务项", "item"),
    "strategies": Bilingual("策略", "strategy"),
    "roles": Bilingual("角色", "role"),
    "staff": Bilingual("人员", "person"),
    "calendars": Bilingual("日历", "calendar"),
    "duties": Bilingual("服务职责", "duty"),
    "needs": Bilingual("需求", "need"),
    "objectives": Bilingual("服务目标", "objective"),
    "principles": Bilingual("服务原则", "principle"),
    "records": Bilingual("记录表单", "record"),
    "failures": Bilingual("失误", "failure"),
    "events": Bilingual("事件", "event"),
    "support": Bilingual("支持部门", "department"),
    "processes": Bilingual("流程", "process"),
    "states": Bilingual("状态", "state"),
    "clocks": Bilingual("时钟", "clock"),
    "promises": Bilingual("承诺", "promise"),
    "monitors": Bilingual("监测", "monitor"),
    "privileges": Bilingual("权益", "privilege"),
    "personas": Bilingual("典型客户", "persona"),
    "stages": Bilingual("阶段", "stage"),
    "cells": Bilingual("蓝图格子", "box of the blueprint"),
}

TERMS = ("attributes", "measures", "tags", "scales", "tables")
"""What conditions and expressions name; each name is one of them only."""

ASSERTED = (*TERMS, "levels", "items")
"""What the conditions under `never` may name besides."""

OWNED = frozenset({"levels", "options", "outputs", "states", "clocks", "cells", "stages"})
"""Kinds whose names only count within what they belong to: a scale, an attribute, a process."""

_DEFINED: Mapping[tuple[str, str], str] = {
    ("PolicyModel", "must_do"): "items",
    ("PolicyModel", "optional"): "items",
    ("Attributes", "basic"): "attributes",
    ("Attributes", "operating"): "attributes",
    ("Attributes", "service_value"): "attributes",
    ("Customer", "measures"): "measures",
    ("Attribute", "of"): "options",
    ("OutputType", "of"): "options",
    ("Gives", "of"): "options",
    ("Gives", "outputs"): "outputs",
    ("Scale", "levels"): "levels",
    ("Categories", "otherwise"): "categories",
    ("Recovery", "failures"): "failures",
    ("Recovery", "events"): "events",
    ("Process", "states"): "states",
    ("Process", "clocks"): "clocks",
    ("BlueprintModel", "stages"): "stages",
    ("Cell", "id"): "cells",
}
_REFERRED: Mapping[str, tuple[str, ...]] = {
    "by": ("roles",),
    "owner": ("roles",),
    "role": ("roles",),
    "reports_to": ("roles",),
    "approve": ("roles",),
    "exception": ("roles",),
    "from": ("roles",),
    "to": ("roles",),
    "views": ("roles",),
    "deputy": ("staff",),
    "person": ("attributes",),
    "as_of": ("attributes",),
    "choices": ("attributes",),
    "calendar": ("calendars",),
    "base": ("calendars",),
    "strategy": ("strategies",),
    "duty": ("duties",),
    "needs": ("needs",),
    "objective": ("objectives",),
    "principle": ("principles",),
    "record": ("records",),
    "grants": ("items",),
    "suspends": ("items",),
    "suspends_optional_except": ("items",),
    "item": ("items",),
    "support": ("support",),
    "opens": ("failures", "processes"),
    "failure": ("failures",),
    "promise": ("promises",),
    "monitor": ("monitors",),
    "step": ("clocks",),
    "for": ("tags", "categories"),
    "of": ("tags",),
    "urgency_when": ("tags",),
    "faster_for": ("tags",),
    "channels": ("tags", "categories"),
    "rules": ("tags", "categories"),
}
_REFERRED_THERE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("Member", "reports_to"): ("staff",),
    ("Stage", "need"): ("roles",),
    ("Stage", "support"): (),
    ("Process", "start"): ("states",),
    ("Transition", "from"): ("states",),
    ("Transition", "to"): ("states",),
    ("Clock", "from"): (),
    ("Link", "from"): ("cells",),
    ("Link", "to"): ("cells",),
    ("Ecrs", "with"): ("cells",),
}


def defined_by(model: str, key: str) -> str | None:
    """The kind of the names that are defined under a key of a model; None where none are.

    >>> defined_by("Scale", "levels"), defined_by("PolicyModel", "tags"), defined_by("Tag", "when")
    ('levels', 'tags', None)
    """
    if model == "PolicyModel" and key in KINDS:
        return _DEFINED.get((model, key), key)
    return _DEFINED.get((model, key))


def referred_to_by(model: str, key: str) -> tuple[str, ...]:
    """The kinds of the names that stand under a key of a model; empty where they are free.

    >>> referred_to_by("Role", "reports_to"), referred_to_by("Member", "reports_to")
    (('roles',), ('staff',))
    """
    return _REFERRED_THERE.get((model, key), _REFERRED.get(key, ()))
