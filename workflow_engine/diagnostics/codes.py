"""Every diagnostic code: permanent number, name, default severity, and its texts.

A code, once published, keeps its meaning for ever; a retired one is never used again.

| codes | about |
|---|---|
| WE1xx | the text of a file and its YAML |
| WE2xx | sections and keys |
| WE3xx | names, types, expressions, cells |
| WE4xx | what the policy means |
| WE5xx | customer data |
| WE6xx | service log and staff data |
| WE7xx | simulation models |
| WE8xx | service blueprints |
| WE9xx | outputs |
"""

from __future__ import annotations

import string
from collections.abc import Sequence

from workflow_engine.diagnostics import (
    codes_blueprint,
    codes_blueprint_checks,
    codes_census,
    codes_checks,
    codes_compiler,
    codes_data,
    codes_grammar,
    codes_look,
    codes_model,
    codes_policy,
    codes_processes,
    codes_release,
    codes_rule_checks,
    codes_simulation,
    codes_suppressions,
    codes_text,
    codes_trial,
    codes_use_checks,
    codes_workbooks,
)
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.code_entry import CodeEntry
from workflow_engine.diagnostics.diagnostic import Diagnostic, Fix, Label, Place, Severity
from workflow_engine.diagnostics.file_words import ENGLISH, FileWords

__all__ = ["CODES", "CodeEntry", "diagnose", "named_arguments"]


def _merged(*tables: dict[str, CodeEntry]) -> dict[str, CodeEntry]:
    merged: dict[str, CodeEntry] = {}
    for table in tables:
        for code, entry in table.items():
            if code in merged or code != entry.code:
                raise ValueError(f"the diagnostic code {code} is given twice or misfiled")
            merged[code] = entry
    return dict(sorted(merged.items()))


CODES: dict[str, CodeEntry] = _merged(
    codes_text.ENTRIES,
    codes_model.ENTRIES,
    codes_grammar.ENTRIES,
    codes_compiler.ENTRIES,
    codes_policy.ENTRIES,
    codes_processes.ENTRIES,
    codes_release.ENTRIES,
    codes_checks.ENTRIES,
    codes_census.ENTRIES,
    codes_data.ENTRIES,
    codes_simulation.ENTRIES,
    codes_blueprint_checks.ENTRIES,
    codes_blueprint.ENTRIES,
    codes_look.ENTRIES,
    codes_rule_checks.ENTRIES,
    codes_use_checks.ENTRIES,
    codes_workbooks.ENTRIES,
    codes_suppressions.ENTRIES,
    codes_trial.ENTRIES,
)


def named_arguments(template: str) -> set[str]:
    """The names in braces of a message template.

    >>> sorted(named_arguments("`{name}` is no {what}"))
    ['name', 'what']
    """
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    return {name.partition("[")[0] for name in names}


def diagnose(
    code: str,
    place: Place,
    *,
    labels: Sequence[Label] = (),
    fix: Fix | None = None,
    severity: Severity | None = None,
    help: Bilingual | None = None,  # noqa: A002 - the word the author sees
    keywords: FileWords = ENGLISH,
    **args: str | Bilingual,
) -> Diagnostic:
    """A finding at `place`, its texts made from the code's templates and `args`.

    An argument may be `Bilingual` where the two languages need different words; `Diagnostic.args`
    then holds the English one. `help` replaces the code's own; `keywords` are those of the
    file that is spoken of. Raises KeyError for an unknown code
    or a template argument that is not given: both are mistakes of the programmer.
    """
    entry = CODES[code]
    zh = {name: value.zh if isinstance(value, Bilingual) else value for name, value in args.items()}
    en = {name: value.en if isinstance(value, Bilingual) else value for name, value in args.items()}

    file_words = {"k": keywords.keys, "w": keywords.values}

    def filled(template: Bilingual) -> Bilingual:
        return Bilingual(
            template.zh.format_map(file_words | zh), template.en.format_map(file_words | en)
        )

    if help is None and entry.help is not None:
        help = filled(entry.help)  # noqa: A001
    return Diagnostic(
        code=code,
        severity=severity or entry.severity,
        message=filled(entry.message),
        place=place,
        labels=tuple(labels),
        help=help,
        fix=fix,
        args=en,
    )
