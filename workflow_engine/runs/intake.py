"""How customers come into a run: read, checked, each id once, in chunks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Final, TypeVar

from workflow_engine.columnar.tables import Chunk
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.runs.rejections import Rejections

T = TypeVar("T")
NO_ROWS: Final = "WE512"
"""The finding about a file without rows."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The accepted customers up to and with a chunk, and the share of the input they stand in."""

    customers: int
    share: float


class Intake(ABC):
    """Reads customers, once.

    `found` collects what is told of files as a whole, `rejections` what is wrong with rows.
    """

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.rejections = Rejections()

    @abstractmethod
    def chunks(self, pool: Executor, width: int) -> Generator[Chunk]:
        """The accepted customers in the order of the input, with `width` blocks in work at once.

        Raises DataFileError where a file cannot be read.
        """

    def worked(
        self,
        work: Callable[[int, Chunk], T],
        width: int,
    ) -> Generator[tuple[Behind, T]]:
        """What work makes of each chunk and its number, in order, with what lies behind it.

        `width` threads work at once. When the generator is closed, nothing is in work any more.
        """
        waiting: deque[tuple[Behind, Future[T]]] = deque()
        customers = 0

        def first() -> tuple[Behind, T]:
            behind, future = waiting.popleft()
            return behind, future.result()

        with (
            ThreadPoolExecutor(width, "run") as pool,
            closing(self.chunks(pool, width)) as chunks,
        ):
            try:
                for number, chunk in enumerate(chunks):
                    customers += customers_of(chunk)
                    behind = Behind(customers, self.share())
                    waiting.append((behind, pool.submit(work, number, chunk)))
                    if len(waiting) > width:
                        yield first()
                while waiting:
                    yield first()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    @abstractmethod
    def share(self) -> float:
        """How much of the input has been read, from 0 to 1."""


def customers_of(chunk: Chunk) -> int:
    """How many customers a chunk has."""
    return chunk.frame.height + len(chunk.large)
