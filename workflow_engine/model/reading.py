"""From nodes to plain data, led by the shapes: keywords become English, everything keeps its place.

Here are found: unknown keys, keywords of the other language, and a list where a map belongs. What
a leaf's text means is left to the models.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Place
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.conditions import AllOf, AnyOf, Condition, NotOf
from workflow_engine.language.keywords import WEEKDAYS, Kind, language_of, to_chinese, to_english
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode, Written
from workflow_engine.model.cut_values import advice, is_cut_off, mended, tight_colon
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import CONDITION, LABEL
from workflow_engine.model.placed import Path, PlacedList, PlacedMap
from workflow_engine.model.shapes import (
    Entries,
    Event,
    Key,
    Languages,
    Listing,
    Nested,
    OneOf,
    Record,
    Scalar,
    Shape,
    field_shape,
    keys_of,
)
from workflow_engine.model.wording import example, expected, found

NEUTRAL = frozenset({"zh", "en", "true", "false"})
"""Keywords that may also stand in a file with Chinese keywords."""

CONDITION_KEYS = ("all", "any", "not")
_UNKNOWN_OUTERMOST: Mapping[Kind, str] = {"key": "WE200", "blueprint": "WE850"}


class _Dropped:
    """Stands for a value that was reported and left out."""


DROPPED: Final = _Dropped()


def is_null(node: Node) -> bool:
    """Whether nothing is written: an empty value or `~`, not in quotes."""
    return isinstance(node, ScalarNode) and not node.value.quoted and node.value in ("", "~")


def keyword_in(word: str, lang: Language, kind: Kind = "key") -> str:
    """An English keyword as a file in `lang` writes it."""
    return word if lang == "en" else to_chinese(word, kind) or word


def keyword_language(node: MappingNode, vocabulary: Kind = "key") -> Language:
    """The language of most of a file's outermost keys; with as many of both, the first one's."""
    found = [lang for key, _ in node if (lang := language_of(key.value, vocabulary)) is not None]
    if not found:
        return "en"
    chinese = found.count("zh")
    if 2 * chinese == len(found):
        return found[0]
    return "zh" if 2 * chinese > len(found) else "en"


def is_name_among_keywords(key: str, node: MappingNode, lang: Language) -> bool:
    """Whether a keyword of the other language, among an author's names, is a name: the map of a
    file in `lang` also has its twin.
    """
    if language_of(key) in (None, lang):
        return False
    twin = to_english(key) if lang == "en" else to_chinese(key)
    return twin is not None and node.get(twin) is not None


class Reading:
    """Reads the nodes of one file whose keys are of one vocabulary.

    Findings go to `diagnostics`, their paths to `reported`.
    """

    def __init__(self, lang: Language, vocabulary: Kind = "key") -> None:
        self.lang = lang
        self.vocabulary: Kind = vocabulary
        self.diagnostics: list[Diagnostic] = []
        self.reported: set[Path] = set()

    def read(self, node: Node, shape: Shape, path: Path) -> Any:
        """The data of a node, or `DROPPED`."""
        if isinstance(shape, OneOf):
            return self._one_of(node, shape, path)
        if isinstance(shape, Record):
            return self._record(node, shape, path)
        if isinstance(shape, Listing):
            return self._listing(node, shape, path)
        if isinstance(node, ScalarNode):
            if isinstance(shape, Scalar):
                return self._scalar(node, shape, path)
        elif isinstance(node, MappingNode):
            if isinstance(shape, Entries):
                return self._entries(node, shape, path)
            if isinstance(shape, Languages):
                return self._languages(node, path)
            if isinstance(shape, Nested):
                return self._nested(node, path)
            if isinstance(shape, Event):
                return self._event(node, path)
        return self._wrong_shape(node, shape, path)

    def _report(self, path: Path, diagnostic: Diagnostic) -> _Dropped:
        self.diagnostics.append(diagnostic)
        self.reported.add(path)
        return DROPPED

    def _named(self, path: Path) -> str:
        """What a path is called to its author: its last key, a list's items by the list's key."""
        names = [step for step in path if isinstance(step, str)]
        return keyword_in(names[-1], self.lang, self.vocabulary) if names else ""

    def _wrong_shape(self, node: Node, shape: Shape, path: Path) -> _Dropped:
        tight = tight_colon(node)
        if tight is not None:
            return self._report(path, tight)
        name = self._named(path)
        return self._report(
            path,
            diagnose(
                "WE204",
                node.place,
                name=name,
                expected=expected(shape),
                found=found(node),
                example=example(name, shape, self.lang),
            ),
        )

    def _one_of(self, node: Node, shape: OneOf, path: Path) -> Any:
        chosen: Shape | None
        if isinstance(node, ScalarNode):
            chosen = shape.scalar
        elif isinstance(node, SequenceNode):
            chosen = shape.sequence
        else:
            chosen = shape.mapping
        if chosen is None:
            return self._wrong_shape(node, shape, path)
        return self.read(node, chosen, path)

    def _record(self, node: Node, shape: Record, path: Path) -> Any:
        model = shape.model
        if model.shorthand is not None:
            short = field_shape(model, model.shorthand)
            if isinstance(node, ScalarNode) or (
                short == LABEL and isinstance(node, MappingNode) and only_languages(node)
            ):
                data = PlacedMap(node.place)
                if not is_null(node):
                    value = self.read(node, short, path)
                    if value is DROPPED:
                        return DROPPED
                    data[Written(model.shorthand, node.place)] = value
                data[Written("place", node.place)] = node.place
                return data
        if is_null(node):
            node = MappingNode((), node.place)
        if not isinstance(node, MappingNode):
            return self._wrong_shape(node, shape, path)
        keys = keys_of(model)
        data = PlacedMap(node.place)
        rest: list[tuple[ScalarNode, Node]] = []
        before: tuple[Node | None, Shape | None] = (None, None)
        for key, value in mended(node, lambda word: self._shape_of(word, keys, model)):
            keyword = self._keyword(key, keys, node if model.rest else None)
            if keyword is None and model.rest is not None:
                rest.append((key, value))
            elif keyword is None:
                help_ = advice(*before, key.value) if is_cut_off(value) else None
                self._unknown_key(key, keys, path, help_)
            elif not is_null(value):
                result = self.read(value, keys[keyword].shape, (*path, str(keyword)))
                if result is not DROPPED:
                    data[keyword] = result
            before = value, keys[keyword].shape if keyword is not None else None
        if rest and model.rest is not None:
            others = MappingNode(tuple(rest), node.place)
            written = Written(model.rest, rest[0][0].place)
            data[written] = self._rest(others, model.rest, shape, (*path, model.rest))
        data[Written("place", node.place)] = node.place
        return data

    def _shape_of(self, word: str, keys: dict[str, Key], model: type[Entry]) -> Shape | None:
        """What a key holds; for the empty word, what an author's own name holds."""
        if not word:
            shape = None if model.rest is None else field_shape(model, model.rest)
            return shape.value if isinstance(shape, Entries) else None
        known = keys.get(to_english(word, self.vocabulary) or "")
        return None if known is None else known.shape

    def _rest(self, node: MappingNode, name: str, shape: Record, path: Path) -> Any:
        entries = field_shape(shape.model, name)
        assert isinstance(entries, Entries)
        kept = tuple((key, value) for key, value in node if not is_null(value))
        return self._entries(MappingNode(kept, node.place), entries, path)

    def _entries(self, node: MappingNode, shape: Entries, path: Path) -> PlacedMap:
        data = PlacedMap(node.place)
        for key, value in mended(node, lambda word: None if word else shape.value):
            name = self._entry_key(key, shape)
            here = (*path, str(name))
            if is_null(value) and shape.value == LABEL:
                data[name] = None
            elif is_null(value) and isinstance(shape.value, Listing):
                data[name] = PlacedList(value.place)
            elif is_null(value) and not isinstance(shape.value, Record):
                self._report(here, diagnose("WE215", key.place, name=name))
            else:
                result = self.read(value, shape.value, here)
                if result is not DROPPED:
                    data[name] = result
        return data

    def _entry_key(self, key: ScalarNode, shape: Entries) -> Written:
        if shape.key == "weekdays":
            return self._word(key, tuple(WEEKDAYS), "weekday") or key.value
        if shape.words:
            return self._word(key, shape.words, shape.vocabulary) or key.value
        return key.value

    def _listing(self, node: Node, shape: Listing, path: Path) -> Any:
        data = PlacedList(node.place)
        if not isinstance(node, SequenceNode):
            maps = shape.item == LABEL or isinstance(shape.item, Record)
            if not shape.single or (isinstance(node, MappingNode) and not maps):
                return self._wrong_shape(node, shape, path)
            result = self.read(node, shape.item, path)
            if result is DROPPED:
                return DROPPED
            data.append(result)
            return data
        for number, item in enumerate(node.items):
            here = (*path, number)
            if is_null(item):
                name = self._named(path)
                self._report(here, diagnose("WE216", item.place, name=name))
                continue
            result = self.read(item, shape.item, here)
            if result is not DROPPED:
                data.append(result)
        return data

    def _scalar(self, node: ScalarNode, shape: Scalar, path: Path) -> Any:
        value = node.value
        if shape.words and shape.kind != "cell":
            word = self._word(node, shape.words, shape.vocabulary)
            if word is not None:
                return word
            if shape.kind == "keyword":
                words = [keyword_in(word, self.lang, shape.vocabulary) for word in shape.words]
                return self._report(
                    path,
                    diagnose(
                        "WE207",
                        value.place,
                        name=self._named(path),
                        text=value,
                        words="、".join(words) if self.lang == "zh" else ", ".join(words),
                        fix=_replacement(value.place, did_you_mean(value, words), safe=False),
                    ),
                )
        return value

    def _word(self, node: ScalarNode, words: tuple[str, ...], kind: Kind) -> Written | None:
        """The English keyword that is written here, or None; reports one of the other language."""
        text = node.value
        english = to_english(text, kind)
        if english not in words:
            return None
        if language_of(text, kind) != self.lang and text not in NEUTRAL:
            twin = keyword_in(english, self.lang, kind)
            self._other_language("WE203", node, twin)
        return Written(english, text.place, quoted=text.quoted, inner=text.inner)

    def _keyword(
        self, key: ScalarNode, keys: Collection[str], among_names: MappingNode | None
    ) -> Written | None:
        """The English keyword of a key, or None when it is none of `keys`.

        Where keywords stand among an author's names, a word of the other language is a name if the
        map also has its twin.
        """
        text = key.value
        english = to_english(text, self.vocabulary)
        if english is None or english not in keys:
            return None
        if language_of(text, self.vocabulary) != self.lang and text not in NEUTRAL:
            twin = keyword_in(english, self.lang, self.vocabulary)
            if among_names is not None and is_name_among_keywords(text, among_names, self.lang):
                return None
            self._other_language("WE202", key, twin)
        return Written(english, text.place)

    def _other_language(self, code: str, node: ScalarNode, twin: str) -> None:
        language = (
            Bilingual("中文", "Chinese") if self.lang == "zh" else Bilingual("英文", "English")
        )
        self.diagnostics.append(
            diagnose(
                code,
                node.place,
                word=node.value,
                twin=twin,
                language=language,
                fix=_replacement(node.place, twin, safe=True),
            )
        )

    def _unknown_key(
        self, key: ScalarNode, keys: dict[str, Key], path: Path, meant: Bilingual | None = None
    ) -> None:
        words = {name: keyword_in(name, self.lang, self.vocabulary) for name in keys}
        known = list(words.values())
        code = "WE201" if path else _UNKNOWN_OUTERMOST[self.vocabulary]
        near = None if meant is not None else did_you_mean(key.value, known)
        if near is not None:
            meant = Bilingual(f"是不是 `{near}`？", f"did you mean `{near}`?")
            self.reported.add((*path, *(name for name in keys if words[name] == near)))
        self.diagnostics.append(
            diagnose(
                code,
                key.place,
                key=key.value,
                name=self._named(path),
                known=("、" if self.lang == "zh" else ", ").join(known),
                help=meant,
                fix=_replacement(key.place, near, safe=False),
            )
        )

    def _languages(self, node: MappingNode, path: Path) -> Any:
        data = PlacedMap(node.place)
        keys = {name: Key(name, Scalar("text"), required=False) for name in ("zh", "en")}
        for key, value in node:
            keyword = self._keyword(key, keys, None)
            if keyword is None:
                self._unknown_key(key, keys, path)
            elif not is_null(value):
                text = self.read(value, Scalar("text"), (*path, str(keyword)))
                if text is not DROPPED:
                    data[keyword] = text
        return data or DROPPED

    def _nested(self, node: MappingNode, path: Path) -> Condition | _Dropped:
        keys = {name: Key(name, CONDITION, required=False) for name in CONDITION_KEYS}
        if len(node.entries) != 1:
            return self._report(path, diagnose("WE217", node.place, name=self._named(path)))
        ((key, value),) = node.entries
        keyword = self._keyword(key, keys, None)
        if keyword is None:
            self._unknown_key(key, keys, path)
            self.reported.add(path)
            return DROPPED
        if keyword == "not":
            inner = self.read(value, CONDITION, path)
            return DROPPED if inner is DROPPED else NotOf(inner, node.place)
        before = len(self.reported)
        items = self.read(value, Listing(CONDITION), path)
        if len(self.reported) > before:
            # a condition without one of its parts would mean something else
            self.reported.add(path)
            return DROPPED
        if not items:
            return self._report(path, diagnose("WE218", node.place, name=str(key.value)))
        whole = AllOf if keyword == "all" else AnyOf
        return whole(tuple(items), node.place)

    def _event(self, node: MappingNode, path: Path) -> Any:
        keys = {"event": Key("event", Listing(Scalar("name"), single=True), required=True)}
        events: Any = DROPPED
        for key, value in node:
            keyword = self._keyword(key, keys, None)
            if keyword is None:
                self._unknown_key(key, keys, path)
            else:
                events = self.read(value, keys["event"].shape, path)
                if not events:
                    self._report(path, diagnose("WE215", key.place, name=key.value))
        if events is DROPPED or not events:
            self.reported.add(path)
            return DROPPED
        return Written("at " + ", ".join(events), node.place)


def only_languages(node: MappingNode) -> bool:
    """Whether a map is a text in each language and nothing else."""
    return bool(node.entries) and all(to_english(key.value) in ("zh", "en") for key, _ in node)


def _replacement(place: Place, text: str | None, *, safe: bool) -> Fix | None:
    if text is None:
        return None
    return Fix(Bilingual(f"改为 `{text}`", f"write `{text}`"), (Edit(place, text),), safe=safe)
