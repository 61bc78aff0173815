"""Hand-made blueprints for the policy of `tests.explain.whole_policy`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import Duration
from workflow_engine.program.blueprints import (
    Blueprint,
    Cell,
    Ecrs,
    FailPoint,
    Lane,
    Link,
    Stage,
    WaitPoint,
)

B = Bilingual
PLACE = Place("journey.yaml", 1, 1)


def cell(id_: str, stage: str, lane: Lane, zh: str, en: str, **more: Any) -> Cell:
    return Cell(id_, stage, lane, B(zh, en), PLACE, **more)


def stage(id_: str, zh: str, en: str, *cells: Cell) -> Stage:
    lanes = tuple(dict.fromkeys(one.lane for one in cells))
    return Stage(id_, B(zh, en), cells, {}, lanes, PLACE)


VISIT = Blueprint(
    id="visit",
    title=B("拜访一趟", "A visit"),
    place=PLACE,
    stages=(
        stage(
            "before",
            "准备",
            "Preparation",
            cell("tell", "before", "customer", "收到通知", "Hears of it"),
            cell("note", "before", "evidence", "通知短信", "Message"),
            cell(
                "announce",
                "before",
                "frontstage",
                "前一天通知",
                "Announces it",
                by="seller",
                item="count",
                minutes=Decimal(2),
                steps=(B("发短信", "Send a message"), B("说清时间", "Say when")),
                fail_point=FailPoint(B("没有通知就去了", "Nobody was told"), "wrong", PLACE),
            ),
            cell("look", "before", "backstage", "看画像", "Reads the portrait", by="head"),
            cell(
                "copy",
                "before",
                "backstage",
                "手抄一遍",
                "Copies it",
                by="seller",
                ecrs=Ecrs("eliminate", PLACE),
            ),
        ),
        stage(
            "shop",
            "到店",
            "At the shop",
            cell("slip", "shop", "evidence", "盘点单", "Count slip"),
            cell(
                "wait",
                "shop",
                "customer",
                "等结果",
                "Waits",
                wait_point=WaitPoint(
                    B("等盘点结果", "Waits for the result"),
                    Duration(Decimal(1), "workday"),
                    "stock",
                    PLACE,
                ),
            ),
            cell(
                "count_it",
                "shop",
                "frontstage",
                "一起清点",
                "Counts together",
                by="seller",
                item="count",
                minutes=Decimal(10),
                promise="quick",
                uses=(B("盘点枪", "Scanner"),),
                regulatory=True,
            ),
            cell("file", "shop", "support", "库存系统", "Stock system"),
        ),
    ),
    links=(Link("look", "announce", PLACE), Link("file", "look", PLACE)),
)
"""The item `count` is performed by two cells."""

SIDE = Blueprint(
    id="side",
    title=B("另一趟", "Another way"),
    place=PLACE,
    stages=(
        stage(
            "only",
            "顺路",
            "On the way",
            cell(
                "passing",
                "only",
                "frontstage",
                "顺路看一眼",
                "Looks in",
                by="head",
                item="count",
                minutes=Decimal(7),
            ),
            cell(
                "own",
                "only",
                "technology",
                "自助终端",
                "Kiosk",
                item="check",
                fail_point=FailPoint(B("死机", "It hangs"), None, PLACE),
            ),
        ),
    ),
    links=(),
)
"""A second journey with the same item, and one cell of the item `check`."""

BLUEPRINTS = {"side": SIDE, "visit": VISIT}
