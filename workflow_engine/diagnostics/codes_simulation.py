"""Codes of simulation models: what arrives, and how staff respond (WE7xx)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE701",
            "simulation-unknown-key",
            "error",
            (
                "模拟模型的 {where} 中没有 `{key}` 这一项，写在这里不起作用",
                "{where} of a simulation model has no `{key}`; it would have no effect",
            ),
            ("可用的有：{known}", "there are: {known}"),
        ),
        entry(
            "WE702",
            "simulation-key-missing",
            "error",
            (
                "模拟模型的 {where} 缺少 `{key}`，无法模拟",
                "{where} of the simulation model lacks `{key}`, without which nothing can run",
            ),
            ("请补上，例如 {example}", "add it, such as {example}"),
        ),
        entry(
            "WE703",
            "simulation-wrong-value",
            "error",
            (
                "`{text}` 不能用作 {where}：这里要写{expected}",
                "`{text}` cannot be {where}: {expected} is needed here",
            ),
            ("例如 {example}", "such as {example}"),
        ),
        entry(
            "WE704",
            "simulation-wrong-unit",
            "error",
            (
                "`{text}` 在这里无法计算：一个工作日有多长要看日历",
                "`{text}` cannot be used here: how long a working day is depends on the calendar",
            ),
            (
                "员工用时请写工作分钟或工作小时，客户用时请写自然小时或自然日",
                (
                    "write work minutes or work hours for staff, clock hours or calendar days for "
                    "customers"
                ),
            ),
        ),
        entry(
            "WE705",
            "simulation-unknown-name",
            "error",
            (
                "政策中没有{what} `{name}`，这一条不会被模拟",
                "the policy has no {what} `{name}`; this entry would never be simulated",
            ),
            ("政策中有：{known}", "the policy has: {known}"),
        ),
        entry(
            "WE706",
            "simulation-never",
            "error",
            (
                "{where} 的全部权数都是 0，一件个案也不会到达",
                "all weights of {where} are 0; no case would ever arrive",
            ),
            ("至少给一项大于 0 的权数", "give at least one of them a weight above 0"),
        ),
    )
}
