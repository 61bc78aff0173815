"""Coverage for people at a terminal: the figures, the files, and what was never seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad
from workflow_engine.trial.coverage import KINDS, Coverage, Reached, Share, share
from workflow_engine.trial.coverage_points import Point
from workflow_engine.trial.coverage_words import never_given, never_used, owner_label

SHOWN = 30
"""How much that is missing is told of one definition."""

_B = Bilingual
_MORE = _B("另有 {count} 条，见 --format html 或 json", "{count} more: see --format html or json")
_HEAD = _B("覆盖率：{title} {version}", "Coverage: {title} {version}")
_RUN = _B("{tests} 个测试，{customers} 位客户", "tests: {tests}, customers: {customers}")
_TOTAL = _B("合计", "total")
_FILES = _B("按文件，最差的在前：", "By file, worst first:")
_MISSING = _B("从未试到（{count} 处，最差的在前）：", "Never seen ({count}, worst first):")
_NOTHING = _B("没有遗漏：能试到的都试到了", "Nothing is missing: all that can be seen was seen")
_IMPOSSIBLE = _B(
    "另有 {count} 处已证明没有客户能做到，不计入",
    "proved to be beyond every customer, so not counted: {count}",
)
_UNKNOWN = _B(
    "资料不全而结果未知 {count} 次，既不算成立也不算不成立",
    "unknown for want of data, so neither true nor false: {count} times",
)


def coverage_text(coverage: Coverage, lang: Language) -> str:
    """The report as text; ends with a newline."""
    return "\n".join(_lines(coverage, lang)) + "\n"


def figures(coverage: Coverage) -> list[tuple[Bilingual, Share]]:
    """What is measured with its share, the total last; kinds that the policy lacks are left out."""
    counted = [(label, coverage.share(kind)) for kind, label in KINDS.items()]
    return [*((label, part) for label, part in counted if part.total), (_TOTAL, coverage.share())]


def missing_words(
    reached: Iterable[Reached],
    lang: Language,
    *,
    shown: int | None = SHOWN,
    more: Bilingual = _MORE,
    counted: bool = True,
) -> list[str]:
    """What is missing in words, each sentence once.

    Of more than `shown` (None: however many) `more` counts the rest. What was never done in several
    states is one sentence. So are the rows of a table that were never used, with nothing of their
    conditions; `counted` says how much is missing with them.
    """
    missing = [one.point for one in reached if one.missing]
    rows: dict[str, dict[int, int]] = {}
    moves: dict[str, list[Point]] = {}
    for point in missing:
        if point.row is not None and point.is_row:
            rows.setdefault(point.owner, {})[point.row] = 0
        if point.move is not None:
            moves.setdefault(point.move[0].zh, []).append(point)
    for point in missing:
        if point.row is not None and point.row in rows.get(point.owner, ()):
            rows[point.owner][point.row] += 1
    told = [_of_point(point, rows, counted=counted) for point in missing if point.move is None]
    told += [_of_moves(points) for points in moves.values()]
    said = list(dict.fromkeys(one.get(lang) for one in told if one is not None))
    if shown is not None and len(said) > shown:
        return [*said[:shown], more.get(lang).format(count=len(said) - shown)]
    return said


def _of_point(
    point: Point, rows: Mapping[str, Mapping[int, int]], *, counted: bool
) -> Bilingual | None:
    """What is said of a point; None where the row that it belongs to says it already."""
    unused = rows.get(point.owner, {})
    if point.row is None or point.row not in unused:
        return point.missing
    if not point.is_row:
        return None
    points = sum(unused.values())
    return never_used(sorted(unused), points if counted and points > len(unused) else 0)


def _of_moves(points: Sequence[Point]) -> Bilingual:
    """What is said of one command that was never given in one state or several."""
    if len(points) == 1:
        return points[0].missing
    named = [point.move for point in points if point.move is not None]
    return never_given(named[0][0], [state for _, state in named])


def run_words(coverage: Coverage, lang: Language) -> str:
    """How many tests and customers were measured."""
    return _RUN.get(lang).format(tests=len(coverage.tests), customers=coverage.customers)


def notes(coverage: Coverage, lang: Language) -> Iterator[str]:
    """What is counted apart: the impossible and the unknown."""
    impossible = sum(one.impossible for one in coverage.reached)
    unknown = sum(one.unknown for one in coverage.reached if one.point.kind == "rules")
    if impossible:
        yield _IMPOSSIBLE.get(lang).format(count=impossible)
    if unknown:
        yield _UNKNOWN.get(lang).format(count=unknown)


def _lines(coverage: Coverage, lang: Language) -> Iterator[str]:
    head = coverage.program.head
    about = _HEAD.get(lang).format(title=head.title.get(lang), version=head.version)
    yield f"{printable(about)} · {run_words(coverage, lang)}"
    yield ""
    yield from _table([(label.get(lang), part) for label, part in figures(coverage)])
    for note in notes(coverage, lang):
        yield f"  {note}"
    yield ""
    yield _FILES.get(lang)
    yield from _table([(printable(file), share(ones)) for file, ones in coverage.by_file().items()])
    yield ""
    missing = coverage.missing
    if not missing:
        yield _NOTHING.get(lang)
        return
    yield _MISSING.get(lang).format(count=len(missing))
    for owner, ones in coverage.by_owner().items():
        if any(one.missing for one in ones):
            part = share(ones)
            place = min(one.point.place for one in ones if one.missing)
            label = owner_label(coverage.program, owner).get(lang)
            yield f"  {printable(label)}  {part.seen}/{part.total}  {printable(str(place))}"
            for told in missing_words(ones, lang):
                yield f"    · {printable(told)}"


def _table(rows: list[tuple[str, Share]]) -> Iterator[str]:
    wide = max(display_width(label) for label, _ in rows)
    counts = [f"{part.seen}/{part.total}" for _, part in rows]
    room = max(map(len, counts))
    for (label, part), count in zip(rows, counts, strict=True):
        yield f"  {pad(label, wide)}  {count:>{room}}  {part.percent:>3}%"
