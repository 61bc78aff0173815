"""Codes of what comes and goes: validity, privileges, what must never be, rollout (WE377–WE399)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE377",
            "not-a-period",
            "error",
            (
                "`{text}` 不是一段日期",
                "`{text}` is not a first and a last day",
            ),
            (
                "用两个点隔开首尾两天，例如 `2026-01-01..2026-06-30`；不限的一端不写",
                (
                    "two dots between the first and the last day, `2026-01-01..2026-06-30`; "
                    "leave out the end that is open"
                ),
            ),
        ),
        entry(
            "WE378",
            "otherwise-with-period",
            "error",
            (
                "级别 `{level}` 是其余客户的级别，不能只在一段时间内有效：过了期这些客户就没有级别",
                (
                    "the level `{level}` is for all other customers and cannot count for a time "
                    "only: out of it they would have no level"
                ),
            ),
            (
                "去掉 `{valid}`；要限定时间的是写了条件的级别",
                "take `{valid}` out; give a period to levels that have a condition",
            ),
        ),
        entry(
            "WE379",
            "not-a-share",
            "error",
            (
                "`{text}` 不是 0% 到 100% 的百分比",
                "`{text}` is not a percentage from 0% to 100%",
            ),
            (
                "带上百分号，例如 `5%`；只写 `0.5`，看不出是 50% 还是 0.5%",
                "write the sign too, for example `5%`: a bare `0.5` may be 50% or 0.5%",
            ),
        ),
        entry(
            "WE380",
            "shares-shrink",
            "warning",
            (
                "从 {day} 起比例由 {earlier} 降到 {later}：一部分客户会退回原政策",
                (
                    "from {day} on the share falls from {earlier} to {later}: some customers go "
                    "back to the old policy"
                ),
            ),
            (
                "推行一般只增不减；要停止推行，把它写成唯一的比例",
                "shares usually grow; to stop a rollout, make it the only share",
            ),
        ),
        entry(
            "WE381",
            "share-and-stages",
            "error",
            (
                "`{share}` 和 `{stages}` 都写了，不知道按哪个推行",
                "both `{share}` and `{stages}` are written: which of them counts?",
            ),
            ("只留一个", "keep one of them"),
        ),
        entry(
            "WE382",
            "rollout-without-share",
            "error",
            (
                "写了 `{before}`，但没有写多少客户先用新版本",
                "`{before}` is written, but not for how many customers the new version is",
            ),
            (
                "加上例如 `{share}: 5%`，或按日期写 `{stages}`",
                "add for example `{share}: 5%`, or `{stages}` by date",
            ),
        ),
        entry(
            "WE383",
            "rollout-without-before",
            "error",
            (
                "只有一部分客户用新版本，但没有写其余客户用哪份政策",
                "the new version is for some customers, but which policy have the others?",
            ),
            (
                "加上原政策的文件夹，例如 `{before}: ../tobacco-retail-2026.10`",
                "add the folder of the old one, for example `{before}: ../tobacco-retail-2026.10`",
            ),
        ),
        entry(
            "WE384",
            "not-a-risk-limit",
            "error",
            (
                "看不懂影响上限 `{text}`：{reason}",
                "the limit `{text}` cannot be understood: {reason}",
            ),
            (
                (
                    "例如 `5%的客户失去服务项`、`200位客户改变客户金字塔`、`5%的客户分钟增加`、"
                    "`客户经理分钟 +10%`"
                ),
                (
                    "for example `5% of customers lose an item`, `200 customers change pyramid`, "
                    "`5% of customers get more minutes`, `account_manager minutes +10%`"
                ),
            ),
        ),
        entry(
            "WE385",
            "ambiguous-name-in-never",
            "error",
            (
                "`{name}` 指哪一个？{meanings} 都叫这个编号",
                "`{name}` could be several things: {meanings}",
            ),
            (
                '级别可以写成 `分级 == "级别"`，例如 `{example}`',
                'write a level as `scale == "level"`, for example `{example}`',
            ),
        ),
        entry(
            "WE386",
            "privilege-gives-nothing",
            "error",
            (
                "权益 `{name}` 没有写给客户什么",
                "the privilege `{name}` gives nothing",
            ),
            (
                "写上例如 `{gives}: {{免费配送: 每周2次}}`",
                "write for example `{gives}: {{free_delivery: twice a week}}`",
            ),
        ),
        entry(
            "WE660",
            "policy-before-unusable",
            "error",
            (
                "其余客户沿用的政策 `{folder}` 用不了：{reason}",
                "the policy for everybody else, `{folder}`, cannot be used: {reason}",
            ),
            (
                "先用 `workflow-engine check {folder}` 改好它，或改用另一个文件夹",
                "mend it with `workflow-engine check {folder}` first, or name another folder",
            ),
        ),
        entry(
            "WE661",
            "policy-before-other-customers",
            "error",
            (
                "原政策的{what}是 `{before}`，本政策是 `{now}`：同一位客户无法在两个版本之间认出来",
                (
                    "the {what} of the old policy is `{before}`, here it is `{now}`: nobody could "
                    "tell which customer is which"
                ),
            ),
            ("两个版本用同一个", "use the same in both versions"),
        ),
        entry(
            "WE662",
            "policy-before-rolls-out",
            "warning",
            (
                "原政策自己也在分批推行（{share}）：这里的其余客户一律用它的规则，不再用更早的版本",
                (
                    "the old policy is being rolled out itself ({share}): here everybody else "
                    "gets its rules, nobody those of the version before it"
                ),
            ),
            (
                "等原政策推行到 100% 再开始新的一轮",
                "begin the next rollout when the last one has come to 100%",
            ),
        ),
        entry(
            "WE663",
            "same-version-before-and-after",
            "warning",
            (
                "新旧两个版本的版本号都是 `{version}`：看结果分不清一位客户是按哪个版本办的",
                (
                    "the new version and the old one are both called `{version}`: results cannot "
                    "tell by which of them a customer was served"
                ),
            ),
            (
                "给本政策写一个新的版本号（`{word}`）",
                "give this policy a new `{word}`",
            ),
        ),
    )
}
