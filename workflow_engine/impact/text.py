"""The impact of a changed policy as a terminal shows it, aligned for Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.width import display_width, pad

_B = Bilingual
MOST_DIFFERENCES = 40
MOST_PEOPLE = 10
MOST_LISTED = 10
_MARKS = {"added": "+", "removed": "-", "changed": "~", "renamed": "→", "follows": "…"}
_NOT_COMPARED = ("没有比较", "not compared")
_PROOF_MARKS = {"same": "=", "different": "!", "unsure": "?"}


def impact_text(impact: Mapping[str, Any], lang: Language) -> str:
    """What differs in words, then what it does to the customers, minutes, cases and limits."""
    return "\n".join(_Text(impact, lang).lines()) + "\n"


class _Text:
    def __init__(self, impact: Mapping[str, Any], lang: Language) -> None:
        self._impact = impact
        self._lang: Language = lang

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._changes()
        customers = self._impact["customers"]
        if customers is not None:
            yield from self._counts(customers)
            for scale in customers["scales"]:
                yield from self._matrix(scale, customers["compared"])
            yield from self._differences(customers)
            yield from self._minutes(customers["minutes"])
            yield from self._sample(customers["sample"])
            yield from self._rejected(customers["rejected"])
        if self._impact["cases"] is not None:
            yield from self._cases(self._impact["cases"])
        yield from self._limits()

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _head(self) -> Iterator[str]:
        old, new = self._impact["old"], self._impact["new"]
        for side, label in ((old, self._say("旧", "old")), (new, self._say("新", "new"))):
            version = self._say(f"版本 {side['version']}", f"version {side['version']}")
            yield f"{label}  {side['title']}  {version}  {side['source']}  {side['hash'][:10]}"

    def _changes(self) -> Iterator[str]:
        changes = self._impact["changes"]
        yield ""
        if not changes:
            yield self._say("两个版本含义完全相同", "both versions mean the same")
            return
        follow = sum(change["kind"] == "follows" for change in changes)
        count = len(changes) - follow
        zh, en = f"改了 {count} 处", f"{count} change{'' if count == 1 else 's'}"
        if follow:
            zh += f"，另有 {follow} 项没有改，但结果随之改变"
            en += f"; {follow} more come to something else through them"
        yield self._say(zh, en)
        section = None
        for change in changes:
            if change["section"] != section:
                section = change["section"]
                yield ""
                yield change["section_label"]
            yield from self._change(change)

    def _change(self, change: Mapping[str, Any]) -> Iterator[str]:
        colon = self._say("：", ": ")
        title = change["title"]
        if change["aspect"] is not None:
            title += f"{self._say('，', ', ')}{change['aspect']}"
        told = title
        if change["gone"] or change["came"]:
            moved = [f"+{one}" for one in change["came"]] + [f"-{one}" for one in change["gone"]]
            told += colon + self._say("；", "; ").join(moved)
        elif change["before"] is not None and change["after"] is not None:
            told += f"{colon}{change['before']} → {change['after']}"
        elif change["before"] is not None or change["after"] is not None:
            told += f"{colon}{change['before'] or change['after']}"
        yield f"  {_MARKS[change['kind']]} {told}"
        for detail in change["details"]:
            yield f"      {detail['label']}{colon}{detail['text']}"
        if change["note"] is not None:
            yield f"      {_PROOF_MARKS.get(change['proof'], '')} {change['note']}".rstrip()
        place = change["new_place"] or change["old_place"]
        if place is not None:
            yield f"      {place}"

    def _counts(self, customers: Mapping[str, Any]) -> Iterator[str]:
        compared, changed = customers["compared"], customers["changed"]
        yield ""
        share = _share(changed, compared)
        yield self._say(
            f"{self._impact['at']}：比较了 {compared:,} 位客户，{changed:,} 位有变化（{share}）",
            f"{self._impact['at']}: {compared:,} customers compared, {changed:,} change ({share})",
        )
        rollout = customers["in_rollout"]
        if rollout is not None:
            count, part = rollout["customers"], f"{rollout['share'] * 100:g}%"
            yield self._say(
                f"当日按新版服务的有 {count:,} 位（{part}）；以下数字是全部按新版时的影响",
                f"{count:,} are served by the new version that day ({part}); the figures are for "
                "everybody by the new version",
            )
        yield from _table(
            (one["label"], f"{one['customers']:,}", _share(one["customers"], compared))
            for one in customers["kinds"]
        )

    def _matrix(self, scale: Mapping[str, Any], compared: int) -> Iterator[str]:
        if not scale["moved"]:
            return
        moved = scale["moved"]
        yield ""
        yield self._say(
            f"{scale['label']}：{moved:,} 位换了级别（{_share(moved, compared)}）"
            "；行是原级别，列是新级别",
            f"{scale['label']}: {moved:,} change level ({_share(moved, compared)}); rows are the "
            "old levels, columns the new ones",
        )
        heads = ["", *(level["label"] for level in scale["after"])]
        rows = [
            [level["label"], *(f"{count:,}" if count else "·" for count in counts)]
            for level, counts in zip(scale["before"], scale["customers"], strict=True)
        ]
        yield from _table([heads, *rows])

    def _differences(self, customers: Mapping[str, Any]) -> Iterator[str]:
        differences = customers["differences"]
        if not differences:
            return
        yield ""
        yield self._say("谁的什么变了", "What changes for whom")
        compared = customers["compared"]
        ranked = sorted(differences, key=lambda one: -one["customers"])[:MOST_DIFFERENCES]
        shown = [one for one in differences if one in ranked]
        kind = None
        for one in shown:
            if one["kind"] != kind:
                kind = one["kind"]
                yield f"  {one['kind_label']}"
            yield from self._difference(one, compared)
        rest = len(differences) - len(shown)
        if rest:
            yield self._say(f"  ……另有 {rest} 种，见 --format json", f"  … and {rest} more kinds")

    def _difference(self, one: Mapping[str, Any], compared: int) -> Iterator[str]:
        count = f"{one['customers']:,}"
        sides = [side for side in (one["before_label"], one["after_label"]) if side is not None]
        about = f" {' → '.join(sides)}" if sides else ""
        share = _share(one["customers"], compared)
        yield f"    {count:>7}  {share:>6}  {one['label']}{about}"
        for rules in one["rules"][:2]:
            yield f"{' ' * 20}{self._rules(rules)}"
        causes = [self._impact["changes"][place] for place in one["causes"]]
        if causes:
            names = list(dict.fromkeys(_named(change) for change in causes))
            more = len(names) - 3
            told = self._say("、", ", ").join(names[:3])
            told += self._say(f" 等 {len(names)} 处", f" and {more} more") if more > 0 else ""
            surely = self._say("因为改了", "because of")
            word = surely if one["certain"] else self._say("可能因为改了", "possibly because of")
            yield f"{' ' * 20}{word} {told}"

    def _rules(self, rules: Mapping[str, Any]) -> str:
        none = self._say("无", "none")
        sides = [
            none
            if rules[side] is None
            else f"{rules[side]['label']}（{rules[side]['place']}）"
            if self._lang == "zh"
            else f"{rules[side]['label']} ({rules[side]['place']})"
            for side in ("before", "after")
        ]
        if sides[0] == sides[1]:
            return f"{self._say('规则', 'rule')} {sides[0]}"
        return f"{self._say('规则', 'rule')} {sides[0]} → {sides[1]}"

    def _minutes(self, minutes: Mapping[str, Any]) -> Iterator[str]:
        roles = minutes["roles"]
        if not roles:
            return
        yield ""
        yield self._say("每月服务分钟与能力", "Minutes of service a month against capacity")
        nobody = self._say("未指定角色", "no role")
        heads = (
            "",
            self._say("原来", "before"),
            self._say("新版", "after"),
            self._say("能力", "capacity"),
            self._say("原负荷", "load"),
            self._say("新负荷", "new load"),
            self._say("每月费用", "cost a month"),
            "",
        )
        rows = [heads, *(self._load(load, load["label"] or nobody) for load in roles)]
        yield from _table(_without_empty(rows))
        people = [
            load
            for load in minutes["people"]
            if load["after"]["over"] and not load["before"]["over"]
        ]
        if people:
            yield ""
            count = len(people)
            yield self._say(f"新增超负荷 {count} 人", f"{count} newly overloaded")
            named = self._say("未指定", "nobody")
            yield from _table(
                _without_empty(
                    [
                        heads,
                        *(self._load(one, one["person"] or named) for one in people[:MOST_PEOPLE]),
                    ]
                )
            )

    def _load(self, load: Mapping[str, Any], label: str) -> tuple[str, ...]:
        before, after = load["before"], load["after"]
        cost = ""
        if before["cost"] is not None and after["cost"] is not None:
            costs = (f"{side['cost']:,.0f}" for side in (before, after))
            cost = " → ".join(self._say(f"{one} 元", f"{one} CNY") for one in costs)
        over = self._say("超出能力", "over capacity") if after["over"] else ""
        return (
            label,
            f"{round(before['minutes']):,}",
            f"{round(after['minutes']):,}",
            "" if after["capacity"] is None else f"{after['capacity']:,}",
            "" if before["percent"] is None else f"{before['percent']:g}%",
            "" if after["percent"] is None else f"{after['percent']:g}%",
            cost,
            over,
        )

    def _sample(self, sample: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        if not sample:
            return
        yield ""
        count = len(sample)
        yield self._say(
            f"抽看 {count} 位客户（每种变化都有）",
            f"{count} sampled customers, with every kind of change",
        )
        none = self._say("无", "none")
        alike: dict[tuple[tuple[str | None, ...], ...], list[Mapping[str, Any]]] = {}
        for customer in sample:
            told = tuple((d["label"], d["before"], d["after"]) for d in customer["differences"])
            alike.setdefault(told, []).append(customer)
        for customers in alike.values():
            first, *others = customers
            yield f"  {first['id']} {first['name']}"
            for one in first["differences"]:
                sides = f"{one['before'] or none} → {one['after'] or none}"
                yield f"    {one['label']}{self._say('：', ': ')}{sides}"
                yield from self._reasons(one["reason_before"], one["reason_after"])
            if others:
                ids = self._say("、", ", ").join(one["id"] for one in others)
                yield self._say(f"    同样变化的还有：{ids}", f"    the same for {ids}")

    def _reasons(self, before: str | None, after: str | None) -> Iterator[str]:
        """Why it was so and why it is; once where that is the same."""
        if before == after:
            if before:
                yield f"      {self._say('为什么：', 'why: ')}{before}"
            return
        for mark, reason in ((self._say("旧", "old"), before), (self._say("新", "new"), after)):
            if reason:
                yield f"      {mark}{self._say('：', ': ')}{reason}"

    def _rejected(self, rejected: Mapping[str, Any]) -> Iterator[str]:
        told = (
            (
                "new",
                "新版拒绝、旧版接受",
                "rejected by the new version only",
                ("按失去全部服务计入", "counted as losing all they had"),
            ),
            ("old", "旧版拒绝、新版接受", "rejected by the old version only", _NOT_COMPARED),
            ("both", "两版都拒绝", "rejected by both", _NOT_COMPARED),
        )
        for side, zh, en, then in told:
            if not rejected[side]:
                continue
            yield ""
            count = f"{rejected[side]:,}"
            yield self._say(f"{zh}：{count} 行，{then[0]}", f"{en}: {count} rows, {then[1]}")
            listed = [one for one in rejected["listed"] if one["rejected_by"] == side]
            for one in listed[:MOST_LISTED]:
                messages = self._say("；", "; ").join(f["message"] for f in one["findings"])
                who = one["id"] or self._say(f"第 {one['row']} 行", f"row {one['row']}")
                yield f"  {who}  {messages}"

    def _cases(self, cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        yield ""
        if not cases:
            yield self._say("没有未结个案受影响", "no open case is affected")
            return
        count = len(cases)
        yield self._say(
            f"改用新版会影响 {count} 件未结个案（migrate --preview 可逐件查看）",
            f"{count} open cases would be affected by a move to the new version",
        )
        for case in cases[:MOST_LISTED]:
            yield f"  {case['case']}  {case['label']}  {case['customer']}  {case['text']}"
        if count > MOST_LISTED:
            rest = count - MOST_LISTED
            yield self._say(f"  ……另有 {rest} 件", f"  … and {rest} more")

    def _limits(self) -> Iterator[str]:
        limits = self._impact["limits"]
        if not limits:
            return
        yield ""
        yield self._say("风险上限", "Risk limits")
        for limit in limits:
            if not limit["measured"]:
                yield self._unmeasured(limit)
                continue
            share = "" if limit["share"] is None else f"（{limit['share'] * 100:.2f}%）"
            if self._lang == "en":
                share = share.replace("（", " (").replace("）", ")")
            verdict = (
                self._say("超出", "EXCEEDED") if limit["breached"] else self._say("未超", "kept")
            )
            counted, allowed = f"{limit['counted']:,}", f"{limit['allowed']:,}"
            yield self._say(
                f"  {verdict}  {limit['text']}：实际 {counted}{share}，上限 {allowed}"
                f"  {limit['place']}",
                f"  {verdict}  {limit['text']}: {counted}{share}, at most {allowed}"
                f"  {limit['place']}",
            )

    def _unmeasured(self, limit: Mapping[str, Any]) -> str:
        """A limit about which nothing can be said."""
        if self._impact["customers"] is None:
            why = self._say("没有给出 --customers", "no --customers were given")
        else:
            why = self._say("没有可比较的客户", "there was no customer to compare")
        verdict = self._say("未测量", "NOT MEASURED")
        return f"  {verdict}  {limit['text']}{self._say('：', ': ')}{why}  {limit['place']}"


def _named(change: Mapping[str, Any]) -> str:
    aspect = f" {change['aspect']}" if change["aspect"] else ""
    return f"{change['title']}{aspect}"


def _share(count: int, whole: int) -> str:
    return f"{100 * count / whole:.1f}%" if whole else "0%"


def _without_empty(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Rows without the columns in which nobody has anything."""
    kept = [
        place for place in range(len(rows[0])) if place == 0 or any(row[place] for row in rows[1:])
    ]
    return [tuple(row[place] for place in kept) for row in rows]


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows in columns: the first to the left, the others to the right."""
    listed = list(rows)
    if not listed:
        return
    widths = [max(map(display_width, column)) for column in zip(*listed, strict=True)]
    for first, *others in listed:
        cells = [pad(first, widths[0])]
        cells += [pad(cell, w, right=True) for cell, w in zip(others, widths[1:], strict=True)]
        yield ("  " + "  ".join(cells)).rstrip()
