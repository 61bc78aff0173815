"""What the category of a customer with none is called: it is an id without a label."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Bilingual

_USUAL: Mapping[str, Bilingual] = {
    "general": Bilingual("普通客户", "general"),
    "普通客户": Bilingual("普通客户", "Regular customers"),
}


def general_category(id_: str) -> Bilingual:
    """The usual names in both languages; any other id is printed as it is."""
    return _USUAL.get(id_, Bilingual.same(id_))
