"""The sentences of `rollout.limit`, in either language: how much a new version may change.

| English                             | Chinese                  |
|-------------------------------------|--------------------------|
| `5% of customers lose an item`      | `5%的客户失去服务项`     |
| `200 customers gain festival_care`  | `200位客户获得节日关怀`  |
| `5% of customers change anything`   | `5%的客户有变化`         |
| `2% of customers change a tag`      | `2%的客户改变标签`       |
| `10% of customers change pyramid`   | `10%的客户改变客户金字塔`|
| `5% of customers get more minutes`  | `5%的客户分钟增加`       |
| `account_manager minutes +10%`      | `客户经理分钟+10%`       |
| `minutes +6000`                     | `分钟+6000`              |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.nodes import Written

Change = Literal[
    "lose",
    "gain",
    "change_anything",
    "change_tag",
    "change_scale",
    "change",
    "more_minutes",
    "fewer_minutes",
    "role_minutes",
]

_LONGEST = 200
_CUSTOMERS_EN = re.compile(
    r"(?P<amount>[0-9][0-9.]*%?)\s*(?:of\s+(?:the\s+)?)?(?:customers?)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_CUSTOMERS_ZH = re.compile(r"(?P<amount>[0-9][0-9.]*%?)\s*[的个位家名户]?\s*客户\s*(?P<rest>.+)")
_MINUTES = re.compile(
    r"(?P<role>.*?)\s*(?:minutes|分钟)\s*(?P<sign>[+\-＋－−])\s*(?P<amount>[0-9][0-9.]*%?)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?%|[0-9]{1,12}")
_ALL_ROLES = frozenset({"", "all", "全部", "所有"})

_ENGLISH: tuple[tuple[str, Change], ...] = (
    (r"(?:lose|loses) (?:an|any) item", "lose"),
    (r"(?:lose|loses) (?P<name>.+)", "lose"),
    (r"(?:gain|gains) (?:an|any) item", "gain"),
    (r"(?:gain|gains) (?P<name>.+)", "gain"),
    (r"(?:change|changes) anything", "change_anything"),
    (r"(?:change|changes) (?:a|any) tag", "change_tag"),
    (r"(?:change|changes) (?:a|any) (?:level|scale)", "change_scale"),
    (r"(?:change|changes) (?P<name>.+)", "change"),
    (r"(?:get|gets) more minutes", "more_minutes"),
    (r"(?:get|gets) (?:fewer|less) minutes", "fewer_minutes"),
)
_CHINESE: tuple[tuple[str, Change], ...] = (
    (r"失去(?:任何|任一)?服务项", "lose"),
    (r"失去\s*(?P<name>.+)", "lose"),
    (r"(?:获得|增加)(?:任何|任一)?服务项", "gain"),
    (r"(?:获得|增加)\s*(?P<name>.+)", "gain"),
    (r"有(?:任何)?(?:变化|改变)", "change_anything"),
    (r"改变标签", "change_tag"),
    (r"改变(?:级别|分级)", "change_scale"),
    (r"改变\s*(?P<name>.+)", "change"),
    (r"分钟(?:数)?增加", "more_minutes"),
    (r"分钟(?:数)?减少", "fewer_minutes"),
)
_WRITTEN_ZH: dict[Change, str] = {
    "change_anything": "有变化",
    "change_tag": "改变标签",
    "change_scale": "改变级别",
    "more_minutes": "分钟增加",
    "fewer_minutes": "分钟减少",
}
_WRITTEN_EN: dict[Change, str] = {
    "change_anything": "change anything",
    "change_tag": "change a tag",
    "change_scale": "change a level",
    "more_minutes": "get more minutes",
    "fewer_minutes": "get fewer minutes",
}

_NO_FORM = Bilingual("没有这样的写法", "there is no such sentence")
_NO_CHANGE = Bilingual("看不出限定的是哪种变化", "it does not say which change is limited")
_NO_AMOUNT = Bilingual("上限是百分比或整数", "the limit is a percentage or a whole number")
_TOO_MUCH = Bilingual("客户比例最多 100%", "a share of customers is 100% at most")


@dataclass(frozen=True, slots=True)
class RiskSentence:
    """A limit as written: `name` is of an item, tag, scale or role, None where any counts.

    One of `share` (0.05 for 5 %) and `count` is set; of a role's minutes they may be negative.
    """

    change: Change
    name: str | None
    share: Decimal | None
    count: int | None


def parse_risk_limit(written: Written) -> tuple[RiskSentence | None, list[Diagnostic]]:
    """Read a limit; None with the finding when it is none."""
    sentence, reason = _parse(str(written))
    if sentence is None:
        return None, [diagnose("WE384", written.place, text=str(written)[:_LONGEST], reason=reason)]
    return sentence, []


def translate_risk_limit(text: str, to: Language) -> str:
    """The sentence in the other keyword language; names stay, and so does what is no sentence.

    >>> translate_risk_limit("5% of customers lose an item", "zh")
    '5%的客户失去服务项'
    >>> translate_risk_limit("客户经理分钟+10%", "en")
    '客户经理 minutes +10%'
    """
    found, _ = parse_risk_limit(Written(text, Place("")))
    return text if found is None else written_limit(found, to)


def written_limit(limit: RiskSentence, lang: Language) -> str:
    """The sentence as an author would write it."""
    amount = _amount_text(limit)
    name = limit.name or ""
    if limit.change == "role_minutes":
        sign = "-" if amount.startswith("-") else "+"
        unsigned = amount.removeprefix("-")
        if lang == "zh":
            return f"{name}分钟{sign}{unsigned}"
        return f"{name} minutes {sign}{unsigned}".strip()
    if lang == "zh":
        change = {"lose": "失去", "gain": "获得", "change": "改变"}.get(limit.change)
        change = _WRITTEN_ZH[limit.change] if change is None else change + (name or "服务项")
        return f"{amount}{'的' if limit.count is None else '位'}客户{change}"
    change = _WRITTEN_EN.get(limit.change, f"{limit.change} {name or 'an item'}")
    return f"{amount} {'of ' if limit.count is None else ''}customers {change}"


def _amount_text(limit: RiskSentence) -> str:
    if limit.share is None:
        return str(limit.count)
    return f"{(limit.share * 100).normalize():f}%"


def _parse(written: str) -> tuple[RiskSentence | None, Bilingual]:
    text = " ".join(written.split())
    if len(text) > _LONGEST:
        return None, _NO_FORM
    if (found := _CUSTOMERS_EN.fullmatch(text)) or (found := _CUSTOMERS_ZH.fullmatch(text)):
        amount = _amount(found["amount"])
        if amount is None:
            return None, _NO_AMOUNT
        share, count = amount
        if share is not None and share > 1:
            return None, _TOO_MUCH
        for pattern, change in (*_ENGLISH, *_CHINESE):
            if what := re.fullmatch(pattern, found["rest"], re.IGNORECASE):
                return RiskSentence(change, what.groupdict().get("name"), share, count), _NO_FORM
        return None, _NO_CHANGE
    if found := _MINUTES.fullmatch(text):
        amount = _amount(found["amount"])
        if amount is None:
            return None, _NO_AMOUNT
        share, count = amount
        if found["sign"] not in "+＋":
            share, count = share and -share, count and -count
        role = found["role"].removesuffix("的").strip()
        name = None if role.lower() in _ALL_ROLES else role
        return RiskSentence("role_minutes", name, share, count), _NO_FORM
    return None, _NO_FORM


def _amount(text: str) -> tuple[Decimal | None, int | None] | None:
    if not _AMOUNT.fullmatch(text):
        return None
    if text.endswith("%"):
        return Decimal(text.removesuffix("%")) / 100, None
    return None, int(text)
