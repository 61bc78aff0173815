"""What a person means by a name: an id or a printed label, or the nearest one to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workflow_engine.cli.main import say
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.errors import UsageError

SHORTEST = 2
"""So many characters of a label are enough where no other label begins with them."""


def meant(wanted: str, names: Mapping[str, Bilingual]) -> str | None:
    """The id that is meant by itself, by its label, or by how only its label begins.

    >>> roles = {"general_manager": Bilingual("总经理", "General manager")}
    >>> meant("总经理", roles), meant("general-manager", roles), meant("经理", roles)
    ('general_manager', 'general_manager', None)
    """
    for id_, label in names.items():
        if wanted in (id_, label.zh, label.en):
            return id_
    word = _folded(wanted)
    if len(word) < SHORTEST:
        return None
    spoken = {id_: tuple(map(_folded, (id_, label.zh, label.en))) for id_, label in names.items()}
    for fits in (
        [id_ for id_, words in spoken.items() if word in words],
        [id_ for id_, words in spoken.items() if any(one.startswith(word) for one in words[1:])],
    ):
        if len(fits) == 1:
            return fits[0]
    return None


def named(wanted: str, names: Mapping[str, Bilingual], lacking: Bilingual) -> str:
    """The same; `lacking` says what has no such name: `the policy has no process`.

    Raises:
        UsageError: nothing is meant, or several may be; with the nearest name, or all there are.
    """
    found = meant(wanted, names)
    if found is not None:
        return found
    near = did_you_mean(
        wanted, [*names, *(word for label in names.values() for word in (label.zh, label.en))]
    )
    if near is not None:
        raise UsageError(
            f"{lacking.en} `{wanted}`; did you mean `{near}`?",
            zh=f"{lacking.zh} `{wanted}`，是不是 `{near}`？",
        )
    shown = [id_ if label.zh == id_ else f"{label.zh}（{id_}）" for id_, label in names.items()]
    raise UsageError(
        f"{lacking.en} `{wanted}`; it has: {', '.join(names) or 'none'}",
        zh=f"{lacking.zh} `{wanted}`，可用：{'、'.join(shown) or '无'}",
    )


def taken_for(wanted: str, id_: str, names: Mapping[str, Bilingual]) -> Bilingual | None:
    """What to tell whoever wrote only the beginning of a label; None where the name was whole.

    >>> items = {"stock_count": Bilingual("库存盘点", "Stock count")}
    >>> taken_for("库存盘", "stock_count", items).zh
    '没有名称正好是“库存盘”的，按“库存盘点”办理'
    >>> taken_for("Stock-Count", "stock_count", items)
    """
    label = names[id_]
    if _folded(wanted) in map(_folded, (id_, label.zh, label.en)):
        return None
    return Bilingual(
        f"没有名称正好是“{wanted}”的，按“{label.zh}”办理",
        f"nothing is called exactly `{wanted}`: taken for `{label.en}`",
    )


def named_aloud(
    wanted: str, names: Mapping[str, Bilingual], lacking: Bilingual, lang: Language
) -> str:
    """`named`; what a label that was only begun is taken for is told. Raises UsageError like it."""
    id_ = named(wanted, names, lacking)
    told = taken_for(wanted, id_, names)
    if told is not None:
        say(told.get(lang))
    return id_


def choice(names: Mapping[str, Bilingual], *more: Mapping[str, Bilingual]) -> Callable[[str], str]:
    """A converter for an option with fixed values, which may be written by their labels too."""

    def convert(text: str) -> str:
        return next((id_ for one in (names, *more) if (id_ := meant(text, one))), text)

    return convert


def _folded(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")
