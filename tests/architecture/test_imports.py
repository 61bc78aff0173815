"""What may import what, and what a bare import costs."""

import subprocess
import sys

import pytest
from importlinter.cli import lint_imports

from tests.architecture.modules import ROOT, modules

DOORS = {
    "yaml": {"language"},
    "pydantic": {"model"},
    "pydantic_core": {"model"},
    "jinja2": {"render"},
    "markupsafe": {"render"},
    "openpyxl": {"batch", "workbooks"},
    "polars": {"batch", "census", "columnar", "impact", "runs"},
    "chinese_calendar": {"calendars"},
    "lunar_python": {"calendars"},
    "numpy": {"calendars", "columnar", "runs"},
    "pyarrow": {"runs"},
    "py4j": {"runs"},
    "pyspark": {"runs"},
    "transitions": {"cases"},
    "sqlalchemy": {"store", "desk"},
    "psycopg": {"store"},
    "icalendar": {"render"},
    "plutoprint": {"pdf"},
    "weasyprint": {"pdf"},
    "pikepdf": {"pdf"},
    "uharfbuzz": {"pdf"},
    "justmytype_intl_cjk": {"pdf"},
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
    "z3": {"boxes"},
}
HEAVY = (
    "pydantic",
    "yaml",
    "jinja2",
    "polars",
    "openpyxl",
    "numpy",
    "pyarrow",
    "pyspark",
    "sqlalchemy",
    "psycopg",
    "transitions",
    "icalendar",
    "plutoprint",
    "weasyprint",
    "pikepdf",
    "uharfbuzz",
    "pygls",
    "lsprotocol",
    "z3",
)


def test_the_layers_hold(capsys):
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_every_dependency_has_one_door(module):
    tops = {name.partition(".")[0] for name in module.imports()}
    outside = tops - set(sys.stdlib_module_names) - {"workflow_engine"}
    assert outside <= set(DOORS), (
        "add the new dependency to DOORS, with the one package that uses it"
    )
    assert all(module.package in DOORS[name] for name in outside)


def loaded_by(statement):
    script = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    run = [sys.executable, "-c", script]
    return set(
        subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    )


@pytest.mark.parametrize(
    "statement",
    [
        "import workflow_engine",
        "import workflow_engine.program.program, workflow_engine.diagnostics.codes",
        "import workflow_engine.cli.main",
        "import workflow_engine.cases.kernel",
    ],
)
def test_a_bare_import_is_cheap(statement):
    assert loaded_by(statement).isdisjoint(HEAVY)


def test_checking_loads_no_data_libraries():
    loaded = loaded_by("import workflow_engine; workflow_engine.check('rules/tobacco-retail')")
    assert {"pydantic", "yaml"} <= loaded
    assert loaded.isdisjoint(("jinja2", "polars", "openpyxl", "sqlalchemy", "transitions"))
