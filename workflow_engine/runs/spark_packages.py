"""What Spark needs on this machine: some packages, and Java."""

from __future__ import annotations

from importlib import import_module

from workflow_engine.errors import MissingExtraError, UsageError
from workflow_engine.program.program import Program

PACKAGES = ("pyspark", "pyarrow", "pandas", "polars", "numpy")
"""pandas is not used, but `mapInArrow` asks for it."""


def require_spark() -> None:
    """Raises MissingExtraError where a package is not installed."""
    for package in PACKAGES:
        try:
            import_module(package)
        except ImportError as error:
            raise MissingExtraError(
                package=package, extra="spark", purpose="planning on Spark"
            ) from error


def refuse_two_versions(program: Program) -> None:
    """Raises UsageError for a policy in a staged rollout: a cluster plans by one version alone."""
    if program.rollout is not None and program.rollout.before is not None:
        raise UsageError(
            "Spark does not plan a policy that is being rolled out in stages, where two versions "
            "are in force: take the engine `polars`, or plan each version's customers by itself",
            zh="分批推行期间两个版本同时有效，Spark 不能计算：请改用 --engine polars，"
            "或把两个版本的客户分开计算",
        )
