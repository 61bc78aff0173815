"""The glossary of the policy language: every English word and its one Chinese twin.

Six vocabularies, each one-to-one within itself, because the same word may mean different things
as a key and as a value (`basic` is a portrait and a Kano class):

| kind         | table              | holds                                                       |
|--------------|--------------------|-------------------------------------------------------------|
| `key`        | `KEYWORDS`         | section names, keys, condition words, 4A and feedback steps |
| `word`       | `WORDS`            | what an enumerated field may hold: `high`, `first`, `live`  |
| `weekday`    | `WEEKDAYS`         | the keys under `hours`: `mon`, `mon-fri`                    |
| `expression` | `EXPRESSION_WORDS` | words of conditions, cells and triggers                     |
| `function`   | `FUNCTION_NAMES`   | functions of expressions                                    |
| `blueprint`  | `BLUEPRINT_KEYS`   | keys of blueprint files, and their lanes                    |
"""

from __future__ import annotations

from typing import Literal

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.file_words import ENGLISH, FileWords
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS, BLUEPRINT_WORDS

Kind = Literal["key", "word", "weekday", "expression", "function", "blueprint"]

_SECTIONS = {
    "policy": "政策",
    "calendars": "日历",
    "roles": "角色",
    "staff": "人员",
    "customer": "客户",
    "measures": "指标",
    "tags": "标签",
    "scales": "分级",
    "tables": "决策表",
    "categories": "客户类别",
    "visits": "拜访",
    "must_do": "必做项",
    "optional": "选做项",
    "strategies": "策略",
    "priority": "优先级",
    "duties": "服务职责",
    "needs": "需求",
    "objectives": "服务目标",
    "principles": "服务原则",
    "records": "记录表单",
    "recovery": "补救",
    "feedback": "反馈",
    "support": "支持部门",
    "processes": "流程",
    "promises": "承诺",
    "monitors": "监测",
    "privileges": "权益",
    "never": "绝不",
    "rollout": "分批推行",
}

_EVERYWHERE = {
    "label": "名称",
    "description": "说明",
    "assumed": "待确认",
    "when": "条件",
    "all": "全部",
    "any": "任一",
    "not": "不是",
    "zh": "中文",
    "en": "英文",
    "otherwise": "否则",
    "then": "结果",
    "event": "事件",
    "text": "话术",
    "valid": "生效期",
}

_POLICY = {
    "id": "编号",
    "title": "标题",
    "version": "版本",
    "timezone": "时区",
    "language": "语言",
    "stage": "阶段",
    "period": "计划期",
    "blueprints": "蓝图",
}

_CALENDARS_ROLES_STAFF = {
    "base": "依据",
    "hours": "工作时间",
    "exceptions": "特殊日期",
    "person": "姓名字段",
    "reports_to": "上级",
    "minutes_per_day": "每日分钟",
    "compensation_up_to": "补偿权限",
    "cost_per_hour": "每小时成本",
    "calendar": "工作日历",
    "role": "岗位",
    "area": "片区",
    "phone": "电话",
    "deputy": "代理人",
    "skills": "技能",
    "away": "请假",
}

_CUSTOMER = {
    "key": "编号字段",
    "name": "名称字段",
    "choices": "自选字段",
    "attributes": "属性",
    "basic": "基本画像",
    "operating": "经营画像",
    "service_value": "服务价值画像",
    "type": "类型",
    "min": "最小值",
    "max": "最大值",
    "of": "取自",
    "required": "必填",
    "unit": "单位",
    "as_of": "数据日期",
    "stale_after": "有效期",
}

_SCALES_TABLES = {
    "hit": "命中",
    "levels": "级别",
    "strategy": "对应策略",
    "gives": "给出",
    "collect": "汇集",
    "rows": "行",
}

_VISITS_AND_ITEMS = {
    "combine": "合并",
    "times": "次数",
    "minutes": "分钟",
    "modes": "方式",
    "for": "对象",
    "every": "频率",
    "by": "负责人",
    "value": "价值",
    "urgency": "紧急度",
    "urgency_when": "紧急度调整",
    "mode": "服务方式",
    "duty": "职责",
    "kano": "需求类型",
    "objective": "目标",
    "principle": "原则",
    "steps": "步骤",
    "record": "记录",
    "trigger": "触发方式",
    "eligible": "适用条件",
    "until": "直到",
    "respond_within": "响应时限",
    "suspends_optional_except": "暂停选做项除外",
    "suspends": "暂停",
    "grants": "给予",
}

_RECOVERY_AND_FEEDBACK = {
    "failures": "失误",
    "severity": "严重度",
    "owner": "责任人",
    "acknowledge": "承认",
    "apologize": "道歉",
    "amend": "弥补",
    "anticipate": "预见",
    "within": "时限",
    "offer": "补偿方式",
    "faster_for": "加速",
    "recusal": "回避",
    "approve": "审批",
    "exception": "特批",
    "regulator": "监管时限",
    "warn": "提前提醒",
    "remind": "催办",
    "repeat": "再次发生",
    "approvals": "审批时限",
    "answer_within": "答复时限",
    "valid_for": "批准有效期",
    "back_date": "补记期限",
    "follow_up": "回访",
    "escalation": "升级",
    "events": "事件名称",
    "from": "从",
    "to": "到",
    "step": "环节",
    "elapsed": "已过",
    "unless": "除非",
    "channels": "渠道",
    "taxonomy": "分类",
    "natures": "性质",
    "receive": "接收",
    "classify": "归类",
    "assign": "分派",
    "reply": "回复",
    "resolve": "解决",
    "notify": "通知",
    "thank": "致谢",
}

_PROCESSES = {
    "start": "起始状态",
    "states": "状态",
    "pause": "等待",
    "end": "结束",
    "transitions": "转换",
    "on": "操作",
    "emits": "发出事件",
    "clocks": "时钟",
    "regulatory": "监管",
    "outlives": "结案后继续",
}

_PROMISES_AND_MONITORS = {
    "slogan": "口号",
    "better": "优劣",
    "promise": "承诺值",
    "industry": "行业标准",
    "competitor": "竞争对手",
    "need": "客户需要",
    "capacity": "自身能力",
    "claim": "兑现条款",
    "stronger_in": "更强于",
    "side": "方面",
    "object": "监测对象",
    "alert": "预警",
    "opens": "触发失误",
}

_PRIVILEGES_AND_ROLLOUT = {
    "entitled": "享有",
    "public_text": "公示文字",
    "before": "原政策",
    "share": "比例",
    "stages": "批次",
    "salt": "抽签码",
    "limit": "影响上限",
}

SECTIONS: tuple[str, ...] = tuple(_SECTIONS)
"""The section names in English, in the order in which the language reference lists them."""

KEYWORDS: dict[str, str] = {
    **_SECTIONS,
    **_EVERYWHERE,
    **_POLICY,
    **_CALENDARS_ROLES_STAFF,
    **_CUSTOMER,
    **_SCALES_TABLES,
    **_VISITS_AND_ITEMS,
    **_RECOVERY_AND_FEEDBACK,
    **_PROCESSES,
    **_PROMISES_AND_MONITORS,
    **_PRIVILEGES_AND_ROLLOUT,
}
"""Every key an author can write, English to Chinese."""

TYPES: dict[str, str] = {
    "text": "文本",
    "integer": "整数",
    "number": "数值",
    "boolean": "是否",
    "date": "日期",
    "datetime": "日期时间",
    "choice": "选项",
}
"""The names of the plain types; `list of number` is `数值列表` and so on."""

_AGGREGATES = {"list": "列表", "sum": "合计", "min": "最小", "max": "最大", "count": "计数"}

WORDS: dict[str, str] = {
    **TYPES,
    **{f"list of {en}": f"{zh}列表" for en, zh in TYPES.items()},
    **_AGGREGATES,
    "true": "是",
    "false": "否",
    "zh": "中文",
    "en": "英文",
    "draft": "草稿",
    "trial": "试行",
    "live": "正式",
    "closed": "休息",
    "everyone": "所有客户",
    "none": "不适用",
    "all": "全部",
    "high": "高",
    "medium": "中",
    "low": "低",
    "first": "首个",
    "unique": "唯一",
    "any": "一致",
    "priority": "优先",
    "rule_order": "按行序",
    "output_order": "按结果序",
    "collect": "汇集",
    **{f"collect {en}": f"汇集{zh}" for en, zh in _AGGREGATES.items()},
    "most_demanding": "从高",
    "field": "实地",
    "online": "线上",
    "remote": "远程",
    "proactive": "主动",
    "reactive": "响应",
    "basic": "基本型",
    "expected": "期望型",
    "delight": "魅力型",
    "indifferent": "无差异型",
    "reverse": "反向型",
    "lower": "越低越好",
    "higher": "越高越好",
    "external": "外部",
    "internal": "内部",
    "planned": "已有方案",
    "open": "开立",
    **BLUEPRINT_WORDS,
}
"""What an enumerated field may hold, English to Chinese."""

_DAYS = {
    "mon": "周一",
    "tue": "周二",
    "wed": "周三",
    "thu": "周四",
    "fri": "周五",
    "sat": "周六",
    "sun": "周日",
}

WEEKDAYS: dict[str, str] = {
    **_DAYS,
    **{
        f"{first}-{last}": f"{_DAYS[first]}至{_DAYS[last]}"
        for first in _DAYS
        for last in _DAYS
        if first != last
    },
}
"""Weekdays and ranges of weekdays, English to Chinese."""

EXPRESSION_WORDS: dict[str, str] = {
    "true": "是",
    "false": "否",
    "and": "且",
    "or": "或",
    "not": "非",
    "in": "属于",
    "not in": "不属于",
    "==": "等于",
    "!=": "不等于",
    "is missing": "缺失",
    "is not missing": "不缺失",
    "if": "如果",
    "else": "否则",
    "today": "今天",
    "any": "任意",
    "has": "含",
    "overdue": "逾期",
    "by": "超过",
    "cannot resolve": "无法解决",
    "compensation over limit": "补偿超限",
    "reopened": "重开",
    "times": "次",
    "recusal": "回避",
    "needs other department": "需要其他部门",
}
"""Words of conditions, cells and escalation triggers; in a cell `missing` stands alone."""

FUNCTION_NAMES: dict[str, str] = {
    "days_since": "距今天数",
    "days_until": "还有天数",
    "months_since": "距今月数",
    "years_since": "距今年数",
    "days_between": "相隔天数",
    "year": "年",
    "month": "月",
    "day": "日",
    "last": "最近",
    "first": "最早",
    "all_below": "均低于",
    "all_above": "均高于",
    "any_below": "有低于",
    "any_above": "有高于",
    "count": "个数",
    "sum": "合计",
    "mean": "平均",
    "min": "最小",
    "max": "最大",
    "abs": "绝对值",
    "round": "四舍六入",
    "floor": "向下取整",
    "ceil": "向上取整",
    "coalesce": "首个有值",
    "contains": "包含",
    "starts_with": "开头是",
    "ends_with": "结尾是",
    "length": "字数",
    "date": "日期",
}
"""Functions of expressions, English to Chinese."""

_CHINESE: dict[Kind, dict[str, str]] = {
    "key": KEYWORDS,
    "word": WORDS,
    "weekday": WEEKDAYS,
    "expression": EXPRESSION_WORDS,
    "function": FUNCTION_NAMES,
    "blueprint": BLUEPRINT_KEYS,
}
_ENGLISH: dict[Kind, dict[str, str]] = {
    kind: {zh: en for en, zh in table.items()} for kind, table in _CHINESE.items()
}


def to_chinese(word: str, kind: Kind = "key") -> str | None:
    """The Chinese twin of an English word; a Chinese word stays; None when it is no keyword.

    >>> to_chinese("must_do"), to_chinese("high", "word"), to_chinese("tier")
    ('必做项', '高', None)
    """
    found = _CHINESE[kind].get(word)
    if found is None and word in _ENGLISH[kind]:
        return word
    return found


def to_english(word: str, kind: Kind = "key") -> str | None:
    """The English twin of a Chinese word; an English word stays; None when it is no keyword.

    >>> to_english("必做项"), to_english("must_do"), to_english("周一至周五", "weekday")
    ('must_do', 'must_do', 'mon-fri')
    """
    found = _ENGLISH[kind].get(word)
    if found is None and word in _CHINESE[kind]:
        return word
    return found


def language_of(word: str, kind: Kind = "key") -> Language | None:
    """The language in which this keyword is written, or None when it is no keyword.

    >>> language_of("标签"), language_of("tags"), language_of("大客户")
    ('zh', 'en', None)
    """
    if word in _CHINESE[kind]:
        return "en"
    if word in _ENGLISH[kind]:
        return "zh"
    return None


def policy_words(language: Language) -> FileWords:
    """The keywords of a policy file, as messages about it write them.

    >>> policy_words("zh").keys["hit"], policy_words("zh").values["first"]
    ('命中', '首个')
    """
    return FileWords(KEYWORDS, WORDS) if language == "zh" else ENGLISH


def blueprint_words(language: Language) -> FileWords:
    """The keywords of a blueprint file, as messages about it write them.

    >>> blueprint_words("zh").keys["max"], blueprint_words("en").keys["max"]
    ('上限', 'max')
    """
    return FileWords(BLUEPRINT_KEYS, WORDS) if language == "zh" else ENGLISH
