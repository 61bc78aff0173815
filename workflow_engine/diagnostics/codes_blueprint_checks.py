"""Codes of the checks of service blueprints (WE801–WE849).

Each code is one module of `checks/` and one page of `docs/checks/`, both called `blueprint_…`.
"""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE801",
            "line-misplaced",
            "error",
            (
                "“{line}”应在{upper}和{lower}之间，这里写在{stated}之间{why}",
                "the {line} lies between {upper} and {lower}, not between {stated}{why}",
            ),
            (
                "{advice}",
                "{advice}",
            ),
        ),
        entry(
            "WE802",
            "line-misnamed",
            "error",
            (
                "“{label}”是另一条线的名字，写在 `{id}` 上会让人看错{why}",
                "“{label}” is the name of another line: on `{id}` it misleads the reader{why}",
            ),
            (
                "{advice}",
                "{advice}",
            ),
        ),
        entry(
            "WE803",
            "lanes-out-of-order",
            "error",
            (
                "环节“{stage}”的泳道没有从上到下写：`{lane}` 应写在 `{before}` 前面",
                (
                    "the lanes of “{stage}” are not written from top to bottom: `{lane}` belongs "
                    "above `{before}`, not below it"
                ),
            ),
            (
                "按这个顺序写：{order}",
                "write them in this order: {order}",
            ),
        ),
        entry(
            "WE804",
            "stage-without-customer",
            "error",
            (
                "环节“{stage}”里客户什么也没做，前台也没有服务：蓝图画的是客户的经历",
                (
                    "in “{stage}” the customer does nothing and nobody serves them: a "
                    "blueprint is drawn along what the customer goes through"
                ),
            ),
            (
                "写客户在这个环节做什么（等待也算），或把它并入前后的环节",
                "write what the customer does here (waiting counts), or join it to a neighbour",
            ),
        ),
        entry(
            "WE805",
            "customer-unserved",
            "error",
            (
                "环节“{stage}”里客户在做“{cell}”，却没有人也没有系统服务",
                ("in “{stage}” the customer does “{cell}”, and neither people nor a machine serve"),
            ),
            (
                (
                    "写 `{k[frontstage]}` 或 `{k[technology]}`；"
                    "确实不接触的，写 `{k[no_contact]}:` 和原因"
                ),
                (
                    "add `{k[frontstage]}` or `{k[technology]}`; where there is no contact on "
                    "purpose, write `{k[no_contact]}:` with the reason"
                ),
            ),
        ),
        entry(
            "WE806",
            "frontstage-without-customer",
            "error",
            (
                "环节“{stage}”里前台在做“{cell}”，客户却没有行动：前台是做给客户看的",
                (
                    "in “{stage}” the frontstage does “{cell}”, but the customer does nothing: "
                    "the frontstage is what a customer meets"
                ),
            ),
            (
                "写客户同时在做什么；客户看不见的，移到 `{k[backstage]}`",
                (
                    "write what the customer does meanwhile; what they do not see belongs to "
                    "`{k[backstage]}`"
                ),
            ),
        ),
        entry(
            "WE807",
            "customer-without-evidence",
            "warning",
            (
                "环节“{stage}”没有有形展示：客户做“{cell}”时看到、拿到的是什么",
                (
                    "“{stage}” has no evidence: what does the customer see or hold while doing "
                    "“{cell}”"
                ),
            ),
            (
                "在 `{k[evidence]}` 写客户看到、拿到的东西，如单据、页面、店面、短信",
                (
                    "write what they see or hold as `{k[evidence]}`: a form, a page, the shop, a "
                    "message"
                ),
            ),
        ),
        entry(
            "WE808",
            "link-crosses-lines",
            "error",
            (
                "从“{source}”到“{target}”的连线一次越过 {count} 条线（{lines}）：中间少了一步",
                (
                    "the link from “{source}” to “{target}” crosses {count} lines at once "
                    "({lines}): a step in between is missing"
                ),
            ),
            (
                "一次只过一条线：经过{through}的行动",
                "cross one line at a time: lead it through actions of {through}",
            ),
        ),
        entry(
            "WE809",
            "encounter-without-owner",
            "warning",
            (
                "客户在“{customer}”时由“{provider}”自助服务，这个接触点没有人负责",
                (
                    "while doing “{customer}” the customer is served by the machine "
                    "“{provider}”, and nobody answers for this encounter"
                ),
            ),
            (
                "给“{provider}”写负责的角色：`{k[by]}`",
                "write the role that answers for “{provider}”: `{k[by]}`",
            ),
        ),
        entry(
            "WE810",
            "encounter-without-standard",
            "warning",
            (
                "接触点“{customer}”与“{provider}”没有标准：做得好不好没法说",
                (
                    "the encounter of “{customer}” and “{provider}” has no standard: nobody "
                    "can say whether it went well"
                ),
            ),
            (
                "给“{provider}”写 `{k[promise]}` 或 `{k[item]}`，或给整张蓝图写 `{k[promise]}`",
                (
                    "give “{provider}” a `{k[promise]}` or an `{k[item]}`, or the whole blueprint "
                    "a `{k[promise]}`"
                ),
            ),
        ),
        entry(
            "WE811",
            "idle-backstage",
            "warning",
            (
                "后台行动“{cell}”没有连到任何前台行动：看不出它服务谁",
                (
                    "no path of links leads from the backstage action “{cell}” to the "
                    "frontstage: it serves nobody who serves the customer"
                ),
            ),
            (
                "画一条到它所服务的行动的连线；谁也不服务的，考虑取消",
                "link it to the action it serves; if it serves none, think of ending it",
            ),
        ),
        entry(
            "WE812",
            "idle-support",
            "warning",
            (
                "支持过程“{cell}”没有连到上面任何行动：看不出它支持谁",
                ("no path of links leads up from the support process “{cell}”: it supports nobody"),
            ),
            (
                "画一条到它所支持的行动的连线；谁也不支持的，考虑取消",
                "link it to the action it supports; if it supports none, think of ending it",
            ),
        ),
        entry(
            "WE813",
            "frontstage-unsupported",
            "warning",
            (
                "前台行动“{cell}”要用{uses}，却没有后台或支持为它准备",
                (
                    "the frontstage action “{cell}” uses {uses}, but neither backstage nor "
                    "support provides it"
                ),
            ),
            (
                (
                    "在这个环节写由谁准备（`{k[backstage]}` 或 `{k[support]}`），"
                    "或从准备它的行动画一条连线"
                ),
                (
                    "write in this stage who provides it (`{k[backstage]}` or `{k[support]}`), "
                    "or link it to the action that does"
                ),
            ),
        ),
        entry(
            "WE814",
            "link-back-in-time",
            "error",
            (
                "从“{source}”到“{target}”的连线倒着走：“{target}”在前面",
                "the link from “{source}” leads back in time: “{target}” comes earlier",
            ),
            (
                (
                    "确实要回头的，写 `{k[loop]}:` 和到什么时候为止；"
                    "方向写反的，对调 `{k[from]}` 和 `{k[to]}`"
                ),
                (
                    "where it is meant to go back, write `{k[loop]}:` and when it ends; "
                    "otherwise swap `{k[from]}` and `{k[to]}`"
                ),
            ),
        ),
        entry(
            "WE815",
            "endless-cycle",
            "error",
            (
                "这些行动绕成了圈，没有写什么时候结束：{circle}",
                "these actions lead in a circle, and nothing says when it ends: {circle}",
            ),
            (
                (
                    "给回头的那条连线写 `{k[loop]}:` 和到什么时候为止；"
                    "一来一往的，写成一条 `{k[both_ways]}: {w[true]}`"
                ),
                (
                    "write `{k[loop]}:` with its end on the link that leads back; an exchange "
                    "is one link with `{k[both_ways]}: {w[true]}`"
                ),
            ),
        ),
        entry(
            "WE816",
            "fail-point-without-case",
            "error",
            (
                "失败点“{fail}”没有写按哪种失误补救：真出了错，没有人知道怎么办",
                "the fail point “{fail}” names no failure: when it happens, no recovery begins",
            ),
            (
                "写 `{k[failure]}:` 和政策补救一节里的一种失误{known}",
                "write `{k[failure]}:` with one of the failures of the policy's recovery{known}",
            ),
        ),
        entry(
            "WE817",
            "wait-without-maximum",
            "error",
            (
                "等待点“{wait}”没有写最长等多久",
                "the wait point “{wait}” does not say how long at most",
            ),
            (
                "写 `{k[max]}`，例如 `{k[max]}: 10自然分钟`",
                "write `{k[max]}`, such as `{k[max]}: 10 clock minutes`",
            ),
        ),
        entry(
            "WE818",
            "wait-over-maximum",
            "warning",
            (
                "“{cell}”要等 {wait} 分钟，超过了等待点的上限 {limit}{example}",
                (
                    "“{cell}” waits for {wait} minutes, more than the wait point's maximum of "
                    "{limit}{example}"
                ),
            ),
            (
                "缩短等待，或放宽上限",
                "shorten the wait, or allow a longer one",
            ),
        ),
        entry(
            "WE819",
            "wait-unwatched",
            "info",
            (
                "等待点“{wait}”最长 {limit}，但没有监测：超过了没有人知道",
                (
                    "the wait point “{wait}” has a maximum of {limit}, but no monitor: nobody "
                    "notices when it is exceeded"
                ),
            ),
            (
                "写 `{k[monitor]}:` 和政策里的一项监测{known}",
                "write `{k[monitor]}:` with one of the policy's monitors{known}",
            ),
        ),
        entry(
            "WE820",
            "time-over-promise",
            "warning",
            (
                "{what}共 {minutes} 分钟，超过承诺“{promise}”（{limit}）{example}",
                (
                    "{what} takes {minutes} minutes, more than the promise “{promise}” "
                    "({limit}){example}"
                ),
            ),
            (
                "缩短路径上的等待和工作（见 blueprint stream），或改承诺",
                (
                    "shorten the waits and the work on the path (see `blueprint stream`), or "
                    "promise less"
                ),
            ),
        ),
        entry(
            "WE821",
            "person-twice",
            "warning",
            (
                "环节“{stage}”里“{role}”要同时做“{first}”和“{second}”",
                "in “{stage}” “{role}” does “{first}” and “{second}” at the same time",
            ),
            (
                "有先后的，画一条连线；同时做的，换一个角色做其中一件",
                "link them where one comes first; otherwise give one of them to another role",
            ),
        ),
        entry(
            "WE822",
            "action-without-owner",
            "error",
            (
                "“{cell}”没有写由谁做",
                "nobody is named who does “{cell}”",
            ),
            (
                "写角色，例如 `{k[by]}: {role}`",
                "write the role, such as `{k[by]}: {role}`",
            ),
        ),
        entry(
            "WE823",
            "without-purpose",
            "error",
            (
                "蓝图“{title}”没有写{lacking}：不知道为谁、为什么而画",
                "“{title}” has no {lacking}: nobody knows for whom and why it is drawn",
            ),
            (
                "写 {keys}；一张蓝图围绕一类客户的一个问题或目标画",
                (
                    "write {keys}; a blueprint is drawn for one kind of customer around one "
                    "problem or goal"
                ),
            ),
        ),
        entry(
            "WE824",
            "must-do-missing",
            "warning",
            (
                "必做项“{item}”没有出现在任何一张蓝图里：看不出它在哪一步做、由谁支持",
                (
                    "the must-do item “{item}” appears in no blueprint: nothing shows at which "
                    "step it is done and who supports it"
                ),
            ),
            (
                "给做这一项的行动写 `{k[item]}: {id}`",
                "write `{k[item]}: {id}` on the action that performs it",
            ),
        ),
        entry(
            "WE825",
            "action-without-item",
            "warning",
            (
                "“{cell}”既不属于服务项目，也没有写怎么做：没有标准作业可依",
                (
                    "“{cell}” belongs to no service item and has no steps: there is no "
                    "procedure for it"
                ),
            ),
            (
                "写 `{k[item]}`，或写怎么做 `{k[steps]}`，一步一行",
                "write `{k[item]}`, or `{k[steps]}`, one per line",
            ),
        ),
        entry(
            "WE826",
            "need-missing",
            "warning",
            (
                "环节“{stage}”没有写{whose}的需要",
                "“{stage}” does not say what is needed by {whose}",
            ),
            (
                "写在 `{k[need]}` 下，例如 `{k[need]}: {{{example}}}`",
                "write it under `{k[need]}`, such as `{k[need]}: {{{example}}}`",
            ),
        ),
        entry(
            "WE827",
            "waste-undecided",
            "warning",
            (
                "“{cell}”是浪费，却没有决定取消、合并、重排还是简化",
                "“{cell}” is waste, but nothing is decided about it",
            ),
            (
                "写 `{k[ecrs]}:` 和 {w[eliminate]}、{w[combine]}、{w[rearrange]} 或 {w[simplify]}",
                (
                    "write `{k[ecrs]}:` with {w[eliminate]}, {w[combine]}, {w[rearrange]} or "
                    "{w[simplify]}"
                ),
            ),
        ),
        entry(
            "WE828",
            "value-eliminated",
            "error",
            (
                "“{cell}”是增值的，却要取消，又没有写理由",
                "“{cell}” adds value, yet it is eliminated without a reason",
            ),
            (
                "写理由：`{k[ecrs]}: {{{k[do]}: {w[eliminate]}, {k[reason]}: …}}`，或不取消",
                (
                    "give the reason, `{k[ecrs]}: {{{k[do]}: {w[eliminate]}, {k[reason]}: …}}`, "
                    "or keep it"
                ),
            ),
        ),
        entry(
            "WE829",
            "regulatory-eliminated",
            "error",
            (
                "“{cell}”是法规要求的，不能取消",
                "“{cell}” is what the law wants: it cannot be eliminated",
            ),
            (
                "可以改为 {w[combine]}、{w[rearrange]} 或 {w[simplify]}",
                "{w[combine]}, {w[rearrange]} or {w[simplify]} it instead",
            ),
        ),
        entry(
            "WE830",
            "view-hides-work",
            "warning",
            (
                "“{role}”只看到{line}为止，自己在下面做的“{cell}”却看不到",
                "“{role}” sees down to the {line} only, but does “{cell}” below it",
            ),
            (
                "把它的视图改为 `{needed}`",
                "let the view reach down to `{needed}`",
            ),
        ),
        entry(
            "WE831",
            "view-too-deep",
            "warning",
            (
                "“{role}”在前台服务客户，视图却看到内部互动线以下：重点会被支持过程淹没",
                (
                    "“{role}” serves customers at the front, but the view goes below the line "
                    "of internal interaction: support processes bury what matters"
                ),
            ),
            (
                "把视图改为 `{w[internal_interaction]}`，或不写（默认就是这样）",
                (
                    "end the view at `{w[internal_interaction]}`, or leave it out, which means "
                    "the same"
                ),
            ),
        ),
        entry(
            "WE832",
            "exposed-without-status",
            "warning",
            (
                "“{cell}”对客户公开，却没有写客户看到的话",
                "“{cell}” is shown to the customer, but in no words",
            ),
            (
                "写给客户看的状态，例如 `{k[expose]}: 您的订单正在配货`",
                "write what the customer reads, such as `{k[expose]}: your order is being packed`",
            ),
        ),
        entry(
            "WE833",
            "needless-expose",
            "warning",
            (
                "“{cell}”本来就在可视线以上，`{k[expose]}` 不起作用",
                "“{cell}” is above the line of visibility as it is: `{k[expose]}` has no effect",
            ),
            (
                "删去 `{k[expose]}`；客户看不见的，移到 `{k[backstage]}`",
                "remove `{k[expose]}`; what the customer does not see belongs to `{k[backstage]}`",
            ),
        ),
        entry(
            "WE834",
            "loop-forward",
            "warning",
            (
                "从“{source}”到“{target}”标了循环，却是往后走的：不算进价值流，画成返回",
                (
                    "the link from “{source}” to “{target}” is marked as a loop, but leads "
                    "forward: the value stream leaves it out, and it is drawn as a return"
                ),
            ),
            (
                "删去 `{k[loop]}`；方向写反的，对调 `{k[from]}` 和 `{k[to]}`",
                "remove `{k[loop]}`, or swap `{k[from]}` and `{k[to]}`",
            ),
        ),
        entry(
            "WE835",
            "contact-denied",
            "warning",
            (
                "环节“{stage}”写了无接触，却有“{cell}”在服务客户",
                "“{stage}” says that nobody serves the customer, but “{cell}” does",
            ),
            (
                "删去 `{k[no_contact]}`；客户看不见的，移到 `{k[backstage]}`",
                (
                    "remove `{k[no_contact]}`; what the customer does not see belongs to "
                    "`{k[backstage]}`"
                ),
            ),
        ),
        entry(
            "WE836",
            "improvement-breaks",
            "warning",
            (
                "改进决定全部照做以后：{what}",
                "once all decisions are applied: {what}",
            ),
            (
                "取消或合并了不该动的格子：改它的 `{k[ecrs]}`，或连同整个环节一起改",
                "a cell goes that the journey needs: change its `{k[ecrs]}`, or the whole stage",
            ),
        ),
        entry(
            "WE837",
            "frontstage-apart",
            "warning",
            (
                "环节“{stage}”的前台行动“{cell}”没有连到任何客户行为：这里数不出接触点",
                (
                    "in “{stage}” the frontstage action “{cell}” is linked to nothing the customer "
                    "does: no service encounter is counted here"
                ),
            ),
            (
                "画一条它和客户行为之间的连线；一来一往的，写 `{k[both_ways]}: {w[true]}`",
                "link it to what the customer does; an exchange is `{k[both_ways]}: {w[true]}`",
            ),
        ),
    )
}
