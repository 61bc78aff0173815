"""The run before this one: what went into each customer's plan, what came out, and where it is.

Held in memory are some 40 bytes for each customer of the last run, and no texts.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workflow_engine.batch.writers import bring_back
from workflow_engine.columnar.digests import Digests
from workflow_engine.columnar.plan_digests import WORD, word_count
from workflow_engine.errors import UsageError
from workflow_engine.runs.fingerprints import key_digests
from workflow_engine.runs.manifest import FILE
from workflow_engine.runs.output import Format
from workflow_engine.runs.rule_fingerprints import RuleFingerprints

FOLDER = "fingerprints"
"""The folder of a run in which the fingerprints are."""
SECTION = "fingerprints"
"""The section of the manifest about them."""

_PART_BITS = 20
_MOST_RUNS = 4_000
"""So many change runs may follow one another before everybody must be planned anew."""


@dataclass(frozen=True, slots=True)
class Link:
    """An earlier run: its folder, and the SHA-256 of its manifest, by which it is known again."""

    folder: Path
    sha256: str

    def there(self) -> bool:
        """Whether the folder still holds that run."""
        try:
            return _sha256(self.folder) == self.sha256
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Found:
    """What the last run says of some customers, in their order.

    `known` tells whether it had the customer at all; where not, the rest means nothing.
    """

    known: NDArray[np.bool_]
    inputs: Digests
    plans: Digests
    items: tuple[Digests, ...]
    rows: NDArray[np.uint32]
    """Where the customer's rows are: `run_of`, `part_of`."""

    def only(self, some: NDArray[np.bool_]) -> Found:
        """A copy for some of the customers."""
        return Found(
            self.known[some],
            self.inputs[some],
            self.plans[some],
            tuple(bits[some] for bits in self.items),
            self.rows[some],
        )


class LastRun:
    """The folder of a finished run, read for a change run.

    `links` are the runs it built upon, the full one first, and itself as the last; `format` is that
    of its tables.

    Raises:
        UsageError: the folder holds no finished run, one without fingerprints, or one of another
            version, of another policy or with other ids; or its fingerprints are not all there.
    """

    def __init__(self, folder: Path, *, policy: str, key: str) -> None:
        self.folder = folder
        content = _manifest(folder)
        try:
            section = content[SECTION]
            of_policy = str(content["policy"]["id"])
            self.rules = RuleFingerprints.of_dict(section)
            count = int(section["customers"])
            earlier = [Link(folder / path, str(sha256)) for path, sha256 in section["earlier"]]
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise _unusable(
                folder,
                "its manifest has no fingerprints that this version can compare",
                "其 manifest.json 中没有本版本可以比较的指纹",
            ) from error
        if of_policy != policy:
            raise _unusable(
                folder,
                f"it is a run of the policy `{of_policy}`, not of `{policy}`, whose customers may "
                "be others",
                f"那是政策“{of_policy}”的运行结果，不是“{policy}”的，客户可能不是同一批",
            )
        if self.rules.key != key:
            raise _unusable(
                folder,
                f"its customers are known by `{self.rules.key}`, those of this policy by `{key}`",
                f"那次运行以“{self.rules.key}”识别客户，本政策用的是“{key}”",
            )
        if len(earlier) >= _MOST_RUNS:
            raise _unusable(
                folder,
                f"{_MOST_RUNS} change runs have followed one another",
                f"已连续做了 {_MOST_RUNS} 次增量运行",
            )
        self.format: Format = "csv" if content.get("format") == "csv" else "parquet"
        self.links = (*earlier, Link(folder, _sha256(folder)))
        self._item_names = list(self.rules.items)
        self._load(count)

    def find(self, keys: Digests) -> Found:
        """What was fingerprinted of customers, by the digests of their ids."""
        found = self._of(keys)
        self._seen[np.searchsorted(self._keys, keys[found.known])] = True
        return found

    def with_items(self, found: Found, names: frozenset[str]) -> NDArray[np.bool_]:
        """Which of the customers had one of these items in a row of their plan."""
        having = np.zeros(len(found.known), np.bool_)
        for word, bits in enumerate(found.items):
            wanted = sum(
                1 << place % WORD
                for place, name in enumerate(self._item_names)
                if place // WORD == word and name in names
            )
            having |= (bits & np.uint64(wanted)) != 0
        return having & found.known

    def had(self, found: Found) -> Iterator[tuple[str, NDArray[np.bool_]]]:
        """For each item of the last policy, which of the customers had it in a row."""
        for place, name in enumerate(self._item_names):
            bit = np.uint64(1 << place % WORD)
            yield name, found.known & ((found.items[place // WORD] & bit) != 0)

    def gone(self) -> Iterator[tuple[pl.Series, Found]]:
        """The customers that were never looked for, part by part."""
        for path in self._parts():
            ids = pl.read_parquet(path, columns=["customer_id"])["customer_id"]
            keys = key_digests(ids)
            never = ~self._seen[np.searchsorted(self._keys, keys)]
            yield ids.filter(pl.Series(never)), self._of(keys[never])

    def _of(self, keys: Digests) -> Found:
        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        return Found(
            _taken(self._keys, places) == keys
            if len(self._keys)
            else np.zeros(len(keys), np.bool_),
            _taken(self._inputs, places),
            _taken(self._plans, places),
            tuple(_taken(bits, places) for bits in self._items),
            _taken(self._rows, places),
        )

    def _parts(self) -> list[Path]:
        return sorted((self.folder / FOLDER).glob("part-*.parquet"))

    def _load(self, count: int) -> None:
        names = ["inputs", "plan", "run", "part"]
        words = [f"items_{word}" for word in range(word_count(len(self._item_names)))]
        keys: list[Digests] = []
        columns: list[dict[str, NDArray[Any]]] = []
        try:
            for path in self._parts():
                part = pl.read_parquet(path, columns=["customer_id", *names, *words])
                keys.append(key_digests(part["customer_id"]))
                columns.append(
                    {
                        "inputs": part["inputs"].to_numpy(),
                        "plan": part["plan"].to_numpy(),
                        "rows": rows_at(part["run"].to_numpy(), part["part"].to_numpy()),
                        **{word: part[word].to_numpy() for word in words},
                    }
                )
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unusable(
                self.folder, "its fingerprints cannot be read", "其指纹文件无法读取"
            ) from error
        together = np.concatenate(keys) if keys else np.zeros(0, np.uint64)
        if len(together) != count:
            raise _unusable(
                self.folder,
                f"it has fingerprints of {len(together)} customers instead of {count}",
                f"其中只有 {len(together)} 位客户的指纹，应为 {count} 位",
            )
        order = np.argsort(together)
        self._keys = together[order]
        self._seen = np.zeros(len(order), np.bool_)
        self._inputs = _sorted(columns, "inputs", np.uint64, order)
        self._plans = _sorted(columns, "plan", np.uint64, order)
        self._rows = _sorted(columns, "rows", np.uint32, order)
        self._items = tuple(_sorted(columns, word, np.uint64, order) for word in words)


def rows_at(run: NDArray[Any], part: NDArray[Any]) -> NDArray[np.uint32]:
    """Where rows are, as one number: in which of the linked runs, in which part."""
    packed: NDArray[np.uint32] = run.astype(np.uint32) << np.uint32(_PART_BITS)
    packed |= part.astype(np.uint32)
    return packed


def run_of(rows: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """The place among the links of the run that wrote the rows."""
    return (rows >> np.uint32(_PART_BITS)).astype(np.uint16)


def part_of(rows: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The number of the part in which the rows are."""
    return rows & np.uint32((1 << _PART_BITS) - 1)


def links_from(out: Path, links: tuple[Link, ...]) -> list[list[str]]:
    """The links as the manifest in `out` keeps them: relative where the disk allows."""
    return [[_relative(link.folder, out), link.sha256] for link in links]


def _relative(folder: Path, out: Path) -> str:
    try:
        return Path(os.path.relpath(folder.resolve(), out.resolve())).as_posix()
    except ValueError:  # another drive
        return str(folder.resolve())


def _manifest(folder: Path) -> Mapping[str, Any]:
    bring_back(folder)
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(
            folder,
            f"it is not the folder of a finished run: there is no readable {FILE}",
            f"这不是一次完成的运行的文件夹：没有可读的 {FILE}",
        ) from error
    return content if isinstance(content, dict) else {}


def _sha256(folder: Path) -> str:
    return hashlib.sha256((folder / FILE).read_bytes()).hexdigest()


def _unusable(folder: Path, why: str, zh: str) -> UsageError:
    return UsageError(
        f"--since {folder}: {why}; plan without --since, and later runs can build upon that one",
        zh=f"--since {folder}：{zh}；请先不带 --since 运行一次，之后就可以用 --since 接着它运行",
    )


def _taken(values: NDArray[Any], places: NDArray[np.int64]) -> NDArray[Any]:
    return values[places] if len(values) else np.zeros(len(places), values.dtype)


def _sorted(
    columns: list[dict[str, NDArray[Any]]], name: str, kind: Any, order: NDArray[np.int64]
) -> NDArray[Any]:
    if not columns:
        return np.zeros(0, kind)
    return np.concatenate([one.pop(name) for one in columns])[order]
