"""Findings as GitHub Actions workflow commands, which appear beside the changed lines.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.ordering import worst_first
from workflow_engine.diagnostics.printable import printable_lines

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render_github(diagnostics: Iterable[Diagnostic], *, lang: Language) -> str:
    """One `::error file=…::message` line for each finding, worst first; texts in `lang`."""
    return "".join(_command(d, lang) + "\n" for d in worst_first(diagnostics))


def _command(diagnostic: Diagnostic, lang: Language) -> str:
    place = diagnostic.place
    properties = {"file": place.file}
    if place.line:
        properties["line"] = str(place.line)
        properties["col"] = str(place.column)
        properties["endLine"] = str(place.end_line)
        if place.end_line == place.line:
            properties["endColumn"] = str(place.end_column)
    properties["title"] = diagnostic.code
    text = diagnostic.message.get(lang)
    if diagnostic.help is not None:
        text += "\n" + diagnostic.help.get(lang)
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = _data("\n".join(printable_lines(text)))
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
