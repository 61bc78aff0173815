"""The chapter on what some customers are given beyond the services."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import Block, Chapter, Grid, Row, Section, Sentence
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.program.privileges import Privilege

_B = Bilingual


def privileges(voice: Voice) -> Chapter | None:
    """Who is given what, and how it is put to them."""
    found = voice.program.privileges
    if not found:
        return None
    return Chapter(
        "privileges",
        _B("专属权益", "Privileges"),
        _B(
            "服务之外给一部分客户的；拿不准客户有没有的，不告诉客户。",
            "What some customers are given beyond the services; who may not have it is not told.",
        ),
        tuple(_privilege(privilege, voice) for privilege in found.values()),
    )


def _privilege(privilege: Privilege, voice: Voice) -> Section:
    heads = (_B("给什么", "What"), _B("多少", "How much"))
    rows = tuple(
        Row(
            (
                (Sentence(benefit.label),),
                (Sentence(benefit.value, assumed=privilege.assumed),),
            )
        )
        for benefit in privilege.gives
    )
    blocks: list[Block] = [voice.audience(privilege.applies)]
    if privilege.public_text is not None:
        blocks.append(Sentence(privilege.public_text, about=_B("对客户这样说", "Told as")))
    return Section(privilege.label, (*blocks, Grid(heads, rows, (40, 60))))
