"""One short sentence for everything decided."""

from __future__ import annotations

from tests.explain.samples import NEGATIVE, TODAY, UNKNOWN, VALUABLE, program_of
from workflow_engine.decide.decider import decide
from workflow_engine.explain.reasons import Explainer, reasons
from workflow_engine.program.types import Value

PROGRAM = program_of()


def of(customer: dict[str, Value]) -> dict[str, str]:
    return reasons(PROGRAM, customer, decide(PROGRAM, customer, TODAY), TODAY, "zh")


def test_a_customer_who_is_known() -> None:
    assert of(VALUABLE) == {
        "net": "贡献 − 服务成本 = 50,000 元 − 9,000.5 元",
        "mood": "未知，缺 满意度",
        "big_customer": "28 ≤ 档位 ≤ 30，现为 29",
        "pos_idle": "云POS = 是；云POS使用率 < 0.3，现为 0.25",
        "churn_risk": "未知，缺 满意度",
        "pyramid": "档位 ≥ 28，现为 29；净贡献 ≥ 20,000 元，现为 40,999.5 元",
        "minutes": "规则 1 命中",
        "stock_count": "每一位客户都做；因“云POS低使用”，紧急程度由中升为高",
        "comfort": "未知，缺 满意度；存疑时照常服务",
        "brand": "有标签“大客户”",
        "care": "“最有价值客户”的策略“留住”给予资格",
        "request": "对所有客户开放",
    }


def test_a_customer_whose_items_are_suspended() -> None:
    found = of(NEGATIVE)
    assert found["pyramid"] == "净贡献 < 0 元，现为 -8,000.5 元"
    assert found["net"] == "贡献 − 服务成本 = 1,000 元 − 9,000.5 元"
    assert found["brand"] == "“负值客户”的策略“淘汰”暂停此项"
    assert found["care"] == "没有标签“新客户”"
    assert "big_customer" not in found


def test_a_customer_with_gaps() -> None:
    found = of(UNKNOWN)
    assert found["net"] == "未知，缺 服务成本"
    assert found["pyramid"] == "未知，缺 服务成本、违规次数、成长潜力"
    assert found["care"] == "未知，缺 入网日期、服务成本、违规次数、成长潜力"


def test_an_item_that_is_over() -> None:
    assert of({**VALUABLE, "pos_usage": 950_000})["brand"] == "已结束：云POS使用率 ≥ 0.9，现为 0.95"


def test_nothing_of_one_customer_stays_for_the_next() -> None:
    explainer = Explainer(PROGRAM)
    for customer in (VALUABLE, NEGATIVE, UNKNOWN, VALUABLE):
        decision = decide(PROGRAM, customer, TODAY)
        for lang in ("zh", "en"):
            found = explainer.reasons(customer, decision, TODAY, lang)
            assert found == reasons(PROGRAM, customer, decision, TODAY, lang)
