"""What business people write wrongly: each mistake has a code, a place and advice in Chinese."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import POLICY, Shell


def when(condition: str) -> str:
    return POLICY.replace("tier >= 28", condition)


def only_error(shell: Shell) -> dict[str, object]:
    """The one finding of `check p --format json`, which must be an error."""
    ran = shell("check", "p", "--format", "json")
    assert ran.code == 1
    (found,) = json.loads(ran.out)["findings"]
    assert found["severity"] == "error"
    return found


BOMB = "needs:\n  a0: &a0 {label: x}\n" + "".join(
    f"  a{n}: &a{n} {{label: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12)
)
CASES = {
    "full-width colon": ("id: p", "id：p", "WE122", (2, 5), "中文冒号"),
    "full-width comma": ("大客户, when", "大客户， when", "WE123", (18, 19), "“，”"),
    "Chinese quotes": ('version: "1"', "version: “1”", "WE124", (3, 12), "英文引号"),
    "full-width digits": (">= 28", ">= ２８", "WE126", (18, 35), "全角字符 `２８`，应写成 `28`"),
    "full-width operator": ("tier >= 28", "tier ＞= 28", "WE126", (18, 32), "应写成 `>`"),
    "tab": ("  big:", "\tbig:", "WE121", (18, 1), "只能用空格"),
    "unknown tag": ("tier >= 28", "bug or tier > 3", "WE325", (18, 27), "没有名为 `bug`"),
    "cyclic measures": (
        "  net: contribution - cost",
        "  net: gross - cost\n  gross: net + cost",
        "WE352",
        (16, 3),
        "`net` → `gross` → `net`",
    ),
    "type error deep in a nested condition": (
        "when: tier >= 28",
        "when: {all: [tier > 1, {any: [tier > 2, {not: {all: [{any: [joined_on > 3]}]}}]}]}",
        "WE330",
        (18, 81),
        "`joined_on`（日期）不能与整数比较",
    ),
    "import": (
        "tier >= 28",
        """'__import__("os").system("id") == 0'""",
        "WE315",
        (18, 28),
        "不能作名称",
    ),
    "attribute access": ("tier >= 28", "tier.__class__ == 1", "WE306", (18, 31), "不碰程序"),
    "lambda": ("tier >= 28", "'(lambda: 1)() == 1'", "WE307", (18, 29), "不能定义函数"),
    "comprehension": ("tier >= 28", "'[x for x in market]'", "WE308", (18, 31), "不能写循环"),
    "number of 10,000 digits": ("28", "9" * 10_000, "WE301", (18, 27), "最多 2000 个"),
    "number of 1,000 digits": ("28", "9" * 1_000, "WE303", (18, 35), "位"),
    "1 MB of brackets in a condition": (
        "tier >= 28",
        "'" + "(" * 1_000_000 + "'",
        "WE301",
        (18, 27),
        "最多 2000 个",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_in_the_text(shell: Shell, name: str) -> None:
    right, wrong, code, place, word = CASES[name]
    assert POLICY.count(right) == 1
    shell.write({"p/a.yaml": POLICY.replace(right, wrong)})
    found = only_error(shell)
    assert found["code"] == code
    assert (found["place"]["line"], found["place"]["column"]) == place
    assert word in found["message"]
    assert found["help"]


WHOLE_FILES = {
    "duplicate key in two files": ("tags:\n  big: {when: tier > 2}\n", "WE206", 2, "两个文件"),
    "1 MB of brackets": ("tags: " + "[" * 1_000_000, "WE117", 1, "超过 64 层"),
    "1 MB of braces": ("tags: " + "{a: " * 250_000, "WE117", 1, "超过 64 层"),
    "alias bomb": (BOMB, "WE118", 6, "超过 1,000 处"),
    "merge key": ("<<: {a: b}\n", "WE114", 1, "合并键"),
    "YAML tag": ("tags: !!python/object:os.system {}\n", "WE115", 1, "标记"),
    "two documents": ("---\nneeds: {}\n---\nneeds: {}\n", "WE116", 3, "---"),
    "unclosed quote": ("tags: {x: {when: 'a\n", "WE107", 1, "引号没有合上"),
    "list on top": ("- a\n", "WE245", 1, "最外层"),
    "not UTF-8": (b"needs: {a: \xff\xfe\x80}\n", "WE101", 1, "UTF-8"),
    "UTF-16": ("needs: {}\n".encode("utf-16"), "WE101", 1, "UTF-8"),
    "NUL": ("needs: {}\n\0", "WE105", 2, "看不见的控制字符"),
}


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_a_second_file_that_is_wrong(shell: Shell, name: str) -> None:
    text, code, line, word = WHOLE_FILES[name]
    shell.write({"p/a.yaml": POLICY, "p/b.yaml": text})
    found = only_error(shell)
    assert found["code"] == code
    assert found["place"]["line"] == line
    assert found["place"]["file"].endswith("b.yaml")
    assert word in found["message"]
    assert found["help"]


def test_both_places_of_a_double_definition(shell: Shell) -> None:
    shell.write({"p/a.yaml": POLICY, "p/b.yaml": "tags:\n  big: {when: tier > 2}\n"})
    text = shell("check", "p").out
    assert "--> p/b.yaml:2:3" in text
    assert "::: p/a.yaml:18:3" in text


def test_a_near_name_is_proposed(shell: Shell) -> None:
    shell.write({"p/a.yaml": when("markt == rural")})
    assert "是不是 `market`？" in shell("check", "p").out


def test_an_empty_file_is_a_warning(shell: Shell) -> None:
    shell.write({"p/a.yaml": POLICY, "p/b.yaml": ""})
    ran = shell("check", "p")
    assert ran.code == 1
    assert "警告[WE104]" in ran.out


def test_nothing_but_an_empty_file(shell: Shell) -> None:
    shell.write({"p/a.yaml": ""})
    ran = shell("check", "p")
    assert ran.code == 1
    assert "WE243" in ran.out
    assert "哪个政策" in ran.out


@pytest.mark.parametrize(
    ("path", "code", "word"),
    [
        ("p", "WE242", "没有 `.yaml` 文件"),
        ("nothing", "WE240", "找不到政策文件夹"),
        ("p/readme.txt", "WE241", "政策是一个文件夹"),
    ],
)
def test_no_policy_there(shell: Shell, path: str, code: str, word: str) -> None:
    shell.write({"p/readme.txt": "hello"})
    ran = shell("check", path)
    assert ran.code == 3
    assert f"错误[{code}]" in ran.out
    assert word in ran.out


def test_all_mistakes_at_once_and_worst_first(shell: Shell) -> None:
    broken = POLICY.replace("tier >= 28", "teir >= 28").replace("every: 1 month", "every: monthly")
    shell.write({"p/a.yaml": broken, "p/b.yaml": "tagz: {}\n", "p/c.yaml": ""})
    found = json.loads(shell("check", "p", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found] == ["error"] * 3 + ["warning"]


def test_a_broken_policy_decides_nothing(shell: Shell) -> None:
    shell.write({"p/a.yaml": when("teir >= 28"), "c.csv": "customer_id,tier\nC1,3\n"})
    for command in (("decide",), ("plan",), ("plan", "--out", "out"), ("explain", "C1")):
        ran = shell(command[0], "p", "c.csv", *command[1:])
        assert ran.code == 3
        assert "WE325" in ran.err
        assert not ran.out
        assert not (shell.folder / "out").exists()
    ran = shell("translate", "p", "--to", "zh", "--out", "q")
    assert ran.code == 3
    assert not (shell.folder / "q").exists()


def test_fix_mends_look_alikes_and_nothing_else(shell: Shell) -> None:
    wrong = (
        POLICY.replace("id: p", "id：p  # 不要动：“这里”，也不动\r")
        .replace(">= 28", "＞= ２８")
        .replace("大客户, when", "大客户， when")
    )
    right = POLICY.replace("id: p", "id: p  # 不要动：“这里”，也不动\r")
    shell.write({"p/a.yaml": wrong})
    ran = shell("check", "p", "--fix")
    assert ran.code == 0
    assert "已改好" in ran.err
    assert (shell.folder / "p/a.yaml").read_bytes() == right.encode()
    before = (shell.folder / "p/a.yaml").read_bytes()
    assert "已改好 0 处" in shell("check", "p", "--fix").err
    assert (shell.folder / "p/a.yaml").read_bytes() == before
