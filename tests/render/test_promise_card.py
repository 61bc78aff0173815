"""Promise cards: what a customer reads, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.render import form_samples as samples
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.render.promise_card import doubts, promise_card_document

LANGUAGES: tuple[Language, ...] = ("zh", "en")
WHOM = {"stock": "大客户"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_the_cards(lang: Language, golden: Callable[[str, str], None]) -> None:
    document = promise_card_document(samples.program(), lang=lang, whom=WHOM, per_page=1)
    golden(f"render/promise-card.{lang}.txt", Page(document.html).text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cards_are_well_formed_and_need_nothing_else(lang: Language) -> None:
    html = promise_card_document(samples.program(), lang=lang, whom=WHOM).html
    assert Page(html).problems == []
    for reference in ("http:", "https:", "url(", "@import", "src=", "<script", "<link"):
        assert reference not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_of_others_and_no_capacity_is_printed(lang: Language) -> None:
    text = Page(promise_card_document(samples.program(), lang=lang, whom=WHOM).html).text
    for figure in ("48", "44", "36", "90"):
        assert figure not in text


def without_figure(policy: str = samples.POLICY) -> str:
    """A policy whose slogans name no figure."""
    for slogan, vague in (
        ("订货40小时内送达", "订货准时送达"),
        ("Orders delivered within 40 hours", "Orders delivered on time"),
        ("大客户八成到货", "大客户优先到货"),
        ("Eight in ten arrive for big customers", "Big customers come first"),
    ):
        policy = policy.replace(slogan, vague)
    return policy


def test_what_is_promised_stands_with_figure_and_unit() -> None:
    policy = samples.program(without_figure())
    zh = Page(promise_card_document(policy, lang="zh", whom=WHOM).html).text
    assert "不超过 40 小时" in zh
    assert "不少于 80%" in zh
    assert "1 个工作日内弥补" in zh
    assert "服务热线、微信" in zh
    en = Page(promise_card_document(policy, lang="en", whom=WHOM).html).text
    assert "no more than 40 hours" in en


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_thing_has_one_figure(lang: Language) -> None:
    """What we hold ourselves to is not printed where the slogan says what is promised."""
    looser = samples.POLICY.replace("订货40小时", "订货48小时").replace(
        "within 40 h", "within 48 h"
    )
    policy = samples.program(looser)
    text = Page(promise_card_document(policy, lang=lang, whom=WHOM).html).text
    assert "48" in text
    assert "40" not in text.replace("#", "").split("2026.11")[0]
    assert list(doubts(policy.promises["delivery"])) == []


def test_for_whom_it_is_is_said_in_words() -> None:
    text = Page(promise_card_document(samples.program(), lang="zh", whom=WHOM).html).text
    assert "每一位客户，不附条件" in text
    assert "给谁 | 大客户" in text.replace(" | | ", " | ")


def test_four_cards_fill_a_page_with_marks_to_cut_at() -> None:
    document = promise_card_document(samples.program(), lang="zh", whom=WHOM)
    cards = [div for div in Page(document.html).all("div") if div.get("class") == "promise zh-Hans"]
    assert len(cards) == 4
    assert len(document.parts()) == 1
    assert document.html.count('class="cut ') == 6
    assert "<svg" not in document.html, "a picture would need words in a tagged PDF"
    assert [mark.anchor for mark in document.bookmarks] == ["cards1", "cards1"]


def test_alone_each_card_is_a_page_of_its_size() -> None:
    document = promise_card_document(samples.program(), lang="zh", whom=WHOM, per_page=1)
    assert len(document.parts()) == 2
    assert "size: 105mm 148mm" in document.html
    assert "<svg" not in document.html


def test_what_weakens_a_guarantee_is_told() -> None:
    promises = samples.program().promises
    assert list(doubts(promises["delivery"])) == []
    told = [doubt.zh for doubt in doubts(promises["stock"])]
    assert len(told) == 3
    assert "没有写怎么兑现" in told[0]
    wrong = samples.program(samples.POLICY.replace("订货40小时内", "订货36小时内")).promises
    assert "比内部目标 40 还多" in next(iter(doubts(wrong["delivery"]))).zh


def test_a_draft_or_a_trial_is_marked() -> None:
    live = samples.program(samples.POLICY.replace("stage: trial", "stage: live"))
    assert "试行" in Page(promise_card_document(samples.program(), lang="zh").html).text
    assert "试行" not in Page(promise_card_document(live, lang="zh").html).text


def test_a_long_slogan_is_set_smaller() -> None:
    long = samples.program(samples.POLICY.replace("订货40小时内送达", "订货40小时内送达" * 9))
    html = promise_card_document(long, lang="zh").html
    assert "font-size: 11.0pt" in html
    assert "font-size: 27.0pt" in html


def test_a_long_claim_is_set_smaller_and_one_without_end_is_cut() -> None:
    def card(claim: str) -> str:
        text = without_figure().replace("claim: 报订单号即可", f"claim: {claim}")
        return promise_card_document(samples.program(text), lang="zh").html

    long = "报订单号即可，不需要凭证，" * 9
    assert "font-size: 10.0pt" not in card(long).split("紧俏货源")[0]
    assert Page(card(long)).text.count("报订单号即可") == 18, "twice, whole"
    endless = Page(card("报订单号即可，" * 200)).text
    assert "…" in endless
    assert endless.count("报订单号即可") < 100


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_the_author_becomes_markup(lang: Language) -> None:
    quoted = samples.HOSTILE.replace('"', '\\"')
    hostile = samples.program(
        samples.POLICY.replace(
            "{zh: 订货40小时内送达, en: Orders delivered within 40 hours}", f'"{quoted}"'
        )
        .replace("claim: 报订单号即可", f'claim: "{quoted}"')
        .replace('unit: "%"', f'unit: "{quoted}"')
    )
    document = promise_card_document(hostile, lang=lang, whom={"stock": samples.HOSTILE})
    page = Page(document.html)
    assert page.problems == []
    assert "<script" not in document.html
    assert page.text.count("<script>") >= 6
