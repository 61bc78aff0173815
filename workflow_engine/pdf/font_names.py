"""Gives a font instance the names and the weight it has: tables `name`, `OS/2` and `head`.

HarfBuzz cuts a static font out of a variable one, but leaves the names of the default instance
("Noto Sans SC Thin"), by which no engine finds the regular and the bold of one family. The layout
of the tables is that of the OpenType specification 1.9.
"""

from __future__ import annotations

import struct

_LEGAL = (0, 5, 7, 8, 9, 10, 11, 13, 14)
"""Name ids kept as they are: copyright, version, trademark, makers, licence and its address."""
_WINDOWS, _UNICODE_BMP, _AMERICAN = 3, 1, 0x409
_CHECKSUM_OF_FONT = 0xB1B0AFBA


def renamed(font: bytes, *, family: str, style: str, weight: int) -> bytes:
    """The same TrueType font with the names of `family` and `style` and the weight (100 to 900).

    Styles other than Regular and Bold are families of their own for old programs (ids 1 and 2),
    and members of the family for new ones (ids 16 and 17).
    """
    tables = _tables(font)
    tables["name"] = _name_table(_names(tables["name"]), family, style)
    bold = style == "Bold"
    os2 = bytearray(tables["OS/2"])
    struct.pack_into(">H", os2, 4, weight)
    (selection,) = struct.unpack_from(">H", os2, 62)
    selection &= ~0b1100001
    struct.pack_into(">H", os2, 62, selection | (0b100000 if bold else 0b1000000))
    tables["OS/2"] = bytes(os2)
    head = bytearray(tables["head"])
    struct.pack_into(">H", head, 44, 1 if bold else 0)
    struct.pack_into(">I", head, 8, 0)
    tables["head"] = bytes(head)
    for useless in ("STAT", "DSIG"):
        tables.pop(useless, None)
    return _font(font[:4], tables)


def _tables(font: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    found = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        found[tag.decode("ascii")] = font[offset : offset + length]
    return found


def _names(table: bytes) -> dict[int, str]:
    """The English names for Windows, by their id."""
    _, count, start = struct.unpack_from(">HHH", table, 0)
    names = {}
    for index in range(count):
        platform, encoding, language, id_, length, offset = struct.unpack_from(
            ">6H", table, 6 + 12 * index
        )
        if (platform, encoding, language) == (_WINDOWS, _UNICODE_BMP, _AMERICAN):
            text = table[start + offset : start + offset + length]
            names[id_] = text.decode("utf-16-be", errors="replace")
    return names


def _name_table(old: dict[int, str], family: str, style: str) -> bytes:
    names = {id_: old[id_] for id_ in _LEGAL if id_ in old}
    post_script = f"{family.replace(' ', '')}-{style}"
    of_four = style in ("Regular", "Bold")
    names |= {
        1: family if of_four else f"{family} {style}",
        2: style if of_four else "Regular",
        3: f"{old.get(5, '')};{post_script}",
        4: f"{family} {style}",
        6: post_script,
        16: family,
        17: style,
    }
    records, texts = b"", b""
    for id_, text in sorted(names.items()):
        data = text.encode("utf-16-be")
        records += struct.pack(">6H", _WINDOWS, _UNICODE_BMP, _AMERICAN, id_, len(data), len(texts))
        texts += data
    return struct.pack(">HHH", 0, len(names), 6 + len(records)) + records + texts


def _font(kind: bytes, tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = kind + struct.pack(
        ">HHHH", count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    offset = 12 + 16 * count
    body = bytearray()
    head_at = 0
    for tag in sorted(tables):
        table = tables[tag]
        if tag == "head":
            head_at = offset + len(body)
        directory += struct.pack(
            ">4sIII", tag.encode("ascii"), _checksum(table), offset + len(body), len(table)
        )
        body += table + bytes(-len(table) % 4)
    whole = bytearray(directory) + body
    adjustment = (_CHECKSUM_OF_FONT - _checksum(bytes(whole))) % 2**32
    struct.pack_into(">I", whole, head_at + 8, adjustment)
    return bytes(whole)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) % 2**32
