"""A session of Spark for the command line, and what Spark's failures are to a person."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from workflow_engine.errors import UsageError
from workflow_engine.runs.spark_java import OLDEST, require_java
from workflow_engine.runs.spark_packages import require_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CUSTOMERS_OF_A_BATCH: Final = 65_536
"""Spark sends rows to Python in batches; ten thousand, its own choice, are too few for columns."""
_SETTINGS: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(CUSTOMERS_OF_A_BATCH),
    "spark.log.level": "FATAL",
}
_ADDRESS: Final = re.compile(
    r"local(\[(\d+|\*)(\s*,\s*\d+)?\])?|local-cluster\[[^\]]+\]|yarn|spark://.+|k8s://.+"
)
_RAISED: Final = re.compile(r"^(?:[\w.]+\.)?(\w*(?:Error|Exception|Columnar)): (.+)$", re.MULTILINE)


@contextmanager
def spark_session(master: str | None) -> Iterator[SparkSession]:
    """The running session, or one that ends with the block.

    `master` is the address of the cluster; without one, Spark's own configuration counts
    (`spark-submit`, `spark-defaults.conf`), and at last all cores of this machine.

    Raises:
        MissingExtraError: a package is not installed.
        UsageError: the address is in no form that Spark knows, there is no Java, or Spark does not
            start.
    """
    require_spark()
    _require_address(master)
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    require_java()
    if master is None or master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("workflow-engine")
    progress = str(sys.stderr.isatty()).lower()
    for name, value in (*_SETTINGS.items(), ("spark.ui.showConsoleProgress", progress)):
        builder = builder.config(name, value)
    if master is not None:
        builder = builder.master(master)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise UsageError(
            f"Spark does not start ({_first_line(error)}): it needs Java {OLDEST} or newer "
            "and, for a cluster, its right address",
            zh=f"Spark 无法启动（{_first_line(error)}）：需要 Java {OLDEST} 或更新的版本；"
            "用集群时，地址要正确",
        ) from error
    try:
        yield session
    finally:
        session.stop()


def _require_address(master: str | None) -> None:
    """Spark itself would tell of a slip only after its start, by a trace of Java."""
    if master is not None and _ADDRESS.fullmatch(master) is None:
        raise UsageError(
            f"--master {master}: not the address of a cluster; write `local[4]` (this machine, "
            "here with 4 cores), `yarn`, `spark://host:7077` or `k8s://https://host:443`",
            zh=f"--master {master}：不是集群的地址；应写 `local[4]`（本机，此处用 4 个核）、"
            "`yarn`、`spark://主机:7077` 或 `k8s://https://主机:443`",
        )


@contextmanager
def spark_failures() -> Iterator[None]:
    """What Spark raises in the block becomes a UsageError that says why, in one line."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        reason = failure_reason(str(error))
        raise UsageError(
            f"Spark could not finish, and nothing was written: {reason}",
            zh=f"Spark 未能完成，没有写出任何结果：{reason}",
        ) from error


def failure_reason(text: str) -> str:
    r"""The sentence that says why, from the text of a failure with its traceback.

    >>> failure_reason("Job aborted\nTraceback …\nOSError: [Errno 28] No space left on device")
    '[Errno 28] No space left on device'
    """
    raised = _RAISED.findall(text)
    if not raised:
        return _first_line(text)
    name, said = raised[-1]
    if name == "ModuleNotFoundError":
        said += "; install workflow-engine[spark] where the executors run"
    return str(said).strip()


def _first_line(error: object) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "?")
