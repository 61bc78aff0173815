"""What is written as SVG is XML, whatever the text."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.drawing.svg import document, element, escaped, path, text


@given(st.text())
def test_any_text_comes_back_from_any_place(content):
    root = ET.fromstring(element("g", text(content, 1, 2, data_name=content)))
    node = root[0]
    shown = "".join(
        c
        if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
        else "\ufffd"
        for c in content
    )
    assert (node.text or "") == shown.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("text", ['"><script>', "'--><!--", "]]>", "&amp;"])
def test_signs_of_xml_are_written_out(text):
    assert not set(escaped(text).replace("&amp;", "").replace("&#39;", "")) & set("<>'\"")


def test_corners_are_rounded_and_lines_are_straight():
    assert path([(0, 0), (10, 0), (10, 0), (20, 0)]) == "M0 0L20 0"
    assert path([(0, 0), (20, 0), (20, 20)]) == "M0 0L14 0Q20 0 20 6L20 20"


def test_a_document_has_a_title_and_a_size():
    root = ET.fromstring(document("标题", "内容", 10, 20, ".a{}"))
    assert root.attrib["viewBox"] == "0 0 10 20"
    assert [child.text for child in root][:2] == ["标题", "内容"]
