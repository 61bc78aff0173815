"""The usual ways of service as people say them."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Bilingual, Language

MODES: Mapping[str, Bilingual] = {
    "field": Bilingual("实地", "on site"),
    "online": Bilingual("线上", "online"),
    "remote": Bilingual("远程", "remote"),
    "phone": Bilingual("电话", "by phone"),
    "store": Bilingual("到店", "at our place"),
}
"""Words for the usual ways of service; any other way is said as the author wrote it."""


def said_mode(mode: str | None, lang: Language) -> str | None:
    """A way of service, such as `on site` for `field`; None for none.

    >>> said_mode("field", "zh"), said_mode("by pigeon", "en"), said_mode(None, "en")
    ('实地', 'by pigeon', None)
    """
    return MODES[mode].get(lang) if mode is not None and mode in MODES else mode
