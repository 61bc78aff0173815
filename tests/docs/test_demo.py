"""What `make demo` makes is listed at its end, each with a line that says what it is."""

import re

from tests.docs.examples import DOCS

MAKEFILE = (DOCS.parent / "Makefile").read_text(encoding="utf-8")
DEMO = MAKEFILE[MAKEFILE.index("\ndemo:") : MAKEFILE.index("\ntest:")]


def test_the_demo_ends_with_what_to_open():
    recipe, _, listed = DEMO.partition("打开看看")
    made = set(re.findall(r"--out (out/[\w.-]+)", recipe)) | {"out/cases"}
    told = dict(re.findall(r'@echo "(out/[\w.-]+?)/? +(\S.*)"', listed))
    assert made <= set(told), made - set(told)
    assert all(re.search("[\u4e00-\u9fff]", text) for text in told.values())
    assert listed.rstrip().endswith('"')
