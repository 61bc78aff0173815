"""One run over many customers: files in, a folder with both tables out, there whole or not at all.

Blocks of the input are checked and planned by several threads; they are written in the order of the
input, and only as many are in memory as are being worked on.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow_engine.batch.log import ServiceLog, read_log
from workflow_engine.batch.writers import replaced_folder
from workflow_engine.columnar.tables import Chunk
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program
from workflow_engine.runs.engines import Engine, by_engine
from workflow_engine.runs.engines import threads as width_of
from workflow_engine.runs.given import Given, GivenFiles
from workflow_engine.runs.hive import Partition
from workflow_engine.runs.manifest import InputFiles, manifest, write_manifest
from workflow_engine.runs.output import Format, Written, table_writer, write_rejected
from workflow_engine.runs.planning import Planning, RowPlanning
from workflow_engine.runs.progress import Progress
from workflow_engine.runs.rejections import Rejections
from workflow_engine.runs.shares import GivenShare, Share
from workflow_engine.runs.since import LastRun
from workflow_engine.runs.sources import customer_files
from workflow_engine.runs.tracking import Tracking

REJECTED = "rejected.csv"


@dataclass(frozen=True, slots=True)
class RunReport:
    """What came of a run.

    `accepted` customers were read; of a full run they are all in the tables, of a change run
    `customers` are those who changed or are new, and `changes` has its counts. `items` are rows of
    the table of items. `diagnostics` are the findings about files and the log, `rejections` have
    what is wrong with rows of customers. `log_rejected` counts rows of the log that were left out;
    `log_findings` are the first findings about them, which `diagnostics` have too. `notes` tell
    what the user would not expect of the run.
    """

    out: Path
    engine: str
    accepted: int
    customers: int
    items: int
    rejections: Rejections
    log_rejected: int
    log_findings: tuple[Diagnostic, ...]
    diagnostics: tuple[Diagnostic, ...]
    seconds: float
    changes: Mapping[str, Any] | None = None
    notes: tuple[Bilingual, ...] = ()


def plan_files(
    program: Program,
    paths: Sequence[str | Path],
    *,
    at: dt.date,
    out: str | Path,
    log: Sequence[str | Path] | None = None,
    engine: Engine = "auto",
    format_: Format | None = None,
    partition_by: str | None = None,
    since: str | Path | None = None,
    lang: Language = "zh",
    threads: int | None = None,
    told: Callable[[Progress], None] = lambda _: None,
    share: Share | None = None,
    placed: Path | None = None,
) -> RunReport:
    """Plan every customer of some files and folders into the folder `out`.

    Args:
        program: the compiled policy.
        paths: customer files, and folders of them; their order is that of the output.
        at: the day of the plans.
        out: a folder that is new, empty or of an earlier run; it is replaced as a whole.
        log: files and folders of the service log; None for nothing was ever done.
        engine: `auto` takes the columns for large inputs, and rows where columns cannot.
        format_: of both tables; default: that of the last run, or Parquet.
        partition_by: an attribute or a scale by whose values the tables are divided.
        since: the folder of an earlier run: only what changed since then is planned and written.
        lang: the language of the messages in `rejected.csv`.
        threads: how many blocks are worked on at once; default: one for each core, at most 8.
        told: called after each part, and when all are written.
        share: those of the customers who are planned; default: all.
        placed: where `out` will be in the end; default: where it is.

    Raises:
        DataFileError: a file cannot be read, or its columns make every row useless.
        OutputError: the folder cannot be written; what was there is untouched.
        UsageError: something was asked for that cannot be.
        MissingExtraError: polars or numpy are not installed.
    """
    begun = time.monotonic()
    files = customer_files(paths)
    logs = () if log is None else customer_files(log)
    out = Path(out)
    refuse_own_input(out, [*map(Path, paths), *map(Path, log or ())])
    partition = None if partition_by is None else Partition.of(program, partition_by)
    last = None if since is None else _last_run(program, Path(since), out)
    if format_ is None:
        format_ = "parquet" if last is None else last.format
    with (
        replaced_folder(out) as folder,
        closing(InputFiles(files)) as inputs,
        closing(InputFiles(logs)) as log_inputs,
    ):
        given: Given = GivenFiles(files)
        if share is not None:
            given = GivenShare(given, program, share)
        made, note = by_engine(
            engine,
            large=given.large,
            columns=lambda: _column_planning(program, at, given, logs, share),
            rows=lambda: RowPlanning(program, at, given, _row_logs(logs, program, share)),
        )
        tracking = Tracking(
            program,
            at,
            folder,
            out=placed or out,
            log=made.log_entries(),
            partition=partition,
            format_=format_,
            last=last,
        )
        writer = table_writer(folder, program, format_, partition)
        rejections = made.intake.rejections
        accepted = customers = items = 0

        def part(number: int, chunk: Chunk) -> Written:
            made.note(chunk)
            return writer.write(number, tracking.tables(number, chunk, made.plan), chunk)

        with closing(made.intake.worked(part, width_of(threads, made.engine))) as parts:
            for behind, done in parts:
                writer.append(done)
                accepted = behind.customers
                customers += done.customers
                items += done.items
                told(Progress(accepted, behind.share, time.monotonic() - begun))
        told(Progress(accepted, 1.0, time.monotonic() - begun))
        writer.finish()
        made.finish()
        tracked = tracking.finish()
        write_rejected(folder / REJECTED, [*rejections.listed, *made.log_findings], lang)
        run = {
            "at": at.isoformat(),
            "engine": made.engine,
            "format": format_,
            "partition_by": partition_by,
            "counts": {
                "rows": accepted + rejections.rows,
                "accepted": accepted,
                "rejected": rejections.rows,
                "customers": customers,
                "items": items,
                "log_rejected": made.log_rejected,
            },
            "rejected": rejections.as_dict(),
            **tracked,
        }
        content = manifest(program, run, inputs=inputs.finish(), log=log_inputs.finish())
        write_manifest(folder, content)
    return RunReport(
        out=placed or out,
        engine=made.engine,
        accepted=accepted,
        customers=customers,
        items=items,
        rejections=rejections,
        log_rejected=made.log_rejected,
        log_findings=made.log_findings,
        diagnostics=(*made.intake.found, *made.found),
        seconds=time.monotonic() - begun,
        changes=tracked.get("changes"),
        notes=_notes(note, out, last, tracking.rewritten),
    )


def _column_planning(
    program: Program, at: dt.date, given: Given, logs: Sequence[Path], share: Share | None
) -> Planning:
    from workflow_engine.runs.column_planning import ColumnPlanning
    from workflow_engine.runs.logs import read_log_frame

    log = None
    if logs:
        log = read_log_frame(logs, program if share is None else share.names)
        log = log if share is None else share.of_frame(log)
    return ColumnPlanning(program, at, given, log)


def _row_logs(logs: Sequence[Path], program: Program, share: Share | None) -> list[ServiceLog]:
    if share is None:
        return [read_log(one, program) for one in logs]
    return [share.of_log(read_log(one, share.names)) for one in logs]


def _notes(
    engine: Bilingual | None, out: Path, last: LastRun | None, rewritten: int
) -> tuple[Bilingual, ...]:
    """What the user would not expect of a run: its engine, and what it means for change runs."""
    notes = [] if engine is None else [engine]
    links = () if last is None else last.links
    if any(link.folder.resolve() == out.resolve() for link in links):
        notes.append(
            Bilingual(
                f"{out} 原是 --since 所依据的一次运行，现已被替换："
                "以后的变化表中，它写过的服务项会记为 rewritten",
                f"{out} held a run on which --since builds, and is replaced: later tables of "
                "changes will tell the items it had written as `rewritten`",
            )
        )
    if rewritten:
        notes.append(
            Bilingual(
                f"变化表中有 {rewritten:,} 行是 rewritten：以前的数据行已不在，无法比较",
                f"{rewritten:,} rows of the table of changes are `rewritten`: the rows of before "
                "are gone, so they cannot be compared",
            )
        )
    return tuple(notes)


def _last_run(program: Program, since: Path, out: Path) -> LastRun:
    """The run to build upon, which the new one must not replace."""
    if _overlap(out, since):
        raise UsageError(
            f"--out {out} and --since {since} are one folder, or one lies inside the other: the "
            "last run is still needed for comparison; write the new one to a folder of its own",
            zh=f"--out {out} 与 --since {since} 是同一个或互相包含的文件夹："
            "上一次的结果还要用来比较，请写到新的文件夹",
        )
    return LastRun(since, policy=program.head.id, key=program.key)


def refuse_own_input(out: Path, inputs: Sequence[Path]) -> None:
    """Raises UsageError where the output would be read as input, now or by the next run."""
    for path in inputs:
        if _overlap(out, path):
            raise UsageError(
                f"--out {out} and the data {path}: one lies inside the other; write somewhere else",
                zh=f"--out {out} 与数据 {path} 互相包含：请写到别处",
            )


def _overlap(one: Path, other: Path) -> bool:
    """Whether two paths are the same, or one lies within the other."""
    first, second = one.resolve(), other.resolve()
    return first == second or second in first.parents or first in second.parents
