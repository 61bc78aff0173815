"""The keys of a blueprint file, English and Chinese: a vocabulary of its own.

In a blueprint `text` is what is done and `support` a lane; in a policy they are what is said to a
customer and a section. So the same English word may have another Chinese twin here.
"""

from __future__ import annotations

LANE_KEYS: dict[str, str] = {
    "evidence": "有形展示",
    "customer": "客户行为",
    "frontstage": "前台",
    "technology": "自助技术",
    "backstage": "后台",
    "support": "支持",
}
"""The lanes from top to bottom."""

_HEAD = {
    "id": "编号",
    "title": "标题",
    "problem": "问题",
    "goal": "目标",
    "for": "对象",
    "owner": "责任人",
    "promise": "承诺",
    "time_basis": "计时方式",
    "lines": "分界线",
    "views": "视图",
    "stages": "环节",
    "links": "连线",
}

_LINES_AND_STAGES = {
    "between": "位于",
    "label": "名称",
    "need": "需求",
    "no_contact": "无接触",
}

_CELLS = {
    "text": "内容",
    "by": "负责人",
    "item": "服务项",
    "minutes": "分钟",
    "wait": "等待",
    "kind": "性质",
    "regulatory": "监管",
    "ecrs": "改进",
    "fail_point": "失败点",
    "wait_point": "等待点",
    "expose": "对客公开",
    "uses": "用到",
    "steps": "步骤",
}

_PARTS_OF_CELLS = {
    "failure": "失误",
    "max": "上限",
    "monitor": "监测",
    "do": "做法",
    "with": "并入",
    "note": "备注",
    "reason": "理由",
}

_LINKS = {
    "from": "从",
    "to": "到",
    "both_ways": "双向",
    "loop": "循环",
}

BLUEPRINT_KEYS: dict[str, str] = {
    **_HEAD,
    **_LINES_AND_STAGES,
    **LANE_KEYS,
    **_CELLS,
    **_PARTS_OF_CELLS,
    **_LINKS,
    "zh": "中文",
    "en": "英文",
}
"""Every key of a blueprint file, English to Chinese."""

BLUEPRINT_WORDS: dict[str, str] = {
    "customer": "客户",
    "elapsed": "自然时间",
    "working": "工作时间",
    "interaction": "外部互动线",
    "visibility": "可视线",
    "internal_interaction": "内部互动线",
    "adds_value": "增值",
    "necessary": "必要",
    "waste": "浪费",
    "eliminate": "取消",
    "combine": "合并",
    "rearrange": "重排",
    "simplify": "简化",
}
"""What an enumerated field of a blueprint may hold, English to Chinese."""
