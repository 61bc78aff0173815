"""Why a clock of a case ends when it does: which hours counted, which days were skipped."""

from __future__ import annotations

import datetime as dt

from workflow_engine.calendars.deadlines import budget_of
from workflow_engine.calendars.explain import DeadlineStory, explain_budget, explain_deadline
from workflow_engine.calendars.sentences import sentences
from workflow_engine.cases.case import Case, Ledger
from workflow_engine.cases.ledgers import clock_state, remaining
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.story import Storyteller
from workflow_engine.cases.wording import length
from workflow_engine.diagnostics.bilingual import Language


def clock_story(
    case: Case, clock: str, rules: CaseRules, now: dt.datetime, lang: Language
) -> list[str]:
    """How one clock of the case counts, as sentences: what it limits first, its state last.

    Args:
        case: the case.
        clock: the id of one of its clocks (a key of `case.ledgers`).
        rules: the version of the policy that the case follows.
        now: the moment of the reader.
        lang: the language of the sentences.
    """
    ledger = case.ledgers[clock]
    tell = Storyteller(rules, case.process, lang, year=ledger.started_at.year)
    name, start = tell.say(tell.clock(clock)), tell.moment(ledger.started_at)
    within = ledger.duration.text(lang)
    told = [f"{name}：{start} 起 {within}" if lang == "zh" else f"{name}: {within} from {start}"]
    told += sentences(_story(case, ledger, rules), lang)
    return [*told, *_standing(ledger, rules, now, tell, lang)]


def _story(case: Case, ledger: Ledger, rules: CaseRules) -> DeadlineStory:
    """The running stretch of the clock; of one that stands still the whole, without pauses."""
    calendar = rules.working(rules.table(case.process))
    start, consumed = ledger.started_at, dt.timedelta(0)
    if ledger.running_since is not None:
        start, consumed = ledger.running_since, ledger.consumed
    if not consumed and budget_of(calendar, start, ledger.duration) == ledger.budget:
        return explain_deadline(calendar, start, ledger.duration)
    time = rules.calendar(ledger.calendar)
    return explain_budget(calendar, time, start, ledger.budget, consumed=consumed)


def _standing(
    ledger: Ledger, rules: CaseRules, now: dt.datetime, tell: Storyteller, lang: Language
) -> list[str]:
    zh = lang == "zh"
    state = clock_state(ledger, rules, now)
    left = _length(remaining(ledger, rules, now), ledger, lang)
    match state:
        case "running":
            return [f"还有{left}" if zh else f"{left} left"]
        case "overdue":
            return [f"已逾期{left}" if zh else f"overdue by {left}"]
        case "paused":
            return [f"暂停中，还剩{left}，暂停期间不计" if zh else f"paused, with {left} left"]
        case _:
            stopped = tell.moment(ledger.stopped_at or now)
            used = _length(ledger.consumed, ledger, lang)
            how = {
                "met": ("按时完成", "done in time"),
                "late": ("超时完成", "done late"),
                "dropped": ("不再需要", "no longer needed"),
            }[state][0 if zh else 1]
            return [f"{stopped} {how}，用了{used}" if zh else f"{how} at {stopped}, {used} used"]


def _length(time: dt.timedelta, ledger: Ledger, lang: Language) -> str:
    """A time as the clock counts it, to the minute."""
    minutes = abs(time // dt.timedelta(minutes=1))
    return length(minutes, lang, working=ledger.calendar is not None)
