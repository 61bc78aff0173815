"""Reading: positions, what stays text, what is refused, and what is found at once."""

from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.language.nodes import MappingNode, ScalarNode, SequenceNode
from workflow_engine.language.reader import decode, read_yaml
from workflow_engine.language.tree import ALIAS_LIMIT, DEPTH_LIMIT


def read(text):
    node, found = read_yaml(text, "a.yaml")
    assert not found, [(d.code, str(d.place)) for d in found]
    return node


def codes(text):
    return [(d.code, d.place.line, d.place.column) for d in read_yaml(text, "a.yaml")[1]]


def plain(node):
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {str(key.value): plain(value) for key, value in node}


def places(node):
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from places(item)
    else:
        for key, value in node:
            yield key
            yield from places(value)


def cut(text, place):
    lines = text.split("\n")
    if place.line == place.end_line:
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]
    return None


def test_everything_stays_text():
    node = read("no: on\nt: 17:30\nn: 010\nv: 1.10\nd: 2026-11-21\ne:\ntilde: ~\nb: true\n")
    assert plain(node) == {
        "no": "on", "t": "17:30", "n": "010", "v": "1.10", "d": "2026-11-21",
        "e": "", "tilde": "~", "b": "true",
    }  # fmt: skip


def test_quotes_are_remembered_and_the_inside_is_known():
    node = read("a: \"tier >= 28\"\nb: 'it''s'\nc: |\n  x\nd: plain\ne: \"a\\tb\"\n")
    quoted, escaped, block, bare, tab = (value.value for _, value in node)
    assert quoted.quoted
    assert (quoted.inner.line, quoted.inner.column, quoted.inner.end_column) == (1, 5, 15)
    assert escaped == "it's"
    assert escaped.inner is None
    assert block == "x\n"
    assert block.quoted
    assert block.inner is None
    assert not bare.quoted
    assert bare.inner == bare.place
    assert tab.inner is None


def test_a_text_folded_over_two_lines_has_no_inner_place():
    node = read('a: tier >= 28\n  and net > 3\nb: "x\n  y"\n')
    assert [value.value for _, value in node] == ["tier >= 28 and net > 3", "x y"]
    assert [value.value.inner for _, value in node] == [None, None]


def test_places_of_collections_end_where_their_content_ends():
    node = read("标签:\n  大客户: {名称: 大, 条件: x}\n\n# c\n其他: [1, 2]\n")
    tags = node.get("标签")
    assert (tags.place.line, tags.place.column) == (2, 3)
    assert (tags.place.end_line, tags.place.end_column) == (2, 22)
    assert cut("标签:\n  大客户: {名称: 大, 条件: x}", tags.get("大客户").place) == (
        "{名称: 大, 条件: x}"
    )
    assert (node.get("其他").place.column, node.get("其他").place.end_column) == (5, 11)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_count_alike_with_every_newline(newline):
    node = read(newline.join(["a: 1", "b:", "  c: 2", ""]))
    assert node.get("b").get("c").place.line == 3


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\ufeff", "\n\n"])
def test_an_empty_file_is_a_warning(text):
    node, found = read_yaml(text, "a.yaml")
    assert [(d.code, d.severity) for d in found] in ([("WE104", "warning")], [])
    assert node is None or plain(node) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ("WE113", 3, 1)),
        ("a: &x {k: 1}\nb: {<<: *x}\n", ("WE114", 2, 5)),
        ("a: !!str 1\n", ("WE115", 1, 4)),
        ("a: !!python/object/apply:os.system ['x']\n", ("WE115", 1, 4)),
        ("a: 1\n---\nb: 2\n", ("WE116", 2, 1)),
        ("a: *nope\n", ("WE119", 1, 4)),
        ("a: &a [*a]\n", ("WE119", 1, 8)),
        ("? [a, b]\n: 1\n", ("WE120", 1, 3)),
        ("? # none\n: 1\n", ("WE120", 1, 2)),
        ("a: b: c\n", ("WE110", 1, 5)),
        ("a: x\n  b: c\n", ("WE109", 2, 3)),
        ("a: x\n  b: c: d\n", ("WE110", 2, 4)),
        ('a: "x\nb: 1\n', ("WE107", 1, 4)),
        ("a: {b: 1\nc: 2\n", ("WE108", 2, 2)),
        ("a: [1, 2\nb: 3\n", ("WE108", 2, 2)),
        ("a:\n  b: 1\n c: 2\n", ("WE109", 3, 2)),
        ("a: @x\n", ("WE112", 1, 4)),
        ("a: 1\nfoo\nb: 2\n", ("WE111", 2, 1)),
        ("a: x\x07y\n", ("WE105", 1, 5)),
        ("a: x\u2028y\n", ("WE105", 1, 5)),
    ],
)
def test_refused(text, expected):
    assert expected in codes(text)


def test_a_duplicate_shows_both_places_and_the_first_is_kept():
    node, (found,) = read_yaml("大客户: 1\n新客户: 2\n大客户: 3\n", "a.yaml")
    assert found.labels[0].place.line == 1
    assert plain(node) == {"大客户": "1", "新客户": "2"}


def test_all_mistakes_show_at_once():
    found = codes("a: 1\na: 2\n标签：\n  x: !t 3\n  y: *z\n\tq: 1\n")
    assert [code for code, _, _ in found] == ["WE113", "WE122", "WE115", "WE119", "WE121"]


def test_lines_stay_right_after_a_line_separator():
    node, _ = read_yaml("a: x\u2028y\nb: 1\n", "a.yaml")
    assert node.get("b").place.line == 2


@pytest.mark.parametrize("text", ["[" * 1_000_000, "{a: " * 250_000, "- " * 500_000])
def test_a_megabyte_of_nesting_stops_early(text):
    node, found = read_yaml(text, "a.yaml")
    assert node is None
    assert [d.code for d in found] == ["WE117"]


def test_the_depth_limit_is_exact():
    assert codes("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT) == []
    assert codes("[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1))[0][0] == "WE117"


def test_an_alias_bomb_is_refused():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghij"
    for before, name in pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    node, found = read_yaml("\n".join(lines), "a.yaml")
    assert node is None
    assert [d.code for d in found] == ["WE118"]


def test_the_alias_limit_is_exact():
    allowed = "a: &a x\nb:\n" + "  - *a\n" * ALIAS_LIMIT
    assert codes(allowed) == []
    assert codes(allowed + "  - *a\n")[0][0] == "WE118"


def test_few_aliases_of_a_large_part_are_refused_too():
    big = "a: &a [" + ", ".join(["x"] * 2_000) + "]\n"
    assert codes(big + "b:\n" + "  - *a\n" * 60)[0][0] == "WE118"


NAMES = st.text(st.sampled_from("ab档位_9"), min_size=1, max_size=6)
TEXTS = st.text(st.sampled_from("ab档位 ,:#'\"{}[]：，“”!&*?|-<>=％２\\"), max_size=12)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def written(tree, indent=0):
    """Our own emitter: every scalar in single quotes, block style."""
    lead = "  " * indent
    if isinstance(tree, str):
        return [lead + quoted(tree)]
    if not tree:
        return [lead + ("{}" if isinstance(tree, dict) else "[]")]
    lines = []
    parts = (
        [(lead + "-", item) for item in tree]
        if isinstance(tree, list)
        else [(lead + quoted(key) + ":", item) for key, item in tree.items()]
    )
    for head, item in parts:
        if isinstance(item, str) or not item:
            lines.append(f"{head} {written(item)[0]}")
        else:
            lines += [head, *written(item, indent + 1)]
    return lines


@given(TREES)
def test_what_was_written_is_read_back_with_its_place(tree):
    text = "\n".join(written(tree)) + "\n"
    node = read(text)
    assert plain(node) == tree
    for scalar in places(node):
        assert cut(text, scalar.place) == quoted(scalar.value)
        if scalar.value.inner is not None:
            assert cut(text, scalar.value.inner) == scalar.value


@given(TREES, st.booleans())
def test_agrees_with_the_yaml_library_on_its_own_output(tree, flow):
    text = yaml.dump(
        tree, allow_unicode=True, default_flow_style=flow, default_style='"', width=999
    )
    assert plain(read(text)) == tree


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text):
    node, found = read_yaml(text, "a.yaml")
    assert node is not None or found
    for diagnostic in found:
        assert diagnostic.message.zh
        assert diagnostic.place.file == "a.yaml"


@given(st.text(st.sampled_from("ab :：,，-[]{}\"'“”　\t\n#＃>|２８＞＝&*!"), max_size=60))
def test_no_tangle_of_structure_makes_the_reader_fail(text):
    lines = text.split("\n")
    for diagnostic in read_yaml(text, "a.yaml")[1]:
        place = diagnostic.place
        assert 0 <= place.line <= len(lines)
        assert place.column <= len(lines[place.line - 1]) + 2


@given(st.binary(max_size=80))
def test_no_bytes_make_decoding_fail(data):
    text, found = decode(data, "a.yaml")
    assert found or text.encode() in (data, data[3:])


def test_decoding():
    chinese = "标签:\n  大客户: {名称: 大客户}\n"
    assert decode(chinese.encode(), "a") == (chinese, [])
    assert decode(b"\xef\xbb\xbf" + chinese.encode(), "a") == (chinese, [])
    text, (warning,) = decode(chinese.encode("gb18030"), "a")
    assert (text, warning.code, warning.severity) == (chinese, "WE102", "warning")
    assert decode(b"a\r\nb", "a")[0] == "a\r\nb"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: 1\nb: \xff\xfe\n", "WE101"),
        ("标签".encode("utf-16"), "WE101"),
        ("café là".encode("latin-1"), "WE101"),
        (b"\x89PNG\r\n\x1a\n\0\xff\xd8", "WE101"),
        (b" " * (4 * 1024 * 1024 + 1), "WE103"),
    ],
)
def test_not_decodable(data, code):
    text, (found,) = decode(data, "a")
    assert (text, found.code, found.severity) == ("", code, "error")


def test_the_place_of_the_first_bad_byte_is_shown():
    _, (found,) = decode("档位: 1\nb: ".encode() + b"\xff\xfe\n", "a")
    assert (found.place.line, found.place.column) == (2, 4)


def test_the_root_may_be_anything_the_model_will_judge():
    assert isinstance(read("[1, 2]"), SequenceNode)
    assert isinstance(read("hello"), ScalarNode)
    assert isinstance(read("a: 1"), MappingNode)
