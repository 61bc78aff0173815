"""The Jinja2 environment of all pages: autoescaping, strict, templates from the package."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from workflow_engine.render.typography import css_string, typeset


@cache
def environment() -> Environment:
    """The one environment: every value printed is escaped, an unknown name is an error.

    Templates print author text through the filter `t` (escaped, spaced); what must stay as it is
    (ids, hashes, phone numbers) is printed without a filter and is escaped all the same.
    """
    env = Environment(
        loader=PackageLoader("workflow_engine.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    env.filters["t"] = typeset
    env.filters["css_string"] = css_string
    return env
