"""Codes of the checks of use and completeness (WE740–WE769).

Each code is one module of `checks/` and one page of `docs/checks/`. A draft is told of none that
only says that something is still missing.
"""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, Stages, entry

_FROM_TRIAL: Stages = (None, "warning", "warning")
_WORTH_KNOWING: Stages = (None, "info", "info")
_BEFORE_LIVE: Stages = (None, "info", "warning")

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE740",
            "unused-tag",
            "info",
            (
                "标签“{name}”只印在计划上：没有规则、服务项、类别或蓝图用到它",
                (
                    "the tag “{name}” is only printed: no rule, item, category or blueprint "
                    "depends on it"
                ),
            ),
            (
                "只是想看到它，可以不管；否则用在规则里，或删去",
                "leave it if it is meant to be seen; else use it in a rule, or remove it",
            ),
            stages=_WORTH_KNOWING,
        ),
        entry(
            "WE741",
            "unused-measure",
            "info",
            (
                "指标“{name}”算出来没有用处：没有条件、分级或别的指标用到它",
                (
                    "the measure “{name}” is calculated in vain: no condition, scale or other "
                    "measure reads it"
                ),
            ),
            ("用在条件里，或删去", "use it in a condition, or remove it"),
            stages=_WORTH_KNOWING,
        ),
        entry(
            "WE742",
            "unused-table",
            "info",
            (
                "决策表“{name}”的结果没有规则用到，只出现在 `decide` 的输出里",
                ("no rule reads the result of the table “{name}”; it only comes out of `decide`"),
            ),
            (
                "由别的系统读取的，可以不管；否则用在条件里，或删去",
                "leave it if another system reads it; else use it in a condition, or remove it",
            ),
            stages=_WORTH_KNOWING,
        ),
        entry(
            "WE743",
            "unused-output",
            "info",
            (
                "决策表“{name}”的输出“{output}”没有规则用到，表里别的输出却用到了",
                (
                    "no rule reads the output “{output}” of the table “{name}”, though others of "
                    "its outputs are read"
                ),
            ),
            (
                "由别的系统读取的，可以不管；否则删去这一列",
                "leave it if another system reads it; else remove the column",
            ),
            stages=_WORTH_KNOWING,
        ),
        entry(
            "WE744",
            "unused-scale",
            "info",
            (
                "分级“{name}”只印在计划上：各级没有策略，也没有规则用到它",
                "the scale “{name}” is only printed: no level has a strategy, no rule reads it",
            ),
            (
                "给级别写上策略，或用在条件里；只是想看到它，可以不管",
                (
                    "give its levels strategies or use it in a condition; leave it if it is meant "
                    "to be seen"
                ),
            ),
            stages=_WORTH_KNOWING,
        ),
        entry(
            "WE745",
            "option-never-given",
            "warning",
            (
                "决策表“{name}”的“{output}”列出了 {options}，却没有一行给出这样的结果",
                "no row of the table “{name}” ever gives {options} as “{output}”",
            ),
            (
                "补上给出它的行，或把它从取值里删去",
                "add a row that gives it, or take it out of the options",
            ),
            stages=_FROM_TRIAL,
        ),
        entry(
            "WE746",
            "unused-strategy",
            "warning",
            (
                "没有一个级别采用策略“{name}”，它写的增减都不会发生",
                "no level takes the strategy “{name}”, so nothing it says ever happens",
            ),
            (
                "在级别上写 `策略: {id}`（英文 `strategy: {id}`），或删去这条策略",
                "write `strategy: {id}` at a level, or remove the strategy",
            ),
            stages=_FROM_TRIAL,
        ),
        entry(
            "WE747",
            "idle-strategy",
            "info",
            (
                "策略“{name}”既不给予也不暂停任何选做项，也没有说明：分到这一级的客户，服务与别人一样",
                (
                    "the strategy “{name}” neither grants nor suspends anything and says nothing: "
                    "customers of its level are served like everybody"
                ),
            ),
            (
                "写上 `给予`（`grants`）、`暂停`（`suspends`），或用说明讲清这一级怎么做",
                "write `grants` or `suspends`, or say in a `description` what is done",
            ),
            stages=_WORTH_KNOWING,
        ),
        entry(
            "WE748",
            "item-for-nobody",
            "warning",
            (
                "没有客户能得到选做项“{name}”：{why}",
                "no customer can ever get the optional item “{name}”: {why}",
            ),
            (
                "改适用条件，或让至少一个级别的策略不暂停它；不再提供的，删去这一项",
                (
                    "mend the condition, or let the strategy of some level leave it alone; remove "
                    "the item if it is offered no more"
                ),
            ),
            stages=_FROM_TRIAL,
        ),
        entry(
            "WE749",
            "must-do-by-level",
            "warning",
            (
                "必做项“{name}”要看客户在“{scale}”里是哪一级，{lost}会因此得不到；必做项不因客户的贡献打折",
                (
                    "the must-do item “{name}” depends on the level of the customer in “{scale}”, "
                    "so that {lost} may go without it; a must-do item is never cut by what a "
                    "customer is worth"
                ),
            ),
            (
                "对象改为所有客户，或改成与级别无关的条件；确实要按级别提供的，移到选做项",
                (
                    "make it `for: everyone` or for a condition that asks no level; what is to "
                    "depend on the level belongs among the optional items"
                ),
            ),
        ),
        entry(
            "WE750",
            "need-without-item",
            "warning",
            (
                "客户的需求“{name}”没有服务项去满足",
                "no service item serves the customers' need “{name}”",
            ),
            (
                "在能满足它的服务项上写 `需求: [{id}]`（英文 `needs: [{id}]`），或增加一项服务",
                "write `needs: [{id}]` at the item that serves it, or add an item",
            ),
            stages=_FROM_TRIAL,
        ),
        entry(
            "WE751",
            "objective-without-item",
            "warning",
            (
                "服务目标“{name}”没有服务项去实现",
                "no service item works towards the objective “{name}”",
            ),
            (
                "在服务项上写 `服务目标: {id}`（英文 `objective: {id}`），或删去这个目标",
                "write `objective: {id}` at an item, or remove the objective",
            ),
            stages=_FROM_TRIAL,
        ),
        entry(
            "WE752",
            "duty-without-item",
            "warning",
            (
                "服务职责“{name}”没有落实到任何服务项",
                "no service item carries out the duty “{name}”",
            ),
            (
                "在服务项上写 `服务职责: {id}`（英文 `duty: {id}`），或增加一项服务",
                "write `duty: {id}` at an item, or add an item",
            ),
            stages=_FROM_TRIAL,
        ),
        entry(
            "WE753",
            "principle-without-item",
            "info",
            (
                "服务原则“{name}”没有服务项引用，只印在计划上",
                "no service item names the principle “{name}”; it is only printed",
            ),
            (
                "哪项服务体现它，就在那里写 `服务原则: {id}`（英文 `principle: {id}`）",
                "write `principle: {id}` at the item that puts it into practice",
            ),
            stages=_WORTH_KNOWING,
        ),
        entry(
            "WE754",
            "item-without-purpose",
            "warning",
            (
                "服务项“{name}”没有写{lacking}：看不出为什么做",
                "the item “{name}” names no {lacking}: nobody can tell what it is done for",
            ),
            ("补上{lacking}：{known}", "add the {lacking}: {known}"),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE755",
            "idle-role",
            "warning",
            (
                "角色“{name}”没有事做：不负责服务项、反馈、失误或监测，不在升级阶梯上，没有下级，蓝图里也没有它",
                (
                    "the role “{name}” has nothing to do: no item, feedback, failure or monitor, "
                    "no rung, nobody below it, nothing in a blueprint"
                ),
            ),
            (
                "把该它做的写到它名下，或删去这个角色",
                "give it what it is to do, or remove it",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE756",
            "unused-record",
            "warning",
            (
                "没有服务项要求填写“{name}”",
                "no service item asks for the record “{name}”",
            ),
            (
                "在服务项上写 `记录: {id}`（英文 `record: {id}`），或删去这张表",
                "write `record: {id}` at an item, or remove the record",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE757",
            "unused-calendar",
            "warning",
            (
                "没有角色、补救、反馈或流程使用日历“{name}”，按它的时间办不了任何事",
                "no role, recovery, feedback or process works by the calendar “{name}”",
            ),
            (
                "在角色、补救或反馈里写 `工作日历: {id}`（英文 `calendar: {id}`），或删去这张日历",
                "write `calendar: {id}` at a role, in recovery or feedback, or remove it",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE758",
            "category-without-channel",
            "warning",
            (
                "类别“{name}”没有反馈渠道：只属于这一类的客户有话无处说",
                (
                    "the category “{name}” has no feedback channel: customers of this category "
                    "alone have no way to be heard"
                ),
            ),
            (
                "在反馈的渠道里为“{name}”写上至少一条渠道",
                "give “{name}” a channel in `feedback`, `channels`",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE759",
            "privileges-disagree",
            "warning",
            (
                "“{first}”和“{second}”会给同一位客户不同的“{benefit}”：{one}、{other}。例：{example}",
                (
                    "“{first}” and “{second}” give the same customer a different “{benefit}”: "
                    "{one}, {other}. For example: {example}"
                ),
            ),
            (
                "让两项权益的对象不重叠，或把“{benefit}”写成一样",
                "let the two be for different customers, or make “{benefit}” the same",
            ),
        ),
        entry(
            "WE760",
            "monitoring-incomplete",
            "warning",
            (
                "监测还缺{lacking}：服务要同时看住客户、市场环境、竞争对手和服务团队",
                (
                    "nothing monitors {lacking}: a service watches customers, market, competitors "
                    "and its own team"
                ),
            ),
            (
                "加上一项监测，`监测对象`（`object`）写{lacking}",
                "add a monitor whose `object` is {lacking}",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE761",
            "part-of-service-missing",
            "warning",
            (
                "政策还缺{part}：客户金字塔、监测、服务补救（4A）和后台支持四样齐全才是一套服务",
                (
                    "the policy lacks {part}: a whole service has a customer pyramid, monitoring, "
                    "recovery (4A) and back-office support"
                ),
            ),
            ("{advice}", "{advice}"),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE762",
            "four-steps-incomplete",
            "warning",
            (
                "服务四步法的“{step}”还不完整：{lacking}",
                "the step “{step}” of the four steps of service is not complete: {lacking}",
            ),
            ("{advice}", "{advice}"),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE763",
            "recovery-step-missing",
            "warning",
            (
                "失误“{name}”没有写{lacking}：补救要承认、道歉、弥补、预见四步都有交代",
                (
                    "the failure “{name}” says nothing of {lacking}: recovery is to acknowledge, "
                    "apologise, amend and anticipate"
                ),
            ),
            (
                "写上由谁、多长时间内做；确实不需要的一步写“无”（英文 `none`）",
                "say within which time it is done; write `none` for a step that is not needed",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE764",
            "slogan-too-long",
            "warning",
            (
                "承诺“{name}”的口号太长（{size}），客户记不住：{slogan}",
                "the slogan of “{name}” is too long to remember ({size}): {slogan}",
            ),
            (
                "缩到 16 个汉字或 10 个英文单词以内；细节写在兑现条款（`claim`）里",
                "keep it to 10 words (16 Chinese characters); details belong in `claim`",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE765",
            "promise-without-claim",
            "warning",
            (
                "承诺“{name}”没有写兑现条款：没有做到时，客户不知道找谁、凭什么",
                (
                    "the promise “{name}” has no `claim`: when it is broken, customers do not "
                    "know whom to ask and what for"
                ),
            ),
            (
                "写上 `兑现条款`（`claim`）：怎么提出、要什么凭证、能得到什么",
                "write a `claim`: how to ask, what proof is needed, what one gets",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE766",
            "kano-out-of-balance",
            "info",
            (
                "{count} 项服务写了需求类型，期望型只占 {share}；一般应占 80% 以上，魅力型很少",
                (
                    "of the {count} items with a kind of need, {share} are expected; usually that "
                    "is 80% or more, and delight a small part"
                ),
            ),
            (
                "这只是经验；先看基本型是否该是必做项，魅力型是否太多",
                "a rule of thumb: see whether there are too many that are to delight",
            ),
            stages=_WORTH_KNOWING,
        ),
        entry(
            "WE767",
            "of-nobody",
            "warning",
            (
                "蓝图“{title}”是为“{segment}”画的，但不会有这样的客户",
                "the blueprint “{title}” is drawn for “{segment}”, but no customer is ever that",
            ),
            (
                "改正这个标签或级别的条件，或给蓝图换一个 `对象`（`for`）",
                "mend the condition of that tag or level, or give the blueprint another `for`",
            ),
        ),
        entry(
            "WE768",
            "idle-technology",
            "warning",
            (
                "环节“{stage}”里的“{cell}”没有连到任何一格：看不出谁用它",
                "nothing in the stage “{stage}” is linked to “{cell}”: nobody seems to use it",
            ),
            (
                "画一条连线，从用它的客户行动或服务行动连到它；用不到的删去",
                "draw a link to it from the action that uses it, or remove it",
            ),
            stages=_BEFORE_LIVE,
        ),
        entry(
            "WE769",
            "role-without-person",
            "warning",
            (
                "角色“{name}”有事要做，人员表里却没有人担任",
                "the role “{name}” has work to do, but nobody of the staff holds it",
            ),
            (
                "在人员表里写上谁担任 `{id}`，或把它的事交给别的角色",
                "say in `staff` who holds `{id}`, or give its work to another role",
            ),
            stages=_BEFORE_LIVE,
        ),
    )
}
