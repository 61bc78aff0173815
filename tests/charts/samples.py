"""Charts of what the shipped policies measure: the pictures of `docs/charts.md`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from workflow_engine.charts.bars import Series, bars
from workflow_engine.charts.matrix import Field, Side, matrix
from workflow_engine.charts.migration import migration
from workflow_engine.charts.pareto import Category, pareto
from workflow_engine.charts.quadrant import Dot, Scale, kano_corners, quadrant
from workflow_engine.charts.sheet import Caption
from workflow_engine.charts.trend import Target, trend

D = Decimal


def complaints():
    return pareto(
        [
            Category("送货破损", 86),
            Category("缺货未通知", 64),
            Category("价格标签错误", 41),
            Category("扫码设备故障", 23),
            Category("态度", 15),
            Category("发票", 9),
            Category("其他", 7, rest=True),
        ],
        Caption(
            "投诉原因", "zh", unit="2026年第三季度，245次投诉", source="反馈记录，按分类码统计"
        ),
    )


def many_causes():
    words = (
        "送货",
        "缺货",
        "标签",
        "扫码设备",
        "发票",
        "电话订货",
        "网上订货平台",
        "现代终端",
        "消费者投诉",
        "货款结算",
    )
    what = ("破损", "未通知", "错误", "故障", "延误", "说明不清")
    names = [f"{one}{other}" for one in words for other in what][:28]
    return pareto(
        [Category(name, 120 // (place + 1)) for place, name in enumerate(names)],
        Caption("失误原因（细分）", "zh", unit="2026年1–9月", source="补救工单"),
    )


def kano():
    dots = [
        ("灯箱升级", "0.33", "0.88"),
        ("新品品吸会", "0.2", "0.78"),
        ("节前备货辅导", "0.62", "0.8"),
        ("扫码收银", "0.66", "0.72"),
        ("经营数据月报", "0.58", "0.66"),
        ("投诉 15 分钟响应", "0.74", "0.4"),
        ("上门拜访", "0.81", "0.35"),
        ("准时送达", "0.86", "0.22"),
        ("店员培训", "0.25", "0.28"),
        ("陈列诊断", "0.63", "0.71"),
        ("诚信互助小组活动通知", "0.64", "0.73"),
    ]
    return quadrant(
        [Dot(label, D(x), D(y)) for label, x, y in dots],
        kano_corners("zh"),
        Scale("没有时的不满 |Worse|"),
        Scale("有时的满意 Better"),
        Caption(
            "服务项的 KANO 象限",
            "zh",
            unit="零售客户问卷，n = 312",
            source="2026年第三季度满意度调查",
        ),
    )


def priorities():
    ranks = ((0, 1, 2), (1, 2, 3), (2, 3, 4))
    names = {0: "P4", 1: "P3", 2: "P2", 3: "P1", 4: "P0"}
    lists = {
        (2, 2): ("投诉回访",),
        (1, 2): ("上门拜访", "备货辅导"),
        (0, 1): ("月报推送",),
        (1, 1): ("陈列诊断",),
        (2, 1): ("诚信经营检查与价格标签核对",),
        (0, 0): ("店员培训",),
        (1, 0): ("满意度测评",),
    }
    fields = {
        (x, y): Field(names[ranks[y][x]], ranks[y][x], lists.get((x, y), ()))
        for x in range(3)
        for y in range(3)
    }
    return matrix(
        fields,
        Side("紧急度", ("低", "中", "高")),
        Side("服务价值", ("低", "中", "高")),
        Caption("优先矩阵", "zh", unit="服务价值 × 紧急度", source="政策 tobacco-retail"),
    )


def minutes_by_manager():
    return bars(
        ["李明", "丁启航", "田小曼", "王建国", "赵一鸣"],
        [
            Series("计划", (1260, 1110, 980, 1340, 870)),
            Series("完成", (1180, 1125, D("642.5"), 1295, None)),
        ],
        Caption("每月服务分钟：计划与完成", "zh", unit="分钟", source="服务记录 log.csv"),
    )


def change_of_margin():
    return bars(
        ["明码标价到位的客户", "现代终端", "普通客户", "诚信互助小组成员", "新入网客户"],
        [Series("", (D("4.2"), D("6.8"), D("-1.4"), D("2.05"), D("-3.7")))],
        Caption("经营毛利变化", "zh", unit="比上季度，百分点"),
        direction="lying",
    )


def satisfaction():
    months = [f"{month}月" for month in range(1, 13)]
    return trend(
        months,
        [
            Series("城网", (86, 87, D("86.5"), 88, 89, D("88.2"), 90, 91, 90, 92, None, None)),
            Series("农网", (82, 81, None, None, 84, 85, D("85.5"), 84, 86, 87, None, None)),
            Series("VIP", (None, None, 91, 92, None, 93, None, 94, 94, 95, None, None)),
        ],
        Caption("客户满意度", "zh", unit="分，满分 100", source="每月回访"),
        target=Target("目标", 90),
    )


def causes_in_english():
    return pareto(
        [
            Category("Late", 8),
            Category("Damaged", 5),
            Category("Wrong item", 3),
            Category("Rude", 2),
            Category("Invoice", 2),
        ],
        Caption("Why customers complain", "en", unit="VIP customers, October 2026", source="cases"),
        cut=Fraction(4, 5),
    )


def pyramid():
    levels = ["负值客户", "最有价值客户", "最具增长性客户", "低贡献客户", "待定"]
    counts = {
        (0, 0): 33,
        (1, 1): 12,
        (1, 3): 1,
        (2, 1): 6,
        (2, 2): 15,
        (3, 1): 1,
        (3, 3): 157,
        (4, 4): 75,
    }
    return migration(
        levels,
        levels,
        counts,
        frozenset((place, place) for place in range(5)),
        Caption(
            "客户金字塔：8 位换级别",
            "zh",
            unit="客户数；颜色越深，占原级别的比例越大",
            source="客户文件，2026-11-21",
        ),
    )


SAMPLES = {
    "pareto": complaints,
    "pareto-many": many_causes,
    "pareto-en": causes_in_english,
    "quadrant": kano,
    "matrix": priorities,
    "migration": pyramid,
    "bars": minutes_by_manager,
    "bars-negative": change_of_margin,
    "trend": satisfaction,
}
