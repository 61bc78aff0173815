"""What runs over many customers need installed."""

from __future__ import annotations

from importlib.util import find_spec

from workflow_engine.errors import MissingExtraError


def require_tables() -> None:
    """Raises MissingExtraError where tables of customers cannot be made."""
    for package in ("polars", "numpy"):
        if find_spec(package) is None:
            raise MissingExtraError(
                package=package, extra="batch", purpose="planning many customers"
            )
