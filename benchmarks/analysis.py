"""How long it takes to find the gaps, overlaps and unreachable rows of large decision tables.

Run `python -m benchmarks.analysis`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations

from benchmarks.timing import Row, interleaved, table
from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.cover import covered, intersect, uncovered
from workflow_engine.boxes.regions import Regions
from workflow_engine.boxes.space import space_of
from workflow_engine.checks.registry import run_checks
from workflow_engine.policy import check_texts
from workflow_engine.program.program import Program, Table

ROWS = 200
ROUNDS = 5
SEED = 20261122
HEAD = """
policy: {id: analysed, version: "1"}
customer:
  key: id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30}
      amount: {type: number}
      market: {type: choice, of: [a, b, c]}
      format: {type: choice, of: [p, q, r, s, t, u, v]}
      flag: {type: boolean}
      since: {type: date}
tables:
  big:
    hit: first
    gives: {type: integer}
    rows:
"""

Range = tuple[float, float]


def cells(draw: random.Random) -> Iterator[str]:
    """The cells of one row: six columns, three in ten left open."""
    low, high = sorted((draw.randint(1, 30), draw.randint(1, 30)))
    amount = draw.randint(0, 100) * 1_000
    written = {
        "tier": f"{low}..{high}",
        "amount": draw.choice([f">= {amount}", f"< {amount}", f"{amount}..{amount + 20_000}"]),
        "market": " | ".join(draw.sample("abc", draw.randint(1, 2))),
        "format": " | ".join(draw.sample("pqrstuv", draw.randint(1, 5))),
        "flag": draw.choice(["true", "false"]),
        "since": f">= 20{draw.randint(10, 26)}-0{draw.randint(1, 9)}-01",
    }
    for column, cell in written.items():
        if draw.random() > 0.3:
            yield f"{column}: '{cell}'"


def program() -> Program:
    """A policy with one table of 200 rows and 6 columns, drawn from a seed."""
    draw = random.Random(SEED)
    lines = [
        f"      - {{{', '.join([*cells(draw), f'then: {number % 7}'])}}}" for number in range(ROWS)
    ]
    made = check_texts({"policy.yaml": HEAD + "\n".join(lines) + "\n"}).program
    assert made is not None, "the table is well formed"
    return made


def analysed(program: Program, big: Table) -> tuple[int, int, int]:
    """How many gaps, overlapping pairs and unreachable rows the table has."""
    space = space_of(program, [row.when for row in big.rows])
    regions = Regions(program, space, Budget())
    yes = [regions.sure(row.when) for row in big.rows]
    maybe = [box for row in big.rows for box in regions.possible(row.when)]
    gaps = sum(1 for _ in uncovered(space.whole, maybe, Budget()))
    overlaps = sum(
        any(intersect(one, other) for one in first for other in second)
        for first, second in combinations(yes, 2)
    )
    budget = Budget()
    hidden = sum(
        all(covered(box, [b for boxes in yes[:n] for b in boxes], budget) for box in one)
        for n, one in enumerate(yes)
    )
    return gaps, overlaps, hidden


def pairwise(ranges: list[tuple[Range, ...]]) -> int:
    """How many pairs of rows overlap, column by column: what a simple check would do."""
    return sum(
        all(max(a[0], b[0]) <= min(a[1], b[1]) for a, b in zip(one, other, strict=True))
        for one, other in combinations(ranges, 2)
    )


def drawn(cell: Callable[[random.Random], str], name: str = "a") -> list[dict[str, str]]:
    """Rows with a cell in each of six columns."""
    draw = random.Random(SEED)
    return [{f"{name}{k}": cell(draw) for k in range(6)} for _ in range(ROWS)]


def interval(draw: random.Random) -> str:
    """A range within 0..100."""
    low, high = sorted((draw.randint(0, 100), draw.randint(0, 100)))
    return f"{low}..{high}"


def half(draw: random.Random) -> str:
    """A limit that most values keep."""
    return draw.choice([f"≥ {draw.randint(0, 30)}", f"≤ {draw.randint(70, 100)}"])


def denied(draw: random.Random) -> str:
    """All options but two."""
    return f"not o{draw.randint(0, 19)} | o{draw.randint(0, 19)}"


def grid() -> list[dict[str, str]]:
    """A grid of 10 by 20 rows, with four columns that never matter."""
    idle = {"a2": "≥ 0", "a3": "≥ 1", "a4": "≤ 100", "a5": "≠ 50"}
    return [
        {"a0": f"{x * 10}..<{x * 10 + 10}", "a1": f"{y * 5}..<{y * 5 + 5}", **idle}
        for x in range(10)
        for y in range(20)
    ]


def hard(kind: str, measure: str, rows: list[dict[str, str]]) -> Program:
    """A policy with one table over six attributes of a type, or over a measure of each."""
    head = HEAD.split("      tier:", maxsplit=1)[0]
    attributes = "".join(f"      a{k}: {{type: {kind}}}\n" for k in range(6))
    made = "".join(
        f"  m{k}: {measure.format(one=k, other=(k + 1) % 6)}\n" for k in range(6 if measure else 0)
    )
    lines = [
        "      - {" + ", ".join([*(f"{k}: '{v}'" for k, v in row.items()), f"then: {n % 3}"]) + "}"
        for n, row in enumerate(rows)
    ]
    body = "tables:\n  big:\n    hit: first\n    gives: {type: integer}\n    otherwise: 9\n"
    body += "    rows:\n" + "\n".join(lines) + "\n"
    text = head + attributes + (f"measures:\n{made}" if made else "") + body
    program = check_texts({"policy.yaml": text}, analysed=False).program
    assert program is not None, "the table is well formed"
    return program


def chained(length: int) -> Program:
    """A policy of tags that each read the one before."""
    head = HEAD.split("      tier:", maxsplit=1)[0]
    attributes = "".join(f"      a{k}: {{type: integer, min: 0, max: 100}}\n" for k in range(6))
    tags = "".join(
        f"  t{k}: {{when: 't{k - 1} and a{(k + 1) % 6} < {k % 70} or a{k % 6} > {k % 90}'}}\n"
        for k in range(1, length)
    )
    text = f"{head}{attributes}tags:\n  t0: {{when: a0 > 1}}\n{tags}"
    program = check_texts({"policy.yaml": text}, analysed=False).program
    assert program is not None, "the tags are well formed"
    return program


def hostile() -> list[Row]:
    """All checks of policies that are made to be hard."""
    options = ", ".join(f"o{n}" for n in range(20))
    number = "integer, min: 0, max: 100"
    programs = {
        "a grid, four columns that never matter": hard(number, "", grid()),
        "heavy overlaps": hard(number, "", drawn(half)),
        "six `days_since`": hard("date", "days_since(a{one})", drawn(interval, "m")),
        "six differences that share": hard("number", "a{one} - a{other}", drawn(interval, "m")),
        "choices but two": hard(f"choice, of: [{options}]", "", drawn(denied)),
        "60 tags in a chain": chained(60),
        "120 tags in a chain": chained(120),
    }
    contenders: dict[str, Callable[[], object]] = {
        name: partial(run_checks, program) for name, program in programs.items()
    }
    seconds = interleaved(contenders, ROUNDS)
    return [
        Row(f"all checks: {name}", "a budget of 1 s", seconds[name], 1.0, 1.0) for name in programs
    ]


def measured() -> list[Row]:
    """The whole analysis beside a budget, and beside comparing rows in pairs only."""
    made = program()
    big = made.definitions["big"]
    assert isinstance(big, Table), "the policy has one table"
    draw = random.Random(SEED)
    ranges = [
        tuple((low, low + draw.random()) for low in [draw.random() for _ in range(6)])
        for _ in range(ROWS)
    ]
    contenders: dict[str, Callable[[], object]] = {
        "boxes": lambda: analysed(made, big),
        "checks": lambda: run_checks(made),
        "pairs": lambda: pairwise(ranges),
    }
    seconds = interleaved(contenders, ROUNDS)
    what = f"gaps, overlaps, unreachable rows of a table of {ROWS} rows × 6 columns"
    return [
        Row(what, "a budget of 1 s", seconds["boxes"], 1.0, 1.0),
        Row(
            "all checks of a policy with that table", "a budget of 1 s", seconds["checks"], 1.0, 1.0
        ),
        Row(what, "comparing rows in pairs, overlaps only", seconds["boxes"], seconds["pairs"]),
    ]


if __name__ == "__main__":
    print(table("Analysis of rules", [*measured(), *hostile()]))
