"""Write the invented customers, service logs and staff of the two shipped policies.

Everything is made up and comes from one seed. `python tests/generate_customers.py` rewrites
`rules/*/customers.csv`, `log.csv` and `staff.yaml`; with a folder as argument they go there
instead, and a test compares them. Data has gaps on purpose, and the first customers stand exactly
on the boundaries of the rules.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from sample_customers import tobacco_retail, vip
from sample_customers.drawing import Cells, staff_yaml, table

SEED = 20261121
CUSTOMERS = 300
LOG_COLUMNS = ("customer_id", "item", "done_on", "by", "record")


def tables(
    random: Random,
    customer: Callable[[Random, int, set[str]], Cells],
    log: Callable[[Random, list[Cells]], list[tuple[str, ...]]],
) -> dict[str, str]:
    """The customer file and the service log of one policy."""
    names: set[str] = set()
    rows = [customer(random, number, names) for number in range(1, CUSTOMERS + 1)]
    return {
        "customers.csv": table(list(rows[0]), [list(row.values()) for row in rows]),
        "log.csv": table(LOG_COLUMNS, log(random, rows)),
    }


def generated_files() -> dict[str, str]:
    """Every generated file: its path from the root of the project, and its text."""
    retail = tables(Random(SEED), tobacco_retail.customer, tobacco_retail.log)
    retail["staff.yaml"] = staff_yaml(
        "staff role reports_to area deputy skills minutes_per_day phone",
        "人员表：姓名均为虚构。deputy 是请假时的代理人。",
        tobacco_retail.STAFF,
    )
    important = tables(Random(SEED), vip.customer, vip.log)
    important["staff.yaml"] = staff_yaml(
        "人员 岗位 上级 片区 代理人 技能 每日分钟 电话",
        "人员表：姓名均为虚构。代理人在请假时接手。",
        vip.STAFF,
    )
    return {f"rules/tobacco-retail/{name}": text for name, text in retail.items()} | {
        f"rules/vip/{name}": text for name, text in important.items()
    }


def main(root: Path) -> None:
    for path, text in generated_files().items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
