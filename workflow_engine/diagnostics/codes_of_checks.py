"""The codes of checks: what an author may allow with a reason, and what has a page of its own."""

from __future__ import annotations

from workflow_engine.diagnostics import (
    codes_blueprint_checks,
    codes_census,
    codes_checks,
    codes_rule_checks,
    codes_use_checks,
)
from workflow_engine.diagnostics.code_entry import CodeEntry

OF_BLUEPRINTS: dict[str, CodeEntry] = codes_blueprint_checks.ENTRIES
"""Those that are found by looking at the blueprints too."""

OF_RULES: dict[str, CodeEntry] = (
    codes_checks.ENTRIES | codes_rule_checks.ENTRIES | codes_use_checks.ENTRIES
)
"""Those that are found by looking at the policy alone."""

OF_CHECKS: dict[str, CodeEntry] = OF_RULES | OF_BLUEPRINTS

MAY_BE_ALLOWED: dict[str, CodeEntry] = OF_CHECKS | codes_census.ENTRIES
"""Those that a comment may allow: also what is found by looking at customers."""

WITH_BLUEPRINTS = frozenset({"WE740", "WE755", "WE767", "WE768"})
"""Those of `OF_RULES` that a policy which has blueprints is only told of together with them."""
