"""`workflow-engine blueprint draw`: a blueprint as SVG, PDF, a page to click, or Mermaid."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.blueprint_choice import chosen_blueprints
from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.cli.main import FINE, say
from workflow_engine.cli.naming import meant, named
from workflow_engine.cli.paper import engine_arguments, refuse_variant, write_document
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.errors import UsageError
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

if TYPE_CHECKING:
    from workflow_engine.policy import BlueprintReport, Policy
    from workflow_engine.render.blueprint_page import Shown

HELP = (
    "画服务蓝图：SVG、横版 PDF、可点击的网页、Mermaid 文本；可按岗位看，可看改善前后",
    "draw a blueprint: SVG, PDF on A4 or A3, a page to click through, Mermaid text",
)
EXAMPLE = "workflow-engine blueprint draw rules/tobacco-retail pos_rollout --out pos_rollout.pdf"
FORMATS = ("svg", "pdf", "html", "mermaid")
SIZES = ("a4", "a3", "wide")
ENDINGS = {".svg": "svg", ".pdf": "pdf", ".html": "html", ".htm": "html", ".mmd": "mermaid"}
SUFFIXES = {"svg": ".svg", "pdf": ".pdf", "html": ".html", "mermaid": ".mmd"}


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "id",
        metavar="BLUEPRINT",
        nargs="?",
        help="蓝图的名字或标题；只有一张时可不写，不写则全部写进 --out 文件夹"
        if zh
        else "its id or title; without it: the only one, or all, into the folder --out",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="默认看 --out 的后缀，没有则 svg" if zh else "default: by the ending of --out, or svg",
    )
    parser.add_argument(
        "--size",
        choices=SIZES,
        help="分页的纸张 a4、a3（横版），或一整张 wide；pdf 默认 a4，svg 默认 wide"
        if zh
        else "pages of a4 or a3 (landscape), or one wide picture; default: a4 for pdf, else wide",
    )
    parser.add_argument(
        "--view",
        metavar="ROLE",
        help="某个岗位（或 customer）看到的部分" if zh else "what a role, or `customer`, sees",
    )
    parser.add_argument(
        "--no-needs",
        action="store_true",
        help="不画客户和岗位在各阶段的需求" if zh else "leave out what people need in each stage",
    )
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--after",
        action="store_true",
        help="画改善后的蓝图" if zh else "the blueprint once its decisions are applied",
    )
    change.add_argument(
        "--before-after",
        action="store_true",
        help="改善前后画在一起" if zh else "both, one above the other",
    )
    engine_arguments(parser, zh)
    parser.add_argument(
        "--out",
        metavar="PATH",
        help="写到文件或文件夹；不写则输出到屏幕"
        if zh
        else "a file or folder; default: the screen",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 2 when the policy has no such blueprint, 1 when one of all has errors.

    Also 1 when a PDF could not be made.
    """
    from workflow_engine.policy import load_blueprints

    policy = load_policy(options.policy, options.lang)
    format_ = _format(options)
    view = _view(options.view, policy.program)
    report = load_blueprints(Path(options.policy), policy.program)
    chosen, lost = _chosen(options, report)
    _tell_findings(options, report, policy.program, chosen)
    codes = [lost]
    for blueprint in chosen:
        out = _target(options, blueprint, format_, several=len(chosen) > 1)
        codes.append(_one(options, policy, blueprint, format_=format_, view=view, out=out))
    return max(codes)


def _format(options: argparse.Namespace) -> str:
    """Raises UsageError where --format, --out and the other options contradict each other."""
    ending = "" if options.out is None else Path(options.out).suffix.lower()
    told = ENDINGS.get(ending)
    if ending and told is None and not Path(options.out).is_dir():
        known = ", ".join(ENDINGS)
        raise UsageError(
            f"--out {options.out}: unknown ending {ending}; known are {known}, or a folder",
            zh=f"--out {options.out}：不认识后缀 {ending}；可以写 {known}，或文件夹",
        )
    format_: str = options.format or told or "svg"
    if told not in (None, format_):
        raise UsageError(
            f"--out {options.out}: {format_} is not written to a file that ends in {ending}",
            zh=f"--out {options.out}：{format_} 不能写成 {ending} 文件",
        )
    refuse_variant(options, format_)
    if format_ in ("html", "mermaid") and options.size in ("a4", "a3"):
        raise UsageError(
            f"--size {options.size} is for svg and pdf",
            zh=f"--size {options.size} 只用于 svg 和 pdf",
        )
    if format_ == "pdf" and options.size == "wide":
        raise UsageError("a PDF has pages: --size a4 or a3", zh="PDF 要分页：--size a4 或 a3")
    if format_ in ("html", "mermaid") and (options.after or options.before_after):
        raise UsageError(
            "--after and --before-after are for svg and pdf",
            zh="--after 和 --before-after 只用于 svg 和 pdf",
        )
    if format_ == "pdf" and options.out is None:
        raise UsageError("a PDF needs a file: --out PATH", zh="PDF 要写到文件：--out 路径")
    return format_


def _chosen(options: argparse.Namespace, report: BlueprintReport) -> tuple[list[Blueprint], int]:
    """The blueprint that is meant, or all that can be read, and the exit code so far.

    Raises UsageError.
    """
    found, lost = chosen_blueprints(options.id, report, options.lang)
    if len(found) > 1 and (options.out is None or Path(options.out).suffix.lower() in ENDINGS):
        listed = ", ".join(blueprint.id for blueprint in found)
        raise UsageError(
            f"which blueprint? there are: {listed}; or all, into a folder: --out FOLDER",
            zh=f"画哪一张？有：{listed}；全部画出请写文件夹：--out 文件夹",
        )
    return found, lost


def _view(wanted: str | None, program: Program) -> str | None:
    """The id of a role, or `customer`. Raises UsageError."""
    if wanted is None:
        return None
    names = {id_: role.label for id_, role in program.roles.items()}
    names.setdefault("customer", Bilingual("客户", "customer"))
    found = meant(wanted, names)
    if found is not None:
        return found
    lacking = Bilingual("政策中没有岗位", "the policy has no role")
    return named(wanted, names, lacking)


def _tell_findings(
    options: argparse.Namespace,
    report: BlueprintReport,
    program: Program,
    chosen: list[Blueprint],
) -> None:
    """Say on standard error that checking finds something in what is drawn, which is drawn all the
    same.
    """
    from workflow_engine.policy import check_blueprints

    drawn = {blueprint.place.file for blueprint in chosen}
    count = sum(
        one.severity != "info" and one.place.file in drawn
        for one in check_blueprints(report, program).kept
    )
    if count:
        say(
            f"检查画出的服务蓝图发现 {count} 处问题，见 workflow-engine blueprint check"
            if options.lang == "zh"
            else f"findings in what is drawn: {count}; see workflow-engine blueprint check"
        )


def _target(
    options: argparse.Namespace, blueprint: Blueprint, format_: str, *, several: bool
) -> Path | None:
    """The file to write, None for the screen."""
    if options.out is None:
        return None
    out = Path(options.out)
    if several or out.is_dir() or not out.suffix:
        return out / (blueprint.place.file.rsplit("/", 1)[-1].rsplit(".", 1)[0] + SUFFIXES[format_])
    return out


def _one(
    options: argparse.Namespace,
    policy: Policy,
    blueprint: Blueprint,
    *,
    format_: str,
    view: str | None,
    out: Path | None,
) -> int:
    lang: Language = options.lang
    if format_ in ("pdf", "html"):
        return _document(options, policy, blueprint, format_=format_, view=view, out=out)
    if format_ == "mermaid":
        from workflow_engine.blueprint.mermaid import mermaid

        texts: tuple[str, ...] = (mermaid(blueprint, policy.program, lang, view=view),)
    else:
        texts = _svg(options, policy.program, blueprint, view)
    if out is None:
        sys.stdout.write(texts[0])
        return FINE
    _write(texts, out, lang)
    return FINE


def _svg(
    options: argparse.Namespace, program: Program, blueprint: Blueprint, view: str | None
) -> tuple[str, ...]:
    """One text per page. Raises UsageError where there are several and no file for them."""
    from workflow_engine.blueprint.before_after import (
        after_pages,
        before_after,
        before_after_pages,
    )
    from workflow_engine.blueprint.drawing import A3, A4, draw

    room = {"a4": A4, "a3": A3}.get(options.size)
    if options.before_after and room is None:
        return (before_after(blueprint, program, options.lang, view=view),)
    if options.before_after and room is not None:
        texts = before_after_pages(blueprint, program, options.lang, room, view=view)
    elif options.after:
        texts = after_pages(blueprint, program, options.lang, room, view=view)
    else:
        needs = not options.no_needs
        texts = draw(blueprint, program, options.lang, view=view, page=room, needs=needs)
    if len(texts) > 1 and options.out is None:
        raise UsageError(
            f"there are {len(texts)} pages: write them to files with --out PATH",
            zh=f"共 {len(texts)} 页：请用 --out 路径 写到文件",
        )
    return texts


def _document(
    options: argparse.Namespace,
    policy: Policy,
    blueprint: Blueprint,
    *,
    format_: str,
    view: str | None,
    out: Path | None,
) -> int:
    from workflow_engine.render.blueprint_page import blueprint_document, blueprint_page

    if format_ == "html":
        document = blueprint_page(
            blueprint,
            policy.program,
            lang=options.lang,
            view=view,
            needs=not options.no_needs,
            look=policy.look,
        )
        if out is None:
            sys.stdout.write(document.html)
            return FINE
    else:
        shown: Shown = (
            "before-after" if options.before_after else "after" if options.after else "now"
        )
        document = blueprint_document(
            blueprint,
            policy.program,
            lang=options.lang,
            size=options.size or "a4",
            view=view,
            shown=shown,
            needs=not options.no_needs,
            look=policy.look,
        )
    told = argparse.Namespace(**vars(options) | {"out": str(out), "format": format_})
    return write_document(document, told, default=blueprint.id)


def _write(texts: tuple[str, ...], out: Path, lang: Language) -> None:
    """Write the pages: `name.svg`, or `name-1.svg`, `name-2.svg`, ….

    Raises OutputError.
    """
    from workflow_engine.batch.writers import write_file

    for number, text in enumerate(texts, start=1):
        file = out if len(texts) == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}")
        write_file(file, text)
        say(f"已写到 {file}" if lang == "zh" else f"written to {file}")
