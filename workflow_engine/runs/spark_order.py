"""What a task of Spark is told: the policy, the day, and how its columns are called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workflow_engine import __version__
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program

if TYPE_CHECKING:
    import polars as pl

CUSTOMERS, SERVICE_LOG = "customers", "log"
"""What findings call the two inputs, which need not be files."""
COPIES, LOG = "copies", "log"
"""The columns beside a customer's own: how often the id stands in the input, and what was done."""
PROBLEM: Final = ("workflow-engine: code", "workflow-engine: problem")
"""Columns of an input that tell what is wrong with a row as such; its cells mean nothing then."""
LOG_COLUMNS: Final = ("customer_id", "item", "done_on", "by", "record")
"""What the columns of a log are called on their way to the executors."""
REJECTED: Final = ("source", "customer_id", "column", "value", "code", "message")
"""What is told of a bad cell or row: in `CUSTOMERS` or `SERVICE_LOG`, and what is wrong there."""


def rejected_schema() -> dict[str, pl.DataType]:
    """The columns `REJECTED`, which all hold texts."""
    import polars as pl

    return {name: pl.String() for name in REJECTED}


@dataclass(frozen=True, slots=True)
class Order:
    """What to plan. It travels to the executors with each task.

    `columns` are the names of the customers' columns as the caller knows them; on their way they
    are called by number (`column`), so that neither capitals nor dots confuse Spark. Beside
    them are `LOG` and `PROBLEM` where `with_log` and `with_problems` say so. `lang` is the language
    of messages.
    """

    program: Program
    at: dt.date
    columns: tuple[str, ...]
    with_log: bool
    with_problems: bool
    lang: Language
    version: str = __version__

    def check_version(self) -> None:
        """Raises UsageError where the executor has another version of this package."""
        if self.version != __version__:
            raise UsageError(
                f"an executor has workflow-engine {__version__}, the driver {self.version}: "
                "install the same version everywhere",
                zh=f"执行节点装的是 workflow-engine {__version__}，驱动端是 {self.version}："
                "各处须安装同一版本",
            )


def column(number: int) -> str:
    """How a column is called on its way to the executors."""
    return f"c{number}"
