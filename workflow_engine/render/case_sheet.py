"""One case as a printed sheet: the 4A card filled in, with room for what is written by hand.

The card, its history and the path ahead are for us; what the customer signs is a page of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.printable import printable
from workflow_engine.render.case_copy import ANCHOR as COPY_ANCHOR
from workflow_engine.render.case_copy import CustomerCopy, customer_copy
from workflow_engine.render.case_words import CASE_WORDS
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.form_words import cut
from workflow_engine.render.look import Look
from workflow_engine.render.pages import page

ANCHOR = "case"
"""The id of the sheet in its document."""

MOST_HISTORY = 90
"""Entries of the history that are printed: with more the sheet would be a book."""

MOST_CHARACTERS = 160
"""Characters of one remark that are printed; the rest can be read with the case."""


@dataclass(frozen=True, slots=True)
class CardRow:
    """One step on the card: empty texts are filled in by hand."""

    label: str
    role: str
    what: str
    within: str
    due: str
    mark: str
    ticked: bool
    done: str
    by: str
    record: str


@dataclass(frozen=True, slots=True)
class Line:
    """A moment and what happened, or will."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Everything that is printed for one case, ready for the template."""

    view: Mapping[str, Any]
    title: str
    card_title: str
    running: str
    holder: str
    facts: list[tuple[str, str]]
    rows: list[CardRow]
    recovery: bool
    granted: str
    left: tuple[str, str]
    approval: str
    prevention: CardRow | None
    fault: str
    provisional: bool
    history: list[Line]
    left_out: int
    ahead: list[tuple[str, list[str]]]
    signs: list[str]
    copy: CustomerCopy | None


def case_document(view: Mapping[str, Any], *, lang: Language, look: Look | None = None) -> Document:
    """The sheet of one case, A4 when printed: a part for us, and one for the customer to sign.

    `view` is the JSON of a case; its sentences are in the language it was made in, so `lang`
    should be that language.
    """
    words = _Words(lang)
    view = _shown(view)
    policy = view["policy"]
    sheet = _sheet(view, words)
    values = {
        "sheet": sheet,
        "say": words.say,
        "customer_anchor": COPY_ANCHOR,
        "lang": "zh-Hans" if lang == "zh" else "en",
        "policy_title": policy["title"],
        "foot": words.say(
            "foot", title=policy["title"], version=policy["version"], hash=policy["hash"][:10]
        ),
    }
    title = f"{view['name']} · {sheet.title} · {view['id']}"
    html = page("case.html", values, look)
    marks = [Bookmark(f"{view['id']} {view['name']}", ANCHOR)]
    if sheet.copy is not None:
        marks.append(Bookmark(sheet.copy.title, COPY_ANCHOR))
    return Document(title, lang, html, tuple(marks))


def _shown(value: Any) -> Any:
    """The same data with controls and changes of direction in its texts written out."""
    if isinstance(value, Mapping):
        return {key: _shown(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return printable(" ".join(value.splitlines())) if isinstance(value, str) else value


class _Words:
    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang

    def say(self, key: str, **values: object) -> str:
        text = CASE_WORDS[key].get(self._lang)
        return text.format(**values) if values else text

    def joined(self, names: list[str]) -> str:
        return self.say("comma").join(names)


def _sheet(view: Mapping[str, Any], words: _Words) -> CaseSheet:
    rows = {step["step"]: _row(step, view, words) for step in view["steps"]}
    faults = [
        step["outcome"]
        for step in view["steps"]
        if step["outcome"] in ("front_office", "back_office")
    ]
    name: str = view["name"]
    ahead = _ahead(view, words)
    history = _history(view)
    return CaseSheet(
        view=view,
        title=words.say(f"title_{view['kind']}"),
        card_title=words.say(f"card_{view['kind']}"),
        running=f"{view['id']} {cut(name)}",
        holder=_holder(view["level_label"], view["owner"], view["owner_for"], words),
        facts=_facts(view, words),
        rows=list(rows.values()),
        recovery=view["kind"] == "recovery",
        granted=view["compensation_text"],
        left=_left(view, words),
        approval=_approval(view["approval"]),
        prevention=rows.get("anticipate"),
        fault=faults[0] if faults else "",
        provisional=any(clock["provisional"] for clock in view["clocks"]),
        history=history,
        left_out=len(view["history"]) - len(history),
        ahead=ahead,
        signs=_signs(view, words),
        copy=customer_copy(view, words.say, _moment),
    )


def _facts(view: Mapping[str, Any], words: _Words) -> list[tuple[str, str]]:
    facts = [
        (words.say("customer_id"), view["customer"]),
        (words.say("failure"), view["label"]),
        (words.say("state"), view["state_label"]),
    ]
    if view["opened_by"]:
        facts.append((words.say("opened_by"), view["opened_by"]))
    cause = view["cause"]
    if cause["kind"] != "person":
        told = [words.say(f"cause_{cause['kind']}"), cause["name"], cause["detail"]]
        facts.append((words.say("cause"), _cut(" ".join(part for part in told if part))))
    if view["about"]:
        facts.append((words.say("about"), view["about"]))
    facts += [
        (words.say(key), words.say("once" if view[key] == 1 else "often", count=view[key]))
        for key in ("handovers", "reopened", "refused")
        if view[key]
    ]
    if view["exception_by"]:
        facts.append((words.say("exception"), view["exception_by"]))
    return facts


def _row(step: Mapping[str, Any], view: Mapping[str, Any], words: _Words) -> CardRow:
    parts = [step["text"]] if step["text"] else []
    if step["offers"]:
        parts.append(words.say("offers", offers=words.joined(step["offers"])))
    given = [step["amount_text"], step["goods"], step["note"]]
    state = step["state"]
    mark = words.say(state) if state in ("overdue", "late", "paused") else ""
    if not mark and step["provisional"] and step["done_at"] is None:
        mark = words.say("provisional")
    return CardRow(
        label=_capital(step["label"]),
        role=step["by_label"],
        what=" ".join(parts),
        within=step["within"] or "",
        due=_moment(step["due_at"], view["at"]),
        mark=mark,
        ticked=step["done_at"] is not None,
        done=_moment(step["done_at"], view["at"]),
        by=step["done_by"] or "",
        record=_cut(words.joined([part for part in given if part])),
    )


def _left(view: Mapping[str, Any], words: _Words) -> tuple[str, str]:
    """What the owner may grant alone, or who has to approve everything."""
    if view["approver"] is not None:
        return words.say("approver"), view["approver_label"]
    left = view["compensation_left_text"] or words.say("no_limit")
    return words.say("left", role=view["level_label"] or words.say("owner")), left


def _approval(approval: Mapping[str, Any] | None) -> str:
    if approval is None:
        return ""
    told = [
        approval["amount_text"],
        approval["state_label"],
        approval["role_label"],
        approval["answered_by"] or approval["person"],
    ]
    return " ".join(part for part in told if part)


def _ahead(view: Mapping[str, Any], words: _Words) -> list[tuple[str, list[str]]]:
    """The climbs that may come, by heading, or why there is none."""
    groups = [(_capital(group["heading"]), group["lines"]) for group in view["ahead_groups"]]
    if groups:
        paused = any(clock["state"] == "paused" for clock in view["clocks"])
        return [("", [words.say("ahead_paused")]), *groups] if paused else groups
    return [("", [words.say("ahead_none" if view["ended_at"] is None else "ahead_ended")])]


def _history(view: Mapping[str, Any]) -> list[Line]:
    """The entries of the history: of very many the first and the last."""
    entries = view["history"]
    if len(entries) > MOST_HISTORY:
        entries = [entries[0], *entries[1 - MOST_HISTORY :]]
    return [Line(_moment(entry["at"], view["at"]), _cut(entry["text"])) for entry in entries]


def _signs(view: Mapping[str, Any], words: _Words) -> list[str]:
    """Who signs beside the customer: who has the case, and whom that role reports to."""
    if not view["level_label"]:
        return [words.say("sign_owner_plain"), words.say("sign_above_plain")]
    owner = words.say("sign_owner", role=view["level_label"])
    above = view["superior_label"]
    return [owner, words.say("sign_above", role=above)] if above else [owner]


def _holder(role: str, person: str | None, stands_for: str | None, words: _Words) -> str:
    parts = [role, person or words.say("unassigned")]
    if stands_for:
        parts.append(words.say("stands_for", name=stands_for))
    return " ".join(part for part in parts if part)


def _moment(moment: str | None, at: str) -> str:
    """An ISO moment as month, day and time; with its year where that is another."""
    if moment is None:
        return ""
    text = f"{moment[:10]} {moment[11:16]}"
    return text[5:] if moment[:4] == at[:4] else text


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
