"""Where prepared fonts are kept between runs: the user's cache folder, or a temporary one."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_LEFT_BEHIND = 24 * 3600
"""Seconds after which an unfinished folder is from a process that was killed."""


def cache_folder() -> Path:
    """A folder of ours that can be written to, in the place the operating system has for caches.

    Where the user's cache folder cannot be written to, a temporary folder that lives as long as
    the process: its name cannot be foreseen, so nobody else can put fonts there.
    """
    wanted = _wanted()
    if wanted is not None and _writable(wanted):
        return wanted
    return _temporary()


@contextmanager
def folder_at_once(target: Path) -> Iterator[Path]:
    """Gives an empty folder to fill; when the block ends well, it is at `target`, complete.

    Several processes may do this at the same time: each fills its own, one of them wins, and all
    find the same content there. Raises OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}-*"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield making
        try:
            making.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _wanted() -> Path | None:
    try:
        if sys.platform == "win32":
            place = os.environ.get("LOCALAPPDATA")
            user = Path(place) if place else Path.home() / "AppData" / "Local"
        elif sys.platform == "darwin":
            user = Path.home() / "Library" / "Caches"
        else:
            place = os.environ.get("XDG_CACHE_HOME")
            user = Path(place) if place and Path(place).is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # there is no home
        return None
    return user / "workflow-engine"


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@cache
def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="workflow-engine-"))

    def clear() -> None:
        with suppress(OSError):
            shutil.rmtree(folder)

    atexit.register(clear)
    return folder
