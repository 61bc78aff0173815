"""A zip archive without the moment at which it was made: the same content is the same bytes."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from pathlib import Path

_NEVER = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip archive can hold."""
_PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def repacked(path: Path) -> None:
    """Writes an Office file anew with every moment in it set to the beginning of 1980."""
    with tempfile.TemporaryFile() as fresh:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(fresh, "w") as new:
            for name in old.namelist():
                _copy(old, new, name)
        fresh.seek(0)
        with path.open("wb") as target:
            shutil.copyfileobj(fresh, target)


def _copy(old: zipfile.ZipFile, new: zipfile.ZipFile, name: str) -> None:
    entry = zipfile.ZipInfo(name, date_time=_NEVER)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    if name == _PROPERTIES:
        new.writestr(entry, _MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", old.read(name)))
        return
    with old.open(name) as source, new.open(entry, "w") as target:
        shutil.copyfileobj(source, target)
