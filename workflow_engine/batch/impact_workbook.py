"""The impact of a changed policy as an Excel workbook: one sheet for each question."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from workflow_engine.batch.workbook import write_sheets
from workflow_engine.batch.workbook_rows import Sheet
from workflow_engine.diagnostics.bilingual import Bilingual, Language

_B = Bilingual
Rows: TypeAlias = list[list[Any]]

_KINDS = {
    "added": _B("新增", "new"),
    "removed": _B("删除", "gone"),
    "changed": _B("修改", "changed"),
    "renamed": _B("改名", "renamed"),
    "follows": _B("联动", "follows"),
}
_CHANGES = (
    _B("部分", "Section"),
    _B("改动", "Kind"),
    _B("内容", "What"),
    _B("方面", "Side"),
    _B("原来", "Before"),
    _B("新版", "After"),
    _B("说明", "Note"),
    _B("原位置", "Place before"),
    _B("新位置", "Place after"),
)
_DIFFERENCES = (
    _B("变化", "Kind"),
    _B("内容", "What"),
    _B("原来", "Before"),
    _B("新版", "After"),
    _B("客户数", "Customers"),
    _B("占比（%）", "Share (%)"),
    _B("例（客户编号）", "Example (id)"),
    _B("原来的规则", "Rule before"),
    _B("新版的规则", "Rule after"),
    _B("因为哪处改动", "Changes behind it"),
    _B("确定", "Certain"),
)
_LOADS = (
    _B("角色", "Role"),
    _B("人员", "Person"),
    _B("原来（分钟）", "Minutes before"),
    _B("新版（分钟）", "Minutes after"),
    _B("能力（分钟）", "Capacity"),
    _B("原负荷（%）", "Load before (%)"),
    _B("新负荷（%）", "Load after (%)"),
    _B("原费用（元）", "Cost before (CNY)"),
    _B("新费用（元）", "Cost after (CNY)"),
    _B("提示", "Note"),
)
_SAMPLE = (
    _B("客户编号", "Customer id"),
    _B("客户名称", "Customer"),
    _B("变化", "Kind"),
    _B("内容", "What"),
    _B("原来", "Before"),
    _B("原来的原因", "Why before"),
    _B("新版", "After"),
    _B("单位", "Unit"),
    _B("新版的原因", "Why after"),
    _B("原来的规则", "Rule before"),
    _B("新版的规则", "Rule after"),
)
_REJECTED = (
    _B("客户编号", "Customer id"),
    _B("行", "Row"),
    _B("被谁拒绝", "Rejected by"),
    _B("原因", "Why"),
)
_SIDES = {
    "old": _B("旧版", "the old version"),
    "new": _B("新版", "the new version"),
    "both": _B("两版", "both"),
}
_CASES = (
    _B("个案", "Case"),
    _B("客户编号", "Customer id"),
    _B("流程", "Process"),
    _B("改用新版后", "If moved"),
)
_LIMITS = (
    _B("上限", "Limit"),
    _B("实际", "Counted"),
    _B("允许", "Allowed"),
    _B("结论", "Verdict"),
)
_OVERVIEW = (_B("项目", "About"), _B("内容", "Figure"))
_OLD, _NEW = _B("原来的版本", "Old version"), _B("新的版本", "New version")
_VERDICTS = {
    True: _B("超出", "exceeded"),
    False: _B("未超", "kept"),
    None: _B("未测量", "not measured"),
}
_SURE, _MAYBE = _B("确定", "yes"), _B("可能", "possibly")
_OVER = _B("超出能力", "over capacity")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
"""What Excel takes in no name of a sheet."""
_MOST_OF_LABEL = 20
"""Names of sheets have 31 characters at most."""
_TOTAL = _B("合计", "total")


def write_impact(path: Path, impact: Mapping[str, Any], *, lang: Language) -> None:
    """Write an impact (as its JSON data) to an `.xlsx` file, wholly or not at all.

    Sheets: an overview, changes; with customers also differences, a matrix for each scale, minutes,
    samples and rejected rows; cases and limits where there are any. The same impact gives the same
    bytes.

    Raises MissingExtraError without openpyxl, OutputError when the file cannot be written.
    """
    new = impact["new"]
    tables = list(_Book(impact, lang).tables())
    write_sheets(path, tables, title=new["title"], version=new["version"], lang=lang)


class _Book:
    def __init__(self, impact: Mapping[str, Any], lang: Language) -> None:
        self._impact = impact
        self._lang: Language = lang

    def tables(self) -> Iterator[tuple[Sheet, Rows]]:
        """Every sheet with its rows."""
        yield Sheet(_B("总览", "Overview"), _OVERVIEW, 1), self._overview()
        if self._impact["limits"]:
            yield Sheet(_B("风险上限", "Limits"), _LIMITS, 1), self._limits()
        yield Sheet(_B("改动", "Changes"), _CHANGES, 3), self._changes()
        customers = self._impact["customers"]
        if customers is not None:
            yield (
                Sheet(_B("客户变化", "Differences"), _DIFFERENCES, 2),
                self._differences(customers),
            )
            names = _sheet_names([scale["label"] for scale in customers["scales"]], self._lang)
            for scale, name in zip(customers["scales"], names, strict=True):
                yield self._matrix(scale, name)
            yield Sheet(_B("服务时间", "Minutes"), _LOADS, 2), self._loads(customers["minutes"])
            if customers["sample"]:
                yield (
                    Sheet(_B("抽看客户", "Samples"), _SAMPLE, 2),
                    self._sample(customers["sample"]),
                )
            listed = customers["rejected"]["listed"]
            if listed:
                yield Sheet(_B("被拒绝的行", "Rejected"), _REJECTED, 1), self._rejected(listed)
        if self._impact["cases"]:
            yield Sheet(_B("未结个案", "Cases"), _CASES, 1), self._cases(self._impact["cases"])

    def _overview(self) -> Rows:
        """Which versions, which day, how many customers, and what came of the limits."""
        impact = self._impact
        rows: list[tuple[Bilingual, Any]] = []
        for side, label in ((impact["old"], _OLD), (impact["new"], _NEW)):
            words = _B("{0} 版本 {1}（{2}）", "{0}, version {1} ({2})")
            source = f"{side['source']} #{side['hash'][:10]}"
            rows.append(
                (label, words.get(self._lang).format(side["title"], side["version"], source))
            )
        rows.append((_B("计算日期", "Day"), dt.date.fromisoformat(impact["at"])))
        made = sum(change["kind"] != "follows" for change in impact["changes"])
        rows.append((_B("改动（处）", "Changes"), made))
        customers = impact["customers"]
        if customers is not None:
            compared, changed = customers["compared"], customers["changed"]
            rejected = customers["rejected"]
            rows += [
                (_B("比较的客户", "Customers compared"), compared),
                (_B("有变化的客户", "Customers who change"), changed),
                (
                    _B("有变化的占比（%）", "Share who change (%)"),
                    round(100 * changed / compared, 2) if compared else 0,
                ),
                (_B("只有新版拒绝的行", "Rows rejected by the new version only"), rejected["new"]),
                (_B("只有旧版拒绝的行", "Rows rejected by the old version only"), rejected["old"]),
                (_B("两版都拒绝的行", "Rows rejected by both"), rejected["both"]),
                *(
                    (Bilingual.same(kind["label"]), kind["customers"])
                    for kind in customers["kinds"]
                ),
            ]
        if impact["cases"] is not None:
            rows.append((_B("受影响的未结个案", "Open cases affected"), len(impact["cases"])))
        rows += [
            (
                Bilingual(f"风险上限：{limit['text']}", f"Limit: {limit['text']}"),
                _VERDICTS[limit["breached"]].get(self._lang),
            )
            for limit in impact["limits"]
        ]
        return [[label.get(self._lang), value] for label, value in rows]

    def _limits(self) -> Rows:
        return [
            [
                limit["text"],
                limit["counted"],
                limit["allowed"],
                _VERDICTS[limit["breached"]].get(self._lang),
            ]
            for limit in self._impact["limits"]
        ]

    def _changes(self) -> Rows:
        return [
            [
                change["section_label"],
                _KINDS[change["kind"]].get(self._lang),
                change["title"],
                change["aspect"],
                change["before"],
                change["after"] if change["after"] is not None else self._details(change),
                change["note"],
                change["old_place"],
                change["new_place"],
            ]
            for change in self._impact["changes"]
        ]

    def _details(self, change: Mapping[str, Any]) -> str | None:
        colon = "：" if self._lang == "zh" else ": "
        lines = [f"{one['label']}{colon}{one['text']}" for one in change["details"]]
        return "\n".join(lines) or None

    def _differences(self, customers: Mapping[str, Any]) -> Rows:
        compared = customers["compared"]
        return [
            [
                one["kind_label"],
                one["label"],
                one["before_label"],
                one["after_label"],
                one["customers"],
                round(100 * one["customers"] / compared, 2) if compared else 0,
                one["example"],
                self._rules(one["rules"], "before"),
                self._rules(one["rules"], "after"),
                self._causes(one["causes"]),
                self._certain(one),
            ]
            for one in customers["differences"]
        ]

    def _certain(self, one: Mapping[str, Any]) -> str | None:
        """Whether the change is the cause for certain."""
        if not one["causes"]:
            return None
        return (_SURE if one["certain"] else _MAYBE).get(self._lang)

    def _rules(self, rules: Sequence[Mapping[str, Any]], side: str) -> str:
        named = [f"{one[side]['label']} {one[side]['place']}" for one in rules if one[side]]
        return "\n".join(dict.fromkeys(named))

    def _causes(self, places: Sequence[int]) -> str:
        changes = [self._impact["changes"][place] for place in places]
        names = (f"{one['title']} {one['aspect'] or ''}".strip() for one in changes)
        return ("；" if self._lang == "zh" else "; ").join(dict.fromkeys(names))

    def _matrix(self, scale: Mapping[str, Any], name: str) -> tuple[Sheet, Rows]:
        """A migration matrix: rows are the old levels, columns the new ones."""
        levels = [Bilingual.same(level["label"]) for level in scale["after"]]
        heads = (Bilingual.same(f"{scale['label']} ↓→"), *levels, _TOTAL)
        rows = [
            [level["label"], *counts, sum(counts)]
            for level, counts in zip(scale["before"], scale["customers"], strict=True)
        ]
        sums = [sum(column) for column in zip(*scale["customers"], strict=True)]
        rows.append([_TOTAL.get(self._lang), *sums, sum(sums)])
        return Sheet(Bilingual.same(name), heads, 1), rows

    def _loads(self, minutes: Mapping[str, Any]) -> Rows:
        return [
            [
                load["label"],
                load["person"],
                round(load["before"]["minutes"], 1),
                round(load["after"]["minutes"], 1),
                load["after"]["capacity"],
                load["before"]["percent"],
                load["after"]["percent"],
                load["before"]["cost"],
                load["after"]["cost"],
                _OVER.get(self._lang) if load["after"]["over"] else None,
            ]
            for load in (*minutes["roles"], *minutes["people"])
        ]

    def _sample(self, sample: Sequence[Mapping[str, Any]]) -> Rows:
        return [
            [
                customer["id"],
                customer["name"],
                one["kind_label"],
                one["label"],
                one["before"] if one["before_number"] is None else one["before_number"],
                one["reason_before"],
                one["after"] if one["after_number"] is None else one["after_number"],
                None if one["before_number"] is one["after_number"] is None else one["unit"],
                one["reason_after"],
                _rule(one["rule_before"]),
                _rule(one["rule_after"]),
            ]
            for customer in sample
            for one in customer["differences"]
        ]

    def _rejected(self, listed: Sequence[Mapping[str, Any]]) -> Rows:
        return [
            [
                one["id"],
                one["row"],
                _SIDES[one["rejected_by"]].get(self._lang),
                "\n".join(found["message"] for found in one["findings"]),
            ]
            for one in listed
        ]

    def _cases(self, cases: Sequence[Mapping[str, Any]]) -> Rows:
        return [[one["case"], one["customer"], one["label"], one["text"]] for one in cases]


def _sheet_names(scales: Sequence[str], lang: Language) -> list[str]:
    """The names of the sheets of scales: their labels as far as Excel takes them, each once."""
    before = _B("迁移 ", "Moves ").get(lang)
    labels = [_NOT_IN_NAMES.sub(" ", scale).strip()[:_MOST_OF_LABEL] for scale in scales]
    return [
        f"{before}{label}"
        if label and labels.index(label) == place
        else f"{before}{label} {place + 1}"
        for place, label in enumerate(labels)
    ]


def _rule(rule: Mapping[str, Any] | None) -> str | None:
    return None if rule is None else f"{rule['label']} {rule['place']}"
