"""The printed pages of the shipped policies: an English edition is English, a Chinese one Chinese.

Data stays as it is: names, telephones and skills of people, names of customers, columns of the
customer file; and so do the words that are typed: commands and events.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from workflow_engine.cli.main import run
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.event_names import FESTIVALS
from workflow_engine.policy import Policy, load

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ("tobacco-retail", "vip")
LANGUAGES: tuple[Language, Language] = ("zh", "en")
SOME = 12
"""Customers whose plans are read: the first of the file stand on the boundaries of the rules."""

HAN = re.compile("[\u3400-\u9fff]+")
SNAKE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")


@cache
def policy(name: str) -> Policy:
    return load(ROOT / "rules" / name)


@cache
def customers(name: str) -> tuple[dict[str, str], ...]:
    path = ROOT / "rules" / name / "customers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))[:SOME]


def data(name: str) -> Iterator[str]:
    """Words that no edition translates."""
    program = policy(name).program
    yield from (row["customer_name"] for row in customers(name))
    for person in program.staff.values():
        yield from (person.name, *person.skills)
        yield from (text for text in (person.area, person.phone, person.deputy) if text)
    yield from (skill for item in program.items.values() for skill in item.skills)
    for item in program.items.values():
        yield from (event for event in item.every.events if event not in FESTIVALS)
    for process in program.processes.values():
        if process.kind == "custom":
            for move in process.transitions:
                yield from (move.command, *move.emits)


def printed(written: str, name: str) -> str:
    """The words of a page, without its data and without the air between Chinese and Latin."""
    text = re.sub(r"(?s)<(style|script)\b.*?</\1>", "", written)
    text = html.unescape(re.sub(r"<[^>]+>", "\n", text))
    text = re.sub("[\u00a0\u2009\u202f]", "", text)
    for word in sorted(set(data(name)), key=len, reverse=True):
        text = text.replace(word, "").replace(word.replace(" ", ""), "")
    return text


def pages(name: str, lang: Language, folder: Path) -> dict[str, str]:
    """Every page that a policy gives in a language, by its kind."""
    rules = ROOT / "rules" / name
    rows = [row["customer_id"] for row in customers(name)]
    plans = ["--log", str(rules / "log.csv"), "--at", "2026-11-21", "--only", *rows]
    commands = {
        "handbook.html": ["print", "handbook", str(rules)],
        "sop.html": ["print", "sop", str(rules), "--all"],
        "opl.html": ["print", "opl", str(rules), "--all"],
        "ladder.html": ["print", "ladder", str(rules)],
        "plans": ["plan", str(rules), str(rules / "customers.csv"), *plans, "--format", "html"],
        "blueprints": ["blueprint", "draw", str(rules)],
    }
    if policy(name).program.promises:
        commands["promise.html"] = ["print", "promise", str(rules)]
    found = {}
    for kind, command in commands.items():
        out = folder / kind
        assert run([*command, "--lang", lang, "--out", str(out)]) == 0, kind
        files = sorted(out.rglob("*")) if out.is_dir() else [out]
        texts = [path.read_text("utf-8") for path in files if path.suffix in (".html", ".svg")]
        assert texts, kind
        found[kind] = "\n".join(printed(text, name) for text in texts)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", POLICIES)
def test_an_edition_is_in_its_language(name: str, lang: Language, tmp_path: Path) -> None:
    program = policy(name).program
    known = {program.key, program.name, *policy(name).blueprints}
    for kind, text in pages(name, lang, tmp_path).items():
        assert set(SNAKE.findall(text)) <= known, kind
        if lang == "en":
            assert set(HAN.findall(text)) == set(), kind
        else:
            ids = {*program.calendars, *program.monitors, *program.items, *program.promises}
            latin = {id_ for id_ in ids if id_.isascii() and re.search(rf"\b{id_}\b", text)}
            assert latin == set(), kind


def test_the_reading_finds_what_it_looks_for() -> None:
    page = "<style>.a_b{}</style><p>账户 account_manager</p><p>李明 x</p>"
    text = printed(page, "tobacco-retail")
    assert HAN.findall(text) == ["账户"]
    assert SNAKE.findall(text) == ["account_manager"]
