"""The page docs/diagnostics.md as data, and its examples as something that runs."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from workflow_engine.batch.customers import CustomerReader, Rejected
from workflow_engine.batch.log import read_log
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.errors import DataFileError
from workflow_engine.policy import check_texts, read_blueprints
from workflow_engine.program.program import Program

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "diagnostics.md"
PLAN_DAY = dt.date(2026, 11, 21)
CUSTOMERS = {"1001", "1002"}
SEVERITIES = ("error", "warning", "info")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^### (WE\d{3}) ?", re.MULTILINE)
_FILE = re.compile(r"^# (\S+\.yaml)\n", re.MULTILINE)
_TOP = re.compile(r"^(\w+):", re.MULTILINE)
_ALONE = "# the whole policy\n"
_REQUIRED = "# joined_on is `required: true`\n"


@dataclass(frozen=True)
class Block:
    """One fenced example: `yaml`, `csv` or `jsonl`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """What the page has by hand for one code: an example and its right form, or a note."""

    code: str
    wrong: Block | None
    right: Block | None
    note: str | None


def sections(page: str) -> list[Section]:
    parts = _SECTION.split(page)
    return [_section(code, body) for code, body in zip(parts[1::2], parts[2::2], strict=True)]


def _section(code: str, body: str) -> Section:
    body = re.split(r"^## ", body, maxsplit=1, flags=re.MULTILINE)[0]
    blocks = [Block(*match.groups()) for match in _BLOCK.finditer(body)]
    note = re.search(r"^For example: .*", body, re.MULTILINE)
    wrong, right = [*blocks, None, None][:2]
    return Section(code, wrong, right, note.group() if note else None)


def base_sections(page: str) -> dict[str, str]:
    """The sections that every example shares, by name: the first block of the page."""
    first = _BLOCK.search(page)
    assert first is not None
    text = first.group(2)
    starts = [match.start() for match in _TOP.finditer(text)]
    cut = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return {section.partition(":")[0]: section for section in cut}


def policy_files(text: str, base: dict[str, str]) -> dict[str, str]:
    """The files of an example: its own, and the shared sections it does not have itself."""
    alone = text.startswith(_ALONE)
    parts = _FILE.split(text.removeprefix(_ALONE))
    files = dict(zip(parts[1::2], parts[2::2], strict=True)) or {"policy.yaml": text}
    if not alone:
        own = {match.group(1) for match in _TOP.finditer(text)}
        files["shared.yaml"] = "".join(s for name, s in base.items() if name not in own)
    return files


def blueprint_files(text: str) -> dict[str, str]:
    """The files of an example that is about blueprints."""
    parts = _FILE.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True)) or {"blueprint.yaml": text}


def program_of(base: dict[str, str], extra: str = "") -> Program:
    report = check_texts({"shared.yaml": "".join(base.values()), "extra.yaml": extra or "tags: {}"})
    assert report.program is not None, report.diagnostics
    return report.program


ITEMS = (
    "must_do: {stock_count: {label: 库存盘点, for: everyone, every: visit}}\n"
    "optional: {festival_care: {label: 节日关怀, eligible: tier >= 10, every: at 春节}}\n"
)


def findings(
    section: Section, block: Block, base: dict[str, str], folder: Path
) -> list[Diagnostic]:
    """Everything the engine says about an example."""
    if section.code.startswith("WE8"):
        return list(read_blueprints(blueprint_files(block.text), program_of(base)).diagnostics)
    if block.kind == "yaml":
        return list(check_texts(policy_files(block.text, base)).diagnostics)
    if _REQUIRED in block.text:
        customer = base["customer"].replace("type: date", "type: date, required: true")
        base = {**base, "customer": customer}
    program = program_of(base, ITEMS)
    lines = [line for line in block.text.splitlines(keepends=True) if not line.startswith("#")]
    path = folder / f"example.{block.kind}"
    path.write_text("".join(lines), encoding="utf-8")
    try:
        if section.code.startswith("WE6"):
            log = read_log(path, program)
            return [*log.diagnostics, *log.check(CUSTOMERS, PLAN_DAY)]
        file = CustomerReader(program).read(path)
        rejected = [row for row in file if isinstance(row, Rejected)]
    except DataFileError as error:
        return list(error.diagnostics)
    return [*file.diagnostics, *(found for row in rejected for found in row.diagnostics)]
