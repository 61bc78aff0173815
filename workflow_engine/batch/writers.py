"""Outputs that are there completely or not at all: one file, or a folder of files."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, TypeAlias

from workflow_engine.batch.readers import os_reason
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.errors import OutputError, UsageError

MANIFEST = ".workflow-engine-output.json"
"""Lists the files of an output folder, so that only what was written here is ever replaced.

It also tells the kind of output, so that pages and tables never take each other's place.
"""

Kind: TypeAlias = Literal["pages", "tables"]

_WRITING = ".writing-"
_OLD = ".old-"
_AT_WORK: set[str] = set()
"""What the runs of this process have beside their outputs at the moment."""
_PLACING = threading.Lock()
"""Held while a folder of this process is looked at, or takes its place."""


def write_file(path: str | Path, content: str | bytes) -> None:
    """Writes a file so that `path` holds either its old content or all of the new.

    Raises:
        OutputError: it cannot be written; the old file is untouched.
    """
    with atomic_file(path) as temporary:
        data = content.encode() if isinstance(content, str) else content
        temporary.write_bytes(data)


@contextmanager
def atomic_file(path: str | Path) -> Iterator[Path]:
    """Gives a path to write to; when the block ends well, it takes the place of `path`.

    Raises:
        OutputError: it cannot be written; the old file is untouched. An exception of the block
            itself also leaves it so.
    """
    target = Path(path).absolute()
    temporary = _beside(target, _WRITING)
    try:
        _make_parent(target)
        _sweep(target)
        if target.is_dir():
            raise IsADirectoryError
        temporary.touch()
        yield temporary
        _flush(temporary)
        temporary.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise OutputError(Path(path), os_reason(error).en) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
        _AT_WORK.discard(temporary.name)


@contextmanager
def atomic_folder(path: str | Path, *, kind: Kind = "pages") -> Iterator[Path]:
    """Gives an empty folder to write to; when the block ends well, it takes the place of `path`.

    A folder that is new, empty, or holds nothing but an earlier output of this kind is replaced as
    a whole. In a folder with anything else, the new files go in one by one, each complete, and
    everything else stays. An interruption leaves the old folder, and the next call clears what it
    left behind.

    Raises:
        OutputError: it cannot be written; the old folder is untouched.
    """
    target = Path(path).resolve()
    temporary = _beside(target, _WRITING)
    try:
        if target.exists() and not target.is_dir():
            raise FileExistsError
        _make_parent(target)
        _sweep(target)
        temporary.mkdir()
        yield temporary
        _seal(temporary, kind)
        with _PLACING:
            if _is_ours(target, kind):
                _swap(temporary, target)
            else:
                _merge(temporary, target)
        _flush(target.parent)
    except OSError as error:
        raise OutputError(Path(path), os_reason(error).en) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        _AT_WORK.discard(temporary.name)


@contextmanager
def replaced_folder(path: str | Path, *, kind: Kind = "tables") -> Iterator[Path]:
    """Like `atomic_folder`, for files that stand together: nothing else may be in the folder.

    Raises:
        UsageError: the folder holds what was not written here, or an output of another kind; this
            is told before anything is done.
        OutputError: it cannot be written; the old folder is untouched.
    """
    with _PLACING:
        _refuse_others(Path(path), kind)
    with atomic_folder(path, kind=kind) as temporary:
        yield temporary
        with _PLACING:
            _refuse_others(Path(path), kind)


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
    """Gives an empty folder to fill; when the block ends well, it becomes `path`.

    `path` must not exist or be an empty folder; an interruption leaves nothing behind.

    Raises:
        OutputError: it cannot be written.
    """
    target = Path(path).resolve()
    temporary = _beside(target, _WRITING)
    try:
        _make_parent(target)
        _sweep(target)
        temporary.mkdir()
        yield temporary
        if target.exists():
            target.rmdir()
        temporary.rename(target)
        _flush(target.parent)
    except OSError as error:
        raise OutputError(Path(path), os_reason(error).en) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        _AT_WORK.discard(temporary.name)


def output_finding(error: OutputError) -> Diagnostic:
    """What to tell the user of an output that could not be written."""
    cause = error.__cause__
    reason = os_reason(cause) if isinstance(cause, OSError) else str(error)
    return diagnose("WE901", Place(str(error.path)), reason=reason)


def _make_parent(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError from None


def _files(folder: Path) -> list[str]:
    return sorted(
        found.relative_to(folder).as_posix()
        for found in folder.rglob("*")
        if not found.is_dir() and found.name != MANIFEST
    )


def _seal(folder: Path, kind: Kind) -> None:
    """Writes the manifest, and everything through to the disk."""
    listed = json.dumps({"kind": kind, "files": _files(folder)}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(listed, encoding="utf-8")
    for found in [*folder.rglob("*"), folder]:
        _flush(found)


def _is_ours(target: Path, kind: Kind) -> bool:
    """Whether replacing the folder loses nothing but an earlier output of this kind."""
    if not target.exists():
        return True
    if not (target / MANIFEST).exists():
        return not any(target.iterdir())
    return _kind(target) == kind and _listed(target).issuperset(_files(target))


def _listed(folder: Path) -> frozenset[str]:
    """The files that an earlier run wrote into a folder; none where that cannot be read."""
    names = _manifest(folder).get("files")
    return frozenset(
        name for name in (names if isinstance(names, list) else []) if isinstance(name, str)
    )


def _kind(folder: Path) -> object:
    """The kind of output a folder holds; earlier versions, which wrote pages, did not tell."""
    return _manifest(folder).get("kind", "pages")


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _refuse_others(folder: Path, kind: Kind) -> None:
    """Raises UsageError where the folder holds more than an earlier output of this kind."""
    target = folder.resolve()
    if not target.is_dir() or _is_ours(target, kind):
        return
    listed = _listed(target)
    others = [name for name in _files(target) if name not in listed]
    if listed and not others and _kind(target) != kind:
        raise UsageError(
            f"--out {folder} holds an output of another kind (such as {min(listed)}), which would "
            "be lost: name a new or an empty folder",
            zh=f"--out {folder} 里是另一种输出（如 {min(listed)}），覆盖后就没有了："
            "请换一个新的或空的文件夹",
        )
    other = others[0] if others else next(target.iterdir()).name
    raise UsageError(
        f"--out {folder} holds files that were not written here (such as {other}): "
        "name a new or an empty folder",
        zh=f"--out {folder} 里有不是本程序写的文件（如 {other}）：请换一个新的或空的文件夹",
    )


def _swap(temporary: Path, target: Path) -> None:
    """Puts a folder in the place of another, and again if a run beside this one was faster."""
    old = _beside(target, _OLD)
    try:
        while not _put(temporary, target, old):
            pass
    finally:
        _AT_WORK.discard(old.name)
    shutil.rmtree(old, ignore_errors=True)


def _put(temporary: Path, target: Path, old: Path) -> bool:
    """Whether the folder is in place; if not, another run has put its own there meanwhile."""
    with suppress(FileNotFoundError):
        target.rename(old)
    try:
        temporary.rename(target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            shutil.rmtree(old, ignore_errors=True)
            return False
        if old.exists():
            old.rename(target)
        raise
    return True


def _merge(temporary: Path, target: Path) -> None:
    """Moves the files in one by one; the manifest is left out, as the folder is not ours."""
    for name in _files(temporary):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (temporary / name).replace(target / name)


def _beside(target: Path, mark: str) -> Path:
    """A name for what a run has beside its output: this process, and which of its runs."""
    path = target.with_name(f".{target.name}{mark}{os.getpid()}-{secrets.token_hex(3)}")
    _AT_WORK.add(path.name)
    return path


def bring_back(path: str | Path) -> None:
    """Puts an output back that a killed run had set aside and not replaced yet."""
    target = Path(path).resolve()
    if not target.exists() and target.parent.is_dir():
        with suppress(OSError):
            _sweep(target)


def _sweep(target: Path) -> None:
    """Clears what interrupted runs left beside the target, and brings back a folder set aside."""
    for left in target.parent.glob(f".{_escaped(target.name)}.*-*"):
        for mark in (_WRITING, _OLD):
            rest = left.name.removeprefix(f".{target.name}{mark}")
            owner = rest.partition("-")[0]
            if rest == left.name or not owner.isdecimal():
                continue
            if left.name in _AT_WORK or _runs(int(owner)):
                continue
            if mark == _OLD and not target.exists():
                left.rename(target)
            elif left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _escaped(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _runs(process: int) -> bool:
    """Whether another process of this number runs; its work in progress is left alone.

    What has the number of this process and is not at work is left from an earlier one.
    """
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _flush(path: Path) -> None:
    """Makes the system write the file or folder through to the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
