"""The invented VIP and ordinary customers of `rules/vip`, their service log and the staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from random import Random

from sample_customers.drawing import (
    GIVEN,
    LOG_START,
    SURNAMES,
    Cells,
    chance,
    money,
    months,
    people,
    punch,
    spread,
    words,
)

STAFF = people("""
    程远山 总经理 - - - - -
    林若溪 部门经理 程远山 图文快印 宋怀瑾 质量改善 -
    宋怀瑾 部门经理 程远山 银行 林若溪 理财规划 -
    白露 客户经理 林若溪 图文快印 葛天宇 印制工艺+报价 360
    葛天宇 客户经理 林若溪 图文快印 白露 印制工艺 360
    尹舒文 客户经理 林若溪 图文快印 白露 色彩管理 360
    康靖 客户经理 宋怀瑾 银行 武文博 理财规划 360
    武文博 客户经理 宋怀瑾 银行 康靖 融资咨询 360
    施念 客服专员 林若溪 图文快印 洪嘉怡 访谈 420
    洪嘉怡 客服专员 宋怀瑾 银行 施念 访谈 420
""")


TRADES = words(
    "建筑设计 广告传媒 律师事务所 房地产开发 教育咨询 工程造价 会展服务 医疗器械 文化创意 软件科技 食品贸易 机电设备"
)
BRANDS = words(
    "启明 天衡 远大成 蓝海 嘉禾 汇智 铭泰 正阳 卓立 云帆 瑞和 博雅 华晟 致远 恒信达 中亿 欣荣 锦程"
)
PLACES = words("滨江 云岭 临海 青州湾 东湖 南浦")
GAPS = (
    ("行业", 0.02), ("交易年龄", 0.07), ("在我处交易量占总消费量比例", 0.2),
    ("近90天订单 前90天订单", 0.05), ("前90天订单", 0.06), ("近90天不合格或投诉", 0.12),
    ("唯一对接员工即将离职", 0.13), ("关注点", 0.22), ("年毛利贡献 管理资产", 0.06), ("数据日期", 0.05),
)  # fmt: skip
BOUNDARIES: tuple[Cells, ...] = (
    {"行业": "图文快印", "年毛利贡献": "50000.00", "管理资产": ""},
    {"行业": "图文快印", "年毛利贡献": "49999.99", "管理资产": ""},
    {"行业": "图文快印", "年毛利贡献": "200000.00", "管理资产": "", "自选项": "每月质量改善会议"},
    {"行业": "图文快印", "年毛利贡献": "199999.99", "管理资产": "", "自选项": "每月质量改善会议"},
    {"行业": "银行", "年毛利贡献": "", "管理资产": "500000.00"},
    {"行业": "银行", "年毛利贡献": "", "管理资产": "499999.99"},
    {"行业": "银行", "年毛利贡献": "", "管理资产": "5000000.00"},
    {"行业": "图文快印", "年毛利贡献": "999.99", "管理资产": ""},
    {"行业": "银行", "年毛利贡献": "", "管理资产": "10000.00"},
    {"交易年龄": "3", "在我处交易量占总消费量比例": "0.6"},
    {"交易年龄": "2.9", "在我处交易量占总消费量比例": "0.6"},
    {"在我处交易量占总消费量比例": "0.4"}, {"在我处交易量占总消费量比例": "0.399"},
    {"近90天订单": "5", "前90天订单": "10"}, {"近90天订单": "4", "前90天订单": "9"},
    {"近90天订单": "3", "前90天订单": "0"}, {"近90天订单": "0", "前90天订单": "0"},
    {"近90天不合格或投诉": "1"}, {"唯一对接员工即将离职": "是"},
    {"行业": "", "年毛利贡献": "80000.00", "管理资产": ""},
)  # fmt: skip


def customer(random: Random, number: int, names: set[str]) -> Cells:
    fixed = BOUNDARIES[number - 1] if number <= len(BOUNDARIES) else {}
    bank = chance(random, 0.4)
    if fixed.get("行业"):
        bank = fixed["行业"] == "银行"
    while True:
        company = random.choice(PLACES) + random.choice(BRANDS) + random.choice(TRADES)
        name = company if company.endswith("所") else company + "有限公司"
        if bank and chance(random, 0.55):
            name = f"{random.choice(SURNAMES)}{random.choice(GIVEN)}(个人客户)"
        if name not in names:
            names.add(name)
            break
    share = 1 - random.random()
    profit, assets = 2400 * share**-1.25, 42000 * share**-1.45
    before = int(random.gammavariate(2.2, 6))
    industry = "银行" if bank else "图文快印"
    managers = [p[0] for p in STAFF if p[1] == "客户经理" and p[3] == industry]
    focus = ("收益", "风险", "时效", "保密") if bank else ("时效", "价格", "质量", "保密")
    wallet = random.betavariate(2.4, 2)
    row = {
        "customer_id": f"VK{number:04d}",
        "customer_name": name,
        "行业": industry,
        "客户经理姓名": random.choice(managers),
        "数据日期": dt.date(2026, 3 if chance(random, 0.06) else 10, 31).isoformat(),
        "年毛利贡献": "" if bank else money(min(profit * random.uniform(0.15, 1.4), 900000)),
        "管理资产": money(min(assets * random.uniform(0.15, 1.4), 60000000)) if bank else "",
        "交易年龄": f"{random.gammavariate(2, 2):.1f}",
        "在我处交易量占总消费量比例": f"{wallet:.3f}",
        "近90天订单": str(int(before * random.uniform(0.3, 1.5))),
        "前90天订单": str(before),
        "近90天不合格或投诉": str(random.choices((0, 1, 2), (88, 10, 2))[0]),
        "唯一对接员工即将离职": "是" if chance(random, 0.04) else "否",
        "关注点": random.choice(focus),
    }
    row["自选项"] = ";".join(item for item in OPTIONAL if chance(random, appetite(row, item)))
    punch(random, row, GAPS)
    row.update(fixed)
    return row


OPTIONAL = words(
    "每月质量改善会议 重大技术或管理活动邀请参与见证 个性化组合方案 节日关怀、中秋联谊 份额提升计划 双人对接与交接"
)


def is_vip(row: Cells, profit: int = 50000, assets: int = 500000) -> bool:
    return float(row["年毛利贡献"] or 0) >= profit or float(row["管理资产"] or 0) >= assets


def appetite(row: Cells, item: str) -> float:
    """How likely this customer chose the item; a few choose what they have no claim to."""
    holds = {
        "每月质量改善会议": is_vip(row, 200000, 5000000),
        "份额提升计划": float(row["在我处交易量占总消费量比例"]) < 0.4,
        "双人对接与交接": row["唯一对接员工即将离职"] == "是",
    }
    return 0.5 if holds.get(item, is_vip(row)) else 0.02


def log(random: Random, rows: Iterable[Cells]) -> list[tuple[str, ...]]:
    """Visits with and without their record form, surveys, interviews and chosen items."""
    boss = {person[0]: person[2] for person in STAFF}
    desk = {"林若溪": "施念", "宋怀瑾": "洪嘉怡"}
    entries = []
    for row in rows:
        manager = row["客户经理姓名"]
        chief = boss[manager]
        chosen = row["自选项"].split(";")

        def note(item: str, day: dt.date, by: str, *, form: bool = False, of: Cells = row) -> None:
            record = "VIP客户沟通记录表" if form and chance(random, 0.85) else ""
            entries.append((of["customer_id"], item, day.isoformat(), by, record))

        for first, last in months(LOG_START):
            day = spread(random, first, last, 1)[0]
            if is_vip(row) and chance(random, 0.9):
                note("客户经理每月登门拜访", day, manager, form=True)
            if is_vip(row) and chance(random, 0.12):
                note(
                    "职能部门经理至少每半年拜访",
                    spread(random, first, last, 1)[0],
                    chief,
                    form=True,
                )
            if is_vip(row) and first.month == 9 and chance(random, 0.7):
                note("百分百满意度调查并反馈结果致谢", day, desk[chief])
            if not is_vip(row) and first.month in (8, 11) and chance(random, 0.1):
                note("抽样访谈", day, desk[chief])
            if "每月质量改善会议" in chosen and chance(random, 0.8):
                note("每月质量改善会议", day, chief)
            if first.month == 9 and "节日关怀、中秋联谊" in chosen:
                note("节日关怀、中秋联谊", dt.date(2026, 9, 24), manager)
            if "份额提升计划" in chosen and chance(random, 0.3):
                note("份额提升计划", day, manager)
    return sorted(entries, key=lambda entry: (entry[2], entry[0]))
