"""The Jinja2 environments of all pages: autoescaping, strict, templates from the package.

A policy's own templates (`Look`) run in a sandbox, over the package's templates and not instead of
them: `engine/sheet.html` is always the package's.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.errors import PolicyError
from workflow_engine.render.labels import Labels
from workflow_engine.render.look_bounds import (
    COUNTED,
    ROOM,
    Counting,
    Room,
    TooMuchError,
    Unbounded,
    counted,
    measured,
)
from workflow_engine.render.look_faults import column_of, filling_fault
from workflow_engine.render.typography import breakable, css_string, together, typeset
from workflow_engine.render.words import WEEKDAYS

if TYPE_CHECKING:
    from workflow_engine.render.look import Look

ENGINE = "engine/"
"""What stands before the name of a template of the package that a policy's template extends."""


def page(template: str, values: Mapping[str, Any], look: Look | None = None) -> str:
    """The template filled with values, through the policy's own templates where it has some.

    Raises PolicyError where one of these cannot be filled: it asks for something that is not there.
    """
    kind = template.removesuffix(".html")
    try:
        given = {"document": kind, **values}
        if look is not None:
            given[ROOM] = Room()
        return environment(look).get_template(template).render(given)
    except (TemplateError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        if look is None:
            raise
        place, text = _place(error, look)
        if place is None:
            raise
        reason = filling_fault(error)
        found = diagnose("WE919", place, reason=reason)
        raise PolicyError([found], {place.file: text} if text else {}) from None


def page_names(labels: Labels) -> dict[str, Any]:
    """What every template needs: the fixed words, the language, the policy's foot."""
    head = labels.program.head
    return {
        "say": labels.say,
        "lang": "zh-Hans" if labels.lang == "zh" else "en",
        "weekdays": WEEKDAYS[labels.lang],
        "foot": labels.say(
            "foot",
            title=head.title.get(labels.lang),
            version=head.version,
            hash=labels.program.hash[:10],
        ),
        "policy_title": head.title.get(labels.lang),
        "version": head.version,
        "policy_hash": labels.program.hash,
    }


@lru_cache(maxsize=8)
def environment(look: Look | None = None) -> Environment:
    """Every value printed is escaped, an unknown name is an error.

    Templates print author text through the filter `t` (escaped, spaced), names that stay in one
    line through `together`, what must stay as it is (ids, hashes) through `breakable`; what is
    printed without a filter is escaped all the same, but cannot break.
    """
    kind = Environment if look is None else ImmutableSandboxedEnvironment
    env = kind(
        loader=_Templates(look),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    env.filters["t"] = typeset
    env.filters["breakable"] = breakable
    env.filters["together"] = together
    env.filters["css_string"] = css_string
    env.globals.clear()
    env.globals[ROOM] = Unbounded()
    env.globals["look_style"] = "" if look is None else Markup(look.style)  # noqa: S704 - checked
    if look is not None:
        env.code_generator_class = Counting
        env.finalize = measured
        env.filters[COUNTED] = counted
        env.globals["asset"] = look.images.__getitem__
        for unescaped in ("safe", "xmlattr", "tojson", "urlize"):
            del env.filters[unescaped]
    return env


class _Templates(BaseLoader):
    """The policy's own templates first, then the package's."""

    def __init__(self, look: Look | None) -> None:
        self._own: Mapping[str, str] = {} if look is None else look.templates
        self._package = PackageLoader("workflow_engine.render", "templates")

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        if template in self._own:
            return self._own[template], template, None
        return self._package.get_source(environment, template.removeprefix(ENGINE))

    def list_templates(self) -> list[str]:
        return self._package.list_templates()


def _place(error: Exception, look: Look) -> tuple[Place | None, str]:
    """Where in the policy's own templates it went wrong, with their text; None if it did not."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in look.templates:
            text, line = look.templates[frame.filename], frame.lineno or 1
            return Place(look.shown(frame.filename), line, column_of(error, text, line)), text
    if isinstance(error, TooMuchError):
        return Place(look.folder), ""
    return None, ""
