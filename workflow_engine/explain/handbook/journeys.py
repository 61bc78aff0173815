"""The chapter on blueprints: each journey in short, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import Block, Chapter, Grid, Row, Section, Sentence
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.program.blueprints import ZONES, Blueprint, Cell, Lane, Stage

_B = Bilingual
_NOTHING = Sentence(_B("—", "—"))
_CUSTOMER, _SERVED = ZONES["customer"], ZONES["frontstage"]


def journeys(voice: Voice, blueprints: Mapping[str, Blueprint]) -> Chapter | None:
    """Every blueprint: what it is for, its stages, its service encounters."""
    if not blueprints:
        return None
    return Chapter(
        "journeys",
        _B("服务蓝图", "Service blueprints"),
        _B(
            "客户一步一步做什么、我们在每一步怎样接待和准备；完整的蓝图另有图纸。",
            "What customers do step by step and how they are served; the full blueprints are "
            "drawings of their own.",
        ),
        tuple(Section(one.title, tuple(_blocks(one, voice))) for one in blueprints.values()),
    )


def _blocks(blueprint: Blueprint, voice: Voice) -> Iterator[Block]:
    if blueprint.problem is not None:
        yield Sentence(blueprint.problem, about=_B("问题", "Problem"))
    if blueprint.goal is not None:
        yield Sentence(blueprint.goal, about=_B("目标", "Goal"))
    if blueprint.segment is not None:
        yield Sentence(_segment(blueprint.segment, voice), about=_B("客户", "Customers"))
    if blueprint.owner is not None:
        yield Sentence(voice.role(blueprint.owner), about=_B("负责", "Owner"))
    if blueprint.promise is not None and blueprint.promise in voice.program.promises:
        slogan = voice.program.promises[blueprint.promise].slogan
        yield Sentence(slogan, about=_B("承诺", "Promise"))
    count = sum(1 for _ in _encounters(blueprint))
    words = _B("客户与我们直接打交道 {0} 次。", "{0} times customers and we deal with each other.")
    yield voice.sentence(words, count, about=_B("接触", "Encounters"))
    heads = (
        _B("阶段", "Stage"),
        _B("客户做什么", "The customer"),
        _B("我们怎样接待", "How they are served"),
        _B("客户的需要", "What they need"),
    )
    rows = tuple(Row(_stage(stage, voice)) for stage in blueprint.stages)
    yield Grid(heads, rows, (16, 26, 34, 24))


def _encounters(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    """The links that cross the line of interaction."""
    zones = {cell.id: ZONES[cell.lane] for cell in blueprint.cells}
    for link in blueprint.links:
        ends = zones.get(link.source), zones.get(link.target)
        if set(ends) == {_CUSTOMER, _SERVED}:
            yield link.source, link.target


def _segment(name: str, voice: Voice) -> Bilingual:
    if name == "everyone":
        return _B("每一位客户", "every customer")
    for level in voice.levels():
        if level.id == name:
            return level.label
    return voice.name(name)


def _stage(stage: Stage, voice: Voice) -> tuple[tuple[Sentence, ...], ...]:
    needs = tuple(
        Sentence(need)
        if whose == "customer"
        else Sentence(voice.say(_B("{0}：{1}", "{0}: {1}"), voice.role(whose), need))
        for whose, need in stage.needs.items()
    )
    served = _told(stage, ("frontstage", "technology"), voice)
    if not served and stage.no_contact is not None:
        served = (Sentence(voice.say(_B("不接待：{0}", "nobody: {0}"), stage.no_contact)),)
    return (
        (Sentence(stage.label),),
        _told(stage, ("customer",), voice) or (_NOTHING,),
        served or (_NOTHING,),
        needs or (_NOTHING,),
    )


def _told(stage: Stage, lanes: tuple[Lane, ...], voice: Voice) -> tuple[Sentence, ...]:
    return tuple(_cell(cell, voice) for cell in stage.lane(*lanes))


def _cell(cell: Cell, voice: Voice) -> Sentence:
    if cell.by is None:
        return Sentence(cell.text)
    return Sentence(voice.say(_B("{0}（{1}）", "{0} ({1})"), cell.text, voice.role(cell.by)))
