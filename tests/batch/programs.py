"""A small policy made by hand, and files for it."""

from __future__ import annotations

import datetime as dt

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import Frequency
from workflow_engine.program.program import Attribute, Item, PolicyHead, Program, Recovery
from workflow_engine.program.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    NUMBER,
    SCALE,
    TEXT,
    Option,
    Type,
    list_of,
)

HERE = Place("policy.yaml", 1, 1, 1, 2)
MARKET = Type(
    "choice",
    options=(
        Option("urban", Bilingual("城镇", "town")),
        Option("rural", Bilingual("乡村", "village")),
    ),
)


def attribute(id_, type_, label=None, **more):
    return Attribute(
        id_, label or Bilingual.same(id_), type_, more.pop("portrait", "basic"), HERE, **more
    )


def item(id_, kind, zh, en):
    every = Frequency("rolling", 1, "month")
    return Item(id_, Bilingual(zh, en), kind, None, every, "manager", "medium", "medium", HERE)


ATTRIBUTES = (
    attribute(
        "tier", Type("integer"), Bilingual("档位", "Tier"), required=True, minimum=1, maximum=30
    ),
    attribute("market", MARKET, Bilingual("市场类型", "Market")),
    attribute("joined_on", DATE, Bilingual("入网日期", "Joined"), minimum=dt.date(1990, 1, 1)),
    attribute("last_call", DATETIME),
    attribute("smart_pos", BOOLEAN, Bilingual("智能终端", "Smart POS")),
    attribute("contribution", Type("number", unit="元"), Bilingual("毛利贡献", "Contribution")),
    attribute("pos_usage", NUMBER, minimum=0, maximum=SCALE),
    attribute("satisfaction", list_of(NUMBER), minimum=0, maximum=100 * SCALE),
    attribute("note", TEXT),
    attribute("opted_in", list_of(TEXT), Bilingual("已选服务", "Chosen")),
)


def program(attributes=ATTRIBUTES):
    items = (
        item("stock_count", "must_do", "库存盘点", "Stock count"),
        item("festival_care", "optional", "节日关怀", "Festival care"),
        item("brand_cultivation", "optional", "品牌培育", "Brand cultivation"),
    )
    head = PolicyHead(
        "p",
        Bilingual.same("p"),
        "1",
        "Asia/Shanghai",
        "zh",
        "trial",
        Frequency("rolling", 1, "month"),
        HERE,
    )
    return Program(
        head=head,
        hash="0",
        key="customer_id",
        name="customer_name",
        choices="opted_in",
        attributes={a.id: a for a in attributes},
        definitions={},
        categories=None,
        visits=None,
        items={i.id: i for i in items},
        strategies={},
        priorities={},
        roles={},
        staff={},
        calendars={},
        recovery=Recovery(None),
        feedback=None,
        promises={},
        duties={},
        needs={},
        objectives={},
        principles={},
        monitors={},
    )
