"""What a word of a policy's file means, as an editor shows it beside the pointer (Markdown)."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.explain.phrases import Phrases
from workflow_engine.language.functions import function_named
from workflow_engine.language.keywords import Kind, to_chinese, to_english
from workflow_engine.lsp.hit_counts import Counts
from workflow_engine.lsp.mentions import Mention
from workflow_engine.lsp.name_kinds import KINDS
from workflow_engine.lsp.names import Names
from workflow_engine.model.descriptions import descriptions
from workflow_engine.program.program import Attribute, Item, Measure, Program, Scale, Table, Tag

_MOST_FILES = 3
_STATES = {
    "due": Bilingual("应做", "due"),
    "due_unknown": Bilingual("资料不全，按应做", "due for want of data"),
    "not_due": Bilingual("不适用", "not for them"),
    "active": Bilingual("已选", "active"),
    "offered": Bilingual("可选", "offered"),
    "suspended": Bilingual("已暂停", "suspended"),
    "chosen_but_not_eligible": Bilingual("已选但不符合", "chosen but not eligible"),
    "not_eligible": Bilingual("不符合", "not eligible"),
    "unknown": Bilingual("无法判断", "unknown"),
}


def meaning_of_keyword(word: str, vocabulary: Kind, lang: Language) -> str | None:
    """What a keyword means, and its twin in the other language; None where it is none."""
    english = to_english(word, vocabulary)
    if english is None:
        return None
    twin = to_chinese(word, vocabulary) if word == english else english
    described = descriptions(vocabulary).get(english)
    head = f"**{word}**" + (f" · `{twin}`" if twin and twin != word else "")
    return head if described is None else f"{head}\n\n{described.get(lang)}"


def meaning_of_function(word: str) -> str | None:
    """How a function of expressions is written; None where the word is none."""
    function = function_named(word)
    if function is None:
        return None
    return f"**{function.name}** · `{function.chinese}`\n\n`{function.usage}`"


class Meanings:
    """Says what the names of one policy mean; `program` is None while the policy has errors."""

    def __init__(
        self, names: Names, program: Program | None, counts: Counts | None, lang: Language
    ) -> None:
        self.names = names
        self.program = program
        self.counts = counts
        self.lang: Language = lang

    def of(self, definition: Mention) -> str:
        """What it is called and is, its condition, for how many it holds, and where it is used."""
        kind = KINDS.get(definition.kinds[0])
        label = "" if definition.label is None else definition.label.get(self.lang)
        head = f"**{_plain(label or definition.name)}**"
        if label and label != definition.name:
            head += f" `{definition.name}`"
        if kind is not None:
            head += f" · {kind.get(self.lang)}"
        lines = [head, *self._meaning(definition), *self._count(definition), self._uses(definition)]
        return "\n\n".join(line for line in lines if line)

    def _said(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def _meaning(self, definition: Mention) -> Iterator[str]:
        program = self.program
        if program is None:
            return
        phrases = Phrases(program, self.lang)
        kind, name = definition.kinds[0], definition.name
        if kind == "attributes" and name in program.attributes:
            yield self._attribute(program.attributes[name], phrases)
        elif kind == "levels":
            scale = program.definitions.get(definition.owner)
            for level in scale.levels if isinstance(scale, Scale) else ():
                if level.id == name:
                    yield self._condition(_plain(phrases.of(level.when)))
        elif kind == "items" and name in program.items:
            yield from self._item(program.items[name], phrases)
        elif kind in ("tags", "measures", "scales", "tables") and name in program.definitions:
            yield from self._definition(name, program, phrases)

    def _condition(self, phrase: str) -> str:
        return self._said(f"条件：{phrase}", f"When: {phrase}")

    def _definition(self, name: str, program: Program, phrases: Phrases) -> Iterator[str]:
        match program.definitions[name]:
            case Tag(when=when, description=description):
                yield self._condition(_plain(phrases.of(when)))
                if description is not None:
                    yield _plain(description.get(self.lang))
            case Measure(value=value):
                yield f"= {_plain(phrases.of(value))}"
            case Scale(levels=levels, otherwise=otherwise):
                named = [level.label.get(self.lang) for level in levels]
                named += [] if otherwise is None else [otherwise.label.get(self.lang)]
                yield " → ".join(map(_plain, named))
            case Table(rows=rows, hit=hit):
                chinese = to_chinese(hit, "word") or hit
                yield self._said(
                    f"{len(rows)} 行，命中方式 {chinese}", f"{len(rows)} rows, hit {hit}"
                )

    def _attribute(self, attribute: Attribute, phrases: Phrases) -> str:
        told = [to_chinese(attribute.type.kind, "word") or attribute.type.kind]
        if self.lang == "en":
            told = [str(attribute.type)]
        if attribute.type.unit:
            told.append(attribute.type.unit)
        if attribute.minimum is not None or attribute.maximum is not None:
            ends = (attribute.minimum, attribute.maximum)
            low, high = (
                "" if end is None else phrases.attribute_value(attribute.id, end) for end in ends
            )
            told.append(f"{low} … {high}")
        if attribute.type.options:
            labels = [_plain(one.label.get(self.lang)) for one in attribute.type.options]
            told.append(self._said("、", ", ").join(labels))
        return " · ".join(told)

    def _item(self, item: Item, phrases: Phrases) -> Iterator[str]:
        if item.applies is None:
            yield self._said("对象：所有客户", "For everyone")
        else:
            yield self._condition(_plain(phrases.of(item.applies)))
        if item.description is not None:
            yield _plain(item.description.get(self.lang))

    def _count(self, definition: Mention) -> Iterator[str]:
        counts = self.counts
        if counts is None or self.program is None:
            return
        kind, name = definition.kinds[0], definition.name
        counted = definition.owner if kind == "levels" else name
        if counted not in self.program.definitions and counted not in self.program.items:
            return  # it was not there yet when the policy was last without mistakes
        if kind in ("tags", "tables"):
            told = self._hits(counts, (name, True), (name, None))
        elif kind == "levels":
            told = self._hits(counts, (definition.owner, name), (definition.owner, None))
        elif kind == "items":
            states = [(state, counts.hits[name, state]) for state in _STATES]
            said = (f"{_STATES[state].get(self.lang)} {n:,}" for state, n in states if n)
            told = self._said("、", ", ").join(said)
        elif kind == "scales":
            told = self._levels(counts, name)
        else:
            return
        where = f"{counts.file}, {counts.day.isoformat()}"
        yield self._said(
            f"现有 {counts.customers:,} 户：{told}（{counts.file}，{counts.day.isoformat()}）",
            f"Of {counts.customers:,} customers: {told} ({where})",
        )

    def _levels(self, counts: Counts, name: str) -> str:
        """How many customers are on each level of a scale."""
        scale = None if self.program is None else self.program.definitions[name]
        levels = [*scale.levels, scale.otherwise] if isinstance(scale, Scale) else []
        said = [
            f"{_plain(one.label.get(self.lang))} {counts.hits[name, one.id]:,}"
            for one in levels
            if one is not None
        ]
        if counts.hits[name, None]:
            said.append(f"{self._said('无法判断', 'unknown')} {counts.hits[name, None]:,}")
        return self._said("、", ", ").join(said)

    def _hits(self, counts: Counts, holds: tuple[str, object], unknown: tuple[str, object]) -> str:
        told = self._said(f"成立 {counts.hits[holds]:,}", f"{counts.hits[holds]:,} hold")
        if counts.hits[unknown]:
            n = counts.hits[unknown]
            told += self._said(f"、无法判断 {n:,}", f", {n:,} cannot be told")
        return told

    def _uses(self, definition: Mention) -> str:
        uses = [one for one in self.names.mentions(definition) if not one.defines]
        if not uses:
            return self._said("没有别处用到", "Used nowhere else")
        files = list(
            dict.fromkeys(one.place.file.replace("\\", "/").rpartition("/")[2] for one in uses)
        )
        listed = self._said("、", ", ").join(files[:_MOST_FILES])
        if len(files) > _MOST_FILES:
            listed += self._said(" 等", " and others")
        times = "once" if len(uses) == 1 else f"{len(uses)} times"
        return self._said(f"用到 {len(uses)} 处：{listed}", f"Used {times}: {listed}")


def _plain(text: str) -> str:
    """An author's text that Markdown must not take for markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|~" else c for c in " ".join(text.split()))
