"""The escalation ladder of `recovery`, `feedback` and the author's own processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.findings import CLOCK, ROLE, Findings
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.keywords import KEYWORDS
from workflow_engine.language.nodes import Written
from workflow_engine.language.triggers import (
    SENTENCES,
    TriggerSentence,
    clock_keyword,
    parse_trigger,
)
from workflow_engine.model import ladder as written
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.processes import Rung, Trigger


def compile_ladder(
    rungs: Sequence[written.Rung],
    clocks: Mapping[str, Bilingual],
    model: PolicyModel,
    findings: Findings,
) -> tuple[Rung, ...]:
    """The rungs; `clocks` are those that a trigger may name, with what they are called."""
    made = [_rung(rung, clocks, model, findings) for rung in rungs]
    return tuple(rung for rung in made if rung is not None)


def keyword_clocks(names: Sequence[str]) -> dict[str, Bilingual]:
    """The clocks of a standard process, called as its keywords are."""
    return {name: Bilingual(KEYWORDS[name], name.replace("_", " ")) for name in names}


def _rung(
    rung: written.Rung,
    clocks: Mapping[str, Bilingual],
    model: PolicyModel,
    findings: Findings,
) -> Rung | None:
    role = findings.known(rung.from_role, model.roles, ROLE)
    if role is None:
        return None
    above = None if rung.to is None else findings.known(rung.to, model.roles, ROLE)
    if rung.to is None:
        reports_to = next(r.reports_to for n, r in model.roles.items() if n == role)
        if reports_to is None:
            findings.report("WE441", rung.from_role.place, role=role)
        above = None if reports_to is None else str(reports_to)
    made = [_trigger(trigger, clocks, model, findings) for trigger in rung.any]
    triggers = tuple(trigger for trigger in made if trigger is not None)
    return None if above is None else Rung(role, above, triggers, rung.place)


def _trigger(
    trigger: written.Trigger,
    clocks: Mapping[str, Bilingual],
    model: PolicyModel,
    findings: Findings,
) -> Trigger | None:
    if trigger.text is None:
        return _elapsed(trigger, clocks, findings)
    sentence, found = parse_trigger(trigger.text)
    findings.add(found)
    if sentence is None:
        return None
    if sentence.kind == "overdue":
        return _overdue(trigger.text, sentence, clocks, model, findings)
    if sentence.kind == "event":
        return Trigger("event", _event(trigger.text, clocks, model, findings), name=sentence.name)
    return Trigger(sentence.kind, _sentence(sentence), times=sentence.times)


def _elapsed(
    trigger: written.Trigger, clocks: Mapping[str, Bilingual], findings: Findings
) -> Trigger | None:
    if trigger.step is None or trigger.elapsed is None:
        if findings.dropped.isdisjoint(("step", "elapsed")):
            findings.report("WE442", trigger.place)
        return None
    clock = _clock(str(trigger.step), clocks)
    if clock is None:
        findings.unknown(trigger.step, list(clocks), CLOCK)
        return None
    share = f"{(trigger.elapsed * 100).normalize():f}%"
    zh, en = clocks[clock].zh, clocks[clock].en
    zh = f"{zh}{'' if zh.endswith('时限') else '时限'}已过{share}"
    en = f"{share} of the time to {en} has passed"
    if trigger.unless is not None:
        zh, en = f"{zh}仍无方案", f"{en} without a plan"
    unless = None if trigger.unless is None else str(trigger.unless)
    return Trigger("elapsed", Bilingual(zh, en), step=clock, share=trigger.elapsed, unless=unless)


def _overdue(
    text: Written,
    sentence: TriggerSentence,
    clocks: Mapping[str, Bilingual],
    model: PolicyModel,
    findings: Findings,
) -> Trigger | None:
    clock = _clock(sentence.step or "", clocks)
    if clock is None:
        if text in _events(model):
            return Trigger("event", _event(text, clocks, model, findings), name=str(text))
        findings.unknown(
            Written(sentence.step or "", text.place), _words(clocks), CLOCK, whole=False
        )
        return None
    zh, en = f"{clocks[clock].zh}逾期", f"{clocks[clock].en} overdue"
    if sentence.after is not None:
        zh = f"{zh}超过{sentence.after.text('zh')}"
        en = f"{en} by {sentence.after.text('en')}"
    return Trigger("overdue", Bilingual(zh, en), step=clock, after=sentence.after)


def _clock(step: str, clocks: Mapping[str, Bilingual]) -> str | None:
    """The clock that is meant: by its name, or by the name's twin, which a translation writes."""
    keyword = clock_keyword(step)
    twins = (step,) if keyword is None else (step, keyword, KEYWORDS[keyword])
    return next((name for name in twins if name in clocks), None)


def _words(clocks: Mapping[str, Bilingual]) -> list[str]:
    """The names of clocks in both languages, for suggestions."""
    return [word for name in clocks for word in dict.fromkeys((name, KEYWORDS.get(name, name)))]


def _sentence(sentence: TriggerSentence) -> Bilingual:
    match sentence.kind:
        case "cannot_resolve":
            return Bilingual("无法解决", "cannot resolve")
        case "compensation_over_limit":
            return Bilingual("补偿超限", "compensation over limit")
        case "reopened":
            return Bilingual(f"重开{sentence.times}次", f"reopened {sentence.times} times")
        case "recusal":
            return Bilingual("需回避", "recusal")
        case "needs_other_department":
            return Bilingual("需要其他部门", "needs other department")
        case "event" | "overdue":
            raise AssertionError("these have texts of their own")


def _events(model: PolicyModel) -> Mapping[Written, object]:
    return {} if model.recovery is None else model.recovery.events


def _event(
    name: Written, clocks: Mapping[str, Bilingual], model: PolicyModel, findings: Findings
) -> Bilingual:
    """What is printed for an event; one that is not declared may be a mistyped trigger."""
    events = {} if model.recovery is None else model.recovery.events
    for declared, noun in events.items():
        if declared == name:
            return label_of(declared, noun.label)
    sentences = [
        sentence
        for clock in clocks
        for sentence in (f"{clock} overdue", f"{KEYWORDS.get(clock, clock)}逾期")
    ]
    near = did_you_mean(name, [*sentences, *SENTENCES, *events])
    hint = None
    if near is not None:
        hint = Bilingual(f"是不是“{near}”？", f"did you mean `{near}`?")
    findings.add([diagnose("WE443", name.place, help=hint, name=str(name))])
    return Bilingual.same(str(name))
