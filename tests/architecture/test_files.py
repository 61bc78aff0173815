"""Small files with business names, and a small public face."""

import ast
import inspect

import pytest

import workflow_engine
from tests.architecture.modules import ROOT, modules

MAX_LINES = 600
BANNED = {
    "base",
    "common",
    "core",
    "helper",
    "helpers",
    "manager",
    "misc",
    "tools",
    "util",
    "utils",
}
MOST_NAMES = 25


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_files_are_small_and_named_after_the_business(module):
    assert len(module.text.splitlines()) <= MAX_LINES
    parts = set(module.name.removesuffix(".py").split("/"))
    assert not parts & BANNED


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_every_file_says_what_it_is(module):
    assert ast.get_docstring(module.tree)
    if module.name.endswith("/__init__.py"):
        kinds = {type(node) for node in module.tree.body[1:]}
        assert kinds <= {ast.ImportFrom, ast.Assign}, "a package's __init__ is its docstring"


def test_the_public_face_is_small_sorted_and_documented():
    names = workflow_engine.__all__
    assert names == sorted(names)
    assert len(names) <= MOST_NAMES
    for name in names:
        thing = getattr(workflow_engine, name)
        assert inspect.getdoc(thing), name
        assert thing.__module__.startswith("workflow_engine."), name
    assert set(names) <= set(dir(workflow_engine))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute `lod`"):
        _ = workflow_engine.lod


def test_the_package_is_typed():
    assert (ROOT / "workflow_engine" / "py.typed").exists()
