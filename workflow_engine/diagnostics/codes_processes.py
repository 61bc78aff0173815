"""Codes WE45x: processes, their clocks, and what recovery and feedback become."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE450",
            "process-without-states",
            "error",
            (
                "流程 `{name}` 没有任何状态，无从开始",
                "the process `{name}` has no states, so it has nowhere to begin",
            ),
            (
                "写出状态，例如 `states: {{doing: 办理中, done: {{label: 办结, end: true}}}}`",
                (
                    "write them, for example `states: {{doing: In progress, "
                    "done: {{label: Done, end: true}}}}`"
                ),
            ),
        ),
        entry(
            "WE451",
            "transition-never-taken",
            "error",
            (
                "状态 `{state}` 下的操作 `{command}` 前面已有一条无条件的转换，这一条永远用不上",
                (
                    "in the state `{state}` an earlier transition takes `{command}` without a "
                    "condition, so this one is never taken"
                ),
            ),
            (
                "删除一条，或给前面一条写条件 when",
                "remove one of them, or give the earlier one a condition `when`",
            ),
        ),
        entry(
            "WE452",
            "command-reserved",
            "error",
            (
                "`{command}` 在任何个案上都有固定含义，不能作流程的操作名",
                ("`{command}` means the same in every case and cannot be a command of a process"),
            ),
            ("换一个操作名", "choose another name for the command"),
        ),
        entry(
            "WE453",
            "state-pause-and-end",
            "error",
            (
                "状态 `{name}` 既是等待又是结束：结束的个案没有什么可等",
                (
                    "the state `{name}` is both a pause and an end: a case that is over waits "
                    "for nothing"
                ),
            ),
            ("只留一个", "keep one of the two"),
        ),
        entry(
            "WE454",
            "process-name-taken",
            "error",
            (
                "流程不能叫 `{name}`：这个名称归补救或反馈使用",
                "a process cannot be called `{name}`: the name belongs to recovery or feedback",
            ),
            ("换一个名称", "choose another name"),
        ),
        entry(
            "WE455",
            "time-by-priority-too-early",
            "warning",
            (
                "环节“{step}”按优先级定时限，但优先级要到归类之后才知道，时钟不会开始",
                (
                    "the step {step} has times by priority, but a priority is known only after "
                    "`classify`: its clock never starts"
                ),
            ),
            (
                "写成一个时限；或加上环节 `归类`（英文 `classify`）",
                "write one time for all, or add the step `classify`",
            ),
        ),
        entry(
            "WE456",
            "working-time-without-calendar",
            "warning",
            (
                "“{process}”的时限“{clock}”按工作时间计，却没有工作日历：夜里和假日也会计时",
                (
                    "“{process}” counts “{clock}” in working time but has no calendar: nights "
                    "and holidays count too"
                ),
            ),
            (
                "在本节写 calendar（工作日历），或给责任人的角色写",
                "write `calendar` in the section, or give one to the role of its owner",
            ),
        ),
        entry(
            "WE457",
            "case-fact-hides-name",
            "warning",
            (
                "条件里的 `{name}` 指个案本身的数值，不是政策里同名的定义",
                (
                    "`{name}` in this condition is a fact of the case, not what the policy "
                    "defines under that name"
                ),
            ),
            (
                "如果要用政策里的，给它换一个名称",
                "to use what the policy defines, give that another name",
            ),
        ),
        entry(
            "WE458",
            "clock-name-reserved",
            "error",
            (
                "时钟不能叫 `{name}`：审批和支持部门的时钟用这个名称",
                (
                    "a clock cannot be called `{name}`: the clocks of approvals and departments "
                    "have that name"
                ),
            ),
            ("换一个名称", "choose another name"),
        ),
        entry(
            "WE459",
            "feedback-step-of-ones-own",
            "warning",
            (
                "“{step}”不是反馈流程的环节：只会打印出来，不会计时，也没有人被提醒",
                (
                    "`{step}` is no step of the feedback process: it is printed, but has no "
                    "clock and nobody is warned"
                ),
            ),
            (
                "环节有：接收、归类、分派、回复、解决、通知、致谢；别的流程写在“流程”一节里",
                (
                    "the steps are receive, classify, assign, reply, resolve, notify and thank; "
                    "a process of your own belongs under `processes`"
                ),
            ),
        ),
    )
}
