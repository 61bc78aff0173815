"""The shipped policies in the other keyword language, and in the other stages."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.model.translate import translate_text
from workflow_engine.policy import Report, check_texts

ROOT = Path(__file__).resolve().parents[2]


def texts_of(policy: str) -> dict[str, str]:
    files = sorted((ROOT / "rules" / policy).glob("*.yaml"))
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def translated(texts: dict[str, str], to: Language) -> dict[str, str]:
    results = {name: translate_text(text, name, to) for name, text in texts.items()}
    assert [d.message.zh for _, found in results.values() for d in found] == []
    return {name: text for name, (text, _) in results.items()}


def hash_of(report: Report) -> str:
    assert report.program is not None
    assert [d.message.zh for d in report.diagnostics if d.severity != "info"] == []
    return report.program.hash


@pytest.mark.parametrize(
    ("policy", "own", "other"), [("tobacco-retail", "en", "zh"), ("vip", "zh", "en")]
)
def test_both_keyword_languages_mean_the_same(policy: str, own: Language, other: Language) -> None:
    texts = texts_of(policy)
    there = translated(texts, other)
    assert there != texts
    back = translated(there, own)
    assert hash_of(check_texts(texts)) == hash_of(check_texts(there)) == hash_of(check_texts(back))
    assert translated(texts, own) == texts, "a file that is in the language already stays as it is"


@pytest.mark.parametrize(
    ("policy", "trial", "live"),
    [("tobacco-retail", "stage: trial", "stage: live"), ("vip", "阶段: 试行", "阶段: 正式")],
)
def test_assumed_figures_are_listed_in_trial_and_refused_live(
    policy: str, trial: str, live: str
) -> None:
    texts = texts_of(policy)
    listed = [d for d in check_texts(texts).diagnostics if d.code == "WE420"]
    assert listed
    texts["policy.yaml"] = texts["policy.yaml"].replace(trial, live)
    report = check_texts(texts)
    refused = [d for d in report.diagnostics if d.severity == "error"]
    assert report.program is None
    assert [(d.place.file, d.place.line) for d in refused] == [
        (d.place.file, d.place.line) for d in listed
    ]
