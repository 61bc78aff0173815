"""A level or row whose customers are all taken by earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_names import level_name, listed
from workflow_engine.decide.rule_numbers import SINGLE_HITS
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.diagnostics.file_words import FileWords
from workflow_engine.program.program import Scale

_OTHER_ROWS = Bilingual("各行", "the rows")
_OTHER_LEVELS = Bilingual("其余级别", "the other levels")
_NOBODY_LEFT = Bilingual(
    "若本该有客户，看看前面哪一级的范围太宽；确实多余的，删去它",
    "if somebody should be there, one of the other levels is too wide; if not, remove it",
)
_TO_BE_SAFE = Bilingual(
    "各行已经管住所有客户：可以删去它，也可以留着，防备以后改漏",
    "the rows are for everybody already: remove it, or keep it in case a row is changed",
)
_TAKEN = Bilingual("它的客户归这里", "its customers are taken here")


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE716 for each rule that holds for somebody but never decides, and for an `otherwise` that
    is left for nobody; of a table it is information, for it may be kept to be safe.
    """

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        for index, covers in regions.covered:
            rule = regions.rules.rules[index]
            takers = [regions.rules.rules[n] for n in covers]
            yield diagnose(
                "WE716",
                rule.place,
                fix=analysis.fixes.removed(regions.rules, rule) if rule.cells else None,
                labels=[Label(taker.place, _TAKEN) for taker in takers],
                name=regions.rules.label,
                rule=rule.name,
                covers=listed([taker.name for taker in takers]),
            )
        yield from _otherwise(regions, words_at(analysis.program, regions.rules.definition.place))

    return analysis.each_set(found)


def _otherwise(regions: RuleRegions, words: FileWords) -> Iterator[Diagnostic]:
    definition = regions.rules.definition
    if definition.otherwise is None or not regions.rules.rules:
        return
    if not regions.nobody_left:
        return
    if isinstance(definition, Scale):
        last = definition.otherwise
        assert last is not None, "it was looked at above"
        yield diagnose(
            "WE716",
            last.place,
            help=_NOBODY_LEFT,
            name=definition.label,
            rule=level_name(last.label),
            covers=_OTHER_LEVELS,
        )
    elif definition.hit in SINGLE_HITS:
        word = words.keys["otherwise"]
        yield diagnose(
            "WE716",
            definition.otherwise_place or definition.place,
            severity="info",
            help=_TO_BE_SAFE,
            name=definition.label,
            rule=Bilingual(f"的 `{word}` ", f"the `{word}`"),
            covers=_OTHER_ROWS,
        )
