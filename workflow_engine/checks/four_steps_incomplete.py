"""One of the four steps of service that a policy does not complete.

The steps: draw the portrait of the customer, find out what is needed, design the service, see how
it is experienced and mend it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workflow_engine.checks.file_words import head_words, words_at
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.program.program import Portrait, Program

_Found = tuple[Bilingual, Bilingual, Bilingual]
"""The step, what it lacks, and what to do."""

_PORTRAITS: dict[Portrait, tuple[Bilingual, Bilingual]] = {
    "basic": (
        Bilingual("基本信息", "basic facts"),
        Bilingual("市场类型: {类型: 文本}", "market: {type: text}"),
    ),
    "operating": (
        Bilingual("经营情况", "how they operate"),
        Bilingual("月销量: {类型: 数值}", "monthly_sales: {type: number}"),
    ),
    "service_value": (
        Bilingual("服务价值", "what service is worth to them"),
        Bilingual("满意度: {类型: 数值}", "satisfaction: {type: number}"),
    ),
}
"""What each group of attributes is about, and an example of one, in the language of a file."""


def check(program: Program) -> Iterable[Diagnostic]:
    """WE762 for each step that lacks something, where it is to be added or at the policy's head."""
    for step, lacking, advice in _portraits(program):
        place = _last_attribute(program)
        yield diagnose("WE762", place, step=step, lacking=lacking, advice=advice)
    keys = head_words(program).keys
    for find in (_needs, _design, _experience):
        for step, lacking, advice in find(program, keys):
            yield diagnose("WE762", program.head.place, step=step, lacking=lacking, advice=advice)


def _last_attribute(program: Program) -> Place:
    places = [attribute.place for attribute in program.attributes.values()]
    return max(places) if places else program.head.place


def _portraits(program: Program) -> Iterator[_Found]:
    known = {attribute.portrait for attribute in program.attributes.values()}
    lacking = {name: told for name, told in _PORTRAITS.items() if name not in known}
    if not lacking:
        return
    place = _last_attribute(program)
    lang = program.written_in.get(place.file, "en")
    keys = words_at(program, place).keys
    where = f"`{keys['customer']}` → `{keys['attributes']}`"
    groups = [f"`{keys[name]}: {{{one.get(lang)}}}`" for name, (_, one) in lacking.items()]
    abouts = [about for about, _ in lacking.values()]
    yield (
        Bilingual("画像", "portrait"),
        Bilingual(
            f"客户资料里没有{'、'.join(one.zh for one in abouts)}",
            f"nothing is known of customers about {', '.join(one.en for one in abouts)}",
        ),
        Bilingual(
            f"在 {where} 下补上，例如 {'、'.join(groups)}",
            f"add it under {where}, such as {', '.join(groups)}",
        ),
    )


def _needs(program: Program, keys: Mapping[str, str]) -> Iterator[_Found]:
    if not program.needs:
        yield (
            Bilingual("需求", "needs"),
            Bilingual("没有写客户需要什么", "it does not say what customers need"),
            Bilingual(
                f"写 `{keys['needs']}` 一节，并在服务项上写明满足哪些需求",
                f"write `{keys['needs']}`, and name them at the items that serve them",
            ),
        )


def _design(program: Program, keys: Mapping[str, str]) -> Iterator[_Found]:
    kinds = {item.kind for item in program.items.values()}
    if "must_do" not in kinds:
        yield (
            Bilingual("设计", "design"),
            Bilingual("没有必做项，没有一项服务是人人都有的", "no item is for everybody"),
            Bilingual(f"写 `{keys['must_do']}` 一节", f"write `{keys['must_do']}`"),
        )
    if "optional" not in kinds:
        yield (
            Bilingual("设计", "design"),
            Bilingual("没有选做项，客户没有可选的", "there is nothing customers may choose"),
            Bilingual(f"写 `{keys['optional']}` 一节", f"write `{keys['optional']}`"),
        )


def _experience(program: Program, keys: Mapping[str, str]) -> Iterator[_Found]:
    if program.feedback is None:
        yield (
            Bilingual("体验", "experience"),
            Bilingual("没有写怎样听客户的意见", "it does not say how customers are heard"),
            Bilingual(
                f"写 `{keys['feedback']}` 一节：渠道、步骤和时限",
                f"write `{keys['feedback']}`: channels, steps and time limits",
            ),
        )
