"""Reading a drawn chart back: where every text stands, and what else is on the sheet."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations

from workflow_engine.charts.boxes import Box
from workflow_engine.drawing.measure import text_width

SVG = "{http://www.w3.org/2000/svg}"


def root(svg):
    return ET.fromstring(svg)


def texts(svg):
    """Every text with its box, as wide as it is measured."""
    found = []
    for node in root(svg).iter(f"{SVG}text"):
        size = float(node.get("font-size"))
        width = text_width(node.text or "", size)
        x, y = float(node.get("x")), float(node.get("y"))
        left = x - {"start": 0, "middle": width / 2, "end": width}[node.get("text-anchor", "start")]
        found.append((node.text or "", Box(left, y - size * 0.8, left + width, y + size * 0.18)))
    return found


def said(svg):
    return [text for text, _ in texts(svg)]


def told(svg):
    """What a screen reader says."""
    return root(svg).find(f"{SVG}desc").text or ""


def sheet(svg):
    _, _, width, height = map(float, root(svg).get("viewBox").split())
    return Box(0, 0, width, height)


def assert_readable(svg):
    """Nothing leaves the sheet, and no text lies over another."""
    page = sheet(svg)
    written = texts(svg)
    for text, box in written:
        assert box.inside(page), (text, box, page)
    for (text, box), (other, other_box) in combinations(written, 2):
        assert not box.grown(-0.3).overlaps(other_box), (text, other, box, other_box)
    for node in root(svg).iter():
        for low, high, size in (("x", "width", page.right), ("y", "height", page.bottom)):
            if node.tag == f"{SVG}rect" and node.get("x") is not None:
                start = float(node.get(low))
                assert start >= -0.5
                assert start + float(node.get(high)) <= size + 0.5
        if node.tag == f"{SVG}circle":
            assert 0 <= float(node.get("cx")) <= page.right
            assert 0 <= float(node.get("cy")) <= page.bottom
        if node.tag in (f"{SVG}polyline", f"{SVG}polygon"):
            for point in node.get("points").split():
                x, y = map(float, point.split(","))
                assert -0.5 <= x <= page.right + 0.5
                assert -0.5 <= y <= page.bottom + 0.5
