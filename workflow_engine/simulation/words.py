"""The keys of a simulation model, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

_RESPONSE = {
    "median": "median",
    "中位数": "median",
    "spread": "spread",
    "离散": "spread",
    "forgotten": "forgotten",
    "遗忘": "forgotten",
    "effort": "effort",
    "用时": "effort",
}
RESPONSE_KEYS: Mapping[str, str] = _RESPONSE
SHARE_KEYS: Mapping[str, str] = {"share": "share", "比例": "share", **_RESPONSE}
_PROFILE = {
    "weekdays": "weekdays",
    "星期": "weekdays",
    "months": "months",
    "月份": "months",
    "hours": "hours",
    "时段": "hours",
}
KEYS: Mapping[str, Mapping[str, str]] = {
    "model": {
        "simulation": "simulation",
        "模拟": "simulation",
        "arrivals": "arrivals",
        "到达": "arrivals",
        "staff": "staff",
        "员工": "staff",
        "events": "events",
        "情形": "events",
    },
    "simulation": {
        "id": "id",
        "编号": "id",
        "label": "label",
        "名称": "label",
        "assumed": "assumed",
        "待确认": "assumed",
    },
    "label": {"zh": "zh", "中文": "zh", "en": "en", "英文": "en"},
    "arrivals": {**_PROFILE, "cases": "cases", "个案": "cases"},
    "case": {**_PROFILE, "rate": "rate", "每百户每月": "rate"},
    "staff": {
        "steps": "steps",
        "步骤": "steps",
        "roles": "roles",
        "岗位": "roles",
        "away": "away",
        "缺勤": "away",
        "absence": "absence",
        "缺勤时长": "absence",
    },
    "events": {
        "plan": "plan",
        "先定方案": "plan",
        "waits": "waits",
        "等客户": "waits",
        "other_department": "other_department",
        "需要其他部门": "other_department",
        "approval": "approval",
        "审批驳回": "approval",
        "compensation": "compensation",
        "补偿": "compensation",
        "cannot_resolve": "cannot_resolve",
        "无法解决": "cannot_resolve",
        "refused": "refused",
        "客户不接受": "refused",
        "reopened": "reopened",
        "重开": "reopened",
    },
    "compensation": {
        "share": "share",
        "比例": "share",
        "median": "median",
        "中位数": "median",
        "spread": "spread",
        "离散": "spread",
    },
}

STEPS: Mapping[str, str] = {
    "承认": "acknowledge",
    "道歉": "apologize",
    "弥补": "amend",
    "预见": "anticipate",
    "接收": "receive",
    "归类": "classify",
    "指派": "assign",
    "回复": "reply",
    "解决": "resolve",
    "通知": "notify",
    "致谢": "thank",
    "结案": "close",
    "回访": "follow_up",
    "批准": "approve",
}
"""Commands under their Chinese names."""

DAYS: Mapping[str, int] = {
    **{name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
    **{f"周{name}": n for n, name in enumerate("一二三四五六日")},
}
YES = frozenset({"true", "yes", "是"})
NO = frozenset({"false", "no", "否", ""})


def key_named(word: str, keys: Mapping[str, str]) -> str | None:
    """The key that a word means, in either language."""
    return keys.get(word.strip())
