"""A small policy and plans for it, made by hand: what the renderer gets, without the compiler."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import Duration, Frequency
from workflow_engine.program.expressions import AttributeValue, Compare, Constant
from workflow_engine.program.program import (
    Attribute,
    Categories,
    Failure,
    Item,
    Level,
    Noun,
    Person,
    PolicyHead,
    Program,
    Promise,
    Recovery,
    Role,
    Scale,
    Step,
    Strategy,
    Tag,
)
from workflow_engine.program.types import (
    BOOLEAN,
    DATE,
    INTEGER,
    NUMBER,
    Option,
    Type,
    list_of,
)

B = Bilingual
PLACE = Place("policy.yaml", 1, 1, 1, 2)
AT = "2026-11-21"
TRUE = Constant(value=True, type=BOOLEAN)
VISIT = Frequency("visit")
YUAN = Type("number", unit="元")

ATTRIBUTES: list[tuple[str, str, str, Type, str]] = [
    ("tier", "档位", "tier", INTEGER, "basic"),
    (
        "market",
        "市场类型",
        "market",
        Type("choice", (Option("urban", B("城镇", "urban")), Option("rural", B("乡村", "rural")))),
        "basic",
    ),
    (
        "format",
        "零售业态",
        "format",
        Type("choice", (Option("convenience", B("便利店", "convenience store")),)),
        "basic",
    ),
    ("joined_on", "入网日期", "joined on", DATE, "basic"),
    (
        "terminal",
        "终端类型",
        "terminal",
        Type("choice", (Option("modern", B("现代终端", "modern")),)),
        "basic",
    ),
    ("smart_pos", "智慧收银机", "smart POS", BOOLEAN, "basic"),
    ("manager_name", "客户经理", "account manager", Type("text"), "basic"),
    ("monthly_volume", "月均购进量", "monthly volume", Type("number", unit="条"), "operating"),
    ("yoy", "销量同比", "year on year", NUMBER, "operating"),
    ("stock_days", "库存可销天数", "stock days", Type("integer", unit="天"), "operating"),
    ("stockout_rate", "断货率", "stock-out rate", NUMBER, "operating"),
    (
        "cash",
        "资金流转",
        "cash",
        Type("choice", (Option("smooth", B("顺畅", "smooth")),)),
        "operating",
    ),
    ("display", "陈列评分", "display score", INTEGER, "operating"),
    ("contribution", "年毛利贡献", "yearly gross profit", YUAN, "operating"),
    ("service_cost", "年服务成本", "yearly service cost", YUAN, "operating"),
    ("violations_12m", "近12个月违规次数", "violations, 12 months", INTEGER, "operating"),
    (
        "cooperation",
        "配合程度",
        "cooperation",
        Type("choice", (Option("high", B("高", "high")),)),
        "service_value",
    ),
    (
        "growth",
        "成长潜力",
        "growth",
        Type("choice", (Option("high", B("高", "high")),)),
        "service_value",
    ),
    ("pos_usage", "云POS使用率", "POS usage", NUMBER, "service_value"),
    ("satisfaction", "年度满意度序列", "satisfaction by year", list_of(INTEGER), "service_value"),
    ("open_feedback", "未结反馈数", "open feedback", INTEGER, "service_value"),
    ("opted_in", "自选项", "chosen items", list_of(Type("text")), "service_value"),
]

VALUES: dict[str, Any] = {
    "tier": 29,
    "market": "urban",
    "format": "convenience",
    "joined_on": "2018-03-12",
    "terminal": "modern",
    "smart_pos": True,
    "manager_name": "李明远",
    "monthly_volume": 1286.5,
    "yoy": 0.12,
    "stock_days": 34,
    "stockout_rate": 0.021,
    "cash": "smooth",
    "display": 82,
    "contribution": 86400,
    "service_cost": 5200,
    "violations_12m": 0,
    "cooperation": "high",
    "growth": None,
    "pos_usage": 0.24,
    "satisfaction": [78, None, 85, 88],
    "open_feedback": None,
    "opted_in": ["brand_cultivation"],
}

TAGS = [
    ("smart_pos_user", "智慧收银机客户", "smart POS user", "smart_pos"),
    ("big_customer", "大客户（28–30档）", "big customer (tiers 28–30)", "tier"),
    ("overstock", "库存偏高", "overstocked", "stock_days"),
    ("pos_idle", "云POS低使用", "POS little used", "pos_usage"),
    ("feedback_open", "有未结反馈", "open feedback", "open_feedback"),
]

MUST_DO = [
    ("field_visit", "日常实地拜访", "regular visit", VISIT, "P4", None, "field"),
    ("stock_count", "库存盘点", "stock count", VISIT, "P4", 10, "field"),
    ("business_guidance", "经营指导", "business guidance", VISIT, "P4", None, None),
    ("display_upkeep", "卷烟陈列", "display upkeep", VISIT, "P3", None, None),
    ("price_tag_check", "明码标价", "price tags", VISIT, "P3", None, "field"),
    (
        "policy_briefing",
        "政策宣传",
        "policy briefing",
        Frequency("rolling", 1, "quarter"),
        "P2",
        15,
        "field",
    ),
    (
        "file_upkeep",
        "档案维护",
        "file upkeep",
        Frequency("rolling", 1, "quarter"),
        "P1",
        10,
        "online",
    ),
]

OPTIONAL = [
    (
        "brand_cultivation",
        "品牌培育",
        "brand cultivation",
        Frequency("rolling", 1, "month"),
        20,
        "field",
    ),
    (
        "structure_analysis",
        "结构分析",
        "structure analysis",
        Frequency("rolling", 1, "month"),
        20,
        "remote",
    ),
    (
        "format_coaching",
        "经营业态指导",
        "format coaching",
        Frequency("rolling", 1, "quarter"),
        45,
        "field",
    ),
    (
        "store_image",
        "店铺形象优化",
        "store image",
        Frequency("rolling", 1, "half year"),
        120,
        "field",
    ),
    (
        "value_added",
        "增值服务",
        "value-added service",
        Frequency("rolling", 1, "quarter"),
        30,
        None,
    ),
    (
        "pos_coaching",
        "云POS上线现场指导",
        "POS coaching on site",
        Frequency("calendar", 2, "month"),
        30,
        "field",
    ),
    (
        "finance_advice",
        "资金周转辅导",
        "cash-flow advice",
        Frequency("rolling", 1, "month"),
        15,
        "online",
    ),
    (
        "self_help_group",
        "自律互助小组",
        "self-help group",
        Frequency("rolling", 1, "quarter"),
        60,
        "field",
    ),
    ("special_request", "特殊需求响应", "special request", Frequency("on_demand"), None, None),
    (
        "festival_care",
        "节日关怀",
        "festival care",
        Frequency("event", events=("春节", "中秋")),
        20,
        "field",
    ),
]

FAILURES = [
    ("delivery_error", "送货差错", "delivery error", "medium"),
    ("stockout", "紧俏货源断供", "supply interrupted", "medium"),
    ("attitude", "服务态度不佳", "poor attitude", "high"),
    ("pos_failure", "云POS故障", "POS failure", "medium"),
    ("wrong_answer", "政策解释错误", "wrong answer", "low"),
    ("promise_broken", "承诺未兑现", "promise broken", "high"),
]

STEPS = [
    ("acknowledge", Duration(Decimal(2), "work hour"), "2 work hours"),
    ("apologize", Duration(Decimal(4), "work hour"), "4 work hours"),
    ("amend", Duration(Decimal(1), "workday"), "1 workday"),
    ("anticipate", Duration(Decimal(5), "workday"), "5 workdays"),
]


def program(*, items: int = 0, **changes: Any) -> Program:
    """The sample policy; `items` adds so many more optional items, `changes` replace fields."""
    level_type = Type(
        "choice",
        tuple(
            Option(i, B(i, i))
            for i in ("negative", "most_valuable", "most_growable", "low_contribution")
        ),
    )
    definitions: dict[str, Any] = {
        name: Tag(
            name,
            B(zh, en),
            Compare("==", AttributeValue(reads, INTEGER), Constant(1, INTEGER)),
            PLACE,
        )
        for name, zh, en, reads in TAGS
    }
    definitions["pyramid"] = Scale(
        "pyramid",
        B("客户金字塔", "customer pyramid"),
        level_type,
        "first",
        (
            Level("negative", B("负值客户", "negative"), TRUE, PLACE, "phase_out"),
            Level("most_valuable", B("最有价值客户", "most valuable"), TRUE, PLACE, "retain"),
            Level("most_growable", B("最具增长性客户", "most growable"), TRUE, PLACE, "cultivate"),
        ),
        Level("low_contribution", B("低贡献客户", "low contribution"), TRUE, PLACE, "improve"),
        PLACE,
    )
    catalogue: dict[str, Item] = {}
    for name, zh, en, every, _, minutes, mode in MUST_DO:
        catalogue[name] = Item(
            name,
            B(zh, en),
            "must_do",
            None,
            every,
            "account_manager",
            "high",
            "medium",
            PLACE,
            minutes=minutes,
            mode=mode,
        )
    for name, zh, en, every, minutes, mode in OPTIONAL:
        catalogue[name] = Item(
            name,
            B(zh, en),
            "optional",
            TRUE,
            every,
            "account_manager",
            "medium",
            "low",
            PLACE,
            minutes=minutes,
            mode=mode,
        )
    for number in range(items):
        name = f"extra_{number}"
        catalogue[name] = Item(
            name,
            B(f"专项服务第{number + 1}号：经营诊断与改进", f"extra service no. {number + 1}"),
            "optional",
            TRUE,
            Frequency("rolling", 1, "month"),
            "account_manager",
            "medium",
            "low",
            PLACE,
            minutes=20,
            mode="field",
        )
    fields: dict[str, Any] = {
        "head": PolicyHead(
            "tobacco-retail",
            B("卷烟零售客户服务政策", "Service policy for tobacco retailers"),
            "2026.11",
            "Asia/Shanghai",
            "zh",
            "trial",
            Frequency("rolling", 1, "month"),
            PLACE,
        ),
        "hash": "8f3c1a9e55d04b7c9a10",
        "key": "customer_id",
        "name": "customer_name",
        "choices": "opted_in",
        "attributes": {
            i: Attribute(i, B(zh, en), kind, portrait, PLACE)
            for i, zh, en, kind, portrait in ATTRIBUTES
        },  # type: ignore[arg-type]
        "definitions": definitions,
        "categories": Categories(
            ("smart_pos_user", "big_customer"), "general", B("客户类别", "categories")
        ),
        "visits": None,
        "items": catalogue,
        "strategies": {
            "retain": Strategy("retain", B("留住", "retain"), PLACE, grants=("festival_care",)),
            "cultivate": Strategy(
                "cultivate", B("培育", "cultivate"), PLACE, grants=("brand_cultivation",)
            ),
            "improve": Strategy("improve", B("改造", "improve"), PLACE),
            "phase_out": Strategy(
                "phase_out", B("淘汰", "phase out"), PLACE, suspends=("brand_cultivation",)
            ),
        },
        "priorities": {},
        "roles": {
            "account_manager": Role(
                "account_manager",
                B("客户经理", "account manager"),
                PLACE,
                "manager_name",
                "supervisor",
                360,
                Decimal(500),
            ),
            "supervisor": Role(
                "supervisor", B("主管", "supervisor"), PLACE, None, "department_manager"
            ),
            "department_manager": Role(
                "department_manager",
                B("部门经理", "department manager"),
                PLACE,
                None,
                "general_manager",
            ),
            "general_manager": Role("general_manager", B("总经理", "general manager"), PLACE),
            "customer_service": Role("customer_service", B("客服专员", "customer service"), PLACE),
        },
        "staff": {
            "李明远": Person(
                "李明远", "account_manager", PLACE, "王芳", "城东片区", "0539-800-2617", "赵强"
            ),
            "王芳": Person("王芳", "supervisor", PLACE, phone="0539-800-2600"),
            "陈静": Person("陈静", "customer_service", PLACE, phone="0539-800-1234"),
        },
        "calendars": {},
        "recovery": Recovery(
            "office",
            tuple(
                Failure(
                    i,
                    B(zh, en),
                    "account_manager",
                    tuple(Step(n, d, "account_manager") for n, d, _ in STEPS),
                    PLACE,
                    severity,
                )  # type: ignore[arg-type]
                for i, zh, en, severity in FAILURES
            ),
        ),
        "feedback": None,
        "promises": {
            "delivery_48": Promise(
                "delivery_48",
                B("订货送达", "delivery"),
                B("订货40小时内送达", "Ordered goods arrive within 40 hours"),
                "小时",
                "lower",
                Decimal(40),
                PLACE,
            )
        },
        "duties": {},
        "needs": {},
        "objectives": {},
        "principles": {
            "fair": Noun(
                "fair",
                B("公平公正", "Be fair"),
                PLACE,
                B("同类客户同样对待", "equal customers, equal service"),
            ),
            "honest": Noun("honest", B("诚实守信，说到做到", "Keep every promise"), PLACE),
            "first": Noun("first", B("首问负责", "Who is asked first answers"), PLACE),
        },
        "monitors": {},
    }
    return Program(**{**fields, **changes})


def plan(lang: Language = "zh", **changes: Any) -> dict[str, Any]:
    """A full plan of the sample policy; `changes` replace keys."""
    chinese = lang == "zh"
    must_do = [
        {
            "item": name,
            "state": "due",
            "priority": priority,
            "urgency": "medium",
            "every": "visit",
            "minutes": minutes,
            "mode": mode,
            "by": "account_manager",
            "person": "李明远",
            "last_done": "2026-11-10" if every == VISIT else "2026-08-14",
            "due": "2026-11-24" if every == VISIT else "2026-11-14",
            "overdue": every != VISIT,
        }
        for name, _, _, every, priority, minutes, mode in MUST_DO
    ]
    states = [
        "active",
        "offered",
        "offered",
        "offered",
        "offered",
        "active",
        "unknown",
        "chosen_but_not_eligible",
        "suspended",
        "offered",
    ]
    optional = [
        {
            "item": name,
            "state": state,
            "priority": "P2" if state == "active" else "P3",
            "urgency": "low",
            "every": "1 month",
            "minutes": minutes,
            "mode": mode,
            "by": "account_manager",
            "person": "李明远",
            "last_done": "2026-10-27" if state == "active" else None,
            "due": "2026-11-27" if state == "active" else None,
            "overdue": False,
            "strategy": "phase_out" if state == "suspended" else None,
        }
        for (name, _, _, _, minutes, mode), state in zip(OPTIONAL, states, strict=True)
    ]
    visits = ["2026-11-24", "2026-12-02", "2026-12-09", "2026-12-16"]
    tasks = [
        {
            "item": entry["item"],
            "date": day,
            "by": "account_manager",
            "person": "李明远",
            "mode": entry["mode"],
            "minutes": entry["minutes"],
            "priority": entry["priority"],
        }
        for day in visits
        for entry in must_do
        if entry["last_done"] == "2026-11-10"
    ]
    for item, day in (
        ("policy_briefing", "2026-11-24"),
        ("file_upkeep", "2026-11-23"),
        ("brand_cultivation", "2026-11-27"),
        ("pos_coaching", "2026-11-27"),
        ("pos_coaching", "2026-12-11"),
    ):
        tasks.append(
            {
                "item": item,
                "date": day,
                "by": "account_manager",
                "person": "李明远",
                "mode": "field",
                "minutes": 20,
                "priority": "P2",
            }
        )
    tasks.sort(key=lambda task: str(task["date"]))
    path = [
        {
            "role": "account_manager",
            "person": "李明远",
            "when": "受理时" if chinese else "on opening",
        },
        {
            "role": "supervisor",
            "person": "王芳",
            "when": "认知逾期、无法解决、补偿超过500元或补救时限过半仍无方案"
            if chinese
            else "acknowledge overdue, cannot resolve, or compensation over 500 yuan",
        },
        {
            "role": "department_manager",
            "person": None,
            "when": "补救逾期、重复投诉2次或补偿超过2000元"
            if chinese
            else "amend overdue or reopened 2 times",
        },
        {
            "role": "general_manager",
            "person": None,
            "when": "逾期超过1个工作日" if chinese else "overdue by 1 workday",
        },
    ]
    recovery = {
        name: {
            "severity": severity,
            **{
                step: {
                    "within": text,
                    "by": "account_manager",
                    "person": "李明远",
                    "offer": (["补货", "换货"] if chinese else ["refill", "exchange"])
                    if step == "amend" and name == "delivery_error"
                    else [],
                    "text": None,
                }
                for step, _, text in STEPS
            },
        }
        for name, _, _, severity in FAILURES
    }
    recovery["stockout"]["apologize"] = None
    reasons = {
        "pyramid": "档位29 ≥ 28，且净贡献81,200元 ≥ 20,000元"
        if chinese
        else "tier 29 ≥ 28 and net 81,200 ≥ 20,000",
        "smart_pos_user": "智慧收银机 = 是" if chinese else "smart POS = yes",
        "big_customer": "28 ≤ 档位29 ≤ 30" if chinese else "28 ≤ tier 29 ≤ 30",
        "overstock": "库存可销天数34天 > 30天" if chinese else "stock days 34 > 30",
        "pos_idle": "智慧收银机 = 是，且云POS使用率0.24 < 0.3"
        if chinese
        else "smart POS = yes and POS usage 0.24 < 0.3",
        "finance_advice": "缺资金流转，无法判断" if chinese else "cash is missing",
        "self_help_group": "满足条件需要配合程度 = 高，现为中"
        if chinese
        else "cooperation must be high, is medium",
    }
    base: dict[str, Any] = {
        "customer": {"id": "530102040117", "name": "永昌便利店（人民路店）"},
        "policy": {
            "id": "tobacco-retail",
            "version": "2026.11",
            "hash": "8f3c1a9e55d04b7c9a10",
            "title": {"zh": "卷烟零售客户服务政策", "en": "Service policy for tobacco retailers"},
        },
        "at": AT,
        "period": {"from": AT, "to": "2026-12-20"},
        "provisional": False,
        "tags": ["smart_pos_user", "big_customer", "overstock", "pos_idle"],
        "unknown_tags": ["feedback_open"],
        "scales": {"pyramid": {"level": "most_valuable", "unknown": False, "strategy": "retain"}},
        "categories": ["smart_pos_user", "big_customer"],
        "unknown_categories": [],
        "measures": {},
        "visit": {
            "times": 4,
            "per": "month",
            "minutes": 40,
            "modes": ["field", "online"],
            "last_done": "2026-11-10",
            "due": "2026-11-24",
        },
        "must_do": must_do,
        "optional": optional,
        "monthly_minutes": 248.333333,
        "tasks": tasks,
        "escalation": {name: path for name, *_ in FAILURES},
        "recovery": recovery,
        "feedback": {
            "category": "big_customer",
            "channels": ["客户经理面对面", "部门专线"]
            if chinese
            else ["face to face", "direct line"],
            "owner": {"role": "customer_service", "person": "陈静"},
            "steps": [
                {
                    "step": "receive",
                    "within": "2 work hours",
                    "by_priority": {},
                    "by": "customer_service",
                    "text": None,
                },
                {
                    "step": "classify",
                    "within": "4 work hours",
                    "by_priority": {},
                    "by": "customer_service",
                    "text": None,
                },
                {
                    "step": "reply",
                    "within": "1 workday",
                    "by_priority": {},
                    "by": "customer_service",
                    "text": None,
                },
                {
                    "step": "resolve",
                    "within": None,
                    "by_priority": {"P1": "1 workday", "P2": "2 workdays", "P3": "5 workdays"},
                    "by": "customer_service",
                    "text": None,
                },
                {
                    "step": "thank",
                    "within": None,
                    "by_priority": {},
                    "by": "customer_service",
                    "text": None,
                },
            ],
        },
        "promises": [
            {
                "promise": "delivery_48",
                "slogan": "订货40小时内送达" if chinese else "Ordered goods arrive within 40 hours",
                "unit": "小时",
                "figure": 40,
                "claim": "行业48小时，我们40小时" if chinese else "the industry takes 48",
            },
            {
                "promise": "reply_1wd",
                "slogan": "您的意见一个工作日内答复"
                if chinese
                else "Your word answered within one workday",
                "unit": "个工作日",
                "figure": 1,
                "claim": None,
            },
        ],
        "portrait": {
            "complete": False,
            "missing": {"basic": [], "operating": [], "service_value": ["growth", "open_feedback"]},
            "stale": ["display"],
            "values": VALUES,
        },
        "missing": ["growth", "open_feedback"],
        "reasons": reasons,
    }
    return {**base, **changes}


def long_plan(lang: Language = "zh") -> dict[str, Any]:
    """The full plan of a customer whose names and reasons are long."""
    found = plan(lang)
    found["customer"] = {
        "id": "530102040117-A-000000000000042",
        "name": "昆明市盘龙区人民东路永昌百货连锁便利店有限责任公司（第二十八分店·原红旗供销合作社门市部）",
    }
    found["reasons"] = {
        **found["reasons"],
        "pos_idle": "智慧收银机 = 是，且云POS使用率0.24 < 0.3；满足退出条件需要云POS使用率 ≥ 0.3，现为0.24（tags.yaml:31）",
        "big_customer": "28 ≤ 档位29 ≤ 30（tags.yaml:14）；依据2026年度档位评定结果，自2026-01-01起执行",
    }
    return found


def empty_plan(lang: Language = "zh") -> dict[str, Any]:
    """The plan of a customer of whom almost nothing is known."""
    found = plan(lang)
    names = [name for name, *_ in ATTRIBUTES if name not in ("opted_in", "manager_name")]
    for entry in found["must_do"]:
        entry.update(
            person=None,
            last_done=None,
            due=AT,
            state="due_unknown" if entry["item"] == "stock_count" else "due",
            overdue=False,
        )
    for entry in found["optional"]:
        entry.update(state="not_eligible", due=None, person=None)
    found.update(
        customer={"id": "371300000300", "name": "王记"},
        tags=[],
        unknown_tags=[name for name, *_ in TAGS],
        scales={"pyramid": {"level": None, "unknown": True, "strategy": None}},
        categories=[],
        unknown_categories=["big_customer"],
        visit=None,
        monthly_minutes=0,
        tasks=[],
        promises=[],
        feedback=None,
        recovery={},
        escalation={},
        reasons={},
        portrait={
            "complete": False,
            "missing": {"basic": names[:6], "operating": names[6:15], "service_value": names[15:]},
            "stale": [],
            "values": {},
        },
        missing=names,
    )
    return found


def crowded_plan(lang: Language = "zh", items: int = 23) -> dict[str, Any]:
    """A plan with forty items; needs `program(items=items)`."""
    found = plan(lang)
    start = dt.date.fromisoformat(AT)
    for number in range(items):
        day = (start + dt.timedelta(days=2 + number % 26)).isoformat()
        name = f"extra_{number}"
        found["optional"].append(
            {
                "item": name,
                "state": "active",
                "priority": f"P{number % 5 + 1}",
                "urgency": "low",
                "every": "1 month",
                "minutes": 20,
                "mode": "field",
                "by": "account_manager",
                "person": "李明远",
                "last_done": None,
                "due": day,
                "overdue": False,
                "strategy": None,
            }
        )
        found["tasks"].append(
            {
                "item": name,
                "date": day,
                "by": "account_manager",
                "person": "李明远",
                "mode": "field",
                "minutes": 20,
                "priority": "P3",
            }
        )
    return found


def summary(**changes: Any) -> dict[str, Any]:
    """A summary of a run over the sample policy; `changes` replace keys."""
    states: dict[str, dict[str, int]] = {name: {"due": 300} for name, *_ in MUST_DO}
    states["stock_count"] = {"due": 288, "due_unknown": 12}
    states.update(
        {
            name: {"active": 41, "offered": 102, "not_eligible": 150, "unknown": 7}
            for name, *_ in OPTIONAL
        }
    )
    base: dict[str, Any] = {
        "at": AT,
        "customers": 300,
        "levels": {
            "pyramid": {
                "negative": 12,
                "most_valuable": 37,
                "most_growable": 58,
                "low_contribution": 181,
                "": 12,
            }
        },
        "tags": {
            "smart_pos_user": 131,
            "big_customer": 46,
            "overstock": 62,
            "pos_idle": 35,
            "feedback_open": 18,
        },
        "unknown_tags": {
            "smart_pos_user": 4,
            "big_customer": 0,
            "overstock": 11,
            "pos_idle": 9,
            "feedback_open": 23,
        },
        "categories": {"smart_pos_user": 131, "big_customer": 46, "general": 120},
        "states": states,
        "tasks": 2816,
        "overdue_customers": 44,
        "incomplete_portraits": 71,
        "coverage": {
            "expected": 2100,
            "planned": 2099,
            "percent": 99.95,
            "gaps": [{"customer": "371300000300", "item": "stock_count", "reason": "no_workday"}],
        },
        "unassigned": {"customer_service": 14},
        "monthly_minutes": 24861.333333,
        "workload": [
            {
                "person": "李明远",
                "role": "account_manager",
                "customers": 101,
                "minutes": 8213.5,
                "capacity": 7560,
                "percent": 108.6,
                "over": True,
            },
            {
                "person": "赵强",
                "role": "account_manager",
                "customers": 185,
                "minutes": 6400,
                "capacity": 7560,
                "percent": 84.7,
                "over": False,
            },
            {
                "person": None,
                "role": None,
                "customers": 14,
                "minutes": 402,
                "capacity": None,
                "percent": None,
                "over": False,
            },
        ],
    }
    return {**base, **changes}
