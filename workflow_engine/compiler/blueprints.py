"""From a blueprint as it was written to a `Blueprint`: its names resolved against a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.blueprint_cells import CellCompiler
from workflow_engine.compiler.findings import CELL, LINE, PROMISE, ROLE, SEGMENT, Findings
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.language.nodes import Written
from workflow_engine.model import blueprints as written
from workflow_engine.model.blueprint_reading import ReadBlueprint
from workflow_engine.program.blueprints import LINES, Blueprint, Line, Link, Stage
from workflow_engine.program.program import Program, Scale, Tag

EVERYONE = "everyone"
EVERYTHING = "all"
CUSTOMER = "customer"
ENDLESS = Bilingual.same("")
"""The end of a loop that its author marked without saying when it ends."""


@dataclass(frozen=True, slots=True)
class CompiledBlueprints:
    """The blueprints without an error, by id, and every finding."""

    blueprints: Mapping[str, Blueprint]
    diagnostics: tuple[Diagnostic, ...]


def compile_blueprints(read: Mapping[str, ReadBlueprint], program: Program) -> CompiledBlueprints:
    """Resolve the names of every file; of two blueprints with one id the first stands.

    `read` is by file, in the order in which the blueprints are listed.
    """
    found: dict[str, Blueprint] = {}
    named: dict[str, Written] = {}
    diagnostics: list[Diagnostic] = []
    for file, one in read.items():
        diagnostics += one.diagnostics
        if one.model is None:
            continue
        findings = Findings(one.dropped, {file: one.language})
        unread = any(told.severity == "error" for told in one.diagnostics)
        compiler = _BlueprintCompiler(
            one.model, program, findings, language=one.language, complete=not unread
        )
        blueprint = compiler.compile()
        if one.model.id is not None:
            first = named.setdefault(str(one.model.id), one.model.id)
            if first is not one.model.id:
                labels = _both(first, one.model.id)
                findings.report("WE858", one.model.id.place, labels=labels, name=str(first))
        diagnostics += findings.diagnostics
        if not unread and not findings.broken:
            found[blueprint.id] = blueprint
    return CompiledBlueprints(found, tuple(diagnostics))


def _both(first: Written, again: Written) -> tuple[Label, Label]:
    return (
        Label(again.place, Bilingual("这里又定义一次", "defined again here")),
        Label(first.place, Bilingual("第一次在这里定义", "first defined here")),
    )


class _BlueprintCompiler:
    """Compiles one blueprint; what is wrong goes to the findings.

    Where parts of the file were left out (not `complete`), what lacks may lack for that reason.
    """

    def __init__(
        self,
        model: written.BlueprintModel,
        program: Program,
        findings: Findings,
        *,
        language: Language,
        complete: bool,
    ) -> None:
        self._model = model
        self._program = program
        self._findings = findings
        self._language: Language = language
        self._complete = complete
        self._cells = CellCompiler(program, findings)
        self._lines = (*LINES, *(str(name) for name in model.lines if name not in LINES))

    def compile(self) -> Blueprint:
        """The blueprint, which counts only if nothing that was found is an error."""
        model, program, findings = self._model, self._program, self._findings
        name = "" if model.id is None else str(model.id)
        if self._complete and model.id is None:
            findings.report("WE854", model.place)
        if self._complete and not model.stages:
            findings.report("WE855", model.place, name=name)
        stages = tuple(self._stage(id_, stage) for id_, stage in model.stages.items())
        self._cells.report_partners(complete=self._complete)
        return Blueprint(
            id=name,
            title=model.title or Bilingual.same(name),
            stages=stages,
            links=tuple(self._links()),
            place=model.place,
            problem=model.problem,
            goal=model.goal,
            segment=self._segment(),
            owner=findings.labelled(model.owner, program.roles, ROLE),
            promise=findings.labelled(model.promise, program.promises, PROMISE),
            time_basis=model.time_basis,
            lines=tuple(self._stated_lines()),
            views=self._views(),
            written_in=self._language,
        )

    def _stated_lines(self) -> Iterator[Line]:
        """The lines the author stated; one of their own is told apart by what it is called."""
        for id_, line in self._model.lines.items():
            if id_ not in LINES and line.label is None:
                self._findings.report("WE872", id_.place, name=id_)
            yield Line(str(id_), line.label, line.between, line.place)

    def _segment(self) -> str | None:
        segment, program = self._model.segment, self._program
        if segment is None:
            return None
        labels = dict(segments(program))
        return self._findings.known(segment, [EVERYONE, *labels], SEGMENT, labels)

    def _views(self) -> dict[str, str]:
        views = {}
        for role, line in self._model.views.items():
            known = self._viewer(role)
            down_to = self._findings.known(line, [*self._lines, EVERYTHING], LINE)
            if known is not None and down_to is not None:
                views[known] = down_to
        return views

    def _viewer(self, name: Written) -> str | None:
        """The customer or a role, as they are named in views and needs."""
        labels = {role.id: role.label for role in self._program.roles.values()}
        return self._findings.known(name, [CUSTOMER, *labels], ROLE, labels)

    def _stage(self, name: Written, stage: written.Stage) -> Stage:
        needs = {
            known: text
            for role, text in stage.need.items()
            if (known := self._viewer(role)) is not None
        }
        return Stage(
            id=str(name),
            label=label_of(name, stage.label),
            cells=self._cells.stage(str(name), stage),
            needs=needs,
            lanes=stage.lanes,
            place=name.place,
            no_contact=stage.no_contact,
        )

    def _links(self) -> Iterator[Link]:
        findings, seen = self._findings, set[tuple[str, str]]()
        for link in self._model.links:
            source, target = self._end(link.source), self._end(link.target)
            if source is None or target is None:
                continue
            if source == target:
                findings.report("WE860", link.place, name=source)
                continue
            if (source, target) in seen:
                findings.report("WE861", link.place, source=source, target=target)
            seen.add((source, target))
            if link.both_ways:
                seen.add((target, source))
            loop = link.loop if isinstance(link.loop, Bilingual) else None
            yield Link(
                source=source,
                target=target,
                place=link.place,
                both_ways=link.both_ways,
                loop=ENDLESS if link.loop is True else loop,
                text=link.text,
            )

    def _end(self, cell: Written) -> str | None:
        """The cell of that name."""
        known = self._cells.names
        if cell not in known and not self._complete:
            return None
        return self._findings.known(cell, known, CELL)


def segments(program: Program) -> Iterable[tuple[str, Bilingual]]:
    """What a blueprint may be for: the tags, categories and levels of a policy, with labels."""
    for definition in program.definitions.values():
        if isinstance(definition, Scale):
            yield from ((level.id, level.label) for level in definition.levels)
            if definition.otherwise is not None:
                yield definition.otherwise.id, definition.otherwise.label
    categories = program.categories
    if categories is not None:
        for name in (*categories.of, categories.otherwise):
            yield name, Bilingual.same(name)
    for id_, definition in program.definitions.items():
        if isinstance(definition, Tag):
            yield id_, definition.label
