"""How customers come into a run: read, checked, each id once, in chunks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from typing import TypeVar

from workflow_engine.columnar.tables import Chunk
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.runs.rejections import Rejections

T = TypeVar("T")


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
        noted: Callable[[Chunk], None] = lambda _: None,
    ) -> Generator[tuple[int, T]]:
        """What work makes of each chunk and its number, in order, with the chunk's customers.

        `width` threads work at once; before that each chunk is `noted`, in order, by one thread.
        When the generator is closed, nothing is in work any more.
        """
        waiting: deque[tuple[int, Future[T]]] = deque()

        def first() -> tuple[int, T]:
            customers, future = waiting.popleft()
            return customers, future.result()

        with (
            ThreadPoolExecutor(width, "run") as pool,
            closing(self.chunks(pool, width)) as chunks,
        ):
            try:
                for number, chunk in enumerate(chunks):
                    noted(chunk)
                    waiting.append((customers_of(chunk), pool.submit(work, number, chunk)))
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
