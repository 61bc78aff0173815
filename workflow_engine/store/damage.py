"""What to say when something that is stored cannot be what was written."""

from __future__ import annotations

from workflow_engine.errors import JournalError

UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    JournalError,
)
"""What reading something damaged may raise; `ArithmeticError` are figures that are none."""


def damaged(zh: str, en: str, error: BaseException | None = None) -> JournalError:
    """The error about something damaged, with what to do.

    Args:
        zh: what is damaged, for a Chinese reader: no full stop at its end.
        en: the same in English, beginning with a small letter.
        error: what reading it has said.
    """
    said = "" if error is None else str(error) or type(error).__name__
    said_zh = error.zh if isinstance(error, JournalError) else said
    return JournalError(
        f"{en}{said and f' ({said})'}: run `verify` to see what else is damaged, and restore the "
        "database from a copy",
        zh=f"{zh}{said_zh and f'（{said_zh}）'}：请执行 verify 查看其他损坏，并从备份恢复",
    )
