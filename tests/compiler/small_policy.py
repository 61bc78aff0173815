"""A small policy to which tests add sections."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from workflow_engine.diagnostics.codes_of_checks import OF_CHECKS
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.policy import check_texts
from workflow_engine.program.processes import Process
from workflow_engine.program.program import Program

BASE = """
policy: {id: small, version: "1"}
customer:
  key: id
  attributes:
    basic:
      tier: {type: integer}
      manager: {type: text}
    operating:
      sales: {type: number}
      costs: {type: number}
      region: {type: text}
measures: {net: {value: sales - costs}}
tags: {big: {when: tier >= 28}, rich: {when: net >= 100}}
calendars: {office: {hours: {mon-fri: ["08:30..12:00", "14:00..17:30"]}}}
roles:
  clerk: {reports_to: boss}
  boss: {reports_to: chief, compensation_up_to: 2000}
  chief: {}
"""


def compiled(more: str) -> Program:
    """The program of the base and more sections; warnings and errors fail the test."""
    report = check_texts({"base.yaml": BASE, "more.yaml": textwrap.dedent(more)})
    assert [(d.code, d.message.en) for d in _told(report.diagnostics)] == []
    assert report.program is not None
    return report.program


def process_of(more: str, name: str) -> Process:
    return compiled(more).processes[name]


def found_in(more: str) -> list[Diagnostic]:
    """Errors and warnings of the compiler."""
    return _told(check_texts({"base.yaml": BASE, "more.yaml": textwrap.dedent(more)}).diagnostics)


def _told(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without hints, and without what the checks of the compiled policy find."""
    return [d for d in diagnostics if d.severity != "info" and d.code not in OF_CHECKS]


def codes_in(more: str) -> list[str]:
    return [d.code for d in found_in(more)]
