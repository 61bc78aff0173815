"""Codes WE8xx: service blueprints.

| codes | about |
|---|---|
| WE801–WE849 | what a blueprint means: the checks, one page each in docs/checks |
| WE850–WE853, WE866 | the folder and its files |
| WE854–WE865, WE867–WE872 | names, figures, texts and lines of a blueprint |
"""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE850",
            "unknown-key-of-blueprint",
            "error",
            (
                "服务蓝图的最外层不能写 `{key}`，它不会起作用",
                "`{key}` is not a key of a blueprint, so it would have no effect",
            ),
            (
                "这里可以写：{known}",
                "what can be written here: {known}",
            ),
        ),
        entry(
            "WE851",
            "blueprint-folder-missing",
            "error",
            (
                "找不到服务蓝图文件夹 `{folder}`",
                "there is no folder of blueprints `{folder}`",
            ),
            (
                "改正 blueprints（蓝图）所写的文件夹，从政策文件夹算起；没有蓝图就删去这一行",
                (
                    "correct the folder under `blueprints`, which is counted from the policy's "
                    "own; remove the line if there are no blueprints"
                ),
            ),
        ),
        entry(
            "WE852",
            "blueprint-folder-empty",
            "warning",
            (
                "服务蓝图文件夹 `{folder}` 中没有 `.yaml` 文件",
                "the folder of blueprints `{folder}` has no `.yaml` file",
            ),
            (
                "每张蓝图写成一个以 `.yaml` 结尾的文件（`.yml` 不读取）",
                "write each blueprint as a file that ends in `.yaml` (`.yml` is not read)",
            ),
        ),
        entry(
            "WE853",
            "not-a-blueprint",
            "error",
            (
                "这个文件里没有服务蓝图：最外层应为“键: 值”",
                "there is no blueprint in this file: its outermost should be keys with values",
            ),
            (
                "从 `id:`（中文 `编号:`）和 `stages:`（中文 `环节:`）写起",
                "begin with `id:` and `stages:` (Chinese `编号:` and `环节:`)",
            ),
        ),
        entry(
            "WE854",
            "blueprint-without-id",
            "error",
            (
                "这张服务蓝图没有编号，无从引用",
                "this blueprint has no id, so nothing can refer to it",
            ),
            (
                "补写 `{k[id]}: …`",
                "add `{k[id]}: …`",
            ),
        ),
        entry(
            "WE855",
            "blueprint-without-stages",
            "error",
            (
                "服务蓝图 `{name}` 没有环节，没有什么可画",
                "the blueprint `{name}` has no stages, so there is nothing to draw",
            ),
            (
                "按时间先后写出环节，例如 `{k[stages]}: {{预约: {{{k[customer]}: 确认时间}}}}`",
                (
                    "write the stages in the order of time, for example "
                    "`{k[stages]}: {{booking: {{{k[customer]}: confirms the time}}}}`"
                ),
            ),
        ),
        entry(
            "WE856",
            "minutes-out-of-range",
            "error",
            (
                "`{text}` 不能作分钟数：应在 0 到 527040（一年）之间",
                "`{text}` cannot be minutes: they go from 0 to 527040 (a year)",
            ),
            (
                "换算成分钟再写，例如一天写 `1440`",
                "write the time in minutes, for example `1440` for a day",
            ),
        ),
        entry(
            "WE857",
            "line-not-between-two-lanes",
            "error",
            (
                "一条分界线要写明上、下两条不同的泳道",
                "a line lies between two different lanes: the one above and the one below",
            ),
            (
                "例如 `{w[visibility]}: {{{k[between]}: [{k[frontstage]}, {k[backstage]}]}}`",
                (
                    "for example `{w[visibility]}: "
                    "{{{k[between]}: [{k[frontstage]}, {k[backstage]}]}}`"
                ),
            ),
        ),
        entry(
            "WE858",
            "blueprint-twice",
            "error",
            (
                "两张服务蓝图的编号都是 `{name}`，引用时分不清",
                "two blueprints have the id `{name}`, so a reference to it is unclear",
            ),
            (
                "给其中一张另起编号",
                "give one of them another id",
            ),
        ),
        entry(
            "WE859",
            "cell-twice",
            "error",
            (
                "两个格子的编号都是 `{name}`，连线时分不清",
                "two cells have the id `{name}`, so a link to it is unclear",
            ),
            (
                "给其中一个另起编号；没写编号的格子叫“环节.泳道.序号”",
                "give one of them another id; a cell without one is called `stage.lane.number`",
            ),
        ),
        entry(
            "WE860",
            "link-to-itself",
            "error",
            (
                "`{name}` 的连线回到它自己",
                "this link leads from `{name}` to itself",
            ),
            (
                "改正起点或终点；重复做的事写进格子的内容",
                "correct one end; what is done again and again belongs in the text of the cell",
            ),
        ),
        entry(
            "WE861",
            "link-twice",
            "warning",
            (
                "从 `{source}` 到 `{target}` 的连线写了两次",
                "the link from `{source}` to `{target}` is written twice",
            ),
            (
                "删去一条；两个方向都有时写一条，并写 `{k[both_ways]}: {w[true]}`",
                "remove one; where it goes both ways, write one with `{k[both_ways]}: {w[true]}`",
            ),
        ),
        entry(
            "WE862",
            "combine-without-partner",
            "error",
            (
                "没有写与哪个格子合并，合并后的蓝图画不出来",
                "nothing says with which cell it is combined, so the result cannot be drawn",
            ),
            (
                "用 `{k[with]}` 写出那个格子的编号",
                "write the id of that cell under `{k[with]}`",
            ),
        ),
        entry(
            "WE863",
            "combined-with-itself",
            "error",
            (
                "`{name}` 不能并入它自己",
                "`{name}` cannot be combined with itself",
            ),
            (
                "写另一个格子的编号",
                "write the id of another cell",
            ),
        ),
        entry(
            "WE864",
            "partner-without-combine",
            "error",
            (
                "只有 `{w[combine]}` 才有并入的格子，这里的 `{name}` 不会起作用",
                "only `{w[combine]}` has a cell to combine with, so `{name}` would have no effect",
            ),
            (
                "把做法改为 `{w[combine]}`，或删去这一项",
                "change the decision to `{w[combine]}`, or remove it",
            ),
        ),
        entry(
            "WE865",
            "improvement-takes-longer",
            "warning",
            (
                "改进之后反而更久：`{name}` 从 {before} 分钟变成 {after} 分钟",
                "`{name}` takes longer afterwards: {after} minutes instead of {before}",
            ),
            (
                "改正改进前或改进后的分钟数",
                "correct the figure before or the one afterwards",
            ),
        ),
        entry(
            "WE866",
            "blueprint-file-not-read",
            "warning",
            (
                "蓝图文件夹中的 `{file}` 没有读取：{why}",
                "`{file}` in the folder of blueprints is not read: {why}",
            ),
            (
                "每张蓝图直接放在这个文件夹里，文件名以小写的 `.yaml` 结尾；不是蓝图的，移到别处",
                (
                    "put each blueprint right into this folder, in a file that ends in `.yaml`; "
                    "move away what is no blueprint"
                ),
            ),
        ),
        entry(
            "WE867",
            "no-contact-without-reason",
            "error",
            (
                "`{text}` 不是理由：为什么这一环节没有人服务客户",
                "`{text}` is no reason why nobody serves the customer in this stage",
            ),
            (
                "写出理由，例如 `{k[no_contact]}: 客户自己翻看`；有人服务的，删去这一项",
                (
                    "write the reason, such as `{k[no_contact]}: customers read it by themselves`; "
                    "remove it where somebody does serve"
                ),
            ),
        ),
        entry(
            "WE868",
            "empty-text",
            "error",
            (
                "这里的文字是空的，画出来什么也没有",
                "this text is empty, so there is nothing to draw",
            ),
            (
                "写出内容，或删去这一项",
                "write the text, or remove the entry",
            ),
        ),
        entry(
            "WE869",
            "combined-in-a-circle",
            "error",
            (
                "格子互相合并，绕成了圈，最后一个也不剩：{circle}",
                "cells are combined with each other in a circle, so none is left: {circle}",
            ),
            (
                "让其中一个留下来：改它的 `{k[ecrs]}`，或删去",
                "let one of them stay: change its `{k[ecrs]}`, or remove it",
            ),
        ),
        entry(
            "WE870",
            "combined-with-eliminated",
            "error",
            (
                "`{name}` 要并入的 `{partner}` 自己要取消，这个决定执行不了",
                "`{name}` is to be combined with `{partner}`, which is eliminated itself",
            ),
            (
                "并入一个留下来的格子，或让 `{partner}` 留下来",
                "combine it with a cell that stays, or let `{partner}` stay",
            ),
        ),
        entry(
            "WE871",
            "yes-or-no-for-words",
            "error",
            (
                "`{text}` 既不是“是”或“否”，也不是给人看的话",
                "`{text}` is neither `true` nor `false`, nor words that somebody could read",
            ),
            (
                "写出话来，或写 `{w[true]}`、`{w[false]}`；真是这两个字的，加引号",
                (
                    "write the words, or `{w[true]}` or `{w[false]}`; put it in quotes where it is "
                    "the words themselves"
                ),
            ),
        ),
        entry(
            "WE872",
            "own-line-without-label",
            "error",
            (
                "`{name}` 不是三条线之一，自己加的线要有名称",
                "`{name}` is none of the three lines; a line of your own needs a label",
            ),
            (
                (
                    "写 `{k[label]}`；三条线是 `{k[interaction]}`、`{k[visibility]}`、"
                    "`{k[internal_interaction]}`"
                ),
                (
                    "write its `{k[label]}`; the three are `{k[interaction]}`, `{k[visibility]}` "
                    "and `{k[internal_interaction]}`"
                ),
            ),
        ),
    )
}
