"""Codes of the compiler: names across sections, and what a policy means."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.code_entry import CodeEntry
from workflow_engine.diagnostics.diagnostic import Severity


def _entry(
    code: str,
    name: str,
    severity: Severity,
    message: tuple[str, str],
    help_: tuple[str, str] | None = None,
) -> CodeEntry:
    texts = None if help_ is None else Bilingual(*help_)
    return CodeEntry(code, name, severity, Bilingual(*message), texts)


ENTRIES: dict[str, CodeEntry] = {
    entry.code: entry
    for entry in (
        _entry(
            "WE350",
            "name-defined-twice",
            "error",
            (
                "`{name}` 定义了两次，条件里用到它时无法知道指哪一个",
                "`{name}` is defined twice, so a condition cannot tell which one is meant",
            ),
            ("给其中一个改名", "rename one of them"),
        ),
        _entry(
            "WE351",
            "unknown-reference",
            "error",
            ("没有名为 `{name}` 的{kind}", "there is no {kind} named `{name}`"),
        ),
        _entry(
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
        _entry(
            "WE353",
            "circular-chain",
            "error",
            ("上级关系绕成了一圈：{path}", "this chain comes back to its start: {path}"),
            ("最上面的一个不写上级", "the topmost one names nobody above it"),
        ),
        _entry(
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
        _entry(
            "WE355",
            "options-and-type-disagree",
            "error",
            (
                "类型是 `{type}`：只有 `choice`（选项）要写 `of`（取自），而且必须写",
                "the type is `{type}`: `of` belongs to a `choice`, which must have it",
            ),
            ("把类型改为 choice，或删去 `of`", "make the type `choice`, or remove `of`"),
        ),
        _entry(
            "WE356",
            "unit-without-number",
            "error",
            (
                "单位 `{unit}` 只能用于整数或数值，这里的类型是 `{type}`",
                "the unit `{unit}` needs a number, but the type is `{type}`",
            ),
            ("去掉单位，或改类型为 number", "remove the unit, or make the type `number`"),
        ),
        _entry(
            "WE357",
            "attribute-in-two-portraits",
            "error",
            (
                "属性 `{name}` 写在了两个画像里",
                "the attribute `{name}` stands in two portraits",
            ),
            ("只留一处", "keep one of them"),
        ),
        _entry(
            "WE358",
            "limit-without-order",
            "error",
            (
                "类型 `{type}` 没有大小之分，不能写最小值或最大值",
                "values of type `{type}` have no order, so they can have no minimum or maximum",
            ),
            ("删去最小值和最大值", "remove the minimum and maximum"),
        ),
        _entry(
            "WE359",
            "period-not-rolling",
            "error",
            (
                "`{period}` 不是一段时间",
                "`{period}` is not a stretch of time",
            ),
            ("例如写：1 month 或 每季度", "write for example: 1 month, or 1 quarter"),
        ),
        _entry(
            "WE360",
            "scale-without-levels",
            "error",
            ("分级 `{name}` 没有任何级别", "the scale `{name}` has no levels"),
            (
                "至少写一个级别，例如 `low_contribution: {{otherwise: true}}`",
                "write at least one, for example `low_contribution: {{otherwise: true}}`",
            ),
        ),
        _entry(
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
        _entry(
            "WE362",
            "two-otherwise-levels",
            "error",
            (
                "分级 `{name}` 有两个“否则”级别，客户只能落入一个",
                "the scale `{name}` has two `otherwise` levels; a customer can fall into one only",
            ),
            ("给其中一个写条件", "give one of them a condition"),
        ),
        _entry(
            "WE363",
            "table-gives-nothing",
            "error",
            ("决策表 `{name}` 没有写它给出什么", "the table `{name}` does not say what it gives"),
            (
                "例如：gives: {{type: integer}}，或 gives: {{minutes: {{type: integer}}}}",
                "for example: gives: {{type: integer}}, or gives: {{minutes: {{type: integer}}}}",
            ),
        ),
        _entry(
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
        _entry(
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
        _entry(
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
        _entry(
            "WE367",
            "several-outputs-needed",
            "error",
            (
                "这张表给出多个值（{outputs}），请逐个写明",
                "this table gives several values ({outputs}); name each of them",
            ),
            ("写成 `{{结果名: 值, 结果名: 值}}`", "write `{{output: value, output: value}}`"),
        ),
        _entry(
            "WE368",
            "output-missing",
            "error",
            ("这里没有给出 `{output}`", "no value is given for `{output}` here"),
            ("补写它的值", "add its value"),
        ),
        _entry(
            "WE369",
            "unknown-timezone",
            "error",
            ("没有叫 `{timezone}` 的时区", "there is no time zone named `{timezone}`"),
            ("例如写：Asia/Shanghai", "write for example: Asia/Shanghai"),
        ),
        _entry(
            "WE370",
            "choices-not-a-list",
            "error",
            (
                "自选字段 `{name}` 放不下客户选的项：它的类型是 `{type}`",
                "the attribute `{name}` cannot hold the chosen items: its type is `{type}`",
            ),
            ("类型改为 `list of text`", "make its type `list of text`"),
        ),
        _entry(
            "WE371",
            "limits-reversed",
            "error",
            (
                "最小值 {minimum} 大于最大值 {maximum}，没有任何值符合",
                "the minimum {minimum} is above the maximum {maximum}, so no value could fit",
            ),
            ("对调两者，或改正其中一个", "exchange them, or correct one of them"),
        ),
        _entry(
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
        _entry(
            "WE401",
            "must-do-in-strategy",
            "error",
            (
                "策略 `{strategy}` 提到了必做项 `{item}`：必做项面向每位客户，任何策略都不能增减",
                (
                    "the strategy `{strategy}` names the must-do item `{item}`: no strategy can "
                    "touch a must-do item"
                ),
            ),
            (
                "从策略中去掉它；确实可以不做的，应移到选做项",
                (
                    "take it out of the strategy; what may be left undone belongs among the "
                    "optional items"
                ),
            ),
        ),
        _entry(
            "WE410",
            "promise-below-industry",
            "error",
            (
                "承诺 `{name}`（{promise}）低于行业标准（{reference}），不能这样承诺",
                (
                    "the promise `{name}` ({promise}) is weaker than the industry standard "
                    "({reference})"
                ),
            ),
            (
                "至少做到行业标准，或不作这项承诺",
                "meet at least the standard, or do not make this promise",
            ),
        ),
        _entry(
            "WE411",
            "promise-beyond-capacity",
            "error",
            (
                "承诺 `{name}`（{promise}）超过了自身能力（{reference}），作出就会失信",
                (
                    "the promise `{name}` ({promise}) is stronger than your own capacity "
                    "({reference}) and would be broken"
                ),
            ),
            ("放宽承诺，或先提升能力", "weaken the promise, or raise the capacity first"),
        ),
        _entry(
            "WE412",
            "promise-behind-competitor",
            "warning",
            (
                "承诺 `{name}`（{promise}）不如竞争对手（{reference}）",
                "the promise `{name}` ({promise}) is weaker than the competitor's ({reference})",
            ),
            (
                "如果在别的方面更强（如卫生、新奇、齐全），写在 stronger_in（更强于）里",
                (
                    "if you are stronger in something else (cleanliness, novelty, range …), say so "
                    "in `stronger_in`"
                ),
            ),
        ),
        _entry(
            "WE413",
            "promise-behind-need",
            "info",
            (
                "客户的需要（{reference}）高于承诺 `{name}`（{promise}），仅供参考",
                "customers need more ({reference}) than the promise `{name}` gives ({promise})",
            ),
            (
                "能力允许时，可向客户的需要靠近",
                "come closer to the need when the capacity allows it",
            ),
        ),
        _entry(
            "WE420",
            "assumed-figure",
            "info",
            (
                "`{name}` 的数值是假定的，正式上线前须确认",
                "the figures of `{name}` are assumed and must be confirmed before going live",
            ),
            (
                "确认数值后，删去 `assumed: true`",
                "once the figures are confirmed, remove `assumed: true`",
            ),
        ),
        _entry(
            "WE421",
            "item-without-role",
            "warning",
            (
                "服务项 `{item}` 没有写负责人，政策里也没有角色",
                "the item `{item}` names nobody to do it, and the policy has no roles",
            ),
            ("加上“角色”一节", "add a `roles` section"),
        ),
        _entry(
            "WE422",
            "assumed-figure-in-live-policy",
            "error",
            (
                "政策已是正式阶段，`{name}` 的数值却还是假定的",
                "the policy is live, but the figures of `{name}` are still assumed",
            ),
            (
                "确认数值后删去 assumed: true，或把阶段改回 trial",
                "confirm the figures and remove `assumed: true`, or set the stage to `trial`",
            ),
        ),
        _entry(
            "WE430",
            "priority-gap",
            "error",
            (
                "优先级矩阵没有规定价值 `{value}`、紧急度 `{urgency}` 的优先级",
                "the priority matrix says nothing for value `{value}` and urgency `{urgency}`",
            ),
            (
                "补上这一组合，或用空单元格表示“任意”",
                "add a row for it; a row without a cell for a column fits any value of it",
            ),
        ),
        _entry(
            "WE431",
            "no-general-visits",
            "warning",
            (
                "没有为 `{name}` 规定拜访：不属于任何类别的客户将没有拜访",
                (
                    "no visits are laid down for `{name}`: customers of no category will not be "
                    "visited"
                ),
            ),
            (
                "加上：`{name}: {{times: 1 per month, minutes: 20}}`",
                "add `{name}: {{times: 1 per month, minutes: 20}}`",
            ),
        ),
        _entry(
            "WE432",
            "visit-times-not-calendar",
            "error",
            (
                "拜访次数 `{times}` 应写成每个日历单位几次",
                "visit times `{times}` must be so many per calendar unit",
            ),
            ("例如：4 per month、每月4次", "for example: 4 per month"),
        ),
        _entry(
            "WE433",
            "otherwise-category-is-tag",
            "error",
            (
                "`{name}` 是标签，不能作“否则”类别：它另有自己的条件",
                (
                    "`{name}` is a tag with a condition of its own and cannot be the `otherwise` "
                    "category"
                ),
            ),
            (
                "为其余客户另取一个名称，例如 general",
                "choose another name for all other customers, such as `general`",
            ),
        ),
        _entry(
            "WE434",
            "visits-without-categories",
            "error",
            (
                "有“拜访”一节却没有“客户类别”一节",
                "there is a `visits` section but no `categories` section",
            ),
            (
                "加上：`categories: {{of: [标签], otherwise: general}}`",
                "add `categories: {{of: [tags], otherwise: general}}`",
            ),
        ),
        _entry(
            "WE435",
            "item-must-do-and-optional",
            "error",
            (
                "`{name}` 既是必做项又是选做项",
                "`{name}` is both a must-do and an optional item",
            ),
            (
                "只留一处：可以不做的留在选做项",
                "keep one of them: what may be left undone is optional",
            ),
        ),
        _entry(
            "WE436",
            "event-almost-festival",
            "warning",
            (
                "`{event}` 不是已知的节日，排不出日期",
                "`{event}` is no known festival, so it will have no date",
            ),
            (
                "是不是 `{festival}`？自己的活动可以不管这条",
                "did you mean `{festival}`? An event of your own may stay",
            ),
        ),
        _entry(
            "WE440",
            "failure-without-owner",
            "error",
            (
                "失误 `{name}` 没有责任人(owner)，发生时无人受理",
                "the failure `{name}` has no owner, so nobody would take it up",
            ),
            ("加上 `owner: 角色`", "add `owner: role`"),
        ),
        _entry(
            "WE441",
            "ladder-without-top",
            "error",
            (
                "角色 `{role}` 没有上级，从它无法升级",
                "the role `{role}` reports to nobody, so nothing can climb from it",
            ),
            ("写明 to，或给角色写上级 reports_to", "write `to`, or give the role `reports_to`"),
        ),
        _entry(
            "WE442",
            "incomplete-trigger",
            "error",
            (
                "升级条件要写环节(step)和已过的比例(elapsed)",
                "this trigger needs a `step` and how much has `elapsed`",
            ),
            (
                "例如：{{step: amend, elapsed: 50%, unless: planned}}",
                "for example: {{step: amend, elapsed: 50%, unless: planned}}",
            ),
        ),
        _entry(
            "WE443",
            "undeclared-event",
            "warning",
            (
                "升级条件“{name}”不是已知的写法，当作事件处理；如果是笔误，就永远不会升级",
                (
                    "the trigger `{name}` is none of the known ones and is taken as an event; if "
                    "it is a slip, nothing will ever climb"
                ),
            ),
            (
                "确是事件的，在 recovery 的 events（事件名称）里声明，如 events: {{{name}: 名称}}",
                (
                    "if it is an event, declare it under `events` in `recovery`: "
                    "events: {{{name}: label to print}}"
                ),
            ),
        ),
        _entry(
            "WE444",
            "factor-not-positive",
            "error",
            (
                "`{tag}` 的时限倍数 {factor} 不大于 0，时限会变成没有时间",
                "the factor {factor} for `{tag}` is not above 0, which would leave no time at all",
            ),
            ("写成例如 `0.5`：时限缩短一半", "write for example `0.5`: half the time"),
        ),
    )
}
