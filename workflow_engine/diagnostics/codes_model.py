"""Diagnostic codes about sections and keys (WE2xx)."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.code_entry import CodeEntry

_Texts = tuple[str, str]


def _entry(code: str, name: str, message: _Texts, advice: _Texts) -> CodeEntry:
    return CodeEntry(code, name, "error", Bilingual(*message), Bilingual(*advice))


_ALL = (
    _entry(
        "WE200",
        "unknown-section",
        (
            "没有名为 `{key}` 的章节，其内容不会起作用",
            "there is no section `{key}`, so nothing under it would count",
        ),
        ("可用的章节：{known}", "the sections are: {known}"),
    ),
    _entry(
        "WE201",
        "unknown-key",
        (
            "`{name}` 中不能写 `{key}`，它不会起作用",
            "`{key}` is not a key of `{name}`, so it would have no effect",
        ),
        ("这里可以写：{known}", "what can be written here: {known}"),
    ),
    _entry(
        "WE202",
        "key-of-other-language",
        (
            "关键词 `{word}` 与本文件的关键词语言不一致；一个文件只用一种语言",
            "the keyword `{word}` is in another language than this file; a file keeps to one",
        ),
        (
            "本文件使用{language}关键词，请写 `{twin}`",
            "this file has {language} keywords: write `{twin}`",
        ),
    ),
    _entry(
        "WE203",
        "word-of-other-language",
        (
            "`{word}` 与本文件的关键词语言不一致；一个文件只用一种语言",
            "the word `{word}` is in another language than this file; a file keeps to one",
        ),
        (
            "本文件使用{language}关键词，请写 `{twin}`",
            "this file has {language} keywords: write `{twin}`",
        ),
    ),
    _entry(
        "WE204",
        "wrong-shape",
        (
            "`{name}` 应为{expected}，这里却是{found}",
            "`{name}` should be {expected}, but here is {found}",
        ),
        ("例如 `{example}`", "for example `{example}`"),
    ),
    _entry(
        "WE205",
        "key-missing",
        (
            "`{name}` 缺少 `{key}`，没有它就无法生效",
            "`{name}` lacks `{key}` and cannot work without it",
        ),
        ("请补写 `{key}: …`", "add `{key}: …`"),
    ),
    _entry(
        "WE206",
        "defined-twice",
        (
            "`{name}` 在两个文件中各定义了一次，无法判断以哪个为准",
            "`{name}` is defined in two files, and nothing says which of them counts",
        ),
        ("请删除其中一个，或为其中一个改名", "remove one of the two, or rename it"),
    ),
    _entry(
        "WE207",
        "not-a-choice",
        ("`{name}` 不能是 `{text}`", "`{name}` cannot be `{text}`"),
        ("请从中选一个：{words}", "choose one of: {words}"),
    ),
    _entry(
        "WE208",
        "not-a-whole-number",
        (
            "`{text}` 不是从 0 起的整数，这里需要整数才能计算",
            "`{text}` is not a whole number from 0, which is needed here to reckon with",
        ),
        ("请写成例如 `30` 的数字，不带单位", "write a number such as `30`, without its unit"),
    ),
    _entry(
        "WE209",
        "not-a-number",
        (
            "`{text}` 不是数字，这里需要数字才能计算",
            "`{text}` is not a number, which is needed here to reckon with",
        ),
        (
            "请写成例如 `0.5` 的数字：最多十五位整数、六位小数，不带单位",
            "write a number such as `0.5`: up to 15 digits and six places, without its unit",
        ),
    ),
    _entry(
        "WE210",
        "not-true-or-false",
        (
            "这里只能写“是”或“否”，写的却是{found}",
            "this must be `true` or `false`, but it is {found}",
        ),
        (
            "请写 `是` 或 `否`（英文写 `true` 或 `false`），不加引号",
            "write `true` or `false` (in Chinese `是` or `否`), without quotes",
        ),
    ),
    _entry(
        "WE211",
        "not-a-date",
        ("`{text}` 不是日历上的日期", "`{text}` is not a date of the calendar"),
        (
            "请写成 `2026-12-31`：四位年、两位月、两位日",
            "write it as `2026-12-31`: year, month, day",
        ),
    ),
    _entry(
        "WE212",
        "name-not-a-word",
        (
            "`{name}` 要用在条件里，不能作为名称",
            "`{name}` stands in conditions and cannot be a name there",
        ),
        (
            "名称以字母或汉字开头，后面只用字母、汉字、数字、下划线",
            "start with a letter, then only letters, digits and `_`",
        ),
    ),
    _entry(
        "WE213",
        "name-not-printable",
        (
            "`{name}` 不能作为名称：不能为空，不能含 `;` 和不可见字符，首尾不能有空格",
            "`{name}` cannot be a name: it needs text without `;`, hidden characters, outer spaces",
        ),
        ("请换一个名称", "choose another name"),
    ),
    _entry(
        "WE214",
        "name-reserved",
        (
            "`{name}` 是条件里的用语，不能作为名称",
            "`{name}` is a word of conditions and cannot be a name",
        ),
        ("请换一个名称，例如加上前缀", "choose another name, for example with a word before it"),
    ),
    _entry(
        "WE215",
        "entry-empty",
        ("`{name}` 下面没有写任何内容", "nothing is written under `{name}`"),
        ("请补上内容，或删除这一行", "write its content, or remove the line"),
    ),
    _entry(
        "WE216",
        "list-item-empty",
        ("`{name}` 的列表里有一项是空的", "an item of the list `{name}` is empty"),
        ("请补上内容，或删除多余的逗号或短横", "write it, or remove the comma or dash too many"),
    ),
    _entry(
        "WE217",
        "condition-keys",
        (
            "`{name}` 的条件里，每一层只能写“全部、任一、不是”中的一个，否则不知道它们如何组合",
            "in `{name}` each level takes one of `all`, `any`, `not`: nothing says how two combine",
        ),
        (
            "请嵌套书写，例如 `全部: [条件, {{任一: [条件, 条件]}}]`",
            "nest them, for example `all: [condition, {{any: [condition, condition]}}]`",
        ),
    ),
    _entry(
        "WE218",
        "condition-empty",
        ("`{name}` 下面没有条件", "`{name}` holds no condition"),
        ("请至少写一个条件，或删除 `{name}`", "write at least one condition, or remove `{name}`"),
    ),
    _entry(
        "WE221",
        "not-opening-hours",
        (
            "`{text}` 不是一段工作时间，无法推算时限",
            "`{text}` is not a stretch of opening hours, so deadlines cannot be reckoned",
        ),
        (
            '请写成 `"08:30..12:00"`，全天不上班写 `休息`（英文 `closed`）；`24:00` 为午夜',
            'write `"08:30..12:00"`, or `closed` (in Chinese `休息`); `24:00` is midnight',
        ),
    ),
    _entry(
        "WE222",
        "not-a-weekday",
        ("`{text}` 不是星期几", "`{text}` is not a weekday"),
        ("请写例如 `周六` 或 `周一至周五`", "write for example `sat` or `mon-fri`"),
    ),
    _entry(
        "WE228",
        "suspends-twice",
        (
            "“暂停”和“暂停选做项除外”只能写一个，否则不知道以哪个为准",
            "`suspends` and `suspends_optional_except` contradict each other",
        ),
        ("请删除其中一个", "remove one of the two"),
    ),
    _entry(
        "WE230",
        "option-twice",
        ("选项 `{name}` 写了两次", "the option `{name}` is given twice"),
        ("请删除其中一个", "remove one of the two"),
    ),
    _entry(
        "WE231",
        "options-empty",
        ("没有任何选项", "there are no options"),
        ("请写出选项，例如 `[高, 中, 低]`", "write them, for example `[high, medium, low]`"),
    ),
    _entry(
        "WE232",
        "not-a-percentage",
        (
            "`{text}` 不是大于 0、不超过 100% 的百分比",
            "`{text}` is not a percentage above 0 and up to 100%",
        ),
        ("请写成例如 `50%`", "write for example `50%`"),
    ),
    _entry(
        "WE233",
        "gives-both",
        (
            "决策表只能给出一个带类型的结果，或若干各有名称和类型的结果，不能混写",
            "a table gives either one type, or named outputs that each have a type, not both",
        ),
        (
            "例如 `给出: {{类型: 整数}}` 或 `给出: {{分钟数: {{类型: 整数}}}}`",
            "for example `gives: {{type: integer}}` or `gives: {{minutes: {{type: integer}}}}`",
        ),
    ),
    _entry(
        "WE234",
        "dates-reversed",
        (
            "这段日期的结束 {last} 早于开始 {first}",
            "these dates end on {last}, before they begin on {first}",
        ),
        (
            "请写成 `开始..结束`，例如 `2026-12-01..2026-12-05`",
            "write `first..last`, for example `2026-12-01..2026-12-05`",
        ),
    ),
    _entry(
        "WE235",
        "number-too-small",
        (
            "这里的 `{text}` 太小：至少是 {least}",
            "`{text}` is too small here: it must be at least {least}",
        ),
        (
            "请写 {least} 或更大的整数；不需要这项规定时整项删去",
            "write a whole number from {least} on, or remove the setting if you do not need it",
        ),
    ),
    _entry(
        "WE236",
        "negative-amount",
        (
            "`{text}` 不能作金额：金额不能小于 0",
            "`{text}` is no amount: an amount cannot be below 0",
        ),
        (
            "请写 0 或更大的数，例如 `500`；什么都不能批的角色写 `0`",
            "write a number from 0 on, such as `500`; for a role that may grant nothing write `0`",
        ),
    ),
    _entry(
        "WE237",
        "hours-overlap",
        (
            "同一天的两段时间 `{first}` 和 `{second}` 重叠",
            "`{first}` and `{second}` of one day overlap",
        ),
        (
            "改正其中一段；确是连续的，合成一段",
            "correct one of them; if it is one stretch, write it as one",
        ),
    ),
    _entry(
        "WE240",
        "folder-missing",
        ("找不到政策文件夹 `{folder}`", "there is no policy folder `{folder}`"),
        (
            "请检查路径，或用 `workflow-engine init` 新建",
            "check the path, or create one with `workflow-engine init`",
        ),
    ),
    _entry(
        "WE241",
        "not-a-folder",
        (
            "`{folder}` 是文件而不是文件夹；政策是一个文件夹",
            "`{folder}` is a file; a policy is a folder of files",
        ),
        ("请给出文件所在的文件夹", "give the folder the file lies in"),
    ),
    _entry(
        "WE242",
        "folder-without-yaml",
        ("文件夹 `{folder}` 中没有 `.yaml` 文件", "the folder `{folder}` has no `.yaml` file"),
        (
            "政策写在以 `.yaml` 结尾的文件里（`.yml` 不读取）",
            "a policy is written in files that end in `.yaml` (`.yml` is not read)",
        ),
    ),
    _entry(
        "WE243",
        "policy-section-missing",
        (
            "没有 `policy`（中文 `政策`）章节，不知道这是哪个政策的哪个版本",
            "there is no section `policy`, so nothing says which policy this is and which version",
        ),
        (
            '请补写，例如 `政策: {{编号: my-policy, 版本: "1"}}`',
            'add for example `policy: {{id: my-policy, version: "1"}}`',
        ),
    ),
    _entry(
        "WE244",
        "file-unreadable",
        ("无法读取 `{file}`：{reason}", "`{file}` cannot be read: {reason}"),
        ("请检查文件权限", "check the permissions of the file"),
    ),
    _entry(
        "WE245",
        "file-without-sections",
        (
            "文件 `{file}` 最外层不是章节，无法读取其中内容",
            "the outermost of `{file}` are not sections, so it cannot be understood",
        ),
        (
            "最外层应为章节，例如 `标签:`，内容缩进写在下面",
            "start with a section such as `tags:` and write its content indented below",
        ),
    ),
)

ENTRIES: dict[str, CodeEntry] = {entry.code: entry for entry in _ALL}
