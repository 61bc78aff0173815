"""Codes of names and types across sections (WE350–WE399)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE350",
            "name-defined-twice",
            "error",
            (
                "`{name}` 定义了两次，条件里用到它时无法知道指哪一个",
                "`{name}` is defined twice, so a condition cannot tell which one is meant",
            ),
            ("给其中一个改名", "rename one of them"),
        ),
        entry(
            "WE351",
            "unknown-reference",
            "error",
            ("没有名为 `{name}` 的{kind}", "there is no {kind} named `{name}`"),
        ),
        entry(
            "WE352",
            "cyclic-definitions",
            "error",
            (
                "定义绕成了一圈，永远算不出结果：{path}",
                "these definitions go round in a circle and can never be computed: {path}",
            ),
            (
                "让其中一个不再引用另一个",
                "change one of them so that it no longer refers to the next",
            ),
        ),
        entry(
            "WE353",
            "circular-chain",
            "error",
            ("上级关系绕成了一圈：{path}", "this chain comes back to its start: {path}"),
            ("最上面的一个不写上级", "the topmost one names nobody above it"),
        ),
        entry(
            "WE354",
            "no-customer-section",
            "error",
            (
                "政策没有“客户”(customer)一节，不知道客户有哪些信息",
                "the policy has no `customer` section, so nothing is known of a customer",
            ),
            (
                "加上：customer: {{key: customer_id, attributes: {{basic: {{…}}}}}}",
                "add: customer: {{key: customer_id, attributes: {{basic: {{…}}}}}}",
            ),
        ),
        entry(
            "WE355",
            "options-and-type-disagree",
            "error",
            (
                "类型是 `{type}`：只有 `choice`（选项）要写 `of`（取自），而且必须写",
                "the type is `{type}`: `of` belongs to a `choice`, which must have it",
            ),
            ("把类型改为 choice，或删去 `of`", "make the type `choice`, or remove `of`"),
        ),
        entry(
            "WE356",
            "unit-without-number",
            "error",
            (
                "单位 `{unit}` 只能用于整数或数值，这里的类型是 `{type}`",
                "the unit `{unit}` needs a number, but the type is `{type}`",
            ),
            ("去掉单位，或改类型为 number", "remove the unit, or make the type `number`"),
        ),
        entry(
            "WE357",
            "attribute-in-two-portraits",
            "error",
            (
                "属性 `{name}` 写在了两个画像里",
                "the attribute `{name}` stands in two portraits",
            ),
            ("只留一处", "keep one of them"),
        ),
        entry(
            "WE358",
            "limit-without-order",
            "error",
            (
                "类型 `{type}` 没有大小之分，不能写最小值或最大值",
                "values of type `{type}` have no order, so they can have no minimum or maximum",
            ),
            ("删去最小值和最大值", "remove the minimum and maximum"),
        ),
        entry(
            "WE359",
            "period-not-rolling",
            "error",
            (
                "`{period}` 不是一段时间",
                "`{period}` is not a stretch of time",
            ),
            ("例如写：1 month 或 每季度", "write for example: 1 month, or 1 quarter"),
        ),
        entry(
            "WE360",
            "scale-without-levels",
            "error",
            ("分级 `{name}` 没有任何级别", "the scale `{name}` has no levels"),
            (
                "至少写一个级别，例如 `low_contribution: {{otherwise: true}}`",
                "write at least one, for example `low_contribution: {{otherwise: true}}`",
            ),
        ),
        entry(
            "WE361",
            "level-without-condition",
            "error",
            (
                "级别 `{level}` 要么写条件(when)，要么写 otherwise: true，二者必居其一",
                "the level `{level}` needs either `when` or `otherwise: true`, and not both",
            ),
            (
                "写上条件；若它收下其余客户，写 `otherwise: true`",
                "write its condition, or `otherwise: true` if it takes all other customers",
            ),
        ),
        entry(
            "WE362",
            "two-otherwise-levels",
            "error",
            (
                "分级 `{name}` 有两个“否则”级别，客户只能落入一个",
                "the scale `{name}` has two `otherwise` levels; a customer can fall into one only",
            ),
            ("给其中一个写条件", "give one of them a condition"),
        ),
        entry(
            "WE363",
            "table-gives-nothing",
            "error",
            ("决策表 `{name}` 没有写它给出什么", "the table `{name}` does not say what it gives"),
            (
                "例如：gives: {{type: integer}}，或 gives: {{minutes: {{type: integer}}}}",
                "for example: gives: {{type: integer}}, or gives: {{minutes: {{type: integer}}}}",
            ),
        ),
        entry(
            "WE364",
            "priority-without-order",
            "error",
            (
                "命中方式 `{hit}` 要按优先次序选择，但给出的值没有次序",
                "the hit policy `{hit}` chooses by priority, but no output has an order",
            ),
            (
                "把输出写成 choice，`of` 的先后就是优先次序",
                "make an output a `choice`; the order of `of` is its priority",
            ),
        ),
        entry(
            "WE365",
            "cannot-aggregate",
            "error",
            (
                "`collect {aggregate}` 不能用于类型 `{type}`",
                "`collect {aggregate}` cannot work on type `{type}`",
            ),
            (
                "文字用 `collect list` 或 `collect count`",
                "texts can be put together by `collect list` or `collect count`",
            ),
        ),
        entry(
            "WE366",
            "collect-without-collect-hit",
            "error",
            (
                "`collect: {collect}` 只和 `hit: collect` 一起写",
                "`collect: {collect}` goes with `hit: collect` only",
            ),
            (
                "命中方式改为 collect，或删去 `collect`",
                "make it `hit: collect`, or remove `collect`",
            ),
        ),
        entry(
            "WE367",
            "several-outputs-needed",
            "error",
            (
                "这张表给出多个值（{outputs}），请逐个写明",
                "this table gives several values ({outputs}); name each of them",
            ),
            ("写成 `{{结果名: 值, 结果名: 值}}`", "write `{{output: value, output: value}}`"),
        ),
        entry(
            "WE368",
            "output-missing",
            "error",
            ("这里没有给出 `{output}`", "no value is given for `{output}` here"),
            ("补写它的值", "add its value"),
        ),
        entry(
            "WE369",
            "unknown-timezone",
            "error",
            ("没有叫 `{timezone}` 的时区", "there is no time zone named `{timezone}`"),
            ("例如写：Asia/Shanghai", "write for example: Asia/Shanghai"),
        ),
        entry(
            "WE370",
            "choices-not-a-list",
            "error",
            (
                "自选字段 `{name}` 放不下客户选的项：它的类型是 `{type}`",
                "the attribute `{name}` cannot hold the chosen items: its type is `{type}`",
            ),
            ("类型改为 `list of text`", "make its type `list of text`"),
        ),
        entry(
            "WE371",
            "limits-reversed",
            "error",
            (
                "最小值 {minimum} 大于最大值 {maximum}，没有任何值符合",
                "the minimum {minimum} is above the maximum {maximum}, so no value could fit",
            ),
            ("对调两者，或改正其中一个", "exchange them, or correct one of them"),
        ),
        entry(
            "WE374",
            "section-not-written",
            "warning",
            (
                "政策里没有列出任何{kind}，`{name}` 只会照样打印，写错了也发现不了",
                (
                    "the policy lists no {kind} at all, so `{name}` is printed as it stands and a "
                    "slip would go unseen"
                ),
            ),
            ("加上相应的一节，把它列出来", "add the section and list it there"),
        ),
        entry(
            "WE375",
            "table-without-rows",
            "error",
            (
                "决策表 `{name}` 没有任何行，永远给不出按条件的结果",
                "the table `{name}` has no rows, so nothing is ever decided by it",
            ),
            (
                "至少写一行，例如 `- {{tier: ≥ 28, then: 40}}`",
                "write at least one, for example `- {{tier: ≥ 28, then: 40}}`",
            ),
        ),
        entry(
            "WE376",
            "calendar-never-open",
            "error",
            (
                "日历 `{name}` 每周没有任何工作时间，{open}：时限在上面走不到头",
                (
                    "the calendar `{name}` has no working time in the week and is {open}: a time "
                    "limit on it would never end"
                ),
            ),
            (
                '写上工作时间，例如 `hours: {{mon-fri: ["08:30..12:00", "14:00..17:30"]}}`',
                (
                    "write its hours, for example "
                    '`hours: {{mon-fri: ["08:30..12:00", "14:00..17:30"]}}`'
                ),
            ),
        ),
        entry(
            "WE387",
            "comma-between-conditions",
            "error",
            (
                "`{sign}` 不能连接条件：看不出是都要成立，还是有一个成立就行",
                "`{sign}` does not join conditions: it could mean *and* or *or*",
            ),
            (
                "条件之间写 `{joint}`：`{both}`；有一个成立就行，写 `{other}`：`{either}`",
                (
                    "write `{joint}` between the conditions: `{both}`; if one is enough, "
                    "`{other}`: `{either}`"
                ),
            ),
        ),
    )
}
