"""One run on Spark over many customers: files in, the same folder out as on one machine."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from workflow_engine.batch.writers import replaced_folder
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program
from workflow_engine.runs.hive import Partition
from workflow_engine.runs.manifest import InputFiles, manifest, write_manifest
from workflow_engine.runs.output import Format
from workflow_engine.runs.pipeline import refuse_own_input
from workflow_engine.runs.spark import Prepared, mapped, prepare
from workflow_engine.runs.spark_files import CustomerColumns, LogColumns, named_input, spark_input
from workflow_engine.runs.spark_folder import REPORT, Sums, Target, put_in_place
from workflow_engine.runs.spark_packages import refuse_two_versions
from workflow_engine.runs.spark_session import spark_failures, spark_session
from workflow_engine.runs.spark_tasks import written_customers, written_log


@dataclass(frozen=True, slots=True)
class SparkReport:
    """What came of a run on Spark; what is wrong with rows stands in the folder `rejected`.

    `customers` were planned, with so many `items`; `rejected` rows of customers were not, and
    `log_rejected` rows of the log were left out. `diagnostics` are about columns and files.
    """

    out: Path
    customers: int
    items: int
    rejected: int
    log_rejected: int
    diagnostics: tuple[Diagnostic, ...]
    seconds: float


def plan_files_on_spark(
    program: Program,
    paths: Sequence[str],
    *,
    at: dt.date,
    out: str | Path,
    log: Sequence[str] = (),
    master: str | None = None,
    format_: Format = "parquet",
    partition_by: str | None = None,
    lang: Language = "zh",
) -> SparkReport:
    """Plan every customer of some files and folders into the folder `out`, on a cluster.

    Args:
        program: the compiled policy.
        paths: files and folders that every machine sees under the same path, all Parquet or all
            CSV; or addresses of Parquet in a store that Spark knows (`hdfs://`, `s3a://`).
        at: the day of the plans.
        out: a folder that every machine sees, and that is new, empty or of an earlier run.
        log: the service log, in the same forms.
        master: the address of the cluster (`yarn`, `spark://…`, `k8s://…`, `local[4]`); default:
            what Spark is configured to.
        format_: of both tables.
        partition_by: an attribute or a scale by whose values the tables are divided.
        lang: the language of messages about rows.

    Raises:
        DataFileError: a file cannot be read, or its columns make every row useless.
        OutputError: the folder cannot be written; what was there is untouched.
        UsageError: something was asked for that cannot be, or Spark could not finish.
        MissingExtraError: a package is not installed.
    """
    refuse_two_versions(program)
    begun = time.monotonic()
    out = Path(out).resolve()
    refuse_own_input(out, [Path(path) for path in (*paths, *log) if "://" not in path])
    named = named_input(paths)
    named_log = named_input(log) if log else None
    division = None if partition_by is None else Partition.of(program, partition_by)
    with spark_session(master) as spark, spark_failures(), replaced_folder(out) as folder:
        target = Target(folder, format_, division)
        customers = spark_input(spark, named, CustomerColumns(program), lang)
        done = None
        if named_log is not None:
            done = spark_input(spark, named_log, LogColumns(program), lang)
        with (
            closing(InputFiles(customers.files)) as inputs,
            closing(InputFiles(() if done is None else done.files)) as log_inputs,
        ):
            frame = None if done is None else done.frame
            ready = prepare(program, customers.frame, at=at, log=frame, lang=lang)
            planned, logged = _written(ready, target)
            run = _as_dict(planned, logged, at, target, partition_by)
            content = manifest(program, run, inputs=inputs.finish(), log=log_inputs.finish())
        stores = [{"file": path} for path in paths if "://" in path]
        write_manifest(folder, {**content, "inputs": [*content["inputs"], *stores]})
    return SparkReport(
        out=out,
        customers=planned.customers,
        items=planned.items,
        rejected=planned.rejected,
        log_rejected=logged.rejected,
        diagnostics=(
            *(ready.diagnostics if customers.findings is None else customers.findings),
            *(() if done is None else done.findings or ()),
        ),
        seconds=time.monotonic() - begun,
    )


def _written(ready: Prepared, target: Target) -> tuple[Sums, Sums]:
    """What was written of the customers, and of the log."""
    target.prepare()
    task = partial(written_customers, ready.order, target)
    reports = [mapped(ready.frame, task, REPORT).collect()]
    if ready.log is not None:
        task = partial(written_log, ready.order, target)
        reports.append(mapped(ready.log, task, REPORT).collect())
    steps = [[row.asDict() for row in step] for step in reports]
    planned, *logged = put_in_place(target, ready.order.program, steps)
    return planned, logged[0] if logged else Sums()


def _as_dict(
    planned: Sums, logged: Sums, at: dt.date, target: Target, partition_by: str | None
) -> dict[str, Any]:
    """What the manifest says of the run."""
    return {
        "at": at.isoformat(),
        "engine": "spark",
        "format": target.format,
        "partition_by": partition_by,
        "counts": {
            "rows": planned.customers + planned.rejected,
            "accepted": planned.customers,
            "rejected": planned.rejected,
            "customers": planned.customers,
            "items": planned.items,
            "log_rejected": logged.rejected,
        },
        "rejected": {
            "rows": planned.rejected,
            "findings": planned.codes.total(),
            "listed": planned.codes.total(),
            "codes": dict(sorted(planned.codes.items())),
        },
    }
