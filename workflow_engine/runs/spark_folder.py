"""The folder of a run on Spark: tasks write its parts, and those that count take their places.

Each try of a task writes into a folder of its own, and only what Spark took the answer of is used:
a task that is tried again, or run twice because it was slow, leaves nothing double. The folder must
be one that every machine sees under the same path.
"""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa

from workflow_engine.columnar.tables import customer_schema, item_schema
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program
from workflow_engine.runs.hive import Partition as Division
from workflow_engine.runs.output import Format, flat, system_errors, table_writer
from workflow_engine.runs.spark_log import LogCheck
from workflow_engine.runs.spark_order import Order
from workflow_engine.runs.spark_partition import Partition

REJECTED: Final = "rejected"
"""The folder of what is told of bad rows: parts of CSV."""
_TASKS: Final = "tasks"
_PART: Final = re.compile(r"part-(\d+)")

REPORT: Final = pa.schema(
    {
        "task": pa.int32(),
        "folder": pa.string(),
        "parts": pa.int32(),
        "customers": pa.int64(),
        "items": pa.int64(),
        "rejected": pa.int64(),
        "codes": pa.string(),
    }
)
"""What a task tells the driver: its number, its folder, how many parts, and how much is in them.

`rejected` counts rows; `codes`, as JSON, the findings about them by code.
"""


@dataclass(frozen=True, slots=True)
class Target:
    """Where tasks write, and in which form."""

    folder: Path
    format: Format
    division: Division | None

    def prepare(self) -> None:
        """Make room for the tasks."""
        (self.folder / _TASKS).mkdir()


@dataclass(slots=True)
class Sums:
    """How much was written; `codes` counts the findings about rejected rows."""

    customers: int = 0
    items: int = 0
    rejected: int = 0
    codes: Counter[str] = field(default_factory=Counter)


def write_customers(
    order: Order, target: Target, task: int, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Plan the customers of a partition and write them; one row of `REPORT` comes back.

    Raises UsageError where this machine does not see the folder.
    """
    folder = _task_folder(target, task)
    partition = Partition(order)
    writer = table_writer(folder, order.program, target.format, target.division)
    sums, parts = Sums(), 0
    for part in partition.parts(batches):
        written = writer.append(writer.write(parts, partition.plan(part), part.chunk))
        _write_rejected(folder, parts, part.rejected)
        sums.customers += written.customers
        sums.items += written.items
        sums.rejected += part.rejected_rows
        sums.codes.update(part.rejected["code"])
        parts += 1
    yield _report(task, folder, parts, sums)


def write_log(
    order: Order, target: Target, task: int, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Write what is wrong with a partition of the log; one row of `REPORT` comes back.

    Raises UsageError where this machine does not see the folder.
    """
    folder = _task_folder(target, task)
    sums, parts = Sums(), 0
    for part in LogCheck(order).parts(batches):
        _write_rejected(folder, parts, part.rejected)
        sums.rejected += part.rejected_rows
        sums.codes.update(part.rejected["code"])
        parts += 1
    yield _report(task, folder, parts, sums)


def put_in_place(
    target: Target, program: Program, steps: Iterable[Iterable[Mapping[str, Any]]]
) -> list[Sums]:
    """The parts of the tasks that count, numbered in the order of the tasks; all others go.

    Each step has rows of `REPORT`; its sums come back.

    Raises UsageError where this machine does not see what a task wrote.
    """
    done, number = [], 0
    for step in steps:
        sums = Sums()
        for report in sorted(step, key=lambda one: int(one["task"])):
            source = target.folder / _TASKS / report["folder"]
            if not source.is_dir():
                raise _not_shared(target.folder)
            if report["parts"]:
                _move(source, target.folder, number)
            number += report["parts"]
            sums.customers += report["customers"]
            sums.items += report["items"]
            sums.rejected += report["rejected"]
            sums.codes.update(json.loads(report["codes"]))
        done.append(sums)
    shutil.rmtree(target.folder / _TASKS)
    _fill_empty(target, program)
    return done


def _task_folder(target: Target, task: int) -> Path:
    folder = target.folder / _TASKS / f"{task:05}-{uuid.uuid4().hex}"
    try:
        folder.mkdir()
    except FileNotFoundError as error:
        raise _not_shared(target.folder) from error
    return folder


def _not_shared(folder: Path) -> UsageError:
    return UsageError(
        f"not every machine sees {folder.parent}: give a folder that all share, or the address of "
        "a store",
        zh=f"不是每台机器都能看到 {folder.parent}：请用共享的文件夹，或存储的地址",
    )


def _write_rejected(folder: Path, number: int, rejected: pl.DataFrame) -> None:
    if rejected.height:
        (folder / REJECTED).mkdir(exist_ok=True)
        with system_errors():
            rejected.write_csv(folder / REJECTED / f"part-{number:05}.csv", include_bom=True)


def _report(task: int, folder: Path, parts: int, sums: Sums) -> pa.RecordBatch:
    row = {
        "task": task,
        "folder": folder.name,
        "parts": parts,
        "customers": sums.customers,
        "items": sums.items,
        "rejected": sums.rejected,
        "codes": json.dumps(sums.codes),
    }
    return pa.RecordBatch.from_pylist([row], REPORT)


def _move(source: Path, folder: Path, number: int) -> None:
    """Give the parts of a task their numbers in the run; a file that is not in parts is one."""
    for file in [one for one in source.rglob("*") if one.is_file()]:
        name = file.relative_to(source)
        found = _PART.match(file.name)
        inner, parent = (int(found[1]), name.parent) if found else (0, Path(file.stem))
        place = folder / parent / f"part-{number + inner:05}{file.suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        file.rename(place)


def _fill_empty(target: Target, program: Program) -> None:
    """A table without rows has one part, so that its columns are there."""
    for table, schema in (("items", item_schema(program)), ("customers", customer_schema(program))):
        folder = target.folder / table
        if folder.exists():
            continue
        folder.mkdir()
        frame = pl.DataFrame(schema=schema)
        with system_errors():
            if target.format == "parquet":
                frame.write_parquet(folder / "part-00000.parquet")
            else:
                flat(frame).write_csv(folder / "part-00000.csv", include_bom=True)
