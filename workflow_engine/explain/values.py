"""Values as people read them; what lies below the explanations needs the same words."""

from __future__ import annotations

from workflow_engine.program.value_text import (
    MISSING,
    NO,
    NOTHING,
    YES,
    listed,
    number_text,
    option_label,
    value_text,
)

__all__ = ["MISSING", "NO", "NOTHING", "YES", "listed", "number_text", "option_label", "value_text"]
