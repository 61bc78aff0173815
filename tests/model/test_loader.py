"""Folders and files: what is read, how sections unite, and what is said when something is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.language.keywords import KEYWORDS, WORDS
from workflow_engine.model.loader import load_folder, load_texts
from workflow_engine.model.reading import keyword_language
from workflow_engine.policy import check_texts

HEAD = 'policy: {id: p, version: "1"}\n'


def codes(loaded) -> list[str]:
    return [d.code for d in loaded.diagnostics]


def test_sections_of_several_files_unite():
    loaded = load_texts(
        {
            "b.yaml": "tags: {b: {when: y}}\ncustomer: {attributes: {basic: {t: {type: text}}}}\n",
            "a.yaml": HEAD
            + "tags: {a: {when: x}}\n"
            + "customer: {key: id, attributes: {basic: {s: {type: text}}}}\n",
        }
    )
    assert codes(loaded) == []
    assert loaded.model is not None
    assert list(loaded.model.tags) == ["a", "b"]
    assert loaded.model.customer is not None
    assert loaded.model.customer.attributes is not None
    assert list(loaded.model.customer.attributes.basic) == ["s", "t"]


def test_files_may_have_different_languages():
    loaded = load_texts(
        {"a.yaml": HEAD + "tags: {a: {when: x}}\n", "b.yaml": "标签: {b: {条件: y}}\n"}
    )
    assert codes(loaded) == []
    assert loaded.model is not None
    assert list(loaded.model.tags) == ["a", "b"]


def test_a_name_in_two_files_shows_both_places():
    loaded = load_texts(
        {"a.yaml": HEAD + "tags: {x: {when: a}}\n", "b.yaml": "\n标签:\n  x: {条件: b}\n"}
    )
    (finding,) = loaded.diagnostics
    assert finding.code == "WE206"
    assert finding.args == {"name": "x"}
    assert [str(label.place) for label in finding.labels] == ["b.yaml:3:3", "a.yaml:2:8"]


def test_a_setting_or_a_list_in_two_files_is_an_error():
    loaded = load_texts(
        {
            "a.yaml": HEAD + "recovery: {calendar: a, escalation: []}\nvisits: {combine: first}\n",
            "b.yaml": "recovery: {calendar: b, escalation: []}\nvisits: {combine: first}\n",
        }
    )
    assert codes(loaded) == ["WE206", "WE206", "WE206"]
    assert [str(d.place) for d in loaded.diagnostics] == [
        "b.yaml:1:12",
        "b.yaml:1:25",
        "b.yaml:2:10",
    ]


def test_author_names_among_keywords_unite_too():
    loaded = load_texts(
        {
            "a.yaml": HEAD + "visits: {a: {times: 1 per month, minutes: 1}}\n",
            "b.yaml": "visits: {b: {times: 1 per month, minutes: 2}}\n",
        }
    )
    assert codes(loaded) == []
    assert loaded.model is not None
    assert loaded.model.visits is not None
    assert list(loaded.model.visits.rules) == ["a", "b"]


def test_without_a_policy_section():
    loaded = load_texts({"a.yaml": "tags: {a: {when: x}}\n"})
    assert codes(loaded) == ["WE243"]
    assert loaded.model is not None
    assert loaded.model.policy is None


def test_a_broken_file_does_not_hide_the_mistakes_of_another():
    loaded = load_texts({"a.yaml": "policy: {id: [\n", "b.yaml": "tags: {a: {wen: x}}\n"})
    assert "WE243" not in codes(loaded)
    assert "WE201" in codes(loaded)
    assert not loaded.complete


def test_an_empty_file_is_a_warning():
    loaded = load_texts({"a.yaml": HEAD, "b.yaml": "# nothing yet\n", "c.yaml": ""})
    assert [(d.code, d.severity, d.place.file) for d in loaded.diagnostics] == [
        ("WE104", "warning", "b.yaml"),
        ("WE104", "warning", "c.yaml"),
    ]


def test_a_file_that_is_a_list():
    assert codes(load_texts({"a.yaml": "- a\n- b\n"})) == ["WE245"]


def test_folder(tmp_path: Path):
    (tmp_path / "b.yaml").write_text("tags: {a: {when: x}}\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "a.test.yaml").write_text("anything: else\n", encoding="utf-8")
    (tmp_path / ".hidden.yaml").write_text("anything: else\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("text", encoding="utf-8")
    loaded = load_folder(tmp_path)
    assert codes(loaded) == []
    assert list(loaded.sources) == [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")]


def test_folder_missing_empty_or_a_file(tmp_path: Path):
    assert codes(load_folder(tmp_path / "nowhere")) == ["WE240"]
    assert codes(load_folder(tmp_path)) == ["WE242"]
    file = tmp_path / "x.yml"
    file.write_text(HEAD, encoding="utf-8")
    assert codes(load_folder(tmp_path)) == ["WE242"]
    assert codes(load_folder(file)) == ["WE241"]


def test_unreadable_and_wrongly_encoded_files(tmp_path: Path, monkeypatch):
    (tmp_path / "a.yaml").write_bytes(b"policy: \xff\xfe\x00")
    (tmp_path / "b.yaml").write_text("tags: {a: {wen: x}}\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(HEAD, encoding="utf-8")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "c.yaml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    loaded = load_folder(tmp_path)
    assert codes(loaded)[:2] == ["WE101", "WE244"]
    assert "WE201" in codes(loaded)
    assert "WE243" not in codes(loaded)


def test_the_language_of_a_file_is_that_of_most_of_its_sections():
    from workflow_engine.language.reader import read_yaml

    def language(text: str) -> str:
        node, _ = read_yaml(text, "f")
        return keyword_language(node)

    assert language("标签: {}\n必做项: {}\ntags: {}\n") == "zh"
    assert language("标签: {}\ntags: {}\n") == "zh"
    assert language("tags: {}\n标签: {}\n") == "en"
    assert language("x: {}\n") == "en"


def test_pydantic_is_not_imported_with_the_package():
    code = "import sys, workflow_engine; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


_WORDS = st.sampled_from(
    [*KEYWORDS, *KEYWORDS.values(), *WORDS, *WORDS.values(), "x", "a b", "≥ 5", "010", "~", "''"]
)
_TREES = st.recursive(
    _WORDS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(_WORDS, inner, max_size=4).map(
            lambda items: "{" + ", ".join(f"{key}: {item}" for key, item in items.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*KEYWORDS, *KEYWORDS.values()]), _TREES, max_size=4))
def test_whatever_is_written_gives_findings_and_never_an_exception(sections):
    text = "".join(f"{section}: {tree}\n" for section, tree in sections.items())
    loaded = load_texts({"f.yaml": text})
    lines = text.splitlines()
    for finding in loaded.diagnostics:
        assert finding.place.file == "f.yaml"
        assert finding.place.line <= len(lines) + 1
        assert "{" not in finding.code
    if not any(d.severity == "error" for d in loaded.diagnostics):
        assert loaded.model is not None


@given(st.dictionaries(st.sampled_from(["policy", *list(KEYWORDS)[:24]]), _TREES, max_size=4))
def test_file_order_and_names_do_not_matter(sections):
    parts = [f"{section}: {tree}\n" for section, tree in sections.items()]
    one = load_texts({f"{number}.yaml": part for number, part in enumerate(parts)})
    other = load_texts({f"{number}.yaml": part for number, part in enumerate(reversed(parts))})
    assert sorted(codes(one)) == sorted(codes(other))


def test_names_of_a_file_that_cannot_be_read_are_not_unknown_elsewhere():
    customer = "customer: {key: id, attributes: {basic: {n: {type: integer}}}}\n"
    files = {
        "a.yaml": HEAD + customer,
        "b.yaml": "must_do: {m: {for: big, every: 1 month, urgency_when: {big: high}}}\n",
        "c.yaml": "tags:\n  big: {when: n > 3}\n small: {when: n < 3}\n",
    }
    assert [one.code for one in check_texts(files).diagnostics] == ["WE109"]
