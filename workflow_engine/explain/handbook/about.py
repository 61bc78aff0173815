"""The chapter on the policy itself: version, stage, and what it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import Chapter, Entry, Listing, Section, Sentence
from workflow_engine.explain.handbook.voice import Voice, lasting
from workflow_engine.program.program import Item, Noun

_B = Bilingual
_STAGES = {
    "draft": _B(
        "草稿：还在起草，不据此服务客户。", "Draft: being written; no customer is served by it yet."
    ),
    "trial": _B(
        "试行：按此服务客户；标有“待确认”的数字还没有人确认。",
        "Trial: customers are served by it; figures marked “assumed” are not confirmed yet.",
    ),
    "live": _B("正式执行。", "Live."),
}
_LANGUAGE = {"zh": _B("中文", "Chinese"), "en": _B("英文", "English")}


def about(voice: Voice) -> Chapter:
    """The policy's name, version, stage and period; principles, objectives, needs and duties."""
    head = voice.program.head
    facts = (
        (_B("名称", "Name"), head.title),
        (_B("版本", "Version"), Bilingual.same(head.version)),
        (_B("阶段", "Stage"), _STAGES[head.stage]),
        (
            _B("计划期", "Period"),
            voice.say(
                _B("每份服务计划管{0}。", "A service plan covers {0}."), lasting(head.period)
            ),
        ),
        (
            _B("时区", "Time zone"),
            voice.say(
                _B("所有日期和钟点按 {0}。", "All dates and times are in {0}."), head.timezone
            ),
        ),
        (_B("语言", "Language"), _LANGUAGE[head.language]),
    )
    listing = Listing(tuple(Entry(term, (Sentence(text),)) for term, text in facts))
    return Chapter(
        "about",
        _B("关于这份政策", "About this policy"),
        _B(
            "这本手册把政策里的每一条规则写成一句话。手册与政策不一致时，以政策文件为准。",
            "This handbook says every rule of the policy in a sentence. Where the two differ, the "
            "policy's own files hold.",
        ),
        (Section(None, (listing,)), *_nouns(voice)),
    )


def _nouns(voice: Voice) -> Iterator[Section]:
    program = voice.program
    kinds: tuple[tuple[Bilingual, Mapping[str, Noun], Callable[[Item], Iterable[str | None]]], ...]
    kinds = (
        (_B("原则", "Principles"), program.principles, lambda item: (item.principle,)),
        (_B("目标", "Objectives"), program.objectives, lambda item: (item.objective,)),
        (_B("客户的需要", "What customers need"), program.needs, lambda item: item.needs),
        (_B("职责", "Duties"), program.duties, lambda item: (item.duty,)),
        (_B("记录表单", "Record forms"), program.records, lambda item: (item.record,)),
    )
    for title, nouns, behind in kinds:
        if nouns:
            entries = tuple(_noun(noun, behind, voice) for noun in nouns.values())
            yield Section(title, (Listing(entries),))


def _noun(noun: Noun, behind: Callable[[Item], Iterable[str | None]], voice: Voice) -> Entry:
    lines = [] if noun.description is None else [Sentence(noun.description)]
    items = [item.label for item in voice.program.items.values() if noun.id in behind(item)]
    if items:
        words = _B("服务项：{0}。", "Service items: {0}.")
        lines.append(voice.sentence(words, voice.listed(items)))
    return Entry(noun.label, tuple(lines))
