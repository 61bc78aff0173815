from __future__ import annotations

import dataclasses
import os
import struct
import sys
from importlib.metadata import PackageNotFoundError
from itertools import pairwise
from pathlib import Path

import pytest
import uharfbuzz
from hypothesis import given
from hypothesis import strategies as st

from tests.pdf.pages import document, python, texts
from tests.pdf.pages import fonts as fonts_of
from workflow_engine.pdf import fonts as preparing
from workflow_engine.pdf import package_fonts, system_fonts
from workflow_engine.pdf.cache_folder import folder_at_once
from workflow_engine.pdf.coverage import points, ranges
from workflow_engine.pdf.font_names import renamed
from workflow_engine.pdf.fonts import Fonts, fonts, private_fontconfig
from workflow_engine.pdf.package_fonts import WEIGHTS, PackageFonts
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.pdf.system_fonts import stand_ins

PRINT = """
import hashlib
from tests.pdf.pages import document
from workflow_engine.pdf.printing import pdf_bytes
data, report = pdf_bytes(document("<h1>首次使用</h1>"), engine="plutoprint")
print(hashlib.sha256(data).hexdigest())
"""


def own() -> PackageFonts:
    found = fonts().own
    assert found is not None
    return found


def face(path: Path) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))


def cut(chars: str, path: Path, family: str = "Some Sans") -> Path:
    """A font file that shows only these characters."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, chars))
    font = uharfbuzz.subset(face(own().folder / "NotoSansSC-Regular.ttf"), wanted)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(renamed(font.blob.data, family=family, style="Regular", weight=400))
    return path


@given(st.frozensets(st.integers(min_value=0, max_value=0x10FFFF)))
def test_ranges_keep_the_points(some: frozenset[int]) -> None:
    runs = ranges(some)
    assert points(runs) == some
    assert all(one[1] + 1 < other[0] for one, other in pairwise(runs))


@pytest.mark.parametrize(("style", "weight"), WEIGHTS)
def test_each_weight_is_named_as_it_is(style: str, weight: int) -> None:
    path = own().folder / f"NotoSansSC-{style}.ttf"
    font = face(path)
    plain = style in ("Regular", "Bold")
    names = {
        1: "Noto Sans SC" if plain else f"Noto Sans SC {style}",
        2: style if plain else "Regular",
        4: f"Noto Sans SC {style}",
        6: f"NotoSansSC-{style}",
        16: "Noto Sans SC",
        17: style,
    }
    assert {id_: font.get_name(id_) for id_ in names} == names
    assert "SIL Open Font License" in font.get_name(13)
    os2 = font.reference_table("OS/2").data
    (selection,) = struct.unpack_from(">H", os2, 62)
    assert struct.unpack_from(">H", os2, 4) == (weight,)
    assert selection & 0b1100001 == (0b100000 if style == "Bold" else 0b1000000)
    assert struct.unpack_from(">H", font.reference_table("head").data, 44) == (style == "Bold",)
    assert not {"fvar", "gvar", "STAT"} & set(font.table_tags)
    data = path.read_bytes()
    assert sum(struct.unpack(f">{len(data) // 4}I", data)) % 2**32 == 0xB1B0AFBA


def test_the_licence_is_beside_the_fonts_and_the_cover_is_wide() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (own().folder / "OFL.txt").read_text("utf-8")
    covered = points(own().covered)
    assert len(covered) > 30_000
    assert {ord(char) for char in "囍镕喆堃㎡①〇—…"} <= covered
    assert own().source.startswith("justmytype-intl-cjk ")


def test_only_twins_are_left_out_of_the_fonts() -> None:
    shown = frozenset(face(own().folder / "NotoSansSC-Medium.ttf").unicodes)
    left_out = {ord(char) for char in own().twins}
    assert points(own().covered) - shown == left_out
    assert {ord(char) for char in own().twins.values()} <= shown


def test_fonts_are_made_once_and_again_where_they_are_damaged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = package_fonts.package_fonts()
    assert first is not None
    regular = first.folder / "NotoSansSC-Regular.ttf"
    made = regular.stat()
    assert package_fonts.package_fonts() == first
    assert regular.stat().st_mtime_ns == made.st_mtime_ns
    regular.write_bytes(b"half")
    assert package_fonts.package_fonts() == first
    assert regular.stat().st_size == made.st_size
    (first.folder / "fonts.json").write_text("{}")
    assert package_fonts.package_fonts() == first


def test_two_processes_may_start_at_the_same_time(tmp_path: Path) -> None:
    two = (
        "import os, subprocess, sys\n"
        f"script = {PRINT!r}\n"
        "started = [subprocess.Popen([sys.executable, '-c', script], stdout=-1) for _ in 'ab']\n"
        "print(*[one.communicate()[0].decode() for one in started])\n"
        "sys.exit(sum(one.returncode for one in started))"
    )
    one, other = python(two, XDG_CACHE_HOME=str(tmp_path)).stdout.split()
    assert one == other
    kept = tmp_path / "workflow-engine"
    assert len(list((kept / "fonts").iterdir())) == len(list((kept / "fontconfig").iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    ran = python(PRINT, XDG_CACHE_HOME=str(blocked), TMPDIR=str(temporary))
    assert ran.stdout == python(PRINT).stdout
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_behind_is_cleared(tmp_path: Path) -> None:
    old, new = tmp_path / ".a-old", tmp_path / ".a-new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (0, 0))
    with folder_at_once(tmp_path / "a") as making:
        (making / "x").write_text("x")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a-new", "a"]


def test_stand_ins_are_few_and_plain(tmp_path: Path) -> None:
    files = [
        cut("甲乙丙A", tmp_path / "SomeSerif-Regular.ttf"),
        cut("甲乙丙A", tmp_path / "SomeSans-Bold.ttf"),
        cut("甲乙丙A", tmp_path / "SomeSans-Regular.ttf"),
        cut("丁A", tmp_path / "Few.ttf"),
        cut("A", tmp_path / "Nothing.ttf"),
        tmp_path / "broken.ttf",
    ]
    files[-1].write_bytes(b"no font")
    chosen = stand_ins(files, frozenset({ord("A")}))
    assert [one.path.name for one in chosen] == ["SomeSans-Regular.ttf", "Few.ttf"]
    assert stand_ins(files, frozenset(map(ord, "甲乙丙丁A"))) == ()


def test_a_font_of_the_same_family_does_not_stand_in(tmp_path: Path) -> None:
    path = cut("甲", tmp_path / "Variable.ttf", "Noto Sans SC")
    assert stand_ins([path], frozenset(), beside="Noto Sans SC") == ()
    assert [one.path for one in stand_ins([path], frozenset())] == [path]


def test_coloured_fonts_do_not_stand_in(tmp_path: Path) -> None:
    path = cut("甲", tmp_path / "Emoji.ttf")
    data = bytearray(path.read_bytes())
    at = data.index(b"glyf")
    data[at : at + 4] = b"CBDT"
    path.write_bytes(bytes(data))
    assert stand_ins([path], frozenset()) == ()


def test_other_fonts_on_the_machine_change_no_page(tmp_path: Path) -> None:
    """Not even a font that calls itself like ours."""
    intruder = tmp_path / "data" / "fonts" / "NotoSansSC-Regular.ttf"
    cut("首次使用1/", intruder, "Noto Sans SC")
    variables = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_DATA_HOME": str(tmp_path / "data")}
    assert python(PRINT, **variables).stdout == python(PRINT).stdout


def test_without_the_package_installed_fonts_are_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = cut("甲乙", tmp_path / "fonts" / "Some & Sans.ttf")

    def none(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(package_fonts, "files", none)
    monkeypatch.setattr(system_fonts, "font_folders", lambda: (tmp_path / "fonts",))
    monkeypatch.setattr(preparing, "font_folders", lambda: (tmp_path / "fonts",))
    found = preparing._prepare()
    assert (found.own, found.stand_ins) == (None, (installed,))
    assert found.covered == frozenset(map(ord, "甲乙"))
    assert "<dir>" + str(tmp_path / "fonts") in (found.folder / "fonts.conf").read_text("utf-8")


def test_without_harfbuzz_nobody_knows_what_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    found = preparing._prepare()
    assert (found.own, found.covered) == (None, None)


def test_our_family_is_taken_from_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str | None] = []

    def choose(*_: object, beside: str | None) -> tuple[()]:
        asked.append(beside)
        return ()

    found = own()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(preparing, "package_fonts", lambda: found)
    monkeypatch.setattr(preparing, "stand_ins", choose)
    assert preparing._prepare().stand_ins == ()
    assert asked == ["Noto Sans SC"]


@pytest.mark.parametrize("before", ["mine", None])
def test_the_environment_is_as_before(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("FONTCONFIG_FILE", "FONTCONFIG_SYSROOT")
    for name in names:
        monkeypatch.setenv(name, before or "")
        if before is None:
            monkeypatch.delenv(name)
    with private_fontconfig(fonts()):
        inside = [os.environ.get(name) for name in names]
    assert inside == [str(fonts().folder / "fonts.conf"), None]
    assert [os.environ.get(name) for name in names] == [before, before]


def test_processes_started_later_find_their_own_fonts() -> None:
    script = (
        "import os, subprocess\n"
        + PRINT
        + "print(subprocess.run('echo [$FONTCONFIG_PATH]', shell=True, capture_output=True).stdout)"
    )
    assert "b'[]\\n'" in python(script).stdout


def test_what_only_a_stand_in_shows_is_printed_by_it() -> None:
    """True on every machine: either a font shows it and it is there, or the report names it."""
    data, report = pdf_bytes(document("<p>甲𠮷</p>"), engine="plutoprint")
    covered = fonts().covered
    assert covered is not None
    assert ("𠮷" in texts(data)[0] and len(fonts_of(data)) > 1) is (0x20BB7 in covered)
    assert [one.char for one in report.uncovered] == ([] if 0x20BB7 in covered else ["𠮷"])


def test_fonts_are_the_same_for_the_whole_process() -> None:
    assert fonts() is fonts()
    assert dataclasses.is_dataclass(Fonts)
