"""Diagnostic codes about customer data, service log and staff (WE5xx, WE6xx), outputs (WE9xx)."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.code_entry import CodeEntry
from workflow_engine.diagnostics.diagnostic import Severity


def _entry(
    code: str,
    name: str,
    severity: Severity,
    message: tuple[str, str],
    advice: tuple[str, str] | None = None,
) -> CodeEntry:
    told = None if advice is None else Bilingual(*advice)
    return CodeEntry(code, name, severity, Bilingual(*message), told)


_FILES = (
    _entry(
        "WE501",
        "unreadable-file",
        "error",
        ("文件无法读取：{reason}", "the file cannot be read: {reason}"),
        (
            "请检查文件名和权限，并在生成它的程序中重新保存一次",
            "check the name and permissions, and save it again in the program it comes from",
        ),
    ),
    _entry(
        "WE502",
        "unknown-file-kind",
        "error",
        (
            "不认识文件类型“{suffix}”，数据文件须为 .csv、.xlsx、.parquet 或 .jsonl",
            "the file kind `{suffix}` is not known; data files are .csv, .xlsx, .parquet or .jsonl",
        ),
        ("请另存为其中一种格式", "save it in one of these formats"),
    ),
    _entry(
        "WE503",
        "unknown-encoding",
        "error",
        (
            "文字编码既不是 UTF-8 也不是 GB18030，读出来会是乱码",
            "the text is neither UTF-8 nor GB18030; reading it would give garbage",
        ),
        (
            "在 Excel 中另存为“CSV UTF-8（逗号分隔）”",
            "in Excel, save it as “CSV UTF-8 (comma delimited)”",
        ),
    ),
    _entry(
        "WE504",
        "read-as-gb18030",
        "info",
        (
            "不是 UTF-8，已按 GB18030（GBK）读取",
            "the file is not UTF-8 and was read as GB18030 (GBK)",
        ),
        (
            "如有乱码，请另存为“CSV UTF-8（逗号分隔）”",
            "if names look garbled, save it as “CSV UTF-8 (comma delimited)”",
        ),
    ),
    _entry(
        "WE505",
        "broken-quotes",
        "error",
        (
            "从第 {row} 行起分不清行和格，多半是引号不成对：{reason}",
            "from row {row} on rows and cells cannot be told apart, as with a lone quote: {reason}",
        ),
        (
            "单元格含引号时，整格加引号，内部的引号写两次",
            "put a cell that holds quotes into quotes and double the inner ones",
        ),
    ),
    _entry(
        "WE506",
        "key-column-missing",
        "error",
        (
            "缺少客户编号列“{column}”，无法区分客户",
            "the column `{column}` is missing, so customers cannot be told apart",
        ),
        ("文件中的列：{columns}", "the columns in the file are: {columns}"),
    ),
    _entry(
        "WE507",
        "column-twice",
        "error",
        (
            "“{attribute}”有两列（{first} 和 {second}），不知以哪列为准",
            "two columns hold `{attribute}` ({first} and {second}); which one counts is unclear",
        ),
        ("请删除或改名其中一列", "delete or rename one of them"),
    ),
    _entry(
        "WE508",
        "unknown-column",
        "warning",
        (
            "政策中没有“{column}”，此列被忽略",
            "the policy does not know `{column}`; the column is ignored",
        ),
    ),
    _entry(
        "WE509",
        "column-lacking",
        "warning",
        (
            "没有“{column}”列，所有客户的该项按缺失处理",
            "there is no column `{column}`; it counts as missing for every customer",
        ),
        (
            "补上此列后，依赖它的标签和服务项才能判断",
            "with it, the tags and items that depend on it can be decided",
        ),
    ),
    _entry(
        "WE510",
        "required-column-lacking",
        "error",
        (
            "没有必填列“{column}”，任何客户都无法处理",
            "the required column `{column}` is lacking; no customer can be decided",
        ),
        (
            "请补上此列，或在政策中去掉 required: true",
            "add the column, or take `required: true` out of the policy",
        ),
    ),
    _entry(
        "WE511",
        "no-header",
        "error",
        ("文件是空的，连表头也没有", "the file is empty: there is not even a header"),
        ("第一行应为列名", "the first row must hold the column names"),
    ),
    _entry(
        "WE512",
        "no-rows",
        "info",
        (
            "只有表头，没有数据行；结果也是空的",
            "there is a header but no row; the result is empty too",
        ),
    ),
    _entry(
        "WE513",
        "first-sheet-only",
        "info",
        (
            "工作簿有多个工作表，只读取了“{sheet}”",
            "the workbook has several sheets; only `{sheet}` was read",
        ),
    ),
)

_ROWS = (
    _entry(
        "WE520",
        "cell-count",
        "error",
        (
            "第 {row} 行有 {found} 格，表头有 {expected} 格，不知多了或少了哪一格",
            "row {row} has {found} cells but the header {expected}; which one is wrong is unclear",
        ),
        (
            "含逗号的单元格要加引号；行尾不要缺格",
            "quote cells that hold a comma, and do not leave out cells at the end",
        ),
    ),
    _entry(
        "WE521",
        "not-a-json-object",
        "error",
        (
            "第 {row} 行不是一个 JSON 对象：{reason}",
            "line {row} is not one JSON object: {reason}",
        ),
        (
            '每行写一个客户，如 {{"customer_id": "1001"}}',
            'write one customer per line, like {{"customer_id": "1001"}}',
        ),
    ),
    _entry(
        "WE522",
        "no-key",
        "error",
        (
            "第 {row} 行没有“{column}”，不知是哪位客户",
            "row {row} has no `{column}`, so it belongs to no customer",
        ),
        ("请填写客户编号", "fill it in"),
    ),
    _entry(
        "WE523",
        "customer-twice",
        "error",
        (
            "第 {row} 行的客户“{id}”在第 {first} 行已出现；以第一次为准，此行不采用",
            "the customer `{id}` of row {row} stands in row {first} already; the first one counts",
        ),
        ("请删除其中一行", "delete one of the two rows"),
    ),
    _entry(
        "WE524",
        "required-value-missing",
        "error",
        (
            "{where}缺少必填项“{column}”",
            "{where} lacks `{column}`, which is required",
        ),
        ("请补填", "fill it in"),
    ),
    _entry(
        "WE525",
        "customer-several-times",
        "error",
        (
            "客户“{id}”在输入中有 {count} 行；分布式输入不分先后，一行也不采用",
            "the customer `{id}` stands in {count} rows; without an order of rows none counts",
        ),
        ("请只留一行", "leave one of them"),
    ),
    _entry(
        "WE530",
        "bad-cell",
        "error",
        (
            "{where}“{column}”的值“{value}”不能用：{rule}",
            "{where}, `{column}`: `{value}` cannot be used: {rule}",
        ),
        ("请改正此格", "correct this cell"),
    ),
    _entry(
        "WE531",
        "out-of-range",
        "error",
        (
            "{where}“{column}”的值“{value}”超出范围：{rule}",
            "{where}, `{column}`: `{value}` is out of range: {rule}",
        ),
        (
            "请改正此格；如果政策的范围不对，请改政策",
            "correct this cell, or the policy when its range is wrong",
        ),
    ),
    _entry(
        "WE532",
        "unknown-option",
        "error",
        (
            "{where}“{column}”的值“{value}”不在可选范围：{rule}",
            "{where}, `{column}`: `{value}` is not one of its options: {rule}",
        ),
        ("请从可选值中选一个", "write one of the options"),
    ),
    _entry(
        "WE533",
        "formula-without-result",
        "error",
        (
            "{where}“{column}”的公式“{value}”没有保存结果：{rule}",
            "{where}, `{column}`: the formula `{value}` has no saved result: {rule}",
        ),
        (
            "用 Excel 打开并保存一次，或粘贴为数值",
            "open and save it in Excel, or paste it as values",
        ),
    ),
    _entry(
        "WE534",
        "bad-date",
        "error",
        (
            "{where}“{column}”的值“{value}”不是日期：{rule}",
            "{where}, `{column}`: `{value}` is not a date: {rule}",
        ),
        ("日期写作 2026-11-21", "write dates like 2026-11-21"),
    ),
    _entry(
        "WE535",
        "unknown-item",
        "error",
        (
            "{where}“{column}”里的“{value}”不是政策的服务项：{rule}",
            "{where}, `{column}`: `{value}` is not an item of the policy: {rule}",
        ),
        ("请写服务项的编号或名称", "write the id or the label of an item"),
    ),
    _entry(
        "WE540",
        "unknown-attribute",
        "warning",
        (
            "政策中没有属性“{column}”，已忽略",
            "the policy has no attribute `{column}`; it is ignored",
        ),
    ),
    _entry(
        "WE541",
        "nobody",
        "error",
        (
            "客户数据中没有“{column}”，不知是哪位客户",
            "the customer has no `{column}`, so nobody knows who it is",
        ),
        ("请传入客户编号", "hand over the customer's id"),
    ),
)

_LOG = (
    _entry(
        "WE601",
        "log-column-missing",
        "error",
        (
            "服务记录缺少“{column}”列，无法知道谁在何时得到了什么服务",
            "the service log has no column `{column}`: who was served when stays unknown",
        ),
        (
            "需要三列：{needed}；文件中的列：{columns}",
            "three columns are needed: {needed}; the file has: {columns}",
        ),
    ),
    _entry(
        "WE602",
        "log-of-unknown-customers",
        "warning",
        (
            "服务记录中有 {count} 行属于客户文件里没有的客户（如 {example}），未计入",
            "{count} rows of the log are of unknown customers, such as {example}; not used",
        ),
        (
            "请核对两份文件的客户编号写法是否一致",
            "check that both files write the customer ids alike",
        ),
    ),
    _entry(
        "WE603",
        "log-cell-missing",
        "error",
        (
            "服务记录第 {row} 行缺少“{column}”，此行未计入",
            "row {row} of the service log lacks `{column}`; it was not used",
        ),
        ("请补填", "fill it in"),
    ),
    _entry(
        "WE604",
        "log-after-plan",
        "warning",
        (
            "服务记录中有 {count} 行的日期在计划日 {day} 之后，未计入",
            "{count} rows of the service log are dated after the plan's day {day}; not used",
        ),
        ("请核对日期或 --at", "check the dates, or `--at`"),
    ),
)

_OUTPUTS = (
    _entry(
        "WE901",
        "cannot-write",
        "error",
        (
            "结果无法写入：{reason}；原有文件没有改动",
            "the result cannot be written: {reason}; what was there before is untouched",
        ),
        (
            "请换一个有写入权限的位置，或腾出空间后重试",
            "choose a place you may write to, or free some space, and try again",
        ),
    ),
)

ENTRIES: dict[str, CodeEntry] = {
    entry.code: entry for group in (_FILES, _ROWS, _LOG, _OUTPUTS) for entry in group
}
