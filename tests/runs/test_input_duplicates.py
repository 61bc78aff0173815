from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.columnar.checked_rows import LIMITS
from tests.runs.input_rows import PROGRAM, by_columns, by_rows
from workflow_engine.columnar.checking import Checker
from workflow_engine.runs import duplicates

ROWS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["3", "99", "", "4,x"])), max_size=14)
FILES = st.lists(st.tuples(ROWS, st.sampled_from(["utf-8", "gb18030", "jsonl"])), max_size=3)


def write(folder, files):
    for number, (rows, kind) in enumerate(files):
        if kind == "jsonl":
            lines = [f'{{"customer_id": {n}, "tier": "{tier}"}}' for n, tier in rows]
            (folder / f"{number}.jsonl").write_text("\n".join(['{"customer_id": 99}', *lines]))
        else:
            lines = [f"{n},{tier}" for n, tier in rows]
            text = "\n".join(["customer_id,tier,注", *lines])
            (folder / f"{number}.csv").write_bytes(text.encode(kind))
    (folder / "last.csv").write_text("customer_id,tier\n1,3\n")


def one_hash(keys, group):
    return np.full(len(keys), group, dtype=np.uint64)


@settings(max_examples=150)
@given(FILES, st.integers(1, 5), st.booleans(), st.sampled_from([1, 4, 100]))
def test_the_first_row_of_an_id_counts(files, size, colliding, rows_of_a_group):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_ROWS_OF_A_GROUP", rows_of_a_group)
        if colliding:
            patch.setattr(duplicates, "_marks", one_hash)
        write(Path(folder), files)
        assert by_columns([folder], size) == by_rows([folder])


class Watched(Checker):
    """Counts how often ids are read once more."""

    def __init__(self):
        super().__init__(PROGRAM, LIMITS)
        self.again = 0

    def keys(self, block):
        self.again += 1
        return super().keys(block)


def run(tmp_path, ids, size=10):
    path = tmp_path / "c.csv"
    path.write_text("customer_id,tier\n" + "".join(f"{id_},3\n" for id_ in ids))
    checker = Watched()
    return by_columns([path], size, checker), checker.again


def test_nothing_is_read_twice_while_ids_rise(tmp_path):
    for ids in ([f"C{n:04}" for n in range(200)], range(200), [*range(90, 110), "1000a", "甲乙丙"]):
        read, again = run(tmp_path, ids)
        assert len(read.good) == len(ids)
        assert again == 0


def test_from_the_first_that_falls_only_hits_are_read_again(tmp_path):
    rising = [f"C{n:04}" for n in range(200)]
    read, before = run(tmp_path, [*rising, "B1"])
    assert (len(read.good), read.refused) == (201, 0)
    read, again = run(tmp_path, [*rising, "B1", *(f"A{n}" for n in range(100))])
    assert (len(read.good), again) == (301, before)
    read, again = run(tmp_path, [*rising, "B1", *(f"A{n}" for n in range(100)), "C0005"])
    assert [row.diagnostics[0].args["first"] for row in read.rejected] == ["7"]
    assert again > before


def test_the_second_of_many_is_rejected_whatever_is_wrong_with_it(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("customer_id,tier\nb,99\na,3\nb,3\na,98\n")
    for size in (1, 2, 10):
        read = by_columns([path], size)
        assert [row[0] for row in read.good] == ["a"]
        codes = [[one.code for one in row.diagnostics] for row in read.rejected]
        assert codes == [["WE531"], ["WE523"], ["WE523"]]
