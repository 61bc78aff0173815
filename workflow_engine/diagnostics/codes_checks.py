"""Codes of the checks of a compiled policy: processes, ladders, time limits (WE460–WE499).

Each code is one module of `checks/` and one page of `docs/checks/`.
"""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE460",
            "unreachable-state",
            "warning",
            (
                "流程“{process}”的状态“{state}”永远走不到",
                "no case of “{process}” can ever be in the state “{state}”",
            ),
            (
                "加一条到这个状态的转换，或删去这个状态",
                "add a transition that leads to it, or remove it",
            ),
        ),
        entry(
            "WE461",
            "trap-state",
            "error",
            (
                "流程“{process}”进入状态“{state}”后没有出路：它不是结束，个案会永远开着",
                (
                    "no transition leads out of the state “{state}” of “{process}”, and it is no "
                    "end: cases would stay open for ever"
                ),
            ),
            (
                "加一条从这里出去的转换，或写明它是结束",
                "add a transition that leaves it, or mark it as an end",
            ),
        ),
        entry(
            "WE462",
            "no-path-to-end",
            "error",
            (
                "流程“{process}”从这些状态出发永远到不了结束：{states}",
                "in “{process}” no end can be reached from: {states}",
            ),
            (
                "从其中一个状态加一条通向结束的转换",
                "add a transition from one of them that leads towards an end",
            ),
        ),
        entry(
            "WE463",
            "pause-without-resume",
            "error",
            (
                "流程“{process}”的暂停状态“{state}”回不去：时限会永远停着，个案办不下去",
                (
                    "nothing leads from the pause state “{state}” of “{process}” back to work: the "
                    "clocks would stand still for ever"
                ),
            ),
            (
                "加一条恢复办理的转换，例如 `继续`（英文 `resume`）",
                "add a transition back to work, such as `resume`",
            ),
        ),
        entry(
            "WE464",
            "overlapping-guards",
            "warning",
            (
                (
                    "状态“{state}”里 `{command}` 的两个条件会同时成立：一个到“{first}”，"
                    "一个到“{second}”，实际按先写的走。例如：{example}"
                ),
                (
                    "two conditions of `{command}` in the state “{state}” hold at once, one "
                    "leading to “{first}”, one to “{second}”; the first is taken. "
                    "For example: {example}"
                ),
            ),
            (
                "改条件，使任何情况只有一个成立；最后一条可以不写条件，表示其余情况",
                (
                    "make them exclude each other; the last transition may go without a condition "
                    "and takes the rest"
                ),
            ),
        ),
        entry(
            "WE465",
            "incomplete-guards",
            "warning",
            (
                "状态“{state}”里 `{command}` 的条件可能都不成立，这时做不了。例如：{example}",
                (
                    "the conditions of `{command}` in the state “{state}” may all fail, and then "
                    "it cannot be done. For example: {example}"
                ),
            ),
            (
                "补上这种情况，或在最后加一条不带条件的转换",
                "add this case, or end with a transition without a condition",
            ),
        ),
        entry(
            "WE470",
            "ladder-cycle",
            "error",
            (
                "升级阶梯绕成了圈：{circle}",
                "the escalation ladder leads in a circle: {circle}",
            ),
            (
                "改其中一级的去向，使它通向更高的角色",
                "let one of these rungs lead to a higher role",
            ),
        ),
        entry(
            "WE471",
            "ladder-stops-short",
            "warning",
            (
                "升级阶梯到“{role}”为止，而“{role}”上面还有“{above}”：在这里解决不了的就没有下文",
                (
                    "the ladder ends at “{role}”, who reports to “{above}”: what stays unsolved "
                    "there goes nowhere"
                ),
            ),
            (
                "加一级：{{from: {id}, any: [cannot resolve]}}",
                "add a rung: {{from: {id}, any: [cannot resolve]}}",
            ),
        ),
        entry(
            "WE472",
            "role-without-reports-to",
            "warning",
            (
                "角色“{role}”参与办理，又不是最高一级，却没有写上级：出了问题不知报给谁",
                (
                    "the role “{role}” takes part and is not at the top, but reports to nobody: "
                    "nobody would hear of its trouble"
                ),
            ),
            ("写上级 reports_to", "write `reports_to`"),
        ),
        entry(
            "WE473",
            "approval-gap",
            "warning",
            (
                "补偿超过 {limit} 时谁都不能批：升级阶梯到“{role}”为止，而“{role}”有上限",
                (
                    "nobody may grant more than {limit}: the ladder ends at “{role}”, who has a "
                    "limit"
                ),
            ),
            (
                "删去最高一级的上限（表示不限），或在上面再加一级",
                "remove the limit at the top (which means any amount), or add a rung above it",
            ),
        ),
        entry(
            "WE474",
            "limit-not-above",
            "warning",
            (
                "“{above}”能批的补偿不比下一级“{below}”高（{limit}）：为补偿升上去也没有用",
                (
                    "“{above}” may grant no more than “{below}” below it ({limit}): an amount over "
                    "the limit climbs in vain"
                ),
            ),
            (
                "给“{above}”写更高的上限",
                "give “{above}” a higher limit",
            ),
        ),
        entry(
            "WE475",
            "double-rung",
            "warning",
            (
                "从“{role}”往上写了两级，只有先写的算数",
                "two rungs lead up from “{role}”; only the first one counts",
            ),
            ("合并成一级", "join them into one"),
        ),
        entry(
            "WE476",
            "unused-rung",
            "info",
            (
                "没有个案会自动到“{role}”手里，这一级用不上",
                "no case comes to “{role}” by itself, so this rung is not used",
            ),
            (
                "删去这一级，或让某一级升到“{role}”",
                "remove it, or let another rung lead to “{role}”",
            ),
        ),
        entry(
            "WE477",
            "idle-trigger",
            "warning",
            (
                "“{role}”的升级条件“{trigger}”永远不会成立：没有一个流程有 `{step}` 的时限",
                (
                    "the trigger “{trigger}” of “{role}” never comes true: no process has a time "
                    "limit `{step}`"
                ),
            ),
            (
                "给 `{step}` 写 `时限`（英文 `within`），或删去这个条件",
                "give `{step}` a time (`within`), or remove the trigger",
            ),
        ),
        entry(
            "WE480",
            "warning-longer-than-target",
            "warning",
            (
                (
                    "“{clock}”提前 {warn} 预警，不短于它的时限 {limit}（{example}起算）："
                    "一开始就预警等于没有预警"
                ),
                (
                    "the warning of “{clock}”, {warn} ahead, is no shorter than its time limit "
                    "{limit} (when it starts {example}): it would come at once"
                ),
            ),
            (
                "把预警时间改短，例如时限的 25%",
                "warn later, for example a quarter of the time ahead: `25%`",
            ),
        ),
        entry(
            "WE481",
            "promise-tighter-than-clock",
            "warning",
            (
                (
                    "承诺“{promise}”是 {promised}，内部“{clock}”的时限却有 {limit}："
                    "内部没有超时，承诺已经失信"
                ),
                (
                    "the promise “{promise}” is {promised}, but the own time limit “{clock}” is "
                    "{limit}: the promise is broken while everybody is still in time"
                ),
            ),
            (
                "把内部时限定得不长于承诺，或放宽承诺",
                "make the time limit no longer than the promise, or promise less",
            ),
        ),
        entry(
            "WE482",
            "silent-overdue",
            "info",
            (
                "从“{role}”往上没有一级提到{clocks}：超时了也不会升级",
                "no rung from “{role}” upwards names {clocks}: when overdue, nothing climbs",
            ),
            (
                "需要升级的，在阶梯里加上条件：{step}",
                "if it should climb, add a trigger: {step}",
            ),
        ),
        entry(
            "WE483",
            "steps-out-of-order",
            "warning",
            (
                (
                    "“{process}”的“{step}”（{limit}）到期比后一步“{next}”（{next_limit}）还晚，"
                    "例如{example}开立的个案"
                ),
                (
                    "“{step}” of “{process}” ({limit}) falls due later than the next step "
                    "“{next}” ({next_limit}), for example when the case opens {example}"
                ),
            ),
            (
                "缩短前一步的时限，或放宽后一步的",
                "give the earlier step less time, or the later one more",
            ),
        ),
        entry(
            "WE490",
            "key-without-effect",
            "warning",
            (
                "`{name}` 的 {key} 不起作用：{why}",
                "`{key}` of `{name}` has no effect: {why}",
            ),
            ("删去它，或补上它所需要的内容", "remove it, or add what it needs"),
        ),
    )
}
