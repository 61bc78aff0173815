"""The pages as they come out of the printer: how many, with what over them, how lines break."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.render import samples
from workflow_engine.batch.customers import Customer
from workflow_engine.batch.log import read_log
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.pdf.fonts import fonts
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.policy import Policy, load
from workflow_engine.render.booklet import booklet_document
from workflow_engine.render.document import Document
from workflow_engine.render.labels import Labels
from workflow_engine.render.pages import environment, page_names
from workflow_engine.render.plan_page import Audience, plan_document
from workflow_engine.render.typography import THIN_SPACE, typeset

ROOT = Path(__file__).parents[2]
AT = dt.date(2026, 11, 21)
LONGEST = {"LS0001", "LS0277"}
AUDIENCES: tuple[Audience, ...] = ("staff", "customer")
NO_START = "，。；：、！？）》”’%"
NO_END = "（《“‘"
SENTENCES = (
    "客户经理（每次20分钟），每月2次；云POS使用率≥95%。《卷烟》零售：P1（5个工作日）、P2（12%），"
    "“旧”的资料（3项）。到期11-24：丁启航！档位29，现为28；订单LS20261121-0042（补货），"
) * 2


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def pages(document: Document) -> list[str]:
    data, _ = pdf_bytes(document, engine="plutoprint")
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages]


def dense(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load(ROOT / "rules" / "tobacco-retail")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_shipped_plan_is_two_pages(policy: Policy, lang: Language, audience: Audience) -> None:
    for plan in shipped_plans(policy, lang):
        document = plan_document(plan, policy.program, lang=lang, audience=audience)
        first, second = map(dense, pages(document))
        number = f"SP-20261121-{plan['customer']['id']}"
        foot = dense(policy.program.head.title.get(lang))
        for page, text in ((1, first), (2, second)):
            assert number in text
            assert dense(plan["customer"]["name"]) in text
            assert foot in text
            assert dense(f"第{page}页，共2页" if lang == "zh" else f"Page {page} of 2") in text
        assert (dense("签字" if lang == "zh" else "(signature)")) in second


def shipped_plans(policy: Policy, lang: Language) -> Iterator[dict[str, Any]]:
    """Plans of shipped customers, among them the longest."""
    folder = ROOT / "rules" / "tobacco-retail"
    log = read_log(folder / "log.csv", policy.program)
    for customer in policy.customers.read(folder / "customers.csv"):
        if isinstance(customer, Customer) and customer.id in LONGEST:
            plan = policy.plan_values(customer.id, customer.name, customer.values, at=AT, log=log)
            yield policy.plan_json(plan, lang=lang)


def test_each_customer_of_a_booklet_has_his_own_head_and_count() -> None:
    plans = [
        samples.empty_plan(),
        samples.plan(),
        samples.plan(customer={"id": "C2", "name": "二店"}),
    ]
    found = [dense(text) for text in pages(booklet_document(plans, samples.program(), lang="zh"))]
    heads = [text for text in found if "号SP-" in text]
    assert len(heads) == len(found) - 2, "all but the cover and the index"
    second = [text for text in found if "2号SP-20261121-C2二店" in text]
    assert len(second) == 2
    assert "第1页，共2页" in second[0]
    assert "第2页，共2页" in second[1]
    assert not any("永昌便利店" in text for text in second)


def test_a_crowded_plan_repeats_its_heads_and_cuts_no_row() -> None:
    program = samples.program(items=40)
    plan = samples.crowded_plan(items=40)
    found = [dense(text) for text in pages(plan_document(plan, program, lang="zh"))]
    listed = [text for text in found if "专项服务第" in text and "经营诊断与改进" in text]
    rows = [re.findall(r"专项服务第(\d+)号：经营诊断与改进", text) for text in listed]
    assert sum(len(set(numbers)) for numbers in rows) >= 40
    for text in found:
        if "优先" not in text and re.search(r"每月\d+分钟实地", text):
            pytest.fail("rows without a head: " + text[:200])
    assert "签字" in found[-1]
    assert "服务原则" in found[-1], "the signatures do not stand alone"


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    rows = "".join(f"<tr><td>row{n}</td></tr>" for n in range(1, 7))
    body = "".join(
        f"{{% call part('p{height}') %}}<div style='height: {height}mm'></div>"
        f"<section>{{{{ title('Heading') }}}}<table class='plain'><tbody>{rows}</tbody></table>"
        "</section>{% endcall %}"
        for height in range(215, 262, 2)
    )
    for text in pages(framed(body)):
        if "Heading" in text:
            assert "row1" in text


def test_lines_begin_and_end_as_chinese_lines_do() -> None:
    body = "".join(
        f"<p style='width: {width / 2}mm'>{typeset(SENTENCES)}</p><p>##</p>"
        for width in range(24, 160)
    )
    lines = [line.strip() for text in pages(framed(in_part(body))) for line in text.splitlines()]
    assert len(lines) > 1000
    for line in lines:
        if line and not line.startswith("依据"):
            assert line[0] not in NO_START, line
            assert line[-1] not in NO_END, line
            assert not re.match(r"(分钟|个?工作日|次[；，])", line), line


def test_a_name_without_blanks_does_not_shrink_the_page() -> None:
    plain = pages(plan_document(samples.plan("en"), samples.program(), lang="en"))
    customer = {"id": "N" * 120, "name": "Supercalifragilistic" * 10}
    document = plan_document(samples.plan("en", customer=customer), samples.program(), lang="en")
    found = pages(document)
    assert len(plain) == 2
    assert len(found) in {2, 3}
    assert customer["name"] in dense(" ".join(found))
    data, _ = pdf_bytes(document, engine="plutoprint")
    assert body_size(data) == body_size(
        pdf_bytes(
            plan_document(samples.plan("en"), samples.program(), lang="en"), engine="plutoprint"
        )[0]
    )


def body_size(data: bytes) -> float:
    """The size that most text of the first page is set in."""
    sizes: dict[float, int] = {}

    def visit(text: str, _cm: Any, matrix: Any, _font: Any, size: float) -> None:
        real = round(abs(size * matrix[3]), 1)
        sizes[real] = sizes.get(real, 0) + len(text)

    pypdf.PdfReader(BytesIO(data)).pages[0].extract_text(visitor_text=visit)
    return max(sizes, key=lambda size: sizes[size])


@pytest.mark.parametrize("name", ["𠮷野家No.1", "<b>甲&乙</b>", "饕餮（Ｃａｆé）囍"])
def test_strange_names_are_printed_as_they_are(name: str) -> None:
    plan = samples.plan(customer={"id": "C1", "name": name})
    first = pages(plan_document(plan, samples.program(), lang="zh"))[0]
    assert dense(name) in dense(first)


def test_the_font_has_the_thin_space() -> None:
    assert ord(THIN_SPACE) in fonts().covered


def in_part(body: str) -> str:
    return f"{{% call part('only') %}}{body}{{% endcall %}}"


def framed(body: str) -> Document:
    """A document of the frame that all documents have."""
    template = environment().from_string(
        '{% extends "document.html" %}{% from "part.html" import part with context %}'
        '{% from "marks.html" import title with context %}'
        "{% block body %}" + body + "{% endblock %}"
    )
    return Document("x", "zh", template.render(page_names(Labels(samples.program(), "zh"))))
