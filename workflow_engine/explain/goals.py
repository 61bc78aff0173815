"""What could be different: the tag true or false, another level, the item open or closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from workflow_engine.decide.decider import eligible, suspended
from workflow_engine.decide.items import optional_state
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.names import Named
from workflow_engine.explain.reach import item_expressions
from workflow_engine.program.expressions import DefinitionValue, Expression, Not, Or
from workflow_engine.program.program import Item, Program, Scale, Tag
from workflow_engine.program.reading import expressions_of
from workflow_engine.program.types import BOOLEAN, Value


class Wording(NamedTuple):
    """How it is said that a condition comes to hold, and that it ceases to."""

    needs: Bilingual
    loses: Bilingual
    so: Bilingual
    not_so: Bilingual


CONDITION = Wording(
    needs=Bilingual("满足条件需要 {0}，现为 {1}", "would need {0}, now {1}"),
    loses=Bilingual("如果 {0}（现为 {1}），就不成立", "would not hold with {0}, now {1}"),
    so=Bilingual("成立", "it holds"),
    not_so=Bilingual("不成立", "it does not hold"),
)
MUST_DO = Wording(
    needs=Bilingual("适用需要 {0}，现为 {1}", "to apply would need {0}, now {1}"),
    loses=Bilingual("如果 {0}（现为 {1}），就不适用", "would not apply with {0}, now {1}"),
    so=Bilingual("适用", "it applies"),
    not_so=Bilingual("不适用", "it does not apply"),
)
PRIVILEGE = Wording(
    needs=Bilingual("享有需要 {0}，现为 {1}", "to have it would need {0}, now {1}"),
    loses=Bilingual("如果 {0}（现为 {1}），就不享有", "would not have it with {0}, now {1}"),
    so=Bilingual("享有", "the customer has it"),
    not_so=Bilingual("不享有", "the customer does not have it"),
)
ITEM_NEEDS = Bilingual("符合条件需要 {0}，现为 {1}", "to be eligible would need {0}, now {1}")
ITEM_LOSES = Bilingual(
    "如果 {0}（现为 {1}），就不再可选", "would not be open to the customer with {0}, now {1}"
)
RESUMES = Bilingual("不再暂停需要 {0}，现为 {1}", "to be resumed would need {0}, now {1}")
ELIGIBLE = Bilingual("符合条件", "it is eligible")
NOT_OPEN = Bilingual("不可选", "it is not open to the customer")
RESUMED = Bilingual("不再暂停", "it is resumed")


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that is not so, and could be.

    `words` take the needed change and what the customer has; `then` follows "if …," when the
    customer has nothing. `filling_in`: it is unknown now, so filling a gap is the first thing to
    do. `only_best`: one change is enough.
    """

    target: Value
    reached: Callable[[Evaluator], bool]
    expressions: tuple[Expression, ...]
    words: Bilingual
    then: Bilingual
    filling_in: bool = False
    only_best: bool = False


def goals(
    program: Program, customer: Mapping[str, Value], named: Named, today: dt.date
) -> list[Goal]:
    """What could be different of something with a name; nothing of measures, tables and visits."""
    evaluator = Evaluator(program, customer, today)
    match named.kind:
        case "definition":
            definition = program.definitions[named.id]
            if isinstance(definition, Tag):
                return list(_condition(definition.when, evaluator))
            if isinstance(definition, Scale):
                return list(_levels(definition, evaluator))
            return []
        case "category":
            of = () if program.categories is None else program.categories.of
            none_of = Not(Or(tuple(DefinitionValue(name, BOOLEAN) for name in of)))
            return list(_condition(none_of, evaluator))
        case "item":
            item = program.items[named.id]
            if item.kind == "must_do":
                return (
                    []
                    if item.applies is None
                    else list(_condition(item.applies, evaluator, MUST_DO))
                )
            return list(_optional(program, item, evaluator))
        case "privilege":
            applies = program.privileges[named.id].applies
            return [] if applies is None else list(_condition(applies, evaluator, PRIVILEGE))
        case _:
            return []


def _condition(
    condition: Expression, evaluator: Evaluator, wording: Wording = CONDITION
) -> Iterator[Goal]:
    answer = evaluator.holds(condition)
    for target in (True, False):
        if answer is not target:
            yield Goal(
                target,
                lambda changed, target=target: changed.holds(condition) is target,  # type: ignore[misc]
                (condition,),
                wording.needs if target else wording.loses,
                wording.so if target else wording.not_so,
                filling_in=answer is None,
            )


def _levels(scale: Scale, evaluator: Evaluator) -> Iterator[Goal]:
    status = evaluator.status(scale.id)
    value = evaluator.definition(scale.id)
    for level in (*scale.levels, *([scale.otherwise] if scale.otherwise else [])):
        if level.id == value:
            continue
        label = level.label
        yield Goal(
            level.id,
            lambda changed, id_=level.id: changed.definition(scale.id) == id_,  # type: ignore[misc]
            expressions_of(scale),
            Bilingual(
                f"成为“{_plain(label.zh)}”需要 {{0}}，现为 {{1}}",
                f"to be “{_plain(label.en)}” would need {{0}}, now {{1}}",
            ),
            Bilingual(f"为“{label.zh}”", f"it is “{label.en}”"),
            filling_in=status == "unknown",
            only_best=True,
        )


def _optional(program: Program, item: Item, evaluator: Evaluator) -> Iterator[Goal]:
    """An optional item is open when it is eligible and no strategy suspends it."""

    def is_open(changed: Evaluator) -> bool | None:
        state = optional_state(
            eligible=eligible(program, changed, item),
            chosen=True,
            suspended=suspended(program, changed, item),
        )
        return None if state == "unknown" else state == "active"

    answer = is_open(evaluator)
    paused = eligible(program, evaluator, item) is True and answer is not True
    for target in (True, False):
        if answer is not target:
            yield Goal(
                target,
                lambda changed, target=target: is_open(changed) is target,  # type: ignore[misc]
                tuple(item_expressions(program, item)),
                ITEM_LOSES if not target else RESUMES if paused else ITEM_NEEDS,
                NOT_OPEN if not target else RESUMED if paused else ELIGIBLE,
                filling_in=answer is None,
            )


def _plain(label: str) -> str:
    """A label that can stand in a template."""
    return label.replace("{", "{{").replace("}", "}}")
