"""Names over all files: found, followed and changed everywhere, and nothing else changed."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from tests.cli.running import ROOT
from tests.lsp.editors import applied
from tests.lsp.written_policies import HEAD, Desk
from workflow_engine.compiler.compile import compile_policy
from workflow_engine.language.reader import read_yaml
from workflow_engine.lsp.mentions import Mention, mentions_in
from workflow_engine.lsp.name_kinds import KINDS, defined_by, referred_to_by
from workflow_engine.lsp.open_policy import OpenPolicy
from workflow_engine.lsp.policy_files import Buffers
from workflow_engine.lsp.renaming import RenameRefused, rename
from workflow_engine.lsp.server import make_server
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.loader import load_texts
from workflow_engine.model.sections import PolicyModel
from workflow_engine.model.shapes import Entries, Listing, OneOf, Record, Scalar, keys_of
from workflow_engine.policy import read_blueprints
from workflow_engine.trial.reading import read_tests

FREE = {
    ("BlueprintModel", "id"),
    ("Clock", "from"),
    ("Clock", "until"),
    ("Customer", "key"),
    ("Customer", "name"),
    ("Feedback", "natures"),
    ("Feedback", "steps"),
    ("Feedback", "taxonomy"),
    ("MustDo", "mode"),
    ("Optional", "mode"),
    ("MustDo", "skills"),
    ("Optional", "skills"),
    ("Member", "skills"),
    ("Policy", "id"),
    ("Privilege", "gives"),
    ("PriorityRow", "then"),
    ("Promise", "stronger_in"),
    ("Row", "then"),
    ("Table", "otherwise"),
    ("Transition", "emits"),
    ("Transition", "on"),
    ("FeedbackStep", "within"),
    ("BlueprintModel", "lines"),
}
"""Where names stand that are nowhere defined, or only within the engine."""


def opened(name: str) -> OpenPolicy:
    return OpenPolicy(ROOT / "rules" / name, Buffers())


def names_of(shape: object) -> bool:
    """Whether an author's names stand at a shape: as values, or as keys."""
    if isinstance(shape, Scalar):
        return shape.kind in ("name", "word_name")
    if isinstance(shape, Listing):
        return names_of(shape.item)
    if isinstance(shape, OneOf):
        parts = (shape.scalar, shape.sequence, shape.mapping)
        return any(names_of(part) for part in parts if not isinstance(part, Record))
    return isinstance(shape, Entries) and shape.key in ("name", "word_name")


def models(root: type) -> dict[str, type]:
    """Every model below one, by name."""
    found, waiting = {}, [Record(root)]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Record):
            if shape.model.__name__ not in found:
                found[shape.model.__name__] = shape.model
                waiting += [key.shape for key in keys_of(shape.model).values()]
        elif isinstance(shape, (Entries, Listing)):
            waiting.append(shape.value if isinstance(shape, Entries) else shape.item)
        elif isinstance(shape, OneOf):
            waiting += [part for part in (shape.sequence, shape.mapping) if part]
    return found


@pytest.mark.parametrize("root", [PolicyModel, BlueprintModel])
def test_it_is_known_what_every_name_stands_for(root):
    unknown = [
        (name, key.name)
        for name, model in models(root).items()
        for key in keys_of(model).values()
        if names_of(key.shape)
        and defined_by(name, key.name) is None
        and not referred_to_by(name, key.name)
        and (name, key.name) not in FREE
    ]
    assert unknown == [], "say in lsp/name_kinds.py what these names stand for"


@pytest.mark.parametrize("name", ["tobacco-retail", "vip"])
def test_every_name_of_the_shipped_policies_is_defined(name):
    names = opened(name).names()
    words = {"CN", "cannot resolve", "compensation over limit", "recusal", "needs other department"}
    lost = {
        mention.name
        for mention in names.all()
        if names.definition(mention) is None
        and mention.kinds[0] not in ("clocks", "events", "levels", "options")
    }
    words |= {"customer_id", "customer_name", "客户编号", "客户名称", "visit", "feedback"}
    assert lost - words == set()
    kinds = {one.kinds[0] for one in names.all() if one.defines}
    assert {"attributes", "tags", "items", "roles", "staff", "failures", "cells"} <= kinds
    assert kinds <= set(KINDS)


def mistakes(texts: dict[str, tuple[str, str]]) -> list[str]:
    """The errors of a policy with its blueprints and tests, without the checks of its meaning."""
    by_kind = {
        kind: {path: text for path, (is_, text) in texts.items() if is_ == kind}
        for kind in ("rules", "blueprint", "test")
    }
    loaded = load_texts(by_kind["rules"])
    compiled = compile_policy(loaded.model, loaded.dropped, loaded.languages)
    found = [*loaded.diagnostics, *compiled.diagnostics]
    if compiled.program is not None:
        found += read_blueprints(by_kind["blueprint"], compiled.program).diagnostics
        found += read_tests(by_kind["test"], compiled.program).diagnostics
    return sorted(f"{one.code} {one.place.line}" for one in found if one.severity == "error")


@pytest.mark.parametrize("policy", ["tobacco-retail", "vip"])
def test_every_name_can_be_changed_everywhere(policy):
    names, texts = opened(policy).names(), opened(policy).files.texts()
    edits = set()
    for number, definition in enumerate(one for one in names.all() if one.defines):
        renamed = rename(names, definition, f"全新的名字{number}")
        assert {edit.place for edit in renamed} == {one.place for one in names.mentions(definition)}
        edits |= {(edit.place, edit) for edit in renamed}
    after = {
        path: (is_, changed(text, [edit for place, edit in edits if place.file == path]))
        for path, (is_, text) in texts.items()
    }
    assert mistakes(after) == mistakes(texts)


def changed(text: str, edits: list) -> str:
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: edit.place, reverse=True):
        line = lines[edit.place.line - 1]
        lines[edit.place.line - 1] = (
            line[: edit.place.column - 1] + edit.text + line[edit.place.end_column - 1 :]
        )
    return "\n".join(lines)


def mentions(text: str) -> list[Mention]:
    node, _ = read_yaml(text, "a.yaml")
    assert node is not None
    return mentions_in(node, text, Record(PolicyModel))


def test_names_stand_where_they_are_written():
    text = (
        "tags:\n"
        "  大: {when: \"market == 'rural' and 大 in [1]\"}\n"
        "  b:\n    when: >-\n      大 or\n      tier > 1 and 大\n"
        "  c: {when: 'it''s == 大'}\n"
        '  d: {when: "mar\\u006bet == 大"}\n'
        "must_do:\n  x: {for: [大, b], urgency_when: {大: high}}\n"
    )
    lines = text.split("\n")
    spots = [one for one in mentions(text) if one.name == "大"]
    assert len(spots) == 7
    for one in spots:
        line = lines[one.place.line - 1]
        assert line[one.place.column - 1 : one.place.end_column - 1] == "大"
    assert [one.defines for one in spots].count(True) == 1


def test_a_level_and_an_option_belong_to_something(tmp_path):
    scales = (
        "scales:\n"
        "  s: {levels: {low: {when: tier < 5}, rest: {otherwise: true}}}\n"
        "  z: {levels: {low: {when: tier < 9}, rest: {otherwise: true}}}\n"
        'tags:\n  a: {when: s == "^low"}\n  b: {when: z == "low"}\n'
    )
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": scales})
    (found,) = desk.answers.definition(desk.position)
    assert found.range.start == types.Position(1, 15)
    uses = desk.answers.references(desk.position, declared=True)
    assert [use.range.start.line for use in uses] == [1, 4]
    highlights = desk.answers.highlights(desk.position)
    assert [one.kind for one in highlights] == [
        types.DocumentHighlightKind.Write,
        types.DocumentHighlightKind.Read,
    ]
    edit = desk.answers.renamed(desk.position, "least")
    (uri,) = edit.changes
    told = applied(desk.text("b.yaml"), edit.changes[uri])
    assert told.count("least") == 2
    assert 'z == "low"' in told


@pytest.mark.parametrize("name", ["and", "且", "1a", "a b", "a-b", "大；", "true", "market", ""])
def test_names_that_cannot_be_given(tmp_path, name):
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": "tags:\n  b^ig: {when: tier > 1}\n"})
    with pytest.raises(RenameRefused) as refused:
        desk.answers.renamed(desk.position, name)
    assert name in refused.value.why.zh
    assert name in refused.value.why.en


def test_a_name_that_is_taken_is_told_by_its_file_alone(tmp_path):
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": "tags:\n  b^ig: {when: tier > 1}\n"})
    with pytest.raises(RenameRefused) as refused:
        desk.answers.renamed(desk.position, "market")
    assert str(tmp_path) not in refused.value.why.en
    assert refused.value.why.en.startswith("`market` is taken already: a.yaml:")


@pytest.mark.parametrize(("error", "noted"), [(JsonRpcInvalidParams, False), (ValueError, True)])
def test_a_refusal_is_no_mistake_of_the_server(error, noted):
    make_server("zh")
    log = logging.getLogger("pygls.protocol.json_rpc")
    raised = error("已经有了")
    told = (type(raised), raised, None)
    record = log.makeRecord(log.name, logging.ERROR, "", 1, "Exception", (), told)
    assert bool(log.filter(record)) is noted


@pytest.mark.parametrize("name", ["a, b", "a: b", "[a]", "a # b", '"a"', "-", "a;b", "~", "a\nb"])
def test_names_that_would_break_the_file(tmp_path, name):
    text = "roles:\n  man^ager: {label: 经理}\n"
    desk = Desk(tmp_path, {"a.yaml": HEAD.partition("roles")[0], "b.yaml": text})
    with pytest.raises(RenameRefused):
        desk.answers.renamed(desk.position, name)
    edit = desk.answers.renamed(desk.position, "客户 经理")
    assert edit.changes


def test_keywords_have_no_definition(tmp_path):
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": "tags:\n  big: {wh^en: tier > 1}\n"})
    assert desk.answers.definition(desk.position) == []
    assert desk.answers.references(desk.position, declared=True) == []
    assert desk.answers.highlights(desk.position) == []
    assert desk.answers.renamable(desk.position) is None
    assert desk.answers.renamed(desk.position, "x") is None


def test_a_file_is_found_to_be_of_its_policy(tmp_path):
    for name in ("rules/p/tests", "blueprints/p", "other"):
        (tmp_path / name).mkdir(parents=True)
    head = HEAD.replace(
        'policy: {id: p, version: "1"}', "policy:\n  blueprints: ../../blueprints/p  # x"
    )
    (tmp_path / "rules/p/a.yaml").write_text(head)
    (tmp_path / "rules/p/a.test.yaml").write_text("personas: {x: {tier: 3}}\n")
    (tmp_path / "rules/p/tests/b.test.yaml").write_text("tests: {y: {persona: x}}\n")
    (tmp_path / "blueprints/p/b.yaml").write_text("id: b\n")
    (tmp_path / "other/c.yaml").write_text("a: 1\n")
    desk = Desk(tmp_path, {"rules/p/z.yaml": "tags: ^{}\n"})
    policy = desk.policy
    assert set(policy.files.texts()) == {
        str(tmp_path / name)
        for name in (
            "rules/p/a.yaml",
            "rules/p/z.yaml",
            "rules/p/a.test.yaml",
            "rules/p/tests/b.test.yaml",
            "blueprints/p/b.yaml",
        )
    }
    for path in policy.files.texts():
        assert desk.session.policy_of(path) is policy
    assert desk.session.policy_of(str(tmp_path / "other/c.yaml")) is None
    persona = next(one for one in policy.names().all() if one.name == "x" and not one.defines)
    assert Path(policy.names().definition(persona).place.file).name == "a.test.yaml"
