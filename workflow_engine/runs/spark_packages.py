"""What Spark needs on this machine: some packages, and Java."""

from __future__ import annotations

from importlib import import_module

from workflow_engine.errors import MissingExtraError

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
