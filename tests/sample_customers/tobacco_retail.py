"""The invented retailers of `rules/tobacco-retail`, their service log and the staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from random import Random

from sample_customers.drawing import (
    GIVEN,
    SURNAMES,
    TODAY,
    Cells,
    chance,
    money,
    months,
    people,
    punch,
    spread,
    words,
)

LUCKY = words(
    "福满 兴隆 顺达 好邻居 万家 聚友 吉祥 百惠 乐购源 金源 和顺 恒昌 喜盈门 宏运 晨光 平安里 永利 汇丰园 益民 康乐"
)
ROADS = words(
    "清河路 望江街 文昌路 建设东路 槐荫巷 南关街 学府路 站前路 柳溪路 桥头街 新市街 人民西路"
)
VILLAGES = words(
    "柳树屯 上河村 小营村 石桥镇 青山铺 白马坡 东岭村 大洼村 枣园村 三里店 梨花沟 双塘镇"
)
SHOPS = {
    "grocery": ("食杂店", "小卖部", "副食店"),
    "convenience": ("便利店", "便民店", "生活便利店"),
    "supermarket": ("超市", "生活超市", "购物超市"),
    "mall": ("商场", "百货商场"),
    "tobacco_liquor": ("烟酒店", "名烟名酒店", "烟酒商行"),
    "entertainment": ("棋牌室", "KTV", "宾馆"),
    "other": ("加油站便利点", "报刊亭", "农资店"),
}


STAFF = people("""
    顾长河 general_manager - - - - -
    沈立群 department_manager 顾长河 - 方静宜 - -
    方静宜 supervisor 沈立群 城东片区 石建平 客户关系管理 -
    石建平 supervisor 沈立群 城西片区 方静宜 客户关系管理 -
    邱志远 supervisor 沈立群 北乡片区 石建平 客户关系管理 -
    李明 account_manager 方静宜 城东片区 赵雨晴 数字技能+数据分析能力+客户关系管理 360
    赵雨晴 account_manager 方静宜 城东片区 李明 数字技能+客户关系管理 360
    孙浩然 account_manager 石建平 城西片区 田小曼 数据分析能力+客户关系管理 360
    田小曼 account_manager 石建平 城西片区 孙浩然 数字技能+数据分析能力 360
    马会宁 account_manager 邱志远 北乡片区 丁启航 客户关系管理 360
    丁启航 account_manager 邱志远 北乡片区 马会宁 数字技能 300
    姚青禾 account_manager 邱志远 北乡片区 马会宁 数字技能+客户关系管理 360
    贺敏 customer_service 方静宜 城东片区 龚悦 客户关系管理 420
    龚悦 customer_service 石建平 城西片区 贺敏 客户关系管理 420
    苗春晓 customer_service 邱志远 北乡片区 龚悦 客户关系管理 420
    陆子衡 technical 沈立群 - - 数字技能 -
    韩秋实 finance 顾长河 - - - -
""")
GAPS = (
    ("market_type", 0.02), ("format", 0.04), ("joined_on", 0.03), ("terminal_type", 0.04),
    ("smart_pos", 0.04), ("data_date", 0.04), ("monthly_volume", 0.08), ("yoy", 0.06),
    ("contribution service_cost", 0.09), ("service_cost", 0.05), ("stock_days", 0.15),
    ("stockout_rate", 0.17), ("cash", 0.2), ("price_tag_ok display", 0.08), ("display", 0.09),
    ("violations_12m", 0.06), ("cooperation growth", 0.09), ("growth", 0.06), ("pos_usage", 0.12),
    ("sat", 0.1), ("open_feedback", 0.15),
)  # fmt: skip

GROWABLE = {
    "tier": "20",
    "growth": "high",
    "contribution": "9000.00",
    "service_cost": "3000.00",
    "violations_12m": "0",
}
BOUNDARIES: tuple[Cells, ...] = (
    {"tier": "28", "contribution": "24999.10", "service_cost": "4999.10", "violations_12m": "0"},
    {"tier": "28", "contribution": "24999.09", "service_cost": "4999.10", "violations_12m": "0"},
    {"tier": "27", "contribution": "41200.00", "service_cost": "5200.00", "violations_12m": "0"},
    {"tier": "30", "contribution": "88000.00", "service_cost": "9100.00", "violations_12m": "1"},
    {"tier": "30", "contribution": "26500.00", "service_cost": "5100.00", "violations_12m": "2"},
    {"joined_on": "2026-08-23", "sat": "", "yoy": ""},
    {"joined_on": "2026-08-22", "sat": "", "yoy": "", "tier": "12"},
    {"joined_on": "2026-11-21", "sat": "", "yoy": "", "tier": "1"},
    {**GROWABLE, "yoy": "0.10"},
    {**GROWABLE, "yoy": "0.0999"},
    {"contribution": "1800.00", "service_cost": "1800.00", "violations_12m": "1", "growth": "low", "tier": "9"},
    {"tier": "9", "contribution": "1799.99", "service_cost": "1800.00", "violations_12m": "0"},
    {"stock_days": "30"}, {"stock_days": "30.5"},
    {"stockout_rate": "0.05"}, {"stockout_rate": "0.0499"},
    {"display": "60"}, {"display": "59.5"},
    {"smart_pos": "true", "pos_usage": "0.3", "opted_in": "pos_coaching"},
    {"smart_pos": "true", "pos_usage": "0.299", "opted_in": "pos_coaching"},
    {"joined_on": "2018-04-12", "sat": "71;58;55;52;49"},
    {"joined_on": "2018-05-09", "sat": "58;55;60;49"},
    {"joined_on": "2018-06-21", "sat": "55;52;49"},
    {"joined_on": "2017-03-15", "sat": "58;;55;49"},
    {"opted_in": "special_request;festival_care;brand_cultivation", "contribution": "900.00", "service_cost": "2600.00"},
)  # fmt: skip


def offered_items(row: Cells) -> set[str]:
    """The optional items this customer would be offered, close enough to choose plausibly."""
    tier = int(row["tier"])
    big, new = tier >= 28, row["joined_on"] >= "2026-08-23"
    demo, pos = row["terminal_type"] == "rural_demo", row["smart_pos"] == "true"
    grow = row["growth"] == "high" and float(row["yoy"] or 0) >= 0.1
    rules = {
        "brand_cultivation": big or demo or grow,
        "structure_analysis": big or pos,
        "format_coaching": big or new or grow,
        "store_image": demo or big or float(row["display"]) < 60,
        "value_added": demo or big,
        "pos_coaching": pos and float(row["pos_usage"] or 1) < 0.3,
        "finance_advice": row["cash"] == "tight",
        "festival_care": big,
    }
    return {item for item, holds in rules.items() if holds}


def customer(random: Random, number: int, names: set[str]) -> Cells:
    tier = min(30, max(1, round(random.gauss(15, 8.5))))
    rural = chance(random, 0.42)
    shop = random.choices(list(SHOPS), (38, 22, 14, 2, 14, 5, 5))[0]
    place = random.choice(VILLAGES if rural else ROADS)
    while True:
        owner = random.choice(SURNAMES) + random.choice(GIVEN)
        stem = owner if chance(random, 0.3) else random.choice(LUCKY)
        name = (place if rural else "") + stem + random.choice(SHOPS[shop])
        name += "" if rural else f"({place}店)"
        if name not in names:
            names.add(name)
            break
    terminal = random.choices(("ordinary", "modern", "rural_demo"), (60, 40, 32 if rural else 0))[0]
    joined = TODAY - dt.timedelta(days=int(20 + 4600 * random.random() ** 1.6))
    years = (TODAY - joined).days // 365
    pos = chance(random, 0.25 + tier / 60)
    volume = tier * random.uniform(3.2, 5.4) + random.uniform(2, 14)
    per_carton = random.uniform(13, 24)
    contribution = volume * 12 * per_carton * random.uniform(0.85, 1.15)
    cost = 900 + tier * random.uniform(60, 190) + (1400 if rural else 500) * random.random()
    if chance(random, 0.06):
        cost = contribution + random.uniform(50, 1500)
    mood = random.gauss(76, 11)
    cooperation = random.choices(("high", "medium", "low"), (mood, 60, max(5, 95 - mood)))[0]
    area = "北乡片区" if rural else random.choice(("城东片区", "城西片区"))
    managers = [p[0] for p in STAFF if p[1] == "account_manager" and p[3] == area]
    growth = random.choices(("high", "medium", "low"), (30, 45, 25))[0]
    old = chance(random, 0.06)
    row = {
        "customer_id": f"LS{number:04d}",
        "customer_name": name,
        "tier": str(tier),
        "market_type": "rural" if rural else "urban",
        "format": shop,
        "joined_on": joined.isoformat(),
        "terminal_type": terminal,
        "smart_pos": str(pos).lower(),
        "manager_name": random.choice(managers),
        "data_date": dt.date(2026, 7 if old else 10, random.choice((28, 29, 30, 31))).isoformat(),
        "monthly_volume": f"{volume:.1f}",
        "yoy": f"{random.gauss(0.1 if growth == 'high' else 0.02, 0.1):.4f}" if years else "",
        "stock_days": str(
            max(0, round(random.gauss(21, 8.5))) if chance(random, 0.9) else random.randint(31, 60)
        ),
        "stockout_rate": f"{max(0.0, random.gauss(0.025, 0.02)):.4f}",
        "cash": "tight" if chance(random, 0.18) else "smooth",
        "price_tag_ok": str(chance(random, 0.86)).lower(),
        "display": str(min(100, max(20, round(random.gauss(74, 13))))),
        "contribution": money(contribution),
        "service_cost": money(cost),
        "violations_12m": str(random.choices((0, 1, 2, 3), (89, 8, 2, 1))[0]),
        "cooperation": cooperation,
        "growth": growth,
        "pos_usage": f"{min(1.0, max(0.0, random.gauss(0.52, 0.27))):.3f}" if pos else "",
        "sat": ";".join(
            str(min(100, max(25, round(random.gauss(mood, 6))))) for _ in range(min(years, 6))
        ),
        "open_feedback": str(random.choices((0, 1, 2, 3), (80, 14, 4, 2))[0]),
    }
    offered = offered_items(row)
    others = {"special_request": 0.12, "self_help_group": 0.22}
    chosen = [
        item
        for item in OPTIONAL
        if chance(random, 0.45 if item in offered else others.get(item, 0.015))
    ]
    row["opted_in"] = ";".join(chosen)
    punch(random, row, GAPS)
    if row["sat"].count(";") >= 3 and chance(random, 0.06):
        years_known = row["sat"].split(";")
        years_known[random.randrange(1, len(years_known) - 1)] = ""
        row["sat"] = ";".join(years_known)
    row.update(BOUNDARIES[number - 1] if number <= len(BOUNDARIES) else {})
    return row


OPTIONAL = words(
    "brand_cultivation structure_analysis format_coaching store_image value_added pos_coaching "
    "finance_advice self_help_group special_request festival_care"
)
ON_EVERY_VISIT = (
    "field_visit",
    "stock_count",
    "business_guidance",
    "display_upkeep",
    "price_tag_check",
)


def log(random: Random, rows: Iterable[Cells]) -> list[tuple[str, ...]]:
    """What account managers noted: most visits were made, some items were left out."""
    deputies = {person[0]: person[4] for person in STAFF}
    entries = []
    for row in rows:
        joined = dt.date.fromisoformat(row["joined_on"] or "2020-01-01")
        big, demo = int(row["tier"]) >= 28, row["terminal_type"] == "rural_demo"
        new = (TODAY - joined).days <= 90
        times = 4 if big else 2 if demo or new else 1
        neglected = chance(random, 0.06)
        chosen = [item for item in row["opted_in"].split(";") if item]
        for first, last in months(joined):
            if neglected and first.month >= 10:
                continue
            due = times if last.day > 27 else max(1, round(times * 0.7))
            for day in spread(random, first, last, sum(chance(random, 0.93) for _ in range(due))):
                by = deputies[row["manager_name"]] if chance(random, 0.04) else row["manager_name"]
                done = [
                    item for item in ON_EVERY_VISIT if item == "field_visit" or chance(random, 0.95)
                ]
                if first.month in (8, 11) and chance(random, 0.6 / times):
                    done.append("policy_briefing")
                if first.month in (9, 10) and chance(random, 0.5 / times):
                    done.append("file_upkeep")
                done += [item for item in chosen if chance(random, OPTIONAL_RHYTHM[item] / times)]
                entries += [(row["customer_id"], item, day.isoformat(), by, "") for item in done]
            if "festival_care" in chosen and first.month == 9 and chance(random, 0.85):
                entries.append(
                    (row["customer_id"], "festival_care", "2026-09-24", row["manager_name"], "")
                )
    return sorted(entries, key=lambda entry: (entry[2], entry[0]))


OPTIONAL_RHYTHM = {
    "brand_cultivation": 0.85, "structure_analysis": 0.85, "finance_advice": 0.85,
    "format_coaching": 0.3, "store_image": 0.12, "value_added": 0.3, "pos_coaching": 1.2,
    "self_help_group": 0.3, "special_request": 0.1, "festival_care": 0.0,
}  # fmt: skip
