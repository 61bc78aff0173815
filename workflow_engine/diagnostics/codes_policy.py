"""Codes of what a policy means: strategies, promises, assumed figures, visits, recovery (WE4xx)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
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
        entry(
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
        entry(
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
        entry(
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
        entry(
            "WE413",
            "promise-behind-need",
            "info",
            (
                "客户的需要（{reference}）严于承诺 `{name}`（{promise}），仅供参考",
                "customers need more ({reference}) than the promise `{name}` gives ({promise})",
            ),
            (
                "能力允许时，可向客户的需要靠近",
                "come closer to the need when the capacity allows it",
            ),
        ),
        entry(
            "WE420",
            "assumed-figure",
            "info",
            (
                "`{name}` 的数值是假定的，正式上线前须确认",
                "the figures of `{name}` are assumed and must be confirmed before going live",
            ),
            (
                "确认数值后，删去 `待确认: 是`（英文 `assumed: true`）",
                "once the figures are confirmed, remove `assumed: true`",
            ),
        ),
        entry(
            "WE421",
            "item-without-role",
            "warning",
            (
                "服务项 `{item}` 没有写负责人，政策里也没有角色",
                "the item `{item}` names nobody to do it, and the policy has no roles",
            ),
            ("加上“角色”一节", "add a `roles` section"),
        ),
        entry(
            "WE422",
            "assumed-figure-in-live-policy",
            "error",
            (
                "政策已是正式阶段，`{name}` 的数值却还是假定的",
                "the policy is live, but the figures of `{name}` are still assumed",
            ),
            (
                "确认数值后删去 `待确认: 是`（英文 `assumed: true`），或把阶段改回试行（`trial`）",
                "confirm the figures and remove `assumed: true`, or set the stage to `trial`",
            ),
        ),
        entry(
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
        entry(
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
        entry(
            "WE432",
            "visit-times-not-calendar",
            "error",
            (
                "拜访次数 `{times}` 应写成每个日历单位几次",
                "visit times `{times}` must be so many per calendar unit",
            ),
            ("例如：4 per month、每月4次", "for example: 4 per month"),
        ),
        entry(
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
        entry(
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
        entry(
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
        entry(
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
        entry(
            "WE440",
            "failure-without-owner",
            "error",
            (
                "失误 `{name}` 没有责任人(owner)，发生时无人受理",
                "the failure `{name}` has no owner, so nobody would take it up",
            ),
            ("加上 `owner: 角色`", "add `owner: role`"),
        ),
        entry(
            "WE441",
            "ladder-without-top",
            "error",
            (
                "角色 `{role}` 没有上级，从它无法升级",
                "the role `{role}` reports to nobody, so nothing can climb from it",
            ),
            ("写明 to，或给角色写上级 reports_to", "write `to`, or give the role `reports_to`"),
        ),
        entry(
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
        entry(
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
                (
                    "确是事件的，在 `补救` 的 `事件名称`（英文 `events`）里声明，"
                    "如 `事件名称: {{{name}: 名称}}`"
                ),
                (
                    "if it is an event, declare it under `events` in `recovery`: "
                    "events: {{{name}: label to print}}"
                ),
            ),
        ),
        entry(
            "WE444",
            "factor-not-positive",
            "error",
            (
                "`{tag}` 的时限倍数 {factor} 不大于 0，时限会变成没有时间",
                "the factor {factor} for `{tag}` is not above 0, which would leave no time at all",
            ),
            ("写成例如 `0.5`：时限缩短一半", "write for example `0.5`: half the time"),
        ),
        entry(
            "WE445",
            "factor-makes-slower",
            "warning",
            (
                "`{tag}` 的时限倍数 {factor} 大于 1：时限会变长，而不是加快",
                "the factor {factor} for `{tag}` is above 1: it makes the time longer, not shorter",
            ),
            (
                "要加快，写小于 1 的数，例如 `0.5`：时限缩短一半",
                "to be faster write a number below 1, such as `0.5`: half the time",
            ),
        ),
        entry(
            "WE446",
            "away-without-deputy",
            "warning",
            (
                "`{name}` {days} 不在岗时没有人代理：{why}",
                "nobody stands in for `{name}` {days}: {why}",
            ),
            (
                "写一位那几天在岗的代理人 deputy",
                "name a `deputy` who is there on these days",
            ),
        ),
        entry(
            "WE447",
            "priority-without-time",
            "warning",
            (
                (
                    "环节“{step}”按优先级定时限，却漏了 {missing}："
                    "这样的反馈没有时限，不会提醒也不会逾期"
                ),
                (
                    "the step {step} has times by priority but none for {missing}: such feedback "
                    "has no time limit, is never warned of and never overdue"
                ),
            ),
            (
                "补上它的时限",
                "give it a time too",
            ),
        ),
    )
}
