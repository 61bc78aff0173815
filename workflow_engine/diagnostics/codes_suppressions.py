"""Codes of comments that allow a finding, and which findings may be allowed (WE770–WE775)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE770",
            "allowed-without-reason",
            "warning",
            (
                "允许 {allowed} 却没有写原因，所以没有生效：以后看的人无从判断还该不该允许",
                (
                    "{allowed} is allowed without a reason, so the comment has no effect: nobody "
                    "could tell later whether it still holds"
                ),
            ),
            (
                "写上原因：`# 允许 {allowed}：原因`",
                "write the reason: `# allow {allowed}: the reason`",
            ),
        ),
        entry(
            "WE771",
            "needless-allow",
            "warning",
            (
                "这里允许 {allowed}，但这一行并没有 {allowed} 这个问题",
                "{allowed} is allowed here, but is not found on that line",
            ),
            (
                "问题已经改好的，删去这条注释；写错了地方的，移到问题所在的那一行，或它的正上方",
                (
                    "remove the comment if the matter is mended; or move it to the line of the "
                    "finding or right above"
                ),
            ),
        ),
        entry(
            "WE772",
            "allowed-unknown-code",
            "warning",
            (
                "没有 {allowed} 这个代码，这条注释不起作用{meant}",
                "there is no code {allowed}, so the comment has no effect{meant}",
            ),
            (
                "照抄问题方括号里的代码，例如 `# 允许 WE490：原因`",
                "copy the code from the brackets of the finding: `# allow WE490: the reason`",
            ),
        ),
        entry(
            "WE773",
            "allowed-no-check",
            "warning",
            (
                "{allowed} 不能用注释允许：这不是检查给出的建议，不改正，政策就不是您想写的样子",
                (
                    "{allowed} cannot be allowed by a comment: it comes from no check, and "
                    "unmended the policy would not say what you mean"
                ),
            ),
            ("改正问题，删去这条注释", "mend what it tells of and remove the comment"),
        ),
    )
}
