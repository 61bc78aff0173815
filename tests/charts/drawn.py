"""Data for charts, drawn at random: huge, tiny, negative, missing, long and strange labels."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from workflow_engine.charts.sheet import Caption

WORDS = (
    "送货破损",
    "缺货",
    "Wrong item",
    "扫码设备（POS）故障，重启后仍未恢复正常工作的情形",
    "",
    "𠮷野家",
    "😀",
    "A" * 40,
    "<b>&",
    "态度",
    "每月15分钟",
)
LABELS = st.sampled_from(WORDS) | st.text(max_size=30)
COUNTS = (
    st.integers(0, 200)
    | st.just(0)
    | st.decimals("0", "99999", places=2)
    | st.sampled_from((10**18, 10**400, Decimal("1e-9"), Fraction(1, 3), 12_345_678))
)
VALUES = COUNTS | COUNTS.map(lambda value: -value)
MISSING = st.none() | VALUES
WIDTHS = st.sampled_from((320.0, 480.0, 680.0, 1000.0))
CAPTIONS = st.builds(
    Caption, title=LABELS, lang=st.sampled_from(("zh", "en")), unit=LABELS, source=LABELS
)
EVERYDAY = st.sampled_from(
    (Caption("图", "zh"), Caption("A chart", "en", unit="n = 3", source="log"))
)
