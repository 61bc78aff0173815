"""What is printed on paper: `plan --format pdf`, what printing commands share, `doctor`."""

from __future__ import annotations

import argparse
import json
import os
import re
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from tests.cli.running import DAY, HEADER, POLICY, ROOT, Shell, process
from tests.pdf.pages import document, outline, texts
from workflow_engine.cli import doctor
from workflow_engine.cli.paper import paper_arguments, write_document
from workflow_engine.errors import OutputError, UsageError
from workflow_engine.pdf import printing
from workflow_engine.pdf.fonts import Fonts, fonts

TWO = HEADER + "C1,好店,28,rural,2026-01-01,10,5\nC/2,二店,10,urban,2026-01-01,1,0\n"
PLAN = ("plan", "p", "c.csv", "--at", DAY)


@pytest.fixture
def two(shell: Shell) -> Shell:
    shell.write({"p/a.yaml": POLICY, "c.csv": TWO})
    return shell


@pytest.fixture
def no_engine(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python path on which no engine can be imported."""
    folder = tmp_path_factory.mktemp("none")
    for name in ("plutoprint", "weasyprint"):
        text = f'raise ModuleNotFoundError("No module named {name!r}", name={name!r})\n'
        (folder / f"{name}.py").write_text(text)
    return f"{folder}:{ROOT}"


def options(*arguments: str, lang: str = "zh") -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    paper_arguments(parser, lang == "zh")
    return parser.parse_args(arguments, argparse.Namespace(lang=lang))


def test_one_plan_as_a_file(two: Shell) -> None:
    ran = two(*PLAN, "--only", "C1", "--out", "好店.pdf")
    pages = texts((two.folder / "好店.pdf").read_bytes())
    assert (ran.code, ran.out) == (0, "")
    assert f"已写到 好店.pdf（{len(pages)} 页）" in ran.err
    assert "好店" in pages[0]


def test_many_plans_as_a_booklet(two: Shell) -> None:
    ran = two(*PLAN, "--format", "pdf", "--out", "all.pdf", "--lang", "en")
    data = (two.folder / "all.pdf").read_bytes()
    assert ran.code == 0
    assert "written to all.pdf" in ran.err
    found = [child for _, _, children in outline(data) for child in children]
    assert [page for _, page, _ in found] == sorted({page for _, page, _ in found})
    for title, page, _ in found:
        assert title.split()[-1] in texts(data)[page]


def test_a_folder_of_everything(two: Shell) -> None:
    ran = two(*PLAN, "--format", "pdf", "--out", "out")
    names = sorted(
        path.relative_to(two.folder / "out").as_posix()
        for path in (two.folder / "out").rglob("*")
        if path.is_file() and path.name[0] != "."
    )
    assert ran.code == 0
    assert names == [
        "booklet.pdf",
        "plans.jsonl",
        "plans/C%2F2.pdf",
        "plans/C1.pdf",
        "summary.json",
        "summary.pdf",
    ]
    assert "booklet.pdf" in ran.out
    made = (two.folder / "out" / "plans.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["customer"]["id"] for line in made] == ["C1", "C/2"]
    assert "二店" in texts((two.folder / "out" / "plans" / "C%2F2.pdf").read_bytes())[0]
    assert two(*PLAN, "--format", "pdf", "--out", "again").code == 0
    for name in names:
        assert (two.folder / "again" / name).read_bytes() == (
            two.folder / "out" / name
        ).read_bytes(), name


@pytest.mark.parametrize("ending", ["pdf", "html"])
def test_what_the_customer_may_read(two: Shell, ending: str) -> None:
    def shown(*arguments: str) -> str:
        path = two.folder / f"plan.{ending}"
        assert two(*PLAN, "--only", "C1", "--out", path.name, *arguments).code == 0
        data = path.read_bytes()
        return "".join(texts(data)) if ending == "pdf" else data.decode()

    assert "大客户" in shown()
    assert "大客户" not in shown("--audience", "customer")


def test_no_customer_at_all(shell: Shell) -> None:
    shell.write({"p/a.yaml": POLICY, "c.csv": HEADER})
    assert shell(*PLAN, "--out", "none.pdf").code == 0
    assert len(texts((shell.folder / "none.pdf").read_bytes())) >= 1


def test_without_an_engine_the_pages_are_written(two: Shell, no_engine: str) -> None:
    ran = process(*PLAN, "--out", "all.pdf", cwd=two.folder, PYTHONPATH=no_engine)
    assert (ran.code, ran.out) == (1, "")
    assert "python -m pip install 'workflow-engine[pdf]'" in ran.err
    assert "已改写为网页：all.html" in ran.err
    assert "好店" in (two.folder / "all.html").read_text("utf-8")
    assert not (two.folder / "all.pdf").exists()
    ran = process(
        *PLAN, "--format", "pdf", "--out", "o", "--lang", "en", cwd=two.folder, PYTHONPATH=no_engine
    )
    assert ran.code == 1
    assert "no PDF engine is installed" in ran.err
    assert (two.folder / "o" / "booklet.html").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--out", "a.pdf", "--engine", "prince"), "--engine 不能是 `prince`"),
        (("--out", "a.pdf", "--engine", "plutoprint", "--variant", "pdf/ua-1"), "weasyprint"),
        (("--out", "a.html", "--variant", "pdf/ua-1"), "只用于 PDF"),
        (("--out", "a.html", "--format", "pdf"), "pdf 不能写成 .html 文件"),
    ],
)
def test_mistakes_of_use(two: Shell, arguments: tuple[str, ...], told: str) -> None:
    ran = two(*PLAN, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert sorted(path.name for path in two.folder.iterdir()) == ["c.csv", "p"]


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ((), "sheet.html"),
        (("--format", "pdf"), "sheet.pdf"),
        (("--out", "x.pdf"), "x.pdf"),
        (("--out", "x.html"), "x.html"),
        (("--out", "folder", "--format", "pdf"), "folder/sheet.pdf"),
        (("--out", "folder/"), "folder/sheet.html"),
        (("--out", "2026.11/"), "2026.11/sheet.html"),
    ],
)
def test_where_a_document_is_written(
    shell: Shell, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], written: str
) -> None:
    assert write_document(document("<h1>表</h1>"), options(*arguments), default="sheet") == 0
    path = shell.folder / written
    start = path.read_bytes()[:5]
    assert start == (b"%PDF-" if written.endswith("pdf") else b"<!DOC")
    assert f"已写到 {written}" in capsys.readouterr().err


def test_a_document_whose_format_and_name_disagree(shell: Shell) -> None:
    with pytest.raises(UsageError):
        write_document(document(""), options("--format", "pdf", "--out", "x.html"), default="s")
    for out in ("x.docx", "x.svg"):
        with pytest.raises(UsageError):
            write_document(document(""), options("--out", out), default="s")
    shell.write({"file": ""})
    with pytest.raises(OutputError):
        write_document(document(""), options("--out", "file/y.pdf"), default="s")


def test_characters_that_no_font_shows_are_told(
    shell: Shell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = fonts().own
    assert own is not None
    alone = Fonts(fonts().folder, own, (), own.covered)
    monkeypatch.setattr(printing, "fonts", lambda: alone)
    one = document("<p>𠮷野家</p>")
    assert write_document(one, options("--out", "x.pdf"), default="s") == 0
    assert "𠮷 U+20BB7（“𠮷野家”）" in capsys.readouterr().err
    assert write_document(one, options("--out", "x.pdf", lang="en"), default="s") == 0
    assert "shown by no font" in capsys.readouterr().err
    shell.write({"p/a.yaml": POLICY, "c.csv": TWO.replace("好店", "𠮷店")})
    for out in ("all.pdf", "folder"):
        ran = shell(*PLAN, "--format", "pdf", "--out", out)
        assert ran.err.count("𠮷 U+20BB7") == 1


def test_doctor_says_what_is_there(shell: Shell) -> None:
    ran = shell("doctor")
    assert ran.code == 0
    for told in ("plutoprint", "可用，默认选用", "justmytype-intl-cjk", "基本汉字 20,976 个"):
        assert told in ran.out
    english = shell("doctor", "--lang", "en")
    assert "runs, taken by default" in english.out
    assert "20,976 of 20,992 basic Chinese ones" in english.out


def test_doctor_says_what_to_install(no_engine: str, tmp_path: Path) -> None:
    ran = process("doctor", cwd=tmp_path, PYTHONPATH=no_engine)
    assert ran.code == 1
    assert "pip install 'workflow-engine[pdf]'" in ran.out.replace("\n", " ").replace("  ", "")
    assert "weasyprint" in ran.out


def test_doctor_without_our_font(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    none = Fonts(shell.folder, None, tuple(Path(f"{n}.ttf") for n in range(9)), ((65, 90),))
    monkeypatch.setattr("workflow_engine.pdf.fonts.fonts", lambda: none)
    ran = shell("doctor")
    assert ran.code == 1
    assert "没有安装 justmytype-intl-cjk" in ran.out
    assert "等 9 个" in ran.out
    assert "26 个字符" in ran.out
    unknown = Fonts(shell.folder, None, (), None)
    monkeypatch.setattr("workflow_engine.pdf.fonts.fonts", lambda: unknown)
    ran = shell("doctor", "--lang", "en")
    assert ran.code == 0
    assert "not known: uharfbuzz is missing" in ran.out
    assert doctor.EXAMPLE == "workflow-engine doctor"


def test_doctor_tells_every_extra(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"])
    assert set(doctor.EXTRAS) == extras - {"pdf", "pdf-ua", "bench", "dev"}
    for extra, (packages, _) in doctor.EXTRAS.items():
        needs = [re.split(r"[\[<>=]", need)[0] for need in project["optional-dependencies"][extra]]
        assert {*packages} == {*needs} - {"workflow-engine"}
    ran = shell("doctor")
    assert "openpyxl 3." in ran.out
    assert "读写 Excel" in ran.out
    assert re.search(r"batch +polars \d.+、numpy \d", ran.out)

    def nothing(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(doctor, "version", nothing)
    bare = shell("doctor")
    assert bare.code == 0
    told = " ".join(bare.out.split())
    for extra in doctor.EXTRAS:
        assert f"pip install 'workflow-engine[{extra}]'" in told
    assert "missing (calendar files)" in " ".join(shell("doctor", "--lang", "en").out.split())


def test_doctor_tells_of_java(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    home = shell.folder / "jdk"
    name = "java.exe" if os.name == "nt" else "java"
    shell.write({f"jdk/bin/{name}": "", "jdk/release": 'JAVA_VERSION="21.0.2"\n'})
    monkeypatch.setenv("JAVA_HOME", str(home))
    monkeypatch.setattr("workflow_engine.cli.doctor.version", lambda _: "1.0")
    assert "Java 21.0.2：" in shell("doctor").out
    (home / "release").write_bytes(b"\xff")
    assert "Java:" in shell("doctor", "--lang", "en").out
    monkeypatch.setenv("JAVA_HOME", str(shell.folder))
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert "Spark 需要 Java 17 或更新的版本" in shell("doctor").out
