"""Characters that Chinese input methods produce where YAML needs plain ones.

One tolerant pass over the lines, which follows just enough of YAML (indentation, quotes, brackets,
comments, block texts) to know where structure is expected. Text in quotes, comments, block texts
and prose (a label, a description, the steps of an item) is never touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS
from workflow_engine.language.keywords import KEYWORDS, to_english
from workflow_engine.language.repair import Slip
from workflow_engine.language.values import holds_sentence, is_prose, spaced_comma, value_slips

_LONGEST_LINE = 5_000  # beyond this it is no hand-written line; the pass stays linear

_SUSPICIOUS = re.compile(
    "[\t\u00a0\u200b\u2060\u3000\ufeff\u202a-\u202e\u2066-\u2069"
    "：，“”„‟‘’０-９．＞＜＝！＋－＊／％（）［］｛｝【】｜＃—≧≦]"
)
_INVISIBLE = frozenset("\u200b\u2060\ufeff")
_BLANKS = " \t\u00a0\u3000\u200b\u2060\ufeff"
_COMMENT = re.compile(r"(?:(?<=\s)|^)#")
_COLON = re.compile(r":(?=[\s\u200b\ufeff]|$)")
_FLOW_COLON = re.compile(r":(?=[\s\u200b\ufeff,\[\]{}]|$)")
TIGHT_KEY = re.compile(r"([^\W\d][\w-]*):(?=[^\s/:])")
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_NOT_IN_NAMES = re.compile(r"[，。；！？、“”\"'{}\[\]#]")
_FLOW_END = re.compile(r"[,\[\]{}]|(?<=\s)#")
_FULL_SEPARATOR = re.compile(r"[，｝］】]")
_ANY_SEPARATOR = re.compile(r"[，、；｝］】]")
_PAUSES = frozenset("、；")
"""Signs that stand in many texts: taken for commas only where the text cannot be read else."""
_NEXT_KEY = re.compile(r"\s*([^\s,，:：{}\[\]\"“”]{1,40})\s*(?::(?=[\s\u3000]|$)|(：))")
_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*+"')
_DOUBLE_REST = re.compile(r'(?:[^"\\]|\\.)*+"')
_SINGLE = re.compile(r"'(?:[^']|'')*+'")
_SINGLE_REST = re.compile(r"(?:[^']|'')*+'")
_CURLY = re.compile(r"[“”„‟]([^“”„‟\"\\]*)[“”]")
_OPENERS = {"[": "]", "{": "}", "［": "]", "【": "]", "｛": "}"}
_CLOSERS = {"]": "]", "}": "}", "］": "]", "】": "]", "｝": "}"}
_PLAIN_BRACKET = {"［": "[", "【": "[", "｛": "{", "］": "]", "】": "]", "｝": "}"}
_KEYWORDS = frozenset(
    word for table in (KEYWORDS, BLUEPRINT_KEYS) for pair in table.items() for word in pair
)


def find_slips(lines: list[str], *, thorough: bool = False) -> list[Slip]:
    """The slips of the whole text, in order; `thorough` also when no character looks suspicious.

    A missing space after a key's colon is looked for only when `thorough`: without that mistake
    the text parses, so the reader asks for it after a failure.
    """
    if not thorough and not any(map(_SUSPICIOUS.search, lines)):
        return []
    if any(len(line) > _LONGEST_LINE for line in lines):
        return []
    scan = _Scan(lines, thorough)
    scan.run()
    return sorted(scan.slips)


@dataclass(slots=True)
class _Bracket:
    """An open `[` or `{`, the key it is the value of, and the key being read inside."""

    closer: str
    owner: str
    full_width: bool
    key: str = ""
    expects_key: bool = False


class _Scan:
    def __init__(self, lines: list[str], thorough: bool) -> None:  # noqa: FBT001 - internal
        self.lines = lines
        self.thorough = thorough
        self.slips: list[Slip] = []
        self.flow: list[_Bracket] = []
        self.quote = ""
        self.block: int | None = None
        self.plain: int | None = None
        self.plain_key = ""
        self.section = ""
        self.owner = ""
        self.owner_column = 0
        self.number = 0
        self.line = ""

    def run(self) -> None:
        for number, line in enumerate(self.lines):
            self.number, self.line = number, line
            if self.block is not None:
                body = line.lstrip(" ")
                if not body or len(line) - len(body) > self.block:
                    continue
                self.block = None
            if self.quote:
                rest = _DOUBLE_REST if self.quote == '"' else _SINGLE_REST
                closed = rest.match(line)
                if closed is None:
                    continue
                self.quote = ""
                if self.flow:
                    self._flow(closed.end())
            elif self.flow:
                self._flow(0)
            else:
                self._block_line()

    def _slip(self, start: int, end: int, text: str, code: str) -> None:
        self.slips.append(Slip(self.number, start, end, text, code))

    def _blank_run(self, start: int, *, indentation: bool) -> int:
        """Pass over blanks of all kinds, reporting those that are no spaces; where it ends."""
        line = self.line
        at = start
        while at < len(line) and line[at] in _BLANKS:
            character = line[at]
            if character in _INVISIBLE:
                self._slip(at, at + 1, "", "WE128")
            elif character == "\t":
                self._slip(at, at + 1, "  " if indentation else " ", "WE121")
            elif character != " ":
                wide = indentation and character == "\u3000"
                self._slip(at, at + 1, "  " if wide else " ", "WE125")
            at += 1
        return at

    def _block_line(self) -> None:
        line = self.line
        at = self._blank_run(0, indentation=True)
        if at == len(line) or line[at] == "#":
            return
        indent = at + sum(c in "\t\u3000" for c in line[:at])
        if self.plain is not None and indent > self.plain:
            comment = _COMMENT.search(line, at)
            end = comment.start() if comment else len(line)
            self._value(at, end, self.plain_key, in_flow=False)
            return
        self.plain = None
        if line[at] == "＃":
            self._slip(at, at + 1, "#", "WE127")
            return
        in_list = False
        own = indent
        while at < len(line):
            after = line[at + 1 : at + 2]
            if line[at] == "-" and (not after or after in _BLANKS):
                own = indent + 1
            elif line[at] == "－" and not after.isdigit():
                self._slip(at, at + 1, "-" if after in {"", " "} else "- ", "WE127")
            else:
                break
            in_list = True
            dash = at
            at = self._blank_run(at + 1, indentation=False)
            own = at
            if at == len(line):
                return
            indent = dash
        if indent <= self.owner_column and not (in_list and indent == self.owner_column):
            self.owner = ""
        self._entry(at, own=own, dash=indent if in_list else None)

    def _entry(self, at: int, *, own: int, dash: int | None) -> None:
        """A `key: value` or a value alone, which begins in column `at`."""
        line = self.line
        character = line[at]
        comment = _COMMENT.search(line, at)
        limit = comment.start() if comment else len(line)
        if character in "\"'":
            closed = (_DOUBLE if character == '"' else _SINGLE).match(line, at)
            if closed is None:
                self.quote = character
                return
            key_end = closed.end()
            colon = key_end
            while colon < len(line) and line[colon] in _BLANKS:
                colon += 1
            if line[colon : colon + 1] not in {":", "："}:
                return
            key = line[at + 1 : key_end - 1]
            value = self._after_colon(colon, key)
        else:
            found = None if character in _OPENERS else self._key(at, limit, dash is not None)
            if found is None:
                base = dash if dash is not None else own - 1
                self._block_value(at, limit, self.owner, base)
                return
            key, value = found
        if own == 0:
            self.section = to_english(key) or key
        if value >= len(line) or line[value] == "#":
            self.owner, self.owner_column = key, own
            return
        comment = _COMMENT.search(line, value)
        self._block_value(value, comment.start() if comment else len(line), key, own)

    def _key(self, at: int, limit: int, in_list: bool) -> tuple[str, int] | None:  # noqa: FBT001
        """The key that begins at `at` and where its value begins; None when there is no key."""
        line = self.line
        plain = _COLON.search(line, at, limit)
        full = line.find("：", at, plain.start() if plain else limit)
        if full >= 0:
            key = line[at:full].strip(_BLANKS)
            known = key in _KEYWORDS
            nested = plain is not None and not _NOT_IN_NAMES.search(line, full, plain.start())
            fitting = bool(key) and len(key) <= 40 and not _NOT_IN_NAMES.search(key)
            prose = (in_list and not known) or (
                holds_sentence(self.owner) and to_english(key) not in {"zh", "en"}
            )
            if fitting and not prose and (known or not nested):
                return key, self._after_colon(full, key)
        if plain is not None:
            self._key_blanks(at, plain.start())
            return line[at : plain.start()].strip(_BLANKS), self._after_colon(plain.start(), "")
        if self.thorough:
            tight = TIGHT_KEY.match(line, at, limit)
            if tight is not None:
                self._slip(tight.end(), tight.end(), " ", "WE130")
                return tight[1], tight.end()
        return None

    def _key_blanks(self, start: int, end: int) -> None:
        for at in range(start, end):
            if self.line[at] in _INVISIBLE:
                self._slip(at, at + 1, "", "WE128")
        at = end
        while at > start and self.line[at - 1] in "\u3000\u00a0":
            at -= 1
        if at < end:
            self._slip(at, end, "", "WE125")

    def _after_colon(self, colon: int, key: str) -> int:
        """Mend the colon and the blanks after it; where the value begins."""
        line = self.line
        after = colon + 1
        if line[colon] == "：":
            while after < len(line) and line[after] in _BLANKS:
                after += 1
            spaced = line[colon + 1 : after].startswith(" ") or after == len(line)
            if spaced and not line[colon + 1 : after].strip(" "):
                self._slip(colon, colon + 1, ":", "WE122")
            else:
                self._slip(colon, after, ": " if after < len(line) else ":", "WE122")
            self._key_blanks(colon - len(key), colon)
            return after
        return self._blank_run(after, indentation=False)

    def _block_value(self, start: int, end: int, key: str, base: int) -> None:
        """A value in block context; what is indented deeper than `base` continues it."""
        line = self.line
        properties = _PROPERTIES.match(line, start, end)
        if properties:
            start = properties.end()
            if start >= end:
                return
        character = line[start]
        if _BLOCK_TEXT.match(line, start):
            self.block = base
        elif character in "\"'":
            closed = (_DOUBLE if character == '"' else _SINGLE).match(line, start)
            if closed is None:
                self.quote = character
        elif self._opens(start, key):
            self._open(start, key)
            self._flow(start + 1)
        else:
            self._value(start, end, key, in_flow=False)
            self.plain, self.plain_key = base, key

    def _value(self, start: int, end: int, key: str, *, in_flow: bool) -> None:
        if not _SUSPICIOUS.search(self.line, start, end):
            return
        prose = is_prose(key, self.section)
        for at, stop, text, code in value_slips(
            self.line, start, end, key, prose=prose, in_flow=in_flow
        ):
            self._slip(at, stop, text, code)

    def _opens(self, at: int, key: str) -> bool:
        """Whether a bracket in column `at` begins a list or a map, and not the text of `key`."""
        character = self.line[at]
        if character in "[{":
            return True
        if character not in _OPENERS:
            return False
        begins_map = character == "｛" and _NEXT_KEY.match(self.line, at + 1) is not None
        return begins_map or not is_prose(key, self.section)

    def _open(self, at: int, owner: str) -> None:
        character = self.line[at]
        closer = _OPENERS[character]
        full = character in _PLAIN_BRACKET
        if full:
            self._slip(at, at + 1, _PLAIN_BRACKET[character], "WE127")
        self.flow.append(_Bracket(closer, owner, full, expects_key=closer == "}"))

    def _flow(self, at: int) -> None:
        """What stands inside brackets, from column `at` to the end of the line or the brackets."""
        line = self.line
        while self.flow:
            top = self.flow[-1]
            at = self._blank_run(at, indentation=False)
            if at >= len(line):
                return
            character = line[at]
            if character == "#" and (at == 0 or line[at - 1] in _BLANKS):
                return
            pause = self.thorough and character in _PAUSES and not top.expects_key
            if pause or character in ",，":
                if character != ",":
                    self._slip(at, at + 1, spaced_comma(line, at), "WE123")
                top.expects_key = top.closer == "}"
                at += 1
            elif character in _CLOSERS:
                if character in _PLAIN_BRACKET:
                    self._slip(at, at + 1, _PLAIN_BRACKET[character], "WE127")
                self.flow.pop()
                at += 1
            elif self._opens(at, self._current_key()):
                self._open(at, self._current_key())
                at += 1
            elif character in "\"'":
                closed = (_DOUBLE if character == '"' else _SINGLE).match(line, at)
                if closed is None:
                    self.quote = character
                    return
                at = closed.end()
                if top.expects_key:
                    top.key = line[closed.start() + 1 : at - 1]
            elif character in ":：" and top.expects_key:
                top.expects_key = False
                at = self._after_colon(at, "")
            elif top.expects_key:
                at = self._flow_key(at, top)
            else:
                at = self._flow_value(at, top)

    def _current_key(self) -> str:
        top = self.flow[-1]
        return top.key if top.closer == "}" and not top.expects_key else top.owner

    def _flow_key(self, at: int, top: _Bracket) -> int:
        line = self.line
        found = _FLOW_END.search(line, at)
        end = found.start() if found else len(line)
        plain = _FLOW_COLON.search(line, at, min(end + 1, len(line)))
        if plain is not None and plain.start() >= end:
            plain = None
        full = line.find("：", at, plain.start() if plain else end)
        if full >= 0:
            key = line[at:full].strip(_BLANKS)
            nested = plain is not None and not _NOT_IN_NAMES.search(line, full, plain.start())
            fitting = bool(key) and len(key) <= 40 and not _NOT_IN_NAMES.search(key)
            if fitting and (key in _KEYWORDS or not nested):
                top.key, top.expects_key = key, False
                return self._after_colon(full, key)
        if plain is None and self.thorough:
            tight = TIGHT_KEY.match(line, at, end)
            if tight is not None and tight[1] in _KEYWORDS:
                self._slip(tight.end(), tight.end(), " ", "WE130")
                top.key, top.expects_key = tight[1], False
                return tight.end()
        if plain is None:
            return end if end > at else at + 1
        self._key_blanks(at, plain.start())
        top.key, top.expects_key = line[at : plain.start()].strip(_BLANKS), False
        return self._after_colon(plain.start(), "")

    def _flow_value(self, at: int, top: _Bracket) -> int:
        line = self.line
        key = self._current_key()
        prose = is_prose(key, self.section)
        curly = None if prose else _CURLY.match(line, at)
        if curly is not None and re.match(r"\s*(?:[,，\]}］】｝]|$)", line[curly.end() :]):
            self._value(at, curly.end(), key, in_flow=True)
            return curly.end()
        found = _FLOW_END.search(line, at)
        end = found.start() if found else len(line)
        separators = _ANY_SEPARATOR if self.thorough else _FULL_SEPARATOR
        for separator in separators.finditer(line, at, end):
            if self._separates(separator, at, end, top, prose=prose):
                end = separator.start()
                break
        self._value(at, end, key, in_flow=True)
        return end if end > at else at + 1

    def _separates(
        self, separator: re.Match[str], start: int, end: int, top: _Bracket, *, prose: bool
    ) -> bool:
        """Whether a full-width comma or bracket inside plain text is meant as structure."""
        line = self.line
        at = separator.start()
        if separator[0] in _PAUSES and top.closer == "]":
            return False
        if separator[0] not in "，、；":
            return top.full_width and _CLOSERS[separator[0]] == top.closer
        before = line[start:at]
        if before.count("(") + before.count("（") > before.count(")") + before.count("）"):
            return False
        if top.closer == "]":
            return not prose
        follows, begin, stop = line, at + 1, end + 1
        if not line[at + 1 :].strip(_BLANKS) and self.number + 1 < len(self.lines):
            follows, begin = self.lines[self.number + 1], 0
            stop = len(follows)
        following = _NEXT_KEY.match(follows, begin, min(stop, len(follows)))
        if following is None:
            return False
        return (
            begin == 0
            or following[2] is None
            or following[1] in _KEYWORDS
            or (top.full_width and not prose)
        )
