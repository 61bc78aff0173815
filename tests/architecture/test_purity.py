"""The core is a function of its arguments, and author text never becomes code."""

import ast

import pytest

import workflow_engine
from tests.architecture.modules import ROOT, modules
from workflow_engine.decide.generated_code import CodeWriter

CORE = {
    "errors",
    "diagnostics",
    "language",
    "calendars",
    "blueprint",
    "boxes",
    "cases",
    "charts",
    "checks",
    "columnar",
    "model",
    "program",
    "compiler",
    "decide",
    "drawing",
    "explain",
    "planning",
    "render",
    "simulation",
    "trial",
}
LOADER = "model/loader.py"
EXECUTES = "decide/generated_code.py"
OVER_FIELDS = {
    "cases/codec.py",
    "impact/meaning.py",
    "program/fingerprint.py",
    "render/portrait.py",
}
"""Modules that go over the fields of our own dataclasses by name."""
RUNS_PROGRAMS = {"impact/revisions.py"}
"""Where another program is run: git, with a list of arguments and no shell."""
TIME_ZONES = {"calendars/hours.py", "calendars/working.py", "compiler/compile.py"}
"""Where the standard library may look up a time zone by name in its own data."""
IMPURE_MODULES = {
    "io",
    "locale",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
    "socket",
} | {
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
    "uuid",
}
SEEDED = {"simulation"}
"""Packages that draw from `random.Random` with a seed that is an argument."""
IMPURE_CALLS = {"open", "input", "print", "breakpoint"}
CLOCKS = {"now", "utcnow", "today", "fromtimestamp"}
READERS = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob"}
CORE_MODULES = [module for module in modules() if module.package in CORE]


def runtime_imports(module):
    """Imports that are not for the type checker only."""
    for_types = {
        id(inner)
        for node in module.walk()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in module.walk():
        if id(node) not in for_types:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module


@pytest.mark.parametrize("module", CORE_MODULES, ids=lambda module: module.name)
def test_the_core_reads_no_clock_file_network_locale_or_environment(module):
    if module.name == LOADER:
        return
    allowed = {"random"} if module.package in SEEDED else set()
    assert not set(runtime_imports(module)) & (IMPURE_MODULES - allowed)
    assert not any(name in ("random.random", "random.seed") for name, _ in module.calls())
    for name, call in module.calls():
        last = name.rpartition(".")[2]
        assert name not in IMPURE_CALLS, f"{name} in line {call.lineno}"
        assert last not in CLOCKS, f"{name} in line {call.lineno}"
        assert last not in READERS, f"{name} in line {call.lineno}"
        if last == "ZoneInfo":
            assert module.name in TIME_ZONES


def test_the_loader_reads_files_and_nothing_else():
    loader = next(module for module in modules() if module.name == LOADER)
    assert set(loader.imports()) & IMPURE_MODULES == {"pathlib"}
    assert {name.rpartition(".")[2] for name, _ in loader.calls()} & READERS == {
        "iterdir",
        "read_bytes",
        "rglob",
    }


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_no_text_becomes_code(module):
    for name, call in module.calls():
        where = f"{module.name}:{call.lineno}"
        if name in ("exec", "compile"):
            assert module.name == EXECUTES, where
        assert name not in ("eval", "__import__"), where
        assert not any(word.arg == "shell" for word in call.keywords), where
        if name in ("getattr", "setattr", "delattr", "hasattr") and module.name != "__init__.py":
            assert_named_by_us(module, call, where)
    assert not {"pickle", "marshal", "shelve", "ctypes"} & module.imports()
    if module.name not in RUNS_PROGRAMS:
        assert "subprocess" not in module.imports()


def assert_named_by_us(module, call, where):
    """The attribute is written out, or is one of the fields of a dataclass of ours."""
    name = call.args[1]
    literal = isinstance(name, ast.Constant) and isinstance(name.value, str)
    assert literal or module.name in OVER_FIELDS, where
    assert literal or "fields(" in module.text, where


def test_no_word_of_the_author_stands_in_generated_code(monkeypatch):
    sources = []
    finished = CodeWriter.function

    def recorded(writer, parameters):
        sources.append("\n".join([parameters, *writer.lines]))
        return finished(writer, parameters)

    monkeypatch.setattr(CodeWriter, "function", recorded)
    policy = workflow_engine.load(ROOT / "rules" / "tobacco-retail")
    assert policy.row_function is not None
    program = policy.program
    words = {*program.attributes, *program.definitions, *program.items}
    assert sources
    for source in sources:
        assert source.isascii()
        assert [word for word in words if "_" in word and word in source] == []
