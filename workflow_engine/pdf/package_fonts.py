"""The font that comes with the extra `[pdf]`: Noto Sans SC, made static once for each machine.

The package `justmytype-intl-cjk` carries the variable font, which PlutoPrint prints in one weight
only. The weights our style sheet asks for are cut out of it with HarfBuzz at first use, and kept
in the user's cache folder with the licence (SIL Open Font License 1.1) beside them.
"""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files, version
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.pdf.cache_folder import cache_folder, folder_at_once
from workflow_engine.pdf.coverage import Ranges, ranges
from workflow_engine.pdf.font_names import renamed

if TYPE_CHECKING:
    import uharfbuzz

PACKAGE = "justmytype-intl-cjk"
FAMILY = "Noto Sans SC"
SOURCE = "NotoSansSC[wght].ttf"
LICENCE = "OFL.txt"
WEIGHTS = (("Regular", 400), ("Medium", 500), ("Bold", 700))
"""The styles that are made; each is 10 MB in the cache folder and a few KB in a document."""

_MAKING = 2
"""Goes up when the same source would be made into other files."""
_SHEET = "fonts.json"
_LOSES_TEXT = ("aalt", "dlig", "hist", "liga", "locl")
"""Features that put glyphs in place of letters which then cannot be copied or searched."""


@dataclass(frozen=True, slots=True)
class PackageFonts:
    """The static fonts in the cache folder.

    Attributes:
        folder: where they are.
        source: the package and version they were made from.
        covered: the code points they show, with those of `twins`.
        twins: characters that look the same as another one, by which they are to be replaced; the
            fonts have only the other, so that it comes out when text is copied or searched.
    """

    folder: Path
    source: str
    covered: Ranges
    twins: Mapping[str, str]


def package_fonts() -> PackageFonts | None:
    """The static fonts, made now if this machine has none yet; None without the packages."""
    source = _source()
    if source is None:
        return None
    try:
        import uharfbuzz
    except ImportError:
        return None
    key = f"{version(PACKAGE)}-harfbuzz-{uharfbuzz.version_string()}-{_MAKING}"
    folder = cache_folder() / "fonts" / f"noto-sans-sc-{key}"
    kept = _kept(folder)
    while kept is None:
        with folder_at_once(folder) as making:
            _make(source, making)
        kept = _kept(folder)
        if kept is None:  # what was there before is damaged
            shutil.rmtree(folder)
    return kept


def _source() -> Path | None:
    """The variable font of the installed package."""
    try:
        listed = files(PACKAGE) or ()
    except PackageNotFoundError:
        return None
    for file in listed:
        if file.name == SOURCE:
            path = Path(str(file.locate()))
            return path if path.is_file() else None
    return None


def _make(source: Path, folder: Path) -> None:
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(source))
    same = twins(_by_glyph(face))
    sizes = {}
    for style, weight in WEIGHTS:
        wanted = uharfbuzz.SubsetInput()
        wanted.keep_everything()
        wanted.glyph_set.clear()
        for twin in same:
            wanted.unicode_set.discard(ord(twin))
        for feature in _LOSES_TEXT:
            wanted.layout_feature_tag_set.discard(int.from_bytes(feature.encode(), "big"))
        wanted.pin_axis_location(face, "wght", weight)
        cut = uharfbuzz.subset(face, wanted).blob.data
        font = renamed(cut, family=FAMILY, style=style, weight=weight)
        name = f"NotoSansSC-{style}.ttf"
        (folder / name).write_bytes(font)
        sizes[name] = len(font)
    shutil.copyfile(source.with_name(LICENCE), folder / LICENCE)
    sheet = {
        "source": f"{PACKAGE} {version(PACKAGE)}",
        "sizes": sizes,
        "covered": ranges(face.unicodes),
        "twins": same,
    }
    (folder / _SHEET).write_text(json.dumps(sheet), encoding="utf-8")


def twins(groups: Iterable[str]) -> dict[str, str]:
    """The characters to be replaced by one that looks the same, from groups that do.

    A radical or a compatibility form gives way to the ordinary Chinese character, else the higher
    code point to the lowest. Spaces and hyphens, which differ in how lines break, all stay, and so
    do ordinary Chinese characters.

    >>> twins(["⼀一", "…⋯", "-\u2011", "墫壿"])
    {'⼀': '一', '⋯': '…'}
    """
    found: dict[str, str] = {}
    for group in groups:
        if any(unicodedata.category(char) in ("Zs", "Pd", "Cf") for char in group):
            continue
        ordinary = [char for char in group if _is_ordinary(char)]
        best = min(ordinary or group)
        found.update((char, best) for char in group if char != best and char not in ordinary)
    return found


def _is_ordinary(char: str) -> bool:
    """Whether it is a Chinese character of its own: unified, neither radical nor compatibility."""
    return unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH")


def _by_glyph(face: uharfbuzz.Face) -> list[str]:
    """The characters that share a glyph, lowest first."""
    import uharfbuzz

    font = uharfbuzz.Font(face)
    groups: dict[int, str] = {}
    for point in sorted(face.unicodes):
        glyph = font.get_nominal_glyph(point)
        groups[glyph] = groups.get(glyph, "") + chr(point)
    return [group for group in groups.values() if len(group) > 1]


def _kept(folder: Path) -> PackageFonts | None:
    """The fonts of the folder; None where they are not there, or not whole."""
    try:
        sheet = json.loads((folder / _SHEET).read_text(encoding="utf-8"))
        whole = all((folder / name).stat().st_size == size for name, size in sheet["sizes"].items())
        covered = tuple((first, last) for first, last in sheet["covered"])
        found = PackageFonts(folder, sheet["source"], covered, dict(sheet["twins"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if whole else None
