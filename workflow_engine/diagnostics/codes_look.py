"""Codes of a policy's own templates: what its folder `templates/` may hold, and say (WE91x)."""

from __future__ import annotations

from workflow_engine.diagnostics.code_entry import CodeEntry, entry

ENTRIES: dict[str, CodeEntry] = {
    made.code: made
    for made in (
        entry(
            "WE911",
            "template-syntax",
            "error",
            (
                "模板写法有误，无法使用：{reason}",
                "the template is not well written and cannot be used: {reason}",
            ),
            (
                "检查这一行的 {{{{ … }}}} 和 {{% … %}} 是否成对、完整",
                "check that every {{{{ … }}}} and {{% … %}} of this line is whole and closed",
            ),
        ),
        entry(
            "WE912",
            "template-unknown-block",
            "error",
            (
                "引擎的 {template} 中没有名为 `{block}` 的块，写在这里不会被打印",
                "the engine's {template} has no block `{block}`; it would never be printed",
            ),
            ("可用的块：{known}", "there are: {known}"),
        ),
        entry(
            "WE913",
            "template-unknown-name",
            "error",
            (
                "模板中没有 `{name}` 可用，打印时会失败",
                "there is nothing called `{name}` here; printing would fail",
            ),
            ("可用的有：{known}", "there are: {known}"),
        ),
        entry(
            "WE914",
            "template-not-allowed",
            "error",
            (
                "政策自己的模板中不能使用{what}：模板只填写块，不运行程序",
                "a policy's own template may not use {what}: it fills blocks, it runs no program",
            ),
            (
                '可用：块、if、for、{{{{ 变量 }}}}、super()、asset("文件")；见 docs/templates.md',
                (
                    "there are: blocks, if, for, {{{{ a variable }}}}, super() and "
                    'asset("file"); see docs/templates.md'
                ),
            ),
        ),
        entry(
            "WE915",
            "template-markup",
            "error",
            (
                "这里的 HTML 不能使用：{reason}",
                "this HTML cannot be used: {reason}",
            ),
            (
                "只用 docs/templates.md 列出的标签和属性，属性值写在双引号内，标签成对",
                (
                    "use the tags and attributes listed in docs/templates.md, values in double "
                    "quotes, every tag closed"
                ),
            ),
        ),
        entry(
            "WE916",
            "template-style",
            "error",
            (
                "样式中不能使用 `{text}`：打印的页面不读取任何外部内容",
                "the style may not use `{text}`: a printed page reads nothing from outside",
            ),
            (
                '删去它；图片请放在 templates/ 中，在模板里写 asset("文件")',
                'take it out; put a picture into templates/ and write asset("file") in a template',
            ),
        ),
        entry(
            "WE917",
            "template-image",
            "error",
            ("图片 `{name}` 不能使用：{reason}", "the picture `{name}` cannot be used: {reason}"),
            (
                "放一个不超过 {most} KB 的 PNG、JPEG 或只含图形的 SVG",
                "put in a PNG, a JPEG, or an SVG of shapes alone, of at most {most} KB",
            ),
        ),
        entry(
            "WE918",
            "template-file",
            "error",
            (
                "templates/ 中的 `{name}` 不能使用：{reason}",
                "`{name}` in templates/ cannot be used: {reason}",
            ),
            (
                "可以放：{known}、look.css，以及 PNG、JPEG、SVG 图片",
                "there may be: {known}, look.css, and pictures (PNG, JPEG, SVG)",
            ),
        ),
        entry(
            "WE919",
            "template-cannot-be-filled",
            "error",
            (
                "打印到这里无法继续：{reason}；没有写出任何文件",
                "printing cannot go on here: {reason}; nothing was written",
            ),
            (
                "只用 docs/templates.md 列出的变量，先用 if 判断它是否存在；少用循环",
                (
                    "use the variables listed in docs/templates.md, ask with `if` whether one is "
                    "there, loop less"
                ),
            ),
        ),
    )
}
