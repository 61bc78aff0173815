"""The Java on which Spark runs."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import UsageError

OLDEST: Final = 17
"""The oldest version that Spark runs on."""
NO_JAVA: Final = Bilingual(
    f"Spark 需要 Java {OLDEST} 或更新的版本：请安装，或用 JAVA_HOME 指出它的位置",
    f"Spark needs Java {OLDEST} or newer: install it, or set JAVA_HOME",
)
_VERSION: Final = re.compile(r'^JAVA_VERSION="(.+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Java:
    """The program, and its version where its own folder tells it."""

    program: Path
    version: str | None


def find_java() -> Java | None:
    """The Java that Spark would take: that of JAVA_HOME, else the one on the PATH."""
    home = os.environ.get("JAVA_HOME")
    if home:
        program = Path(home) / "bin" / ("java.exe" if os.name == "nt" else "java")
        if program.exists():
            return Java(program, _version(program))
    found = shutil.which("java")
    return None if found is None else Java(Path(found), _version(Path(found)))


def require_java() -> None:
    """Raises UsageError where this machine has no Java."""
    if find_java() is None:
        raise UsageError(NO_JAVA.en, zh=NO_JAVA.zh)


def _version(program: Path) -> str | None:
    try:
        text = (program.resolve().parents[1] / "release").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = _VERSION.search(text)
    return None if found is None else found[1]
