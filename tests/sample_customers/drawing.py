"""What both sample policies draw with: dates, chances, names of people, CSV and YAML text."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from random import Random

TODAY = dt.date(2026, 11, 21)
LOG_START = dt.date(2026, 8, 1)
HOLIDAYS = {dt.date(2026, 9, 25), *(dt.date(2026, 10, day) for day in range(1, 8))}

Cells = dict[str, str]


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = words(
    "建国 秀英 桂兰 玉梅 志强 海燕 文杰 丽华 春生 德福 晓峰 小红 国栋 美玲 永康 翠萍 家兴 雪琴 立新 福来"
)


def people(text: str) -> list[list[str]]:
    """Rows of name, role, reports to, area, deputy, skills, minutes a day; `-` is nothing."""
    cells = (line.split() for line in text.strip().splitlines())
    return [[cell.replace("+", ", ").replace("-", "") for cell in row] for row in cells]


def money(value: float) -> str:
    return f"{value:.2f}"


def chance(random: Random, share: float) -> bool:
    return random.random() < share


def punch(random: Random, row: Cells, gaps: Sequence[tuple[str, float]]) -> None:
    """Empty groups of cells: what is not surveyed is missing together."""
    for names, share in gaps:
        if chance(random, share):
            row.update(dict.fromkeys(names.split(), ""))


def workdays(start: dt.date, end: dt.date) -> list[dt.date]:
    days = (start + dt.timedelta(days=n) for n in range((end - start).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in HOLIDAYS]


def spread(random: Random, start: dt.date, end: dt.date, count: int) -> list[dt.date]:
    """`count` different working days of the interval, roughly even."""
    days = workdays(start, end)
    count = min(count, len(days))
    width = len(days) / max(count, 1)
    return [days[int(width * n + random.random() * width * 0.9)] for n in range(count)]


def months(start: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The months of the log that lie after `start`, the last one up to yesterday."""
    spans = []
    for month in (8, 9, 10, 11):
        first = max(dt.date(2026, month, 1), start, LOG_START)
        last = min(dt.date(2026, month + 1, 1), TODAY) - dt.timedelta(days=1)
        if first <= last:
            spans.append((first, last))
    return spans


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


LISTS = {"skills", "技能"}


def staff_yaml(keys: str, comment: str, staff: Sequence[Sequence[str]]) -> str:
    """The staff section; `keys` are its keywords: the section, then the fields in order."""
    section, *fields, phone = keys.split()
    lines = [f"# {comment}", f"{section}:"]
    for number, (name, *cells) in enumerate(staff, 1):
        known = [(key, cell) for key, cell in zip(fields, cells, strict=True) if cell]
        parts = [f"{key}: [{cell}]" if key in LISTS else f"{key}: {cell}" for key, cell in known]
        parts.append(f"{phone}: 内线80{number:02d}")
        lines.append(f"  {name}: {{{', '.join(parts)}}}")
    return "\n".join(lines) + "\n"
