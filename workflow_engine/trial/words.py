"""The words of policy tests, in English and in Chinese: keys, and what a value may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from workflow_engine.cases.refusals import RefusalCode
from workflow_engine.cases.topics import TOPICS
from workflow_engine.cases.wording import APPROVAL_STATES, CLOCK_STATES, DEGREES
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.program.types import Option, Type
from workflow_engine.trial.model import Mark

_CUSTOMER = {
    "name": "名称",
    "persona": "典型客户",
    "given": "资料",
    "at": "日期",
    "log": "服务记录",
    "choices": "自选项",
    "case": "个案",
    "expect": "预期",
    "about": "说明",
}
_CASE_FACTS = {
    "state": "状态",
    "level": "负责岗位",
    "owner": "负责人",
    "deadlines": "期限",
    "clocks": "时钟",
    "rungs": "升级",
    "messages": "通知",
    "compensation": "补偿",
    "priority": "优先级",
    "severity": "严重度",
    "approval": "审批",
    "reminders": "催办次数",
    "ended": "结案时间",
}

KEYS: Mapping[str, Mapping[str, str]] = {
    "file": {"personas": "典型客户", "tests": "测试"},
    "persona": {"extends": "沿用", "about": "说明"},
    "test": {**_CUSTOMER, "customers": "客户"},
    "customer": _CUSTOMER,
    "log": {"item": "服务项", "on": "日期", "by": "经办人", "record": "记录表单"},
    "case": {
        "failure": "失误",
        "process": "流程",
        "opened": "开立时间",
        "occurred": "发生时间",
        "by": "报告人",
        "complained_about": "被投诉人",
        "severity": "严重度",
        "note": "备注",
        "earlier": "此前次数",
        "steps": "经过",
        "until": "看到",
    },
    "step": {
        "at": "时间",
        "do": "操作",
        "by": "经办人",
        "occurred": "发生时间",
        "note": "备注",
        "amount": "金额",
        "goods": "实物",
        "person": "交给",
        "role": "岗位",
        "until": "有效至",
        "department": "部门",
        "code": "分类",
        "nature": "性质",
        "urgency": "紧急度",
        "severity": "严重度",
        "event": "事件",
        "other": "另一个案",
        "outcome": "结果",
        "refused": "拒绝原因",
        "expect": "预期",
    },
    "expect": {
        "tags": "标签",
        "unknown": "未知",
        "missing": "缺少资料",
        "levels": "级别",
        "measures": "指标",
        "tables": "决策表",
        "categories": "客户类别",
        "privileges": "权益",
        "items": "服务项",
        "visit": "拜访",
        "monthly_minutes": "每月分钟",
        "people": "人员",
        "case": "个案",
    },
    "item": {
        "state": "状态",
        "due": "应做日期",
        "overdue": "逾期",
        "priority": "优先级",
        "urgency": "紧急度",
        "minutes": "分钟",
        "last_done": "上次完成",
        "person": "经办人",
    },
    "visit": {
        "times": "次数",
        "per": "每",
        "minutes": "分钟",
        "modes": "方式",
        "due": "应做日期",
        "last_done": "上次完成",
    },
    "expected case": {**_CASE_FACTS, "refused": "拒绝原因"},
    "expected step": _CASE_FACTS,
}
"""The keys of each part of a test file, English to Chinese."""

PARTS: Mapping[str, Bilingual] = {
    "file": Bilingual("测试文件", "a test file"),
    "persona": Bilingual("典型客户", "a persona"),
    "test": Bilingual("一项测试", "a test"),
    "customer": Bilingual("测试的一位客户", "a customer of a test"),
    "log": Bilingual("服务记录", "the service log"),
    "case": Bilingual("个案", "the case"),
    "step": Bilingual("个案的一步", "a step of the case"),
    "expect": Bilingual("预期", "what is expected"),
    "item": Bilingual("服务项的预期", "what is expected of an item"),
    "visit": Bilingual("拜访的预期", "what is expected of visits"),
    "expected case": Bilingual("个案的预期", "what is expected of the case"),
    "expected step": Bilingual("这一步的预期", "what is expected of the step"),
}

MARKS: Mapping[Mark, Bilingual] = {
    Mark.UNKNOWN: Bilingual("未知", "unknown"),
    Mark.NONE: Bilingual("无", "none"),
    Mark.CONFLICT: Bilingual("冲突", "conflict"),
}
MISSING_WORDS = frozenset({"missing", "缺失"})
"""How it is written that a customer of a test lacks what their persona has."""


def _choice(labels: Mapping[str, Bilingual]) -> Type:
    return Type("choice", options=tuple(Option(id_, label) for id_, label in labels.items()))


def _spelled(words: Iterable[str], chinese: Mapping[str, str]) -> Type:
    return _choice({word: Bilingual(chinese[word], word) for word in words})


STATES = _spelled(
    (
        "due",
        "due_unknown",
        "not_due",
        "active",
        "offered",
        "suspended",
        "chosen_but_not_eligible",
        "not_eligible",
        "unknown",
    ),
    {
        "due": "必做",
        "due_unknown": "必做（条件未知）",
        "not_due": "不适用",
        "active": "已选",
        "offered": "可选",
        "suspended": "已选暂停",
        "chosen_but_not_eligible": "已选但不符合条件",
        "not_eligible": "不符合条件",
        "unknown": "未知",
    },
)
DEGREE = _choice(DEGREES)
CLOCKS = _choice(CLOCK_STATES)
APPROVAL = _choice(APPROVAL_STATES)
UNITS = _spelled(
    ("day", "week", "month", "quarter", "half year", "year"),
    {
        "day": "天",
        "week": "周",
        "month": "月",
        "quarter": "季度",
        "half year": "半年",
        "year": "年",
    },
)
MESSAGES = _spelled(
    sorted(TOPICS),
    {
        "opened": "开立",
        "done": "办理",
        "warned": "提醒",
        "overdue": "逾期",
        "escalated": "升级",
        "stuck": "无人可升级",
        "reminded": "催办",
        "emitted": "事件",
        "reassigned": "转派",
        "cannot_resolve": "无法解决",
        "support_asked": "请部门协助",
        "support_answered": "部门答复",
        "approval_changed": "审批",
        "delegated": "授权",
        "exception_granted": "特批",
        "migrated": "换版",
    },
)
REFUSALS = _spelled(
    get_args(RefusalCode),
    {
        "unknown_process": "没有这个流程",
        "not_for_customer": "不适用于该客户",
        "unknown_command": "没有这个操作",
        "not_in_this_state": "状态不允许",
        "ended": "已经结案",
        "guard_false": "条件不成立",
        "guard_unknown": "条件未知",
        "wrong_role": "岗位无权",
        "complained_about": "被投诉人",
        "over_limit": "超过权限",
        "needs_approval": "须先批准",
        "four_eyes": "不能批准自己的申请",
        "no_request": "没有申请",
        "lapsed": "批准已失效",
        "nobody_above": "上面没有人",
        "unknown_person": "查无此人",
        "unknown_department": "没有这个部门",
        "unknown_value": "没有这个值",
        "argument_missing": "缺少内容",
        "in_the_future": "时间未到",
        "too_far_back": "补登太晚",
        "before_last_event": "早于上一步",
        "already": "已经办过",
    },
)
OUTCOMES: Mapping[str, Bilingual] = {
    "recovered": Bilingual("信任已恢复", "recovered"),
    "lost": Bilingual("信任未恢复", "lost"),
    "front_office": Bilingual("原因在前台", "front_office"),
    "back_office": Bilingual("原因在后台", "back_office"),
}
OUTCOME = _choice(OUTCOMES)


def key_named(word: str, part: str) -> str | None:
    """The key of a part that a word means, in either language."""
    for english, chinese in KEYS[part].items():
        if word in (english, chinese):
            return english
    return None


def key_word(key: str, part: str, lang: Language) -> str:
    """A key as a file in a language writes it."""
    return KEYS[part][key] if lang == "zh" else key


def mark_named(word: str) -> Mark | None:
    """What is expected in place of a value, if that is what a word says."""
    for mark, text in MARKS.items():
        if word in (text.zh, text.en):
            return mark
    return None
