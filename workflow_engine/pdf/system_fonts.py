"""The fonts that are installed on this machine, found without fontconfig."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENDINGS = frozenset((".ttf", ".otf", ".ttc", ".otc"))
LIKED = ("sans", "hei", "gothic", "pingfang", "yahei")
"""Parts of the names of fonts without serifs, which sit well beside our own."""
FAMILIES = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "SimSun",
)
"""What is taken where a page names no font that is there, best first."""
MOST = 8
"""Fonts that may stand in; each is read by the engines when they start."""

_COLOURED = frozenset(("CBDT", "sbix", "COLR", "SVG "))
"""Tables of fonts whose glyphs are pictures, which do not print as text."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """An installed font, its family and the code points it covers."""

    path: Path
    family: str
    covered: frozenset[int]


def font_folders() -> tuple[Path, ...]:
    """The folders of this operating system in which fonts are installed; some may not exist."""
    try:
        home = Path.home()
    except RuntimeError:
        home = Path(os.devnull)
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR") or "C:/Windows")
        local = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        library = Path("/Library/Fonts")
        return (Path("/System/Library/Fonts"), library, home / library.relative_to("/"))
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        data / "fonts",
        home / ".fonts",
    )


def font_files() -> tuple[Path, ...]:
    """Every installed font file that can be scaled, in a fixed order."""
    found = {
        path
        for folder in font_folders()
        for path in _walk(folder)
        if path.suffix.lower() in ENDINGS
    }
    return tuple(sorted(found))


def stand_ins(
    files: Iterable[Path], covered: frozenset[int], *, beside: str | None = None
) -> tuple[FontFile, ...]:
    """The few fonts that show the most of what `covered` leaves out, best first.

    Of two that show the same the one without serifs, of regular weight, is taken. A font of the
    family `beside` never is: engines could not tell it from the one it should stand in for.
    """
    read = [file for file in map(_read, files) if file is not None]
    candidates = [file for file in read if file.family != beside]
    shown = set(covered)
    chosen: list[FontFile] = []
    while len(chosen) < MOST:
        best = max(
            candidates,
            key=lambda file: (len(file.covered - shown), _suits(file.path), file.path.name),
            default=None,
        )
        if best is None or best.covered <= shown:
            break
        chosen.append(best)
        shown |= best.covered
    return tuple(chosen)


def _walk(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield Path(parent) / name


def _suits(path: Path) -> tuple[bool, bool, bool]:
    name = path.stem.lower()
    return (
        "mono" not in name and "italic" not in name and "oblique" not in name,
        any(part in name for part in LIKED),
        not any(weight in name for weight in ("bold", "light", "thin", "black", "condensed")),
    )


def _read(path: Path) -> FontFile | None:
    """The font and what it covers; None for one that cannot be read or has coloured pictures."""
    import uharfbuzz

    try:
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))
        tables = set(face.table_tags)
        covered = frozenset(face.unicodes)
        family = face.get_name(16) or face.get_name(1) or ""
    except (OSError, RuntimeError, uharfbuzz.HarfBuzzError):
        return None
    if not covered or tables & _COLOURED or not tables & {"glyf", "CFF ", "CFF2"}:
        return None
    return FontFile(path, family, covered)
