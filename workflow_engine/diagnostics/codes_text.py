"""Diagnostic codes about the text of a file and its YAML (WE1xx)."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.code_entry import CodeEntry
from workflow_engine.diagnostics.diagnostic import Severity


def _entry(  # noqa: PLR0917 - read as the columns of a table
    code: str, name: str, severity: Severity, zh: str, en: str, help_zh: str, help_en: str
) -> CodeEntry:
    return CodeEntry(code, name, severity, Bilingual(zh, en), Bilingual(help_zh, help_en))


_ENTRIES = (
    _entry(
        "WE101",
        "not-utf8",
        "error",
        "文件不是 UTF-8 编码（也不像 GB18030）：从这里起有无法识别的内容，整份文件都没有读",
        "the file is not UTF-8 (nor does it look like GB18030): from here "
        "on it holds something that is no text, so none of it was read",
        "请在编辑器里选择“另存为”，编码选 UTF-8，再试一次",
        "Save the file again with the encoding UTF-8 (in most editors: “Save as…”)",
    ),
    _entry(
        "WE102",
        "gb18030",
        "warning",
        "文件是 GB18030（GBK）编码；这次照常读了，但别的电脑上可能显示成乱码",
        "the file is written in GB18030 (GBK); it was read all the same, "
        "but may turn to garbage on other machines",
        "请另存为 UTF-8 编码",
        "Save the file as UTF-8",
    ),
    _entry(
        "WE103",
        "file-too-large",
        "error",
        "文件有 {size} 字节，超过 4 MiB 的上限，没有读",
        "the file has {size} bytes, more than the limit of 4 MiB, and was not read",
        "一个政策可以分成多个文件：请按章节拆开",
        "A policy may be split into several files, for example one per section",
    ),
    _entry(
        "WE104",
        "empty-file",
        "warning",
        "文件里什么也没有写，对政策没有作用",
        "the file holds nothing, so it adds nothing to the policy",
        "请写上内容，或者删掉这个文件",
        "Write something into it, or remove it",
    ),
    _entry(
        "WE105",
        "control-character",
        "error",
        "这里有一个看不见的控制字符（{character}），政策文件里不允许",
        "there is an invisible control character here ({character}), which "
        "a policy file must not hold",
        "请删掉它；`check --fix` 会把它换成空格",
        "Delete it; `check --fix` replaces it by a space",
    ),
    _entry(
        "WE106",
        "yaml-syntax",
        "error",
        "从这里起不符合 YAML 的写法，后面的内容没有读（{detail}）",
        "from here on this is not well-formed YAML, so what follows was not read ({detail})",
        "请检查这一行和上一行的缩进、冒号和引号",
        "Check the indentation, colons and quotes of this line and the one before",
    ),
    _entry(
        "WE107",
        "unclosed-quote",
        "error",
        "引号没有合上：这里的引号没有另一半，后面的内容都被当成了文字",
        "a quotation mark is not closed: everything behind it is taken for text",
        "请补上后一个引号",
        "Add the closing quotation mark",
    ),
    _entry(
        "WE108",
        "unclosed-bracket",
        "error",
        "这里的括号 `{bracket}` 没有合上，或者两项之间少了逗号",
        "the bracket `{bracket}` is not closed, or a comma is missing between two entries",
        "请检查括号是否成对、每两项之间是否有逗号；条件里本来就有括号或逗号时，请把整个条件放进引号里",
        "Check that brackets come in pairs and entries are parted by commas; "
        "a condition that holds brackets or commas itself must be put in "
        "quotes",
    ),
    _entry(
        "WE109",
        "indentation",
        "error",
        "这一行的缩进和它前面的内容对不上，看不出它属于哪一项",
        "this line is not aligned with what comes before it, so it is not clear what it belongs to",
        "同一级的内容要从同一列开始，下一级再多缩进两个空格；上一行若有引号或括号，也请检查是否合上",
        "Entries of the same level start in the same column, the next level "
        "two spaces further; check also that quotes and brackets above are "
        "closed",
    ),
    _entry(
        "WE110",
        "colon-in-text",
        "error",
        "这一行里多了一个冒号：冒号后有空格，就会被当成“名称: 内容”",
        "there is a colon too many in this line: a colon followed by a space "
        "always parts a key from its value",
        "内容本身带冒号时，请给内容加上引号；如果上一行才是这一项，请检查缩进",
        "If the colon belongs to the text, put the text in quotes; if the "
        "line above is its key, check the indentation",
    ),
    _entry(
        "WE111",
        "missing-colon",
        "error",
        "这里应当是“名称: 内容”，但没有找到冒号",
        "a `key: value` was expected here, but there is no colon",
        "请在名称后加上英文冒号和一个空格",
        "Put a colon and a space after the key",
    ),
    _entry(
        "WE112",
        "reserved-character",
        "error",
        "内容不能以 `{character}` 开头，这个字符在 YAML 里有别的用途",
        "a text cannot begin with `{character}`: YAML keeps that character for itself",
        "请给这段内容加上引号",
        "Put the text in quotes",
    ),
    _entry(
        "WE113",
        "duplicate-key",
        "error",
        "`{key}` 在同一处写了两次，不知道以哪一个为准",
        "`{key}` is written twice in the same place, so it is not clear which one counts",
        "请删掉其中一个，或者改名",
        "Remove one of them, or rename it",
    ),
    _entry(
        "WE114",
        "merge-key",
        "error",
        "这里用了合并键 `<<`，政策文件里不允许：别人看不出内容从哪里来",
        "the merge key `<<` is not allowed in a policy: a reader could not "
        "see where the entries come from",
        "请把需要的内容直接写在这里",
        "Write the entries out here",
    ),
    _entry(
        "WE115",
        "yaml-tag",
        "error",
        "这里用了 YAML 标记 `{tag}`，政策文件里不允许：内容的类型由字段决定",
        "the YAML tag `{tag}` is not allowed in a policy: the field decides "
        "what type its value has",
        "请删掉这个标记；内容本来就以感叹号开头时，请加上引号",
        "Remove it; if the text itself begins with an exclamation mark, put it in quotes",
    ),
    _entry(
        "WE116",
        "several-documents",
        "error",
        "一个文件只能有一份内容，但这里用 `---` 又开始了新的一份，它没有读",
        "a file holds one document, but `---` begins another one here, which was not read",
        "请删掉这一行 `---`，或者拆成两个文件",
        "Remove this `---`, or put the second part into a file of its own",
    ),
    _entry(
        "WE117",
        "nested-too-deep",
        "error",
        "内容套得太深，超过 64 层，没有读",
        "the content is nested more than 64 levels deep and was not read",
        "请检查是否有多余的括号",
        "Check for brackets that are not meant",
    ),
    _entry(
        "WE118",
        "too-many-aliases",
        "error",
        "引用（`*名称`）展开后太多，超过 {limit} 处，没有读",
        "the aliases (`*name`) expand to more than {limit} places, so the file was not read",
        "请少用引用，把内容直接写出来",
        "Write the content out instead of referring to it",
    ),
    _entry(
        "WE119",
        "unknown-alias",
        "error",
        "引用 `*{name}` 前面没有对应的 `&{name}`",
        "the alias `*{name}` refers to nothing: there is no complete `&{name}` before it",
        "内容本来就以星号开头时，请加上引号",
        "If the text itself begins with an asterisk, put it in quotes",
    ),
    _entry(
        "WE120",
        "key-not-a-name",
        "error",
        "冒号前面应当是一个名称",
        "what stands before the colon must be a name",
        "请写一个名称；列表或括号不能当名称用",
        "Write a name; a list or a pair of brackets cannot be one",
    ),
    _entry(
        "WE121",
        "tab",
        "error",
        "这里用了制表符（Tab），政策文件里只能用空格",
        "there is a tab here; a policy file uses spaces only",
        "请换成空格；`check --fix` 会替您换",
        "Replace it by spaces; `check --fix` does it for you",
    ),
    _entry(
        "WE122",
        "full-width-colon",
        "error",
        "`{key}` 后面是中文冒号“：”，这里要用英文冒号加空格",
        "`{key}` is followed by a full-width colon `：`, where a plain colon "
        "and a space are needed",
        "请改成 `{key}: `；`check --fix` 会替您改",
        "Write `{key}: `; `check --fix` does it for you",
    ),
    _entry(
        "WE123",
        "full-width-comma",
        "error",
        "这里用“{sign}”隔开两项，要用英文逗号",
        "`{sign}` parts two entries here, where a plain comma is needed",
        "请改成英文逗号；逗号若是内容的一部分，请给内容加上引号",
        "Write a plain comma; if it belongs to the text, put the text in quotes",
    ),
    _entry(
        "WE124",
        "curly-quotes",
        "error",
        "这里用了中文引号“ ”，要用英文引号",
        "there are curly quotation marks “ ” here, where plain ones are needed",
        "请改成英文引号；`check --fix` 会替您改",
        "Write plain quotation marks; `check --fix` does it for you",
    ),
    _entry(
        "WE125",
        "full-width-space",
        "error",
        "这里有全角空格（或不换行空格），要用普通空格",
        "there is a full-width (or no-break) space here, where ordinary spaces are needed",
        "请换成普通空格；`check --fix` 会替您换",
        "Replace it by ordinary spaces; `check --fix` does it for you",
    ),
    _entry(
        "WE126",
        "full-width-characters",
        "error",
        "条件和数值里有全角字符 `{found}`，应写成 `{wanted}`",
        "there are full-width characters `{found}` in a condition or figure, "
        "which should read `{wanted}`",
        "请改成半角；`check --fix` 会替您改",
        "Write them in half width; `check --fix` does it for you",
    ),
    _entry(
        "WE127",
        "full-width-mark",
        "error",
        "这里用了全角符号 `{found}`，要用半角的 `{wanted}`",
        "there is a full-width mark `{found}` here, where `{wanted}` is needed",
        "请改成半角；`check --fix` 会替您改",
        "Write it in half width; `check --fix` does it for you",
    ),
    _entry(
        "WE128",
        "invisible-character",
        "error",
        "这里有一个看不见的字符（{character}），会让名称对不上",
        "there is an invisible character here ({character}), which makes "
        "names differ that look alike",
        "请删掉它；`check --fix` 会替您删",
        "Delete it; `check --fix` does it for you",
    ),
    _entry(
        "WE129",
        "expression-cut",
        "error",
        "大括号或方括号里的逗号和括号把这个条件切断了，要把整个条件放进引号",
        "a comma or bracket cuts this condition apart, because it stands "
        "inside `{{ }}` or `[ ]`; the whole condition must be in quotes",
        "请写成 `{wanted}`；`check --fix` 会替您改",
        "Write `{wanted}`; `check --fix` does it for you",
    ),
    _entry(
        "WE130",
        "no-space-after-colon",
        "error",
        "`{key}` 的冒号后面少了一个空格，它和后面的内容被当成了一个词",
        "there is no space after the colon of `{key}`, so key and value were read as one word",
        "请在冒号后加一个空格；`check --fix` 会替您加",
        "Put a space after the colon; `check --fix` does it for you",
    ),
)

ENTRIES: dict[str, CodeEntry] = {entry.code: entry for entry in _ENTRIES}
