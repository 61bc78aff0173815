"""Write the generated parts of docs/: `python -m tests.docs.regenerate`.

The examples of docs/diagnostics.md and the first part of docs/glossary.md are written by hand and
stay; headings, messages and tables come from the code.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.docs.examples import DOCS, PAGE, Block, Section, base_sections, findings, sections
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.code_entry import CodeEntry
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.diagnostics.codes_of_checks import OF_CHECKS
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS
from workflow_engine.language.functions import FUNCTIONS
from workflow_engine.language.keywords import (
    EXPRESSION_WORDS,
    FUNCTION_NAMES,
    KEYWORDS,
    SECTIONS,
    WEEKDAYS,
    WORDS,
)
from workflow_engine.model.blueprint_descriptions import BLUEPRINT_DESCRIPTIONS
from workflow_engine.model.descriptions import DESCRIPTIONS

GLOSSARY = DOCS / "glossary.md"
GENERATED = "<!-- below: python -m tests.docs.regenerate -->\n"

_KEYWORD = re.compile(r"\{[kw]\[(\w+)\]\}")
_COMPOUNDS = """Also `list of` with a type (`list of number` is `数值列表`), and `collect` with
`list`, `sum`, `min`, `max` or `count` (`collect sum` is `汇集合计`)."""
_GROUPS = {
    "WE1": "The text of a file",
    "WE2": "Sections and keys",
    "WE3": "Names, types, expressions, cells",
    "WE4": "What the policy means",
    "WE5": "Customer files",
    "WE6": "Service logs",
    "WE7": "Simulation models",
    "WE8": "Service blueprints",
    "WE9": "Outputs",
}


def diagnostics_page(page: str, folder: Path) -> str:
    """The page with all its generated parts anew; `folder` takes the data files of examples."""
    written = {section.code: section for section in sections(page)}
    base = base_sections(page)
    head = page.partition(GENERATED)[0]
    parts = [head.rstrip(), "", GENERATED.rstrip()]
    group = ""
    for code, entry in CODES.items():
        if code[:3] != group:
            group = code[:3]
            parts += ["", f"## {group}xx {_GROUPS[group]}"]
        section = written.get(code, Section(code, None, None, None))
        if code in OF_CHECKS:
            section = Section(code, None, None, _page_of_check(entry))
        found = None
        if section.wrong is not None:
            said = findings(section, section.wrong, base, folder)
            found = next((one for one in said if one.code == code), None)
        parts += ["", *_entry(entry, section, found)]
    return "\n".join(parts) + "\n"


def _page_of_check(entry: CodeEntry) -> str | None:
    """The note that leads to the page of a check, which has the examples; None while it has none."""
    start = f"# {entry.code} "
    for page in (DOCS / "checks").glob("*.md"):
        if page.read_text(encoding="utf-8").startswith(start):
            return f"For example: [checks/{page.name}](checks/{page.name})."
    return None


def _entry(entry: CodeEntry, section: Section, found: Diagnostic | None) -> Iterable[str]:
    message = entry.message if found is None else found.message
    advice = entry.help if found is None else found.help
    yield f"### {entry.code} {entry.name} ({entry.severity})"
    yield ""
    yield f"> {_text(message.zh, found)}  "
    yield f"> {_text(message.en, found)}"
    if advice is not None:
        yield ">"
        yield f"> → {_text(advice.zh, found)}  "
        yield f"> → {_text(advice.en, found)}"
    if section.note is not None:
        yield ""
        yield section.note
    for title, block in (("Wrong", section.wrong), ("Right", section.right)):
        if block is not None:
            yield from _fenced(title, block)


def _fenced(title: str, block: Block) -> Iterable[str]:
    yield ""
    yield f"{title}:"
    yield ""
    yield f"```{block.kind}"
    if block.text:
        yield block.text.removesuffix("\n")
    yield "```"


def _text(text: str, found: Diagnostic | None) -> str:
    """A message as it was said, or its template with the names of what is put in."""
    if found is not None:
        return text
    return _KEYWORD.sub(r"\1", text).replace("{{", "{").replace("}}", "}")


def glossary_page(page: str) -> str:
    """The glossary with all its generated tables anew."""
    head = page.partition(GENERATED)[0]
    keys = {word: twin for word, twin in KEYWORDS.items() if word not in SECTIONS}
    days = {word: twin for word, twin in WEEKDAYS.items() if "-" not in word}
    words = {w: t for w, t in WORDS.items() if not w.startswith(("list of ", "collect "))}
    parts = [
        head.rstrip(),
        "",
        GENERATED.rstrip(),
        *_table("Sections", {name: KEYWORDS[name] for name in SECTIONS}, DESCRIPTIONS),
        *_table("Keys", keys, DESCRIPTIONS),
        *_table("Values", words, {}),
        "",
        _COMPOUNDS,
        *_table("Weekdays", days, {}),
        "",
        "Also ranges: `mon-fri` is `周一至周五`.",
        *_table("Words of conditions, cells and triggers", EXPRESSION_WORDS, {}),
        *_table("Functions", FUNCTION_NAMES, _usages()),
        *_table("Keys of blueprint files", BLUEPRINT_KEYS, BLUEPRINT_DESCRIPTIONS),
    ]
    return "\n".join(parts) + "\n"


def _usages() -> dict[str, Bilingual]:
    return {name: Bilingual.same(f"`{function.usage}`") for name, function in FUNCTIONS.items()}


def _table(
    title: str, words: Mapping[str, str], meanings: Mapping[str, Bilingual]
) -> Iterable[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield "| English | 中文 | |" if meanings else "| English | 中文 |"
    yield "|---|---|---|" if meanings else "|---|---|"
    for english, chinese in words.items():
        meaning = meanings.get(english)
        if not meanings:
            yield f"| `{english}` | `{chinese}` |"
        elif meaning is None or meaning.zh == meaning.en:
            yield f"| `{english}` | `{chinese}` | {'' if meaning is None else meaning.en} |"
        else:
            yield f"| `{english}` | `{chinese}` | {meaning.zh}; {meaning.en} |"


def main() -> None:
    """Write both pages."""
    with tempfile.TemporaryDirectory() as folder:
        page = diagnostics_page(PAGE.read_text(encoding="utf-8"), Path(folder))
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    glossary = glossary_page(GLOSSARY.read_text(encoding="utf-8"))
    GLOSSARY.write_text(glossary, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
