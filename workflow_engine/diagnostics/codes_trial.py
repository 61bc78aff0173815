"""Codes of policy tests: mistakes in the test files, and what differs (WE780–799)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE780",
            "policy-test-unknown-key",
            "error",
            (
                "{part}没有 `{key}` 这一项，写在这里不起作用",
                "{part} has no `{key}`; it would have no effect",
            ),
            ("可用的有：{known}", "there are: {known}"),
        ),
        entry(
            "WE781",
            "policy-test-wrong-value",
            "error",
            (
                "`{text}` 不能用作{where}：{rule}",
                "`{text}` cannot be {where}: {rule}",
            ),
        ),
        entry(
            "WE782",
            "policy-test-unknown-name",
            "error",
            (
                "政策里没有叫 `{name}` 的{what}，这一条无从测试",
                "the policy has no {what} `{name}`; nothing can be tested of it",
            ),
            ("政策里有：{known}", "the policy has: {known}"),
        ),
        entry(
            "WE783",
            "policy-test-key-missing",
            "error",
            (
                "{part}缺少 `{key}`，这项测试无法进行",
                "{part} lacks `{key}`, without which the test cannot run",
            ),
            ("请补上，例如 `{example}`", "add it, such as `{example}`"),
        ),
        entry(
            "WE784",
            "policy-test-wrong-shape",
            "error",
            (
                "{where}应写成{expected}",
                "{where} must be {expected}",
            ),
            ("例如 `{example}`", "such as `{example}`"),
        ),
        entry(
            "WE785",
            "policy-test-persona-loop",
            "error",
            (
                "典型客户 `{name}` 绕了一圈又沿用自己：{way}，无法确定资料",
                "the persona `{name}` extends itself by a detour: {way}; their data has no start",
            ),
            (
                "去掉其中一处 `extends`（沿用）",
                "take away one of the `extends`",
            ),
        ),
        entry(
            "WE786",
            "policy-test-twice",
            "error",
            (
                "{what}“{name}”写了两次，只用第一次写的",
                "the {what} “{name}” stands here a second time; only the first counts",
            ),
            ("给其中一个换个名称", "give one of them another name"),
        ),
        entry(
            "WE787",
            "policy-test-expects-nothing",
            "warning",
            (
                "测试“{name}”没有写预期，永远不会发现问题",
                "the test “{name}” expects nothing, so it can never find anything",
            ),
            (
                "用 `expect`（预期）写明希望得到的结果，例如 `{example}`",
                "say under `expect` what should come out, such as `{example}`",
            ),
        ),
        entry(
            "WE788",
            "policy-test-customer-incomplete",
            "error",
            (
                "{whose}缺少必填资料：{attribute}，这样的客户不会被受理",
                (
                    "{whose} lacks what is required: {attribute}; "
                    "such a customer is never decided about"
                ),
            ),
            ("在 `given`（资料）里补上", "add it under `given`"),
        ),
        entry(
            "WE789",
            "policy-test-out-of-time-order",
            "error",
            (
                "这一步的时间 {at} 早于前面的 {before}，个案的经过须按先后书写",
                (
                    "this step is at {at}, before the one above ({before}): "
                    "what happens to a case is written in its order"
                ),
            ),
            (
                "核对时间；事后补记的，用 `occurred`（发生时间）写明实际发生的时间",
                "check the time; `occurred` tells when something recorded later really happened",
            ),
        ),
        entry(
            "WE790",
            "policy-test-differs",
            "error",
            (
                "测试“{test}”：{title} 预期 {expected}，实际 {actual}",
                "test “{test}”: {title} should be {expected} and is {actual}",
            ),
        ),
        entry(
            "WE791",
            "policy-test-file-without-tests",
            "warning",
            (
                "这个文件里既没有测试，也没有典型客户",
                "this file holds neither tests nor personas",
            ),
            (
                "写上 `tests`（测试），或删除这个文件",
                "write `tests`, or delete the file",
            ),
        ),
        entry(
            "WE792",
            "policy-test-not-accepted",
            "warning",
            (
                "“{title}”没有改写：{why}",
                "{title} was not rewritten: {why}",
            ),
            ("请手工修改", "change it by hand"),
        ),
    )
}
