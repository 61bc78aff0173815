"""The fixed words of the report on a changed policy, in both languages."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual

_B = Bilingual

WORDS: dict[str, Bilingual] = {
    "title": _B("政策变更影响报告", "Impact of a changed policy"),
    "old": _B("原来", "Before"),
    "new": _B("新版", "After"),
    "at": _B("计算日期", "Day"),
    "same": _B("两个版本含义完全相同。", "Both versions mean the same."),
    "figure_changes": _B("处改动", "changes"),
    "figure_compared": _B("位客户参与比较", "customers compared"),
    "figure_changed": _B("位客户有变化", "customers change"),
    "figure_share": _B("客户受影响", "of customers affected"),
    "figure_moved": _B("位换级别", "change level"),
    "figure_lost": _B("位失去服务项", "lose an item"),
    "limits": _B("风险上限", "Risk limits"),
    "limits_note": _B("按全部客户改用新版计算", "for everybody by the new version"),
    "limit": _B("政策里写的上限", "limit in the policy"),
    "counted": _B("实际", "counted"),
    "allowed": _B("上限", "allowed"),
    "verdict": _B("结论", "verdict"),
    "breached": _B("超出风险上限：{text}", "A limit is exceeded: {text}"),
    "exceeded": _B("超出", "exceeded"),
    "kept": _B("未超", "kept"),
    "not_measured": _B("未测量", "not measured"),
    "changes": _B("改了什么", "What changed"),
    "what": _B("内容", "What"),
    "before": _B("原来", "Before"),
    "after": _B("新版", "After"),
    "added": _B("新增", "new"),
    "removed": _B("删除", "gone"),
    "renamed": _B("改名", "renamed"),
    "follows": _B("联动", "follows"),
    "changed": _B("修改", "changed"),
    "proof_same": _B("措辞不同，结果相同", "other words, same result"),
    "customers": _B("影响哪些客户", "Whom it touches"),
    "kinds_chart": _B("有哪些变化", "Kinds of change"),
    "kinds_unit": _B("客户数；一位客户可有多种变化", "customers; one may have several kinds"),
    "migration": _B("{scale}：{count} 位换级别", "{scale}: {count} change level"),
    "migration_unit": _B(
        "客户数；颜色越深，占原级别的比例越大",
        "customers; the darker, the larger a share of the row",
    ),
    "differences": _B("谁的什么变了，为什么", "What changes for whom, and why"),
    "difference": _B("变化", "Change"),
    "count": _B("客户", "Customers"),
    "share": _B("占比", "Share"),
    "why": _B("起作用的规则；因为哪处改动", "Rule at work; changes behind it"),
    "more_differences": _B(
        "另有 {count} 种变化，见 Excel 或 JSON。", "{count} more kinds: see the workbook."
    ),
    "minutes": _B("服务时间与能力", "Time of service and capacity"),
    "minutes_chart": _B("每月服务分钟", "Minutes of service a month"),
    "minutes_unit": _B("分钟，按角色", "minutes by role"),
    "role": _B("角色", "Role"),
    "person": _B("人员", "Person"),
    "capacity": _B("能力", "Capacity"),
    "load_before": _B("原负荷", "Load before"),
    "load_after": _B("新负荷", "Load after"),
    "cost": _B("每月费用", "Cost a month"),
    "money": _B("{amount} 元", "{amount} CNY"),
    "nobody": _B("未指定", "nobody named"),
    "no_role": _B("未指定角色", "no role"),
    "over": _B("超出能力", "over capacity"),
    "people_note": _B("变化最大的 {count} 人", "the {count} with the largest change"),
    "total": _B("合计", "total"),
    "sample": _B("抽看 {count} 位客户", "{count} customers looked at"),
    "sample_note": _B(
        "按编号稳定抽取，每种变化都有",
        "taken by a stable hash of the id, every kind of change among them",
    ),
    "rejected": _B("被拒绝的行", "Rejected rows"),
    "rejected_new": _B(
        "只有新版拒绝，按失去全部服务计入",
        "rejected by the new version only, counted as losing all they had",
    ),
    "rejected_old": _B("只有旧版拒绝，没有比较", "rejected by the old version only, not compared"),
    "rejected_both": _B("两版都拒绝，没有比较", "rejected by both, not compared"),
    "row": _B("第 {row} 行", "row {row}"),
    "reason": _B("原因", "Why"),
    "customer": _B("客户", "Customer"),
    "more_rejected": _B("另有 {count} 行。", "{count} more rows."),
    "cases": _B("受影响的未结个案", "Open cases that are affected"),
    "no_cases": _B("没有未结个案受影响。", "No open case is affected."),
    "case": _B("个案", "Case"),
    "consequence": _B("改用新版后", "If moved to the new version"),
    "more_cases": _B("另有 {count} 件。", "{count} more."),
    "rollout": _B(
        "当日按新版服务的客户有 {count} 位（{share}）；本报告的数字是全部客户改用新版时的影响。",
        "{count} customers ({share}) are served by the new version that day; the figures are for "
        "everybody by the new version.",
    ),
    "no_customers": _B(
        "没有给出客户文件，只比较了政策文字。",
        "No customers were given: only the words are compared.",
    ),
    "none": _B("无", "none"),
    "rule": _B("规则", "rule"),
    "because": _B("因为改了", "because of"),
    "maybe_because": _B("可能因为改了", "possibly because of"),
    "source": _B("客户文件与服务记录", "customer files and service log"),
    "version": _B("版本", "version"),
    "gone": _B("去掉", "gone"),
    "came": _B("加上", "new"),
}


def word(key: str, zh: bool, **values: object) -> str:  # noqa: FBT001 - the language
    """A word or sentence with its places filled."""
    text = WORDS[key].zh if zh else WORDS[key].en
    return text.format(**values) if values else text
