"""Diagnostic codes about expressions, cells, durations and frequencies (WE300 to WE349)."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.code_entry import CodeEntry
from workflow_engine.diagnostics.diagnostic import Severity

ENTRIES: dict[str, CodeEntry] = {}


def _entry(code: str, name: str, *texts: str, severity: Severity = "error") -> None:
    """Register a code: its message in Chinese and English, then its advice in both."""
    message, *advice = (Bilingual(*pair) for pair in zip(texts[::2], texts[1::2], strict=True))
    ENTRIES[code] = CodeEntry(code, name, severity, message, *advice)


_entry(
    "WE300",
    "empty-expression",
    "这里应写条件或算式，却是空的",
    "a condition or formula is expected here, but nothing is written",
    "写上条件，例如 `tier >= 28`；不需要条件时删去这一项",
    "write one, such as `tier >= 28`, or remove the key",
)
_entry(
    "WE301",
    "expression-too-long",
    "算式有 {length} 个字符，最多 {limit} 个：太长就没有人能核对",
    "the expression has {length} characters, at most {limit} are allowed: nobody can check a "
    "longer one",
    "把其中的部分写成指标或标签，再引用它们的名称",
    "make parts of it measures or tags, and use their names",
)
_entry(
    "WE302",
    "nested-too-deep",
    "算式嵌套超过 {limit} 层",
    "the expression is nested more than {limit} levels deep",
    "把里层写成指标或标签，再引用它们的名称",
    "make the inner parts measures or tags, and use their names",
)
_entry(
    "WE303",
    "number-too-long",
    "数字 `{number}` 太长：整数部分最多 15 位，小数部分最多 6 位",
    "the number `{number}` is too long: at most 15 digits before and 6 after the decimal point",
    "换一个较大的单位，或四舍五入",
    "use a larger unit, or round it",
)
_entry(
    "WE304",
    "unusual-spelling",
    "`{written}` 按 `{meant}` 理解；请改用标准写法，免得别人误读",
    "`{written}` is read as `{meant}`; write it that way so that nobody misreads it",
    "改写成 `{meant}`",
    "write `{meant}`",
    severity="warning",
)
_entry(
    "WE305",
    "unknown-symbol",
    "`{symbol}` 在算式中没有意义",
    "`{symbol}` means nothing in an expression",
    "可用的符号：+ - * / == != < <= > >= ( ) [ ] 和引号",
    "the symbols are + - * / == != < <= > >= ( ) [ ] and quotes",
)
_entry(
    "WE306",
    "no-dots",
    "`.` 不能用来取属性：政策只读客户数据，不碰程序",
    "`.` cannot be used to reach into something: a policy reads customer data, never programs",
    '取决策表的一个结果写作 `表名["结果名"]`；文字请加引号；小数写作 `0.5`',
    'for one output of a table write `table["output"]`; put texts in quotes; write decimals as '
    "`0.5`",
)
_entry(
    "WE307",
    "no-lambda",
    "算式里不能定义函数（lambda）",
    "an expression cannot define a function (lambda)",
    "用现有的函数，或把这一步写成指标",
    "use the functions of the language, or make the step a measure",
)
_entry(
    "WE308",
    "no-loops",
    "算式里不能写循环（`{word}`）",
    "an expression cannot loop (`{word}`)",
    "列表请用 `all_below`、`any_above`、`count`、`sum`、`mean` 等函数",
    "for lists there are `all_below`, `any_above`, `count`, `sum`, `mean` and others",
)
_entry(
    "WE309",
    "no-assignment",
    "算式里不能赋值（`:=`）",
    "an expression cannot assign (`:=`)",
    "比较请写 `==`；要给中间结果命名，请写成指标",
    "compare with `==`; to name a result, make it a measure",
)
_entry(
    "WE310",
    "no-text-prefix",
    "引号前不能有字母（`{prefix}`）：文字就是引号里的内容",
    "letters before a quote (`{prefix}`) have no meaning: a text is just what stands in the quotes",
    "去掉引号前的字母",
    "remove the letters before the quote",
)
_entry(
    "WE311",
    "no-stars",
    "`{symbol}` 不能这样用：没有展开，也没有乘方",
    "`{symbol}` cannot be used like this: nothing is unpacked, and there are no powers",
    "乘法写作 `a * b`，平方写作 `a * a`",
    "multiply with `a * b`; a square is `a * a`",
)
_entry(
    "WE312",
    "no-named-arguments",
    "函数的参数不写名称（`{name}=`）",
    "arguments of functions are not named (`{name}=`)",
    "按顺序只写值，例如 `round(x, 2)`；比较请写 `==`",
    "write the values in order, such as `round(x, 2)`; compare with `==`",
)
_entry(
    "WE313",
    "no-slices",
    "`:` 不能截取一段",
    "`:` cannot cut out a part",
    "取最近或最早几个请用 `last(列表, 4)`、`first(列表, 4)`",
    "use `last(list, 4)` or `first(list, 4)`",
)
_entry(
    "WE314",
    "no-braces",
    "算式里没有花括号 `{{ }}`",
    "there are no braces `{{ }}` in an expression",
    "一组值写作 `[a, b]`",
    "write a group of values as `[a, b]`",
)
_entry(
    "WE315",
    "bad-name",
    "`{name}` 不能作名称：名称以字母或汉字开头，不含 `__`",
    "`{name}` cannot be a name: names start with a letter or Chinese character and do not "
    "contain `__`",
    "使用在客户属性、指标、标签、分级或决策表中定义的名称",
    "use a name defined as an attribute, measure, tag, scale or table",
)
_entry(
    "WE316",
    "reserved-word",
    "`{word}` 在这里没有意义",
    "`{word}` has no meaning here",
    "{hint}",
    "{hint}",
)
_entry(
    "WE317",
    "value-missing",
    "{where}缺少一个值",
    "a value is missing {where}",
    "补上名称、数字或带引号的文字",
    "put in a name, a number, or a text in quotes",
)
_entry(
    "WE318",
    "operator-missing",
    "`{left}` 与 `{right}` 之间缺少连接：不清楚是什么关系",
    "nothing connects `{left}` and `{right}`: their relation is unclear",
    "中间写上比较（`==`、`>=`）或 `且`、`或`；文字请整体加引号",
    "put a comparison (`==`, `>=`) or `and`, `or` between them; put a text in quotes as a whole",
)
_entry(
    "WE319",
    "bracket-mismatch",
    "括号 `{bracket}` 没有配对",
    "the bracket `{bracket}` has no partner",
    "补上或删去括号。若算式写在 `{{ }}` 或 `[ ]` 之内并含有逗号，请给整条算式加引号，否则逗号会把"
    "它切断",
    "add or remove a bracket. Inside `{{ }}` or `[ ]` an expression with a comma must be put in "
    "quotes as a whole, or the comma cuts it apart",
)
_entry(
    "WE320",
    "stray-comma",
    "这里的逗号没有意义",
    "the comma has no meaning here",
    "几个条件用 `且` 或 `或` 连接；数字不写千分位逗号（20000）",
    "join conditions with `and` or `or`; write numbers without thousands separators (20000)",
)
_entry(
    "WE321",
    "quote-not-closed",
    "引号 {quote} 没有配对",
    "the quote {quote} is not closed",
    "引号要成对：补上另一半，或删去这一个",
    "quotes come in pairs: add the other one, or remove this one",
)
_entry(
    "WE322",
    "bad-number",
    "`{number}` 不是算式里数字的写法",
    "`{number}` is not how a number is written in an expression",
    "{hint}",
    "{hint}",
)
_entry(
    "WE323",
    "is-without-missing",
    "`is` 只用在 `is missing` 和 `is not missing` 中",
    "`is` is only used in `is missing` and `is not missing`",
    "比较请写 `==` 或 `!=`",
    "compare with `==` or `!=`",
)
_entry(
    "WE324",
    "unreadable-expression",
    "看不懂这条算式：{reason}",
    "the expression cannot be read: {reason}",
    "检查括号和运算符，或拆成几条",
    "check brackets and operators, or split it up",
)
_entry(
    "WE325",
    "unknown-name",
    "没有名为 `{name}` 的属性、指标、标签、分级或决策表",
    "there is no attribute, measure, tag, scale or table called `{name}`",
    "检查名称；文字请加引号",
    "check the name; put a text in quotes",
)
_entry(
    "WE326",
    "unknown-function",
    "没有名为 `{name}` 的函数",
    "there is no function called `{name}`",
    "可用的函数：{known}",
    "the functions are {known}",
)
_entry(
    "WE327",
    "argument-count",
    "`{function}` 需要 {needed} 个参数，这里有 {found} 个",
    "`{function}` takes {needed} argument(s), here it has {found}",
    "写作 `{usage}`",
    "write it as `{usage}`",
)
_entry(
    "WE328",
    "argument-type",
    "`{function}` 的第 {position} 个参数应为{needed}，这里是{found}",
    "argument {position} of `{function}` must be {needed}, here it is {found}",
    "写作 `{usage}`",
    "write it as `{usage}`",
)
_entry(
    "WE329",
    "wrong-operand",
    "`{op}` 只能用于数字，这里是{found}",
    "`{op}` works on numbers, here it stands with {found}",
    "{hint}",
    "{hint}",
)
_entry(
    "WE330",
    "different-kinds",
    "{left}不能与{right}比较：两者永远不会相等，也分不出大小",
    "{left} cannot be compared with {right}: they are never equal nor in order",
    "两边要是同一种值",
    "compare values of the same kind",
)
_entry(
    "WE331",
    "different-units",
    "单位不同：一边是 {left}，一边是 {right}",
    "the units differ: {left} on one side, {right} on the other",
    "先换算成同一单位（乘或除之后单位不再检查）",
    "convert one of them first (a product or quotient carries no unit)",
)
_entry(
    "WE332",
    "not-an-option",
    "`{value}` 不是{subject}可取的值；可取：{options}",
    "`{value}` is not a value of {subject}; its values are {options}",
    "改成其中一个值的编号或名称",
    "use the id or label of one of them",
)
_entry(
    "WE333",
    "bad-date",
    "`{text}` 不是日期",
    "`{text}` is not a date",
    "日期写作 `2026-01-31`，日期时间写作 `2026-01-31 14:30`，且必须是日历上有的",
    "write dates as `2026-01-31` and moments as `2026-01-31 14:30`; they must exist in the "
    "calendar",
)
_entry(
    "WE334",
    "not-a-condition",
    "条件必须为真或假，这里是{found}",
    "a condition must be true or false, here it is {found}",
    "写成比较，例如 `{example}`",
    "make it a comparison, such as `{example}`",
)
_entry(
    "WE335",
    "wrong-result",
    "这里需要{needed}，却得到{found}",
    "this must be {needed}, but it is {found}",
    "改成所需的一种值，或换一个名称",
    "write a value of that kind, or use another name",
)
_entry(
    "WE336",
    "no-order",
    "{kind}没有大小之分，不能用 `{op}`",
    "{kind} has no order, so `{op}` cannot be used",
    "用 `==`、`!=` 或 `in [..]`",
    "use `==`, `!=` or `in [..]`",
)
_entry(
    "WE337",
    "whole-table",
    "`{name}` 有几个结果（{outputs}），要写明取哪一个",
    "`{name}` gives several outputs ({outputs}): say which one",
    '写作 `{name}["{first}"]`',
    'write `{name}["{first}"]`',
)
_entry(
    "WE338",
    "unknown-output",
    "`{name}` 没有名为 `{output}` 的结果；有：{outputs}",
    "`{name}` has no output called `{output}`; it has {outputs}",
)
_entry(
    "WE339",
    "division-by-zero",
    "除以 0 没有结果，这个值将永远未知",
    "dividing by 0 has no result: this would always be unknown",
    "检查除数",
    "check the divisor",
)
_entry(
    "WE340",
    "bad-cell",
    "看不懂单元格 `{cell}`：{reason}",
    "the cell `{cell}` cannot be read: {reason}",
    "写法：`28`、`≥ 5`、`18..30`、`高 | 中`、`not 低`、`any`、`missing`；文字中有符号时给它加引号",
    "write `28`, `≥ 5`, `18..30`, `high | medium`, `not low`, `any` or `missing`; put a text "
    "with symbols in quotes",
)
_entry(
    "WE341",
    "comma-in-cell",
    "单元格里不用逗号：看不出是“并且”还是“或者”",
    "no commas in a cell: it could mean *and* or *or*",
    "同时满足写作 `{both}`，其中之一写作 `{either}`",
    "for both write `{both}`, for either write `{either}`",
)
_entry(
    "WE342",
    "bad-range",
    "范围 `{range}` 不成立：{reason}",
    "the range `{range}` does not work: {reason}",
    "写作 `18..30`（含两端）、`18..<30` 或 `≥ 18`",
    "write `18..30` (both ends), `18..<30` or `≥ 18`",
)
_entry(
    "WE343",
    "cell-does-not-fit",
    "这种单元格不适用于{kind}",
    "this kind of cell does not fit {kind}",
    "{hint}",
    "{hint}",
)
_entry(
    "WE344",
    "bad-value",
    "`{value}` 不是{needed}",
    "`{value}` is not {needed}",
    "{hint}",
    "{hint}",
)
_entry(
    "WE345",
    "bad-duration",
    "`{text}` 不是时长",
    "`{text}` is not a length of time",
    "写作 `30工作分钟`（30 work minutes）、`2工作小时`（2 work hours）、`1个工作日`（1 workday）"
    "、`15个自然日`（15 calendar days）、`24个自然小时`（24 clock hours）",
    "write `30 work minutes`, `2 work hours`, `1 workday`, `15 calendar days`, `24 clock hours` "
    "or `90 clock minutes`",
)
_entry(
    "WE346",
    "ambiguous-duration",
    "`{text}` 有两种理解：`{work}` 或 `{clock}`",
    "`{text}` can mean `{work}` or `{clock}`",
    "写明是哪一种：前者只算工作时间，后者连夜间和节假日一起算",
    "say which: the first counts working time only, the second runs through nights and holidays",
)
_entry(
    "WE347",
    "bad-frequency",
    "`{text}` 不是频率",
    "`{text}` is not a frequency",
    "写作 `visit`（每次拜访）、`1 month`（每月）、`4 per month`（每月4次）、`at 春节, 中秋`（逢春"
    "节、中秋）、`on demand`（按需）或 `always`（常设）",
    "write `visit`, `1 month`, `4 per month`, `at 春节, 中秋`, `on demand` or `always`",
)
_entry(
    "WE348",
    "list-needed",
    "`in` 的右边应是一组值或列表，这里是{found}",
    "`in` needs a group of values or a list on its right, here it is {found}",
    "写作 `x in [a, b]`；只有一个值时用 `==`",
    "write `x in [a, b]`, or `==` for a single value",
)
_entry(
    "WE349",
    "fixed-number-needed",
    "`{function}` 的第 {position} 个参数应是 {low} 到 {high} 的整数，直接写出",
    "argument {position} of `{function}` must be a written whole number from {low} to {high}",
    "写作 `{usage}`",
    "write it as `{usage}`",
)
