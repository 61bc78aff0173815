"""Codes of what a customer base shows about the rules (WE610–WE619)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE610",
            "rule-hits-nobody",
            "info",
            (
                "全部 {count} 位客户中没有一位符合{rule}",
                "none of the {count} customers comes under {rule}",
            ),
            (
                "看看条件是否写得太窄、资料是否没有导入；确实如此，可以不管",
                "is it too narrow, or is the data not there? if it is meant so, leave it",
            ),
        ),
        entry(
            "WE611",
            "rule-hits-everybody",
            "info",
            (
                "全部 {count} 位客户都符合{rule}，没有区分任何客户",
                "all {count} customers come under {rule}, so it tells nobody apart",
            ),
            (
                "看看条件是否写得太宽；确实如此，可以不管",
                "is it too wide? if it is meant so, leave it",
            ),
        ),
        entry(
            "WE612",
            "customers-without-answer",
            "warning",
            (
                "“{name}”有 {count} 位客户没有任何规则适用，例如 {examples}",
                "no rule of “{name}” applies to {count} customers, such as {examples}",
            ),
            (
                "补一条规则，或加 `otherwise`（否则）；用 explain 看其中一位是怎样落空的",
                "add a rule or `otherwise`; `explain` shows for one of them what fails",
            ),
        ),
        entry(
            "WE613",
            "customers-in-conflict",
            "warning",
            (
                "“{name}”有 {count} 位客户同时落在互相矛盾的规则里，没有结果，例如 {examples}",
                (
                    "rules of “{name}” contradict each other for {count} customers, who get no "
                    "answer, such as {examples}"
                ),
            ),
            (
                "改条件使其互不重叠，或写明 `hit: first`（取首个）",
                "make the rules exclude each other, or say `hit: first`",
            ),
        ),
        entry(
            "WE614",
            "data-would-decide",
            "info",
            (
                "补齐“{attribute}”可确定 {count} 位客户的 {number} 项：{names}",
                (
                    "to fill in “{attribute}” would settle {number} of these for {count} "
                    "customers: {names}"
                ),
            ),
            (
                "按这个次序补资料，最快见效",
                "filling in data in this order settles most first",
            ),
        ),
        entry(
            "WE615",
            "data-stale",
            "info",
            (
                "“{attribute}”有 {count} 位客户的资料已过期（超过 {age}）",
                "“{attribute}” of {count} customers is older than {age}",
            ),
            ("安排更新，或放宽 `stale_after`（有效期）", "have it updated, or allow a longer age"),
        ),
        entry(
            "WE616",
            "rule-expired",
            "info",
            (
                "{rule}只到 {last} 为止，已经过期，不再用于任何客户",
                "{rule} was for days up to {last}: it is over, and for nobody any more",
            ),
            (
                "不再需要就删去；还要用，就改它的 `{word}`",
                "delete it, or change its `{word}` where it is still wanted",
            ),
        ),
    )
}
