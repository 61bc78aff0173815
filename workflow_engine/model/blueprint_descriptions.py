"""What each keyword of a blueprint file means, for editors; docs/blueprints.md says more."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual

_TEXTS: dict[str, tuple[str, str]] = {
    "id": ("编号；格子的编号供连线引用", "the id; of a cell the name for links"),
    "title": ("打印的标题", "what is printed above it"),
    "problem": ("围绕什么问题而画", "the problem it is drawn around"),
    "goal": ("要达到什么目标", "what it shall reach"),
    "for": ("对象：所有客户，或一个标签、类别、级别", "everyone, or a tag, category or level"),
    "owner": ("对整个旅程负责的角色", "the role that answers for the whole journey"),
    "promise": (
        "整个旅程或这一格所依据的承诺",
        "the promise that is the standard of the journey, or of the cell",
    ),
    "time_basis": ("等待按自然时间还是工作时间计", "whether waits are elapsed or working time"),
    "lines": ("分界线，只在需要写明时写", "the lines, where they are to be stated"),
    "views": ("各角色看到哪条线为止", "down to which line a role sees"),
    "stages": ("各环节，按时间先后", "the columns, in the order of time"),
    "links": ("连线", "the arrows"),
    "between": ("线上、线下的两条泳道", "the lane above and the lane below"),
    "label": ("打印用的名称，默认同编号", "what is printed; default the id"),
    "need": ("客户及各角色在这一环节需要什么", "what the customer and roles need in this stage"),
    "no_contact": ("为什么这一环节无人接触客户", "why nobody serves the customer in this stage"),
    "evidence": ("客户看得见、摸得着的东西", "what the customer can see and touch"),
    "customer": ("客户做什么", "what the customer does"),
    "frontstage": ("当着客户面做什么", "what is done in the customer's sight"),
    "technology": ("客户自助使用的系统或设备", "the machine that serves the customer"),
    "backstage": ("客户看不见的准备工作", "what is done out of the customer's sight"),
    "support": ("内部支持过程", "the processes that support it all"),
    "text": ("做什么；点上写会出什么情况", "what is done, or what happens at the point"),
    "by": ("由哪个角色做", "the role that does it"),
    "item": ("所完成的服务项", "the service item it performs"),
    "minutes": ("操作分钟；改进里是改进后的", "minutes of work; under `ecrs` those afterwards"),
    "wait": ("动手之前白白等待的分钟", "minutes that pass before it without work on it"),
    "kind": ("增值、必要或浪费", "adds value, necessary, or waste"),
    "regulatory": ("法规要求，不得取消", "the law wants it: it can never be eliminated"),
    "ecrs": ("取消、合并、重排或简化的决定", "eliminate, combine, rearrange or simplify"),
    "fail_point": ("这里会出什么差错", "what can go wrong here"),
    "wait_point": ("客户在这里等什么", "for what the customer waits here"),
    "expose": ("对客户公开时的说法", "in which words the customer is told of it"),
    "uses": ("用到的材料和系统", "materials and systems it uses"),
    "steps": ("怎么做，一行一步", "how it is done, one step per line"),
    "failure": ("对应的补救失误", "the failure of `recovery` that it is"),
    "max": ("最多等多久", "the longest wait allowed"),
    "monitor": ("由哪个监测项盯着", "the monitor that watches it"),
    "do": ("取消、合并、重排、简化", "eliminate, combine, rearrange or simplify"),
    "with": ("并入哪个格子", "the cell it is combined with"),
    "note": ("备注", "a note"),
    "reason": ("理由", "the reason"),
    "from": ("从哪个格子", "the cell it leaves"),
    "to": ("到哪个格子", "the cell it reaches"),
    "both_ways": ("双向：互相确认", "an exchange in both directions"),
    "loop": ("循环：写明何时结束", "an arrow back in time, and when it ends"),
}

BLUEPRINT_DESCRIPTIONS: dict[str, Bilingual] = {
    key: Bilingual(*texts) for key, texts in _TEXTS.items()
}
"""By English keyword."""
