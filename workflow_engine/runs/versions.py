"""Tables of customers whom a staged rollout divides between two versions of a policy.

Each version has tables of its own, because its scales, items and numbered rules are its own: of
files `rollout=new` and `rollout=before` in one folder, which readers of Parquet take for a column
`rollout`; of frames the same column in joint tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from workflow_engine.batch.writers import replaced_folder
from workflow_engine.errors import UsageError
from workflow_engine.program.both_versions import both_versions
from workflow_engine.program.program import Program
from workflow_engine.program.rollout import in_rollout
from workflow_engine.runs.frames import Frames, frame_of, log_given, plan_frame
from workflow_engine.runs.pipeline import RunReport, plan_files, refuse_own_input
from workflow_engine.runs.shares import Share

NEW: Final = "new"
BEFORE: Final = "before"
COLUMN: Final = "rollout"


def shares(new: Program, before: Program, at: dt.date) -> Mapping[str, tuple[Program, Share]]:
    """The two versions with the customers each decides about on a day."""
    rollout = new.rollout
    assert rollout is not None, "asked of a policy that is rolled out in stages"
    names = both_versions(new, before)

    def is_new(customer_id: str) -> bool:
        return in_rollout(rollout, customer_id, at)

    return {
        NEW: (new, Share(is_new, leftover=True, names=names)),
        BEFORE: (before, Share(lambda id_: not is_new(id_), leftover=False, names=names)),
    }


def plan_files_of_both(
    new: Program,
    before: Program,
    paths: Sequence[str | Path],
    *,
    at: dt.date,
    out: str | Path,
    log: Sequence[str | Path] | None = None,
    since: str | Path | None = None,
    **how: Any,
) -> dict[str, RunReport]:
    """Plan every customer by the version that decides about it; the reports by `NEW`, `BEFORE`.

    The arguments are those of `plan_files`. Below `out` each version has a folder as that would
    write it, and both are put in place together. `since` is the folder of such a run.

    Raises what `plan_files` does, and UsageError where `since` is not of a staged rollout.
    """
    out = Path(out)
    refuse_own_input(out, [*map(Path, paths), *map(Path, log or ())])
    earlier = None if since is None else Path(since)
    if earlier is not None and not (earlier / f"{COLUMN}={NEW}").is_dir():
        raise UsageError(
            f"--since {earlier} is a run before the rollout began: plan everybody once more, "
            "then --since can follow that run",
            zh=f"--since {earlier} 是分批推行以前的结果：请先完整运行一次，以后再用 --since",
        )
    if earlier is not None:
        refuse_own_input(out, [earlier])
    reports = {}
    with replaced_folder(out) as folder:
        for name, (program, share) in shares(new, before, at).items():
            below = f"{COLUMN}={name}"
            reports[name] = plan_files(
                program,
                paths,
                at=at,
                out=folder / below,
                log=log,
                since=None if earlier is None else earlier / below,
                share=share,
                placed=out / below,
                **how,
            )
    return reports


def plan_frame_of_both(
    new: Program,
    before: Program,
    customers: object,
    *,
    at: dt.date,
    log: object = None,
    **how: Any,
) -> Frames:
    """The plans of customers in memory, each by the version that decides about it.

    The arguments are those of `plan_frame`, and so are the columns of what it gives, with those of
    both versions and `rollout` (`new`, `before`) as the last; those of the new version come first.
    What is of one version's own names is text here.

    Raises what `plan_frame` does.
    """
    kept, done = _kept(customers), log_given(log, both_versions(new, before))
    made = {
        name: plan_frame(program, kept, at=at, log=done, share=share, **how)
        for name, (program, share) in shares(new, before, at).items()
    }
    first, second = made[NEW], made[BEFORE]
    told = [one for one in second.diagnostics if one not in first.diagnostics]
    return replace(
        first,
        items=_joint({name: one.items for name, one in made.items()}),
        customers=_joint({name: one.customers for name, one in made.items()}),
        rejected=pl.concat([first.rejected, second.rejected]).sort("row", maintain_order=True),
        rejected_rows=first.rejected_rows + second.rejected_rows,
        diagnostics=(*first.diagnostics, *told),
    )


def _kept(customers: object) -> object:
    """Customers that can be gone through twice; what is none is left for `plan_frame` to refuse."""
    frame = frame_of(customers)
    if frame is not None:
        return frame
    return list(customers) if isinstance(customers, Iterator) else customers


def _joint(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    made = [
        frame.with_columns(*_plain(frame), pl.lit(name).alias(COLUMN))
        for name, frame in frames.items()
    ]
    joint = pl.concat(made, how="diagonal")
    return joint.select(pl.exclude(COLUMN), COLUMN)


def _plain(frame: pl.DataFrame) -> list[pl.Expr]:
    """The columns of ids as text: the versions have other ids, in another order."""
    plain: list[pl.Expr] = []
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.Enum):
            plain.append(pl.col(name).cast(pl.String))
        elif isinstance(kind, pl.List) and isinstance(kind.inner, pl.Enum):
            plain.append(pl.col(name).cast(pl.List(pl.String)))
    return plain
