"""Codes of the checks of rules: conditions, levels, rows, triggers (WE710–WE739).

Each code is one module of `checks/` and one page of `docs/checks/`.
"""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE710",
            "condition-always-true",
            "warning",
            (
                "{what}“{condition}”对每一位客户都成立：{reason}",
                "{what}, “{condition}”, holds for every customer: {reason}",
            ),
            (
                "若确实人人适用，删去条件；否则检查界限和比较的方向",
                (
                    "if it is meant for everybody, remove the condition; otherwise look at the "
                    "limits and the direction of the comparisons"
                ),
            ),
        ),
        entry(
            "WE711",
            "condition-never-true",
            "warning",
            (
                "{what}“{condition}”对任何客户都不成立：{reason}",
                "{what}, “{condition}”, holds for no customer: {reason}",
            ),
            (
                "检查界限和比较的方向；两种情况都算的，用“或”而不是“且”",
                (
                    "look at the limits and the direction of the comparisons; where either case "
                    "will do, write `or`, not `and`"
                ),
            ),
        ),
        entry(
            "WE712",
            "part-without-effect",
            "warning",
            (
                "{what}里的“{part}”不起作用，有没有它结果都一样：{reason}",
                (
                    "the part “{part}” of {what} has no effect, the result is the same without "
                    "it: {reason}"
                ),
            ),
            (
                "删去这一部分；若它本该起作用，检查数值和“且”“或”",
                "remove it; if it was meant to matter, look at its figures and at `and` and `or`",
            ),
        ),
        entry(
            "WE713",
            "cell-never-matches",
            "warning",
            (
                "“{table}”{row}的“{column}”写着 `{cell}`，没有客户符合，这一行永远用不上：{reason}",
                (
                    "no customer fits the cell `{cell}` of “{column}” in {row} of “{table}”, so "
                    "the row is never used: {reason}"
                ),
            ),
            ("改单元格里的值，或删去这一行", "change the value of the cell, or remove the row"),
        ),
        entry(
            "WE714",
            "cell-always-matches",
            "info",
            (
                "“{table}”{row}的“{column}”写着 `{cell}`，凡有值的客户都符合：{reason}",
                (
                    "every customer who has a value fits the cell `{cell}` of “{column}” in {row} "
                    "of “{table}”: {reason}"
                ),
            ),
            (
                "不限就写 `{anything}` 或删去这一格；要限制就改值",
                (
                    "if anything will do, write `{anything}` or remove the cell; otherwise change "
                    "its value"
                ),
            ),
        ),
        entry(
            "WE715",
            "row-never-matches",
            "warning",
            (
                "“{table}”{row}永远不会匹配，它的各格不能同时成立：{reason}",
                "{row} of “{table}” never matches, its cells cannot all hold: {reason}",
            ),
            (
                "改其中一格，或删去这一行",
                "change one of the cells, or remove the row",
            ),
        ),
        entry(
            "WE716",
            "rule-covered",
            "warning",
            (
                "“{name}”{rule}永远轮不到：符合它的客户都已经归{covers}",
                (
                    "{rule} of “{name}” never has its turn: whoever fits it has been taken by "
                    "{covers}"
                ),
            ),
            (
                "把范围窄的写在前面；确实多余的，删去它",
                "put the narrower one first; if it is not needed, remove it",
            ),
        ),
        entry(
            "WE717",
            "rules-overlap",
            "error",
            (
                (
                    "“{name}”{first}和{second}会同时符合，而命中方式 `{w[unique]}` 只许一个："
                    "这样的客户得不到结果。例：{example}"
                ),
                (
                    "{first} and {second} of “{name}” hold for the same customer, but the hit "
                    "policy `{w[unique]}` allows one only: such a customer gets no result. "
                    "For example: {example}"
                ),
            ),
            (
                "改条件使二者不重叠；若应由先写的决定，写 `{k[hit]}: {w[first]}`",
                (
                    "make them exclude each other; if the first is to decide, write "
                    "`{k[hit]}: {w[first]}`"
                ),
            ),
            stages=("warning", "error", "error"),
        ),
        entry(
            "WE718",
            "outputs-conflict",
            "error",
            (
                (
                    "“{name}”{first}和{second}会同时符合，给出的结果却不同，命中方式 `{w[any]}` "
                    "不许这样：这样的客户得不到结果。例：{example}"
                ),
                (
                    "{first} and {second} of “{name}” hold for the same customer and give "
                    "different results, which the hit policy `{w[any]}` does not allow: such a "
                    "customer gets no result. For example: {example}"
                ),
            ),
            (
                "改条件或改成同样的结果；若应由先写的决定，写 `{k[hit]}: {w[first]}`",
                (
                    "change the conditions, or let both give the same; if the first is to decide, "
                    "write `{k[hit]}: {w[first]}`"
                ),
            ),
            stages=("warning", "error", "error"),
        ),
        entry(
            "WE719",
            "order-decides",
            "info",
            (
                "“{name}”{first}和{second}会同时符合，结果以{first}为准。例：{example}",
                (
                    "{first} and {second} of “{name}” hold for the same customer, and {first} "
                    "decides. For example: {example}"
                ),
            ),
            (
                "确认先后次序正是您要的；以后移动行时要留意",
                "see that the order is what you want, and mind it when you move one of them",
            ),
        ),
        entry(
            "WE720",
            "gap-in-table",
            "warning",
            (
                "决策表“{name}”有缺口，这样的客户没有任何规则，得不到结果。例：{example}",
                (
                    "the table “{name}” has a gap: no rule is for such customers, who get no "
                    "result. For example: {example}"
                ),
            ),
            (
                (
                    "补一行，或写 `{k[otherwise]}`；若不会有这样的客户，用属性的 `{k[min]}`、"
                    "`{k[max]}` 写明"
                ),
                (
                    "add a row or `{k[otherwise]}`; if there are no such customers, say so by "
                    "`{k[min]}` and `{k[max]}` of the attribute"
                ),
            ),
            stages=("info", "warning", "warning"),
        ),
        entry(
            "WE721",
            "gap-in-scale",
            "warning",
            (
                "分级“{name}”有缺口，这样的客户没有级别。例：{example}",
                (
                    "the scale “{name}” has a gap: such customers have no level. "
                    "For example: {example}"
                ),
            ),
            (
                "补一个级别，或把最后一级写成 `{k[otherwise]}: {w[true]}`",
                "add a level, or make the last one `{k[otherwise]}: {w[true]}`",
            ),
            stages=("info", "warning", "warning"),
        ),
        entry(
            "WE722",
            "row-redundant",
            "info",
            (
                "“{table}”{row}可以删去，删了结果也不变：符合它的客户由{others}给出同样的结果",
                (
                    "{row} of “{table}” can be removed without changing anything: {others} "
                    "would give its customers the same"
                ),
            ),
            (
                "删去这一行；若结果本该不同，改它的结果",
                "remove the row; if its result should differ, change it",
            ),
        ),
        entry(
            "WE723",
            "rows-mergeable",
            "info",
            (
                "“{table}”{rows}只有“{column}”不同，结果一样，可以合成一行：`{cell}`",
                (
                    "{rows} of “{table}” differ in “{column}” only and give the same, so they can "
                    "be one: `{cell}`"
                ),
            ),
            (
                "合成一行更容易看懂；若结果本该不同，改其中一行",
                "one row is easier to read; if the results should differ, change one of them",
            ),
        ),
        entry(
            "WE724",
            "column-without-effect",
            "warning",
            (
                "“{table}”的列“{column}”不起作用：不论它是什么值，结果都一样",
                (
                    "the column “{column}” of “{table}” decides nothing: the result is the same "
                    "whatever its value"
                ),
            ),
            (
                "删去这一列；若它本该起作用，检查各行的结果",
                "remove the column; if it should matter, look at what the rows give",
            ),
        ),
        entry(
            "WE725",
            "first-without-overlap",
            "info",
            (
                "“{table}”没有互相重叠的行，命中方式 `{w[first]}` 可以改成 `{w[unique]}`",
                "no rows of “{table}” overlap, so `{w[first]}` could be `{w[unique]}`",
            ),
            (
                "改成 `{w[unique]}` 后，以后误加的重叠行会被查出来",
                "with `{w[unique]}`, a row that overlaps by mistake will be found",
            ),
        ),
        entry(
            "WE726",
            "single-level-scale",
            "info",
            (
                "分级“{name}”只有一个级别“{level}”，分不出客户",
                "the scale “{name}” has one level only, “{level}”, and tells no customers apart",
            ),
            (
                "补上其余级别；只需要一个条件的，写成标签",
                "add the other levels; where one condition is all you need, make it a tag",
            ),
        ),
        entry(
            "WE727",
            "item-never-available",
            "warning",
            (
                "选做项“{item}”谁也得不到：符合资格“{eligible}”的客户都已满足结束条件“{until}”",
                (
                    "nobody can get the optional item “{item}”: whoever is eligible (“{eligible}”) "
                    "has met the condition that ends it (“{until}”)"
                ),
            ),
            (
                "改适用条件或 `{k[until]}`",
                "change the eligibility or `{k[until]}`",
            ),
        ),
        entry(
            "WE728",
            "assertion-refuted",
            "error",
            (
                "写明绝不会出现的“{assertion}”会出现。例：{example}",
                "“{assertion}”, which must never be, can be. For example: {example}",
            ),
            (
                "改规则，使这样的客户不再出现；若本来允许，删去 `{k[never]}` 里的这一条",
                "change the rules so that it cannot be; if it may be, remove it from `{k[never]}`",
            ),
            stages=("warning", "error", "error"),
        ),
        entry(
            "WE729",
            "trigger-never-fires",
            "warning",
            (
                "“{role}”的升级条件“{trigger}”永远不会出现：{why}",
                "the trigger “{trigger}” of “{role}” never fires: {why}",
            ),
            (
                "补上它所需要的，或删去这个条件",
                "add what it needs, or remove the trigger",
            ),
        ),
        entry(
            "WE730",
            "trigger-covered",
            "warning",
            (
                "“{role}”的升级条件“{trigger}”不起作用：“{other}”在它之前或同时就已升级",
                (
                    "the trigger “{trigger}” of “{role}” has no effect: “{other}” fires before it "
                    "or with it"
                ),
            ),
            (
                "删去它，或放到上一级去",
                "remove it, or move it to the next rung",
            ),
        ),
        entry(
            "WE731",
            "row-waits-for-data",
            "warning",
            (
                (
                    "“{name}”{rule}写给缺资料的客户，却永远轮不到：缺了这项资料，{before}是否符合"
                    "就定不下来，结果是“未知”"
                ),
                (
                    "{rule} of “{name}” is for customers with missing data but never has its turn: "
                    "without the data {before} may or may not match, so the result is unknown"
                ),
            ),
            (
                "把它移到{before}前面",
                "put it before {before}",
            ),
        ),
        entry(
            "WE739",
            "analysis-incomplete",
            "info",
            (
                "{what}没有分析完，没报出来的问题可能还有：{why}",
                "the analysis of {what} is incomplete, so there may be more to find: {why}",
            ),
            (
                "已报出的都可靠；把它拆小、少用属性之间的运算，就能分析完",
                (
                    "what was reported is certain; in smaller parts, with fewer calculations "
                    "between attributes, it can be analysed whole"
                ),
            ),
        ),
    )
}
