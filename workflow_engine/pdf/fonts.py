"""The fonts documents are printed with: our own first, installed ones for what it lacks.

The engines find them through a fontconfig folder of ours, so that what else is installed does not
change a page: our font comes first, and a few installed fonts, chosen by what they cover, stand in
for other characters. Without the package of our font, the installed fonts are all there is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape

from workflow_engine.pdf.cache_folder import cache_folder, folder_at_once
from workflow_engine.pdf.coverage import Ranges, points, ranges
from workflow_engine.pdf.package_fonts import FAMILY, PackageFonts, package_fonts
from workflow_engine.pdf.system_fonts import (
    FAMILIES,
    FontFile,
    font_files,
    font_folders,
    stand_ins,
)

CONFIGURATION = "fonts.conf"

NO_GLYPH = ((0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x2064), (0xFE00, 0xFE0F))
"""Spaces, joiners and marks that no other font should stand in for: they need no glyph."""

_MAKING = 2
"""Goes up when the same fonts would give another folder."""
_SHEET = "coverage.json"
_lock = threading.Lock()
_found: list[Fonts] = []


@dataclass(frozen=True)
class Fonts:
    """What documents are printed with on this machine.

    Attributes:
        folder: holds `fonts.conf` for the engines.
        own: our own font, or None where its package is not installed.
        stand_ins: installed fonts used for what our own lacks; without it, all there are.
        ranges: the code points that can be printed; None where that cannot be told.
    """

    folder: Path
    own: PackageFonts | None
    stand_ins: tuple[Path, ...]
    ranges: Ranges | None

    @cached_property
    def covered(self) -> frozenset[int] | None:
        """The code points that can be printed; None where that cannot be told."""
        return None if self.ranges is None else points(self.ranges)


def fonts() -> Fonts:
    """The fonts of this machine, prepared at first use and the same for the whole process.

    Raises OSError where not even a temporary folder can be written to.
    """
    with _lock:
        if not _found:
            _found.append(_prepare())
        return _found[0]


@contextmanager
def private_fontconfig(found: Fonts) -> Iterator[None]:
    """While the block runs, an engine that starts its fontconfig gets these fonts and no others."""
    ours = {"FONTCONFIG_FILE": str(found.folder / CONFIGURATION), "FONTCONFIG_SYSROOT": None}
    before = {name: os.environ.get(name) for name in ours}
    _set(ours)
    try:
        yield
    finally:
        _set(before)


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _prepare() -> Fonts:
    own = package_fonts()
    files = font_files()
    stamps = [(str(path), *_stamp(path)) for path in files]
    base = own and str(own.folder)
    told = json.dumps([_MAKING, base, [str(folder) for folder in font_folders()], stamps])
    folder = cache_folder() / "fontconfig" / hashlib.sha256(told.encode()).hexdigest()[:16]
    kept = _kept(folder, own)
    while kept is None:
        with folder_at_once(folder) as making:
            _make(making, folder, own, files)
        kept = _kept(folder, own)
        if kept is None:
            shutil.rmtree(folder)
    return kept


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)


def _make(making: Path, folder: Path, own: PackageFonts | None, files: tuple[Path, ...]) -> None:
    covered = frozenset[int]() if own is None else points(own.covered)
    try:
        chosen = stand_ins(files, covered, beside=None if own is None else FAMILY)
    except ImportError:  # without HarfBuzz nobody can tell what the fonts cover
        chosen = None
    if own is None:
        folders = [str(place) for place in font_folders() if place.is_dir()]
        used = [str(path) for path in files]
    else:
        folders = [str(own.folder)]
        used = []
        if chosen:
            (making / "stand-ins").mkdir()
            folders.append(str(folder / "stand-ins"))
            used = [_bring(file, making / "stand-ins", n) for n, file in enumerate(chosen)]
    shown = None if chosen is None else covered.union(*(file.covered for file in chosen))
    sheet = {"stand_ins": used, "covered": None if shown is None else ranges(shown)}
    (making / _SHEET).write_text(json.dumps(sheet, ensure_ascii=False), encoding="utf-8")
    (making / CONFIGURATION).write_text(_configuration(folders, folder / "cache"), encoding="utf-8")


def _bring(file: FontFile, folder: Path, number: int) -> str:
    """Puts an installed font into the folder, without copying it where the system allows that."""
    target = folder / f"{number}-{file.path.name}"
    try:
        target.symlink_to(file.path)
    except OSError:
        shutil.copyfile(file.path, target)
    return str(file.path)


def _configuration(folders: list[str], cache: Path) -> str:
    places = "".join(f"<dir>{escape(folder)}</dir>\n" for folder in folders)
    families = "".join(f"<string>{escape(family)}</string>" for family in FAMILIES)
    without = "".join(
        f"<range><int>{first}</int><int>{last}</int></range>" for first, last in NO_GLYPH
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n{places}<cachedir>{escape(str(cache))}</cachedir>\n"
        '<match target="pattern"><edit name="family" mode="append" binding="weak">'
        f"{families}</edit></match>\n"
        '<match target="scan"><edit name="charset" mode="assign"><minus><name>charset</name>'
        f"<charset>{without}</charset></minus></edit></match>\n"
        "<config><rescan><int>0</int></rescan></config>\n</fontconfig>\n"
    )


def _kept(folder: Path, own: PackageFonts | None) -> Fonts | None:
    try:
        sheet = json.loads((folder / _SHEET).read_text(encoding="utf-8"))
        used = tuple(Path(path) for path in sheet["stand_ins"])
        covered = sheet["covered"]
        shown = None if covered is None else tuple((first, last) for first, last in covered)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Fonts(folder, own, used, shown)
