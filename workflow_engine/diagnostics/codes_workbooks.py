"""Codes of tables that were edited as workbooks (WE630–WE649)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE630",
            "not-an-exported-workbook",
            "error",
            (
                "这个工作簿不是 `table export` 导出的，看不出各列对应政策的哪一项",
                "`table export` did not write this workbook, so nobody knows what its columns are",
            ),
            (
                "先导出一份，在上面修改，再导入；不要把内容贴到新建的工作簿里",
                "export one, edit it, import it; do not paste into a new workbook",
            ),
        ),
        entry(
            "WE631",
            "cell-without-result",
            "error",
            (
                "单元格 {cell} 是没有结果的公式或错误值 `{value}`",
                "cell {cell} holds an error or a formula without a saved result: `{value}`",
            ),
            (
                "改成固定的值（复制后选择性粘贴为数值），保存后再导入",
                "paste it as a value, save, and import again",
            ),
        ),
        entry(
            "WE632",
            "workbook-of-another-policy",
            "error",
            (
                "这个工作簿是从政策 `{theirs}` 导出的，不能导入 `{ours}`",
                "this workbook was exported from the policy `{theirs}`, not from `{ours}`",
            ),
            ("请选对政策文件夹，或重新导出", "name the right policy folder, or export again"),
        ),
        entry(
            "WE634",
            "unknown-sheet-column",
            "error",
            (
                "单元格 {cell} 的列名“{heading}”不认识，这一列不知道写到政策的哪里",
                "the heading `{heading}` in cell {cell} is not known: the policy has no such thing",
            ),
            (
                "决策表的列名须是客户属性、标签、分级或指标的代号；备注请写成批注，不要另加一列",
                (
                    "columns of a decision table are ids of attributes, tags, scales, measures; "
                    "put remarks into cell comments"
                ),
            ),
        ),
        entry(
            "WE635",
            "repeated-sheet-column",
            "error",
            (
                "单元格 {cell} 的列名“{heading}”已经有了，不知道以哪一列为准",
                "the heading `{heading}` in cell {cell} stands there twice: which one counts?",
            ),
            ("删去其中一列", "remove one of the columns"),
        ),
        entry(
            "WE636",
            "cell-without-heading",
            "error",
            (
                "单元格 {cell} 有内容“{value}”，但这一列没有列名",
                "cell {cell} says `{value}`, but its column has no heading",
            ),
            ("补上列名，或清空这一列", "give the column a heading, or empty it"),
        ),
        entry(
            "WE637",
            "line-without-id",
            "error",
            (
                "单元格 {cell} 要写这一行的代号，现在是“{value}”",
                "cell {cell} must hold the id of its line, not `{value}`",
            ),
            (
                "代号用字母、数字、下划线或汉字，不能以数字开头，例如 stock_count",
                "ids are letters, digits, underscores, not a digit first, such as stock_count",
            ),
        ),
        entry(
            "WE638",
            "unknown-line-number",
            "error",
            (
                "单元格 {cell} 的“{value}”不是行号",
                "`{value}` in cell {cell} is no number of a row",
            ),
            (
                "原有的行保留它的行号，新的行留空；“其余情况”一行写 otherwise",
                "rows keep their number, new rows have none; the last one is called otherwise",
            ),
        ),
        entry(
            "WE639",
            "repeated-line",
            "error",
            (
                "单元格 {cell} 的代号“{value}”前面已经有了",
                "the id `{value}` in cell {cell} stands above already",
            ),
            ("给新的一行另起一个代号", "give the new line an id of its own"),
        ),
        entry(
            "WE640",
            "not-changed-from-outside",
            "error",
            (
                "单元格 {cell} 不能从表格里改：政策文件（{value}）在那里的写法改动会牵连别处",
                (
                    "cell {cell} cannot be changed from a sheet: the way the policy is written "
                    "there (at {value}) would take other things along"
                ),
            ),
            (
                "请直接在 YAML 里改；每项各占一行、不用锚点（&、*）的写法可以导入",
                "edit the YAML; entries on lines of their own, without anchors, can be imported",
            ),
        ),
        entry(
            "WE641",
            "otherwise-removed",
            "error",
            (
                "单元格 {cell} 下面少了 otherwise（其余情况）一行；删掉它会使一些客户没有结果",
                "the line otherwise is gone below {cell}; without it some customers get no result",
            ),
            (
                "恢复这一行；确实不要，请在 YAML 里删",
                "put it back; to be without it, edit the YAML",
            ),
        ),
        entry(
            "WE642",
            "cell-read-otherwise",
            "error",
            (
                "单元格 {cell} 的“{value}”写进 YAML 后会读成“{read}”，没有导入",
                "`{value}` in cell {cell} would be read as `{read}` once it is YAML; not imported",
            ),
            ("换一种写法，或直接在 YAML 里改", "write it otherwise, or edit the YAML"),
        ),
        entry(
            "WE643",
            "sheet-without-place",
            "error",
            (
                "工作表“{sheet}”导出以后，政策里已没有这一部分了",
                "what the sheet `{sheet}` stands for is no longer in the policy",
            ),
            ("重新导出，再改一次", "export again, and make the changes there"),
        ),
        entry(
            "WE644",
            "stale-sheet",
            "error",
            (
                "工作表“{sheet}”导出以后政策改过，没有导入这张表：{cells}",
                "the policy changed since the sheet `{sheet}` was exported; not imported: {cells}",
            ),
            ("重新导出，再改一次", "export again, and make the changes there"),
        ),
        entry(
            "WE645",
            "merged-cells",
            "error",
            (
                "单元格 {cell} 起的 {range} 是合并单元格：除第一格外都会当成空白，条件就丢了",
                "{range} from cell {cell} is merged: all but the first would count as empty",
            ),
            ("取消合并，每格写上自己的值", "unmerge them, and give each cell its own value"),
        ),
        entry(
            "WE646",
            "imported-cell-wrong",
            "error",
            (
                "单元格 {cell}：{problem}",
                "cell {cell}: {problem}",
            ),
        ),
        entry(
            "WE647",
            "sheet-too-long",
            "error",
            (
                "工作表“{sheet}”超过 {most} 行，不像是一份政策的表",
                "the sheet `{sheet}` has more than {most} lines; no table of a policy is so long",
            ),
            (
                "删去多余的行；逐户的资料应放在客户文件里",
                "remove lines; what concerns single customers belongs into the customer file",
            ),
        ),
        entry(
            "WE648",
            "file-would-be-too-large",
            "error",
            (
                "导入后 {file} 会大到读不了，没有导入",
                "{file} would become too large to be read; nothing was imported",
            ),
            (
                "删去多余的行，或把政策分成几个文件",
                "remove lines, or divide the policy into several files",
            ),
        ),
    )
}
