from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pdf.pages import document, texts, why_not
from workflow_engine.errors import NoEngine, OutputError, UsageError
from workflow_engine.pdf import printing
from workflow_engine.pdf.printing import AHEAD, pdf_bytes, print_many, print_pdf
from workflow_engine.render.document import Document

NUMBER = 12


def jobs(folder: Path, count: int = NUMBER) -> list[tuple[Document, Path]]:
    pages = ["<p>一页</p>" * (n % 3 * 40 + 1) for n in range(count)]
    return [
        (document(f"<h1>客户 {n}</h1>{page}"), folder / f"{n}.pdf") for n, page in enumerate(pages)
    ]


def test_files_and_reports_are_those_of_one_after_the_other(tmp_path: Path) -> None:
    some = jobs(tmp_path)
    reports = list(print_many(some, workers=3))
    for (one, out), report in zip(some, reports, strict=True):
        assert (out.read_bytes(), report) == pdf_bytes(one)
    assert len({report.pages for report in reports}) > 1


def test_documents_are_made_as_they_are_needed(tmp_path: Path) -> None:
    made = 0

    def making() -> Iterator[tuple[Document, Path]]:
        nonlocal made
        for job in jobs(tmp_path):
            made += 1
            yield job

    reports = print_many(making(), workers=1)
    assert made == 0
    next(reports)
    assert made == 1 + AHEAD
    reports.close()
    assert made == 1 + AHEAD


def test_a_mistake_in_one_stops_the_rest(tmp_path: Path) -> None:
    some = jobs(tmp_path)
    some[3] = (some[3][0], tmp_path / "nowhere" / "x.pdf")
    with pytest.raises(FileNotFoundError):
        list(print_many(some, workers=2))
    assert not (tmp_path / f"{NUMBER - 1}.pdf").exists()


def test_weasyprint_prints_in_processes(tmp_path: Path) -> None:
    some = jobs(tmp_path, 3)
    if why_not("weasyprint") is not None:
        with pytest.raises(NoEngine):
            next(print_many(some, variant="pdf/ua-1"))
        return
    reports = list(print_many(some, variant="pdf/ua-1", workers=2))
    assert [report.engine for report in reports] == ["weasyprint"] * 3
    assert some[0][1].read_bytes() == pdf_bytes(some[0][0], variant="pdf/ua-1")[0]


def test_nothing_is_printed_for_what_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(print_many(jobs(tmp_path), engine="plutoprint", variant="pdf/ua-1"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_holds_the_old_or_all_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "plan.pdf"
    report = print_pdf(document("<h1>甲</h1>"), out)
    assert (report.engine, report.pages) == ("plutoprint", 1)
    assert texts(out.read_bytes()) == ["甲1/1"]
    before = out.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError):
        print_pdf(document("<h1>乙</h1>"), out)
    monkeypatch.undo()
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]


def test_the_number_of_cores_is_that_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert printing._cores() == 3
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert printing._cores() == 1
