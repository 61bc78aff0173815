"""What the compiler found, and how a name is looked up with help for the author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Place
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.keywords import blueprint_words, to_chinese
from workflow_engine.language.nodes import Written

NO_LABELS: Mapping[str, Bilingual] = MappingProxyType({})


class Labelled(Protocol):
    """What has a text that is printed for it."""

    @property
    def label(self) -> Bilingual:
        """The text."""


class Findings:
    """Collects diagnostics.

    `dropped` are names that were written but left out for mistakes reported already: that they are
    unknown need not be said again. `languages` are those of the keywords by file.
    """

    def __init__(
        self,
        dropped: frozenset[str] = frozenset(),
        languages: Mapping[str, Language] | None = None,
    ) -> None:
        self.dropped = dropped
        self._languages = languages or {}
        self.diagnostics: list[Diagnostic] = []

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over findings of another step."""
        self.diagnostics.extend(diagnostics)

    def report(
        self, code: str, place: Place, *, labels: Sequence[Label] = (), **args: str | Bilingual
    ) -> None:
        """Add one finding."""
        self.diagnostics.append(
            diagnose(
                code,
                place,
                labels=labels,
                fix=None,
                severity=None,
                help=None,
                keywords=blueprint_words(self.keyword_language(place)),
                **args,
            )
        )

    def keyword_language(self, place: Place) -> Language:
        """The language of the keywords of the file in which the place is."""
        return self._languages.get(place.file, "en")

    def keyword(self, word: str, place: Place) -> str:
        """A keyword as the file writes it in which the place is."""
        if self.keyword_language(place) == "zh":
            return to_chinese(word) or word
        return word

    def known(
        self,
        written: Written,
        known: Iterable[str],
        kind: Bilingual,
        labels: Mapping[str, Bilingual] = NO_LABELS,
    ) -> str | None:
        """The name as plain text if it is known; else a finding, with the one nearest name.

        `labels` are what is printed for the names: an author may have written that instead.
        """
        names = list(known)
        if written in names:
            return str(written)
        self.unknown(written, names, kind, labels=labels)
        return None

    def labelled(
        self, written: Written | None, known: Mapping[str, Labelled], kind: Bilingual
    ) -> str | None:
        """The same for a name that need not be written, of what has a label."""
        if written is None:
            return None
        return self.known(written, known, kind, {id_: one.label for id_, one in known.items()})

    def optional(
        self, written: Written | None, known: Iterable[str], kind: Bilingual
    ) -> str | None:
        """The same for a name that need not be written."""
        return None if written is None else self.known(written, known, kind)

    def declared(self, written: Written, nouns: Iterable[str], kind: Bilingual) -> None:
        """Check a reference to a named thing that a policy may do without declaring.

        Where the policy has no such section at all, the name is only printed: a warning.
        """
        names = list(nouns)
        if not names:
            self.report("WE374", written.place, name=str(written), kind=kind)
        else:
            self.known(written, names, kind)

    def all_known(
        self, written: Iterable[Written], known: Iterable[str], kind: Bilingual
    ) -> tuple[str, ...]:
        """Those of the names that are known; a finding for each of the others."""
        names = list(known)
        found = [self.known(name, names, kind) for name in written]
        return tuple(name for name in found if name is not None)

    def unknown(
        self,
        written: Written,
        names: Sequence[str],
        kind: Bilingual,
        *,
        whole: bool = True,
        labels: Mapping[str, Bilingual] = NO_LABELS,
    ) -> None:
        """Report a name that is not defined; `whole` when it is all that was written there."""
        if str(written) in self.dropped:
            return
        nearest = _labelled_so(written, labels) or did_you_mean(written, names)
        fix = None
        if nearest is None:
            shown = "、".join(f"`{name}`" for name in names[:8]) + ("…" if len(names) > 8 else "")
            hint = Bilingual(
                f"已定义的{kind.zh}：{shown}" if names else f"本政策还没有定义任何{kind.zh}",
                f"defined: {shown.replace('、', ', ')}"
                if names
                else f"this policy defines no {kind.en} yet",
            )
        else:
            hint = Bilingual(f"是不是 `{nearest}`？", f"did you mean `{nearest}`?")
            edits = (Edit(written.inner or written.place, nearest),)
            said = Bilingual(f"改为 `{nearest}`", f"write `{nearest}`")
            fix = Fix(said, edits, safe=False) if whole else None
        self.diagnostics.append(
            diagnose("WE351", written.place, fix=fix, help=hint, name=str(written), kind=kind)
        )

    @property
    def broken(self) -> bool:
        """Whether anything found is an error."""
        return any(found.severity == "error" for found in self.diagnostics)


def _labelled_so(written: str, labels: Mapping[str, Bilingual]) -> str | None:
    """The one name with that label, or whose label alone begins so, or is nearest to it."""
    ids: dict[str, set[str]] = defaultdict(set)
    for id_, label in labels.items():
        for text in (label.zh, label.en):
            ids[text].add(id_)
    begun = {id_ for text in ids if text.startswith(written) for id_ in ids[text]}
    nearest = did_you_mean(written, ids)
    for found in (ids.get(written), begun, ids.get(nearest or "")):
        if found and len(found) == 1:
            return next(iter(found))
    return None


ROLE = Bilingual("角色", "role")
TAG = Bilingual("标签", "tag")
ITEM = Bilingual("服务项", "service item")
OPTIONAL_ITEM = Bilingual("选做项", "optional item")
STRATEGY = Bilingual("策略", "strategy")
CALENDAR = Bilingual("日历", "calendar")
CATEGORY = Bilingual("客户类别", "category")
ATTRIBUTE = Bilingual("属性", "attribute")
DATE_ATTRIBUTE = Bilingual("日期属性", "attribute with a date")
PERSON = Bilingual("人员", "person")
RECORD = Bilingual("记录表单", "record form")
DUTY = Bilingual("服务职责", "duty")
NEED = Bilingual("需求", "need")
OBJECTIVE = Bilingual("服务目标", "objective")
PRINCIPLE = Bilingual("服务原则", "principle")
FAILURE = Bilingual("失误", "failure")
STATE = Bilingual("状态", "state")
COMMAND = Bilingual("操作", "command")
CLOCK = Bilingual("时钟", "clock")
DEPARTMENT = Bilingual("支持部门", "department")
PRIORITY = Bilingual("优先级", "priority")
COLUMN = Bilingual("列", "column")
OUTPUT = Bilingual("给出的值", "output")
PROMISE = Bilingual("承诺", "promise")
MONITOR = Bilingual("监测项", "monitor")
CELL = Bilingual("格子", "cell")
LINE = Bilingual("分界线", "line")
SEGMENT = Bilingual("标签、客户类别或级别", "tag, category or level")
