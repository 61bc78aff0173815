"""How the handbook speaks: names, amounts and conditions of a policy, in both languages at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from workflow_engine.cases.wording import COMMANDS, DEGREES, capital, money
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.book import Sentence
from workflow_engine.explain.comparisons import grouped
from workflow_engine.explain.phrases import Phrases
from workflow_engine.language.durations import Duration, Frequency, FrequencyUnit, plain
from workflow_engine.language.event_names import said_frequency
from workflow_engine.language.modes import MODES
from workflow_engine.program.expressions import And, Constant, Expression, Or
from workflow_engine.program.general_category import general_category
from workflow_engine.program.processes import Warn
from workflow_engine.program.program import Degree, Level, Program, Scale

_B = Bilingual
SHORT = 40
"""Characters of a condition that is said in one line though it has several parts."""
ALL_HOLD = _B("以下各条同时成立：", "all of these hold:")
ANY_HOLDS = _B("以下任何一条成立：", "any of these holds:")
FOR_WHOM = _B("对象", "For")
_UNITS: dict[FrequencyUnit, Bilingual] = {
    "day": _B("天", "day"),
    "week": _B("周", "week"),
    "month": _B("月", "month"),
    "quarter": _B("季度", "quarter"),
    "half year": _B("半年", "half year"),
    "year": _B("年", "year"),
}
_WITH_MEASURE_WORD = ("month", "quarter")


class Voice:
    """Sentences about one policy, each in Chinese and in English."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._zh = Phrases(program, "zh")
        self._en = Phrases(program, "en")

    def say(self, words: Bilingual, *parts: Bilingual | str | int) -> Bilingual:
        """A sentence with its gaps filled."""
        texts = [
            part if isinstance(part, Bilingual) else Bilingual.same(str(part)) for part in parts
        ]
        return Bilingual(
            words.zh.format(*(text.zh for text in texts)),
            words.en.format(*(text.en for text in texts)),
        )

    def sentence(
        self,
        words: Bilingual,
        *parts: Bilingual | str | int,
        assumed: bool = False,
        about: Bilingual | None = None,
    ) -> Sentence:
        """The same as a sentence of its own, with a capital in English."""
        said = self.say(words, *parts)
        return Sentence(Bilingual(said.zh, capital(said.en)), assumed=assumed, about=about)

    def listed(self, texts: Iterable[Bilingual]) -> Bilingual:
        """Several texts in a row."""
        found = list(texts)
        return Bilingual("、".join(t.zh for t in found), ", ".join(t.en for t in found))

    def clauses(self, texts: Iterable[Bilingual]) -> Bilingual:
        """Several remarks in one sentence, without the stop at its end."""
        found = list(texts)
        return Bilingual("；".join(t.zh for t in found), "; ".join(t.en for t in found))

    def quoted(self, texts: Iterable[Bilingual]) -> Bilingual:
        """Several names in quotation marks."""
        return self.listed(self.say(_B("“{0}”", "“{0}”"), text) for text in texts)

    # names

    def role(self, id_: str | None) -> Bilingual:
        """The label of a role."""
        role = self.program.roles.get(id_ or "")
        return role.label if role is not None else Bilingual.same(id_ or "—")

    def item(self, id_: str) -> Bilingual:
        """The label of a service item."""
        return self.program.items[id_].label

    def name(self, id_: str) -> Bilingual:
        """The label of an attribute, a definition or a category."""
        categories = self.program.categories
        known = id_ in self.program.definitions or id_ in self.program.attributes
        if not known and categories is not None and id_ == categories.otherwise:
            return general_category(id_)
        return Bilingual(self._zh.name(id_), self._en.name(id_))

    def levels(self) -> Iterator[Level]:
        """The levels of every scale, with those that hold where no other does."""
        for scale in self.program.definitions.values():
            if isinstance(scale, Scale):
                yield from scale.levels
                if scale.otherwise is not None:
                    yield scale.otherwise

    def failure(self, id_: str) -> Bilingual:
        """The label of a failure."""
        for failure in self.program.recovery.failures:
            if failure.id == id_:
                return failure.label
        return Bilingual.same(id_)

    def calendar(self, id_: str) -> Bilingual:
        """The label of a calendar, else its id."""
        calendar = self.program.calendars.get(id_)
        label = None if calendar is None else calendar.label
        return Bilingual.same(id_) if label is None else label

    def command(self, id_: str) -> Bilingual:
        """What is done with a case: a command, or a step named like one."""
        return COMMANDS.get(id_, Bilingual.same(id_))

    def modes(self, ways: Iterable[str]) -> Bilingual:
        """Ways of service."""
        return self.listed(MODES.get(way, Bilingual.same(way)) for way in ways)

    def degree(self, degree: Degree) -> Bilingual:
        """High, medium or low."""
        return DEGREES[degree]

    # amounts

    def duration(self, duration: Duration) -> Bilingual:
        """A length of time."""
        return Bilingual(duration.text("zh"), duration.text("en"))

    def warn(self, warn: Warn) -> Bilingual:
        """How long before the end the owner is warned, as a clause."""
        if isinstance(warn, Decimal):
            words = _B("时限剩 {0}% 时提醒", "with a warning when {0}% of the time is left")
            return self.say(words, plain(warn * 100))
        assert warn is not None, "a limit that never warns says nothing"
        return self.say(_B("到期前 {0}提醒", "with a warning {0} before"), self.duration(warn))

    def every(self, frequency: Frequency) -> Bilingual:
        """How often: `每6个月`, `every 6 months`, `4 times a month`."""
        if frequency.unit is None:
            words = {
                "visit": _B("每次拜访时", "on every visit"),
                "on_demand": _B("客户提出时", "whenever the customer asks"),
                "always": _B("随时", "at any time"),
            }
            if frequency.kind in words:
                return words[frequency.kind]
            zh, en = (said_frequency(frequency, lang) for lang in _LANGUAGES)
            return Bilingual(zh, en)
        zh = said_frequency(frequency, "zh")
        unit, count = _UNITS[frequency.unit].en, frequency.count
        if frequency.kind == "calendar":
            times = {1: "once", 2: "twice"}.get(count, f"{count} times")
            return Bilingual(zh, f"{times} a {unit}")
        return Bilingual(zh, f"every {unit}" if count == 1 else f"every {count} {unit}s")

    def money(self, amount: Decimal) -> Bilingual:
        """An amount of money."""
        return Bilingual(money(amount, "zh"), money(amount, "en"))

    # conditions

    def phrase(self, expression: Expression) -> Bilingual:
        """An expression in one line."""
        return Bilingual(self._zh.of(expression), self._en.of(expression))

    def condition(self, words: Bilingual, opening: Bilingual, condition: Expression) -> Sentence:
        """A sentence about a condition.

        `words` with the phrase in its gap where that can be read at a glance; else `opening`, with
        “all” or “any of these” in its gap and the parts indented below, so that no “and” or “or”
        can be taken for another.
        """
        phrase = self.phrase(condition)
        if len(phrase.zh) <= SHORT or not isinstance(condition, And | Or):
            return self.sentence(words, phrase)
        lead = ALL_HOLD if isinstance(condition, And) else ANY_HOLDS
        return replace(self.sentence(opening, lead), parts=self.outline(condition).parts)

    def outline(self, condition: Expression) -> Sentence:
        """A condition with its parts below each other."""
        if isinstance(condition, Or):
            parts = tuple(self.outline(item) for item in condition.items)
            return Sentence(_titled(ANY_HOLDS), parts)
        if isinstance(condition, And):
            groups = [group[0] if len(group) == 1 else And(group) for group in grouped(condition)]
            if len(groups) > 1 and len(self.phrase(condition).zh) > SHORT // 2:
                return Sentence(_titled(ALL_HOLD), tuple(map(self.outline, groups)))
        return Sentence(self.phrase(condition))

    def audience(self, condition: Expression | None) -> Sentence:
        """For which customers something is."""
        if condition is None or condition == Constant(value=True, type=condition.type):
            return Sentence(_B("每一位客户。", "Every customer."), about=FOR_WHOM)
        if isinstance(condition, Constant):
            return Sentence(_B("目前没有客户。", "No customer at present."), about=FOR_WHOM)
        said = self.condition(
            _B("限于{0}的客户。", "customers of whom this holds: {0}."),
            _B("这样的客户，{0}", "customers of whom {0}"),
            condition,
        )
        return replace(said, about=FOR_WHOM)


_LANGUAGES: tuple[Language, Language] = ("zh", "en")


def _titled(words: Bilingual) -> Bilingual:
    return Bilingual(words.zh, capital(words.en))


def lasting(frequency: Frequency) -> Bilingual:
    """A frequency's length as an age: `6个月`, `6 months`."""
    assert frequency.unit is not None, "an age counts in units"
    unit, count = _UNITS[frequency.unit], frequency.count
    measure = "个" if frequency.unit in _WITH_MEASURE_WORD else ""
    return Bilingual(f"{count}{measure}{unit.zh}", f"{count} {unit.en}{'' if count == 1 else 's'}")
