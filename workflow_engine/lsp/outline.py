"""The outline of a file: its sections, and what each of them defines."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.nodes import MappingNode, Node
from workflow_engine.lsp.mentions import Mention
from workflow_engine.lsp.positions import Positions

_SYMBOLS = {
    "attributes": types.SymbolKind.Field,
    "measures": types.SymbolKind.Variable,
    "tags": types.SymbolKind.Boolean,
    "scales": types.SymbolKind.Enum,
    "levels": types.SymbolKind.EnumMember,
    "options": types.SymbolKind.EnumMember,
    "tables": types.SymbolKind.Array,
    "outputs": types.SymbolKind.Property,
    "items": types.SymbolKind.Object,
    "strategies": types.SymbolKind.Operator,
    "roles": types.SymbolKind.Class,
    "staff": types.SymbolKind.Constant,
    "failures": types.SymbolKind.Event,
    "events": types.SymbolKind.Event,
    "processes": types.SymbolKind.Module,
    "promises": types.SymbolKind.Interface,
}


def outline(
    node: Node | None, mentions: Iterable[Mention], positions: Positions, lang: Language
) -> list[types.DocumentSymbol]:
    """The symbols of a file, each within the one that holds it."""
    if not isinstance(node, MappingNode):
        return []
    roots = [
        types.DocumentSymbol(
            name=str(key.value),
            kind=types.SymbolKind.Namespace,
            range=positions.range(_from_to(key.place, value.place)),
            selection_range=positions.range(key.place),
            children=[],
        )
        for key, value in node
        if key.value
    ]
    for mention in mentions:
        if mention.defines and mention.whole is not None:
            symbol = _symbol(mention, mention.whole, positions, lang)
            _put(symbol, roots)
    return roots


def _symbol(
    mention: Mention, whole: Place, positions: Positions, lang: Language
) -> types.DocumentSymbol:
    label = "" if mention.label is None else mention.label.get(lang)
    kind = _SYMBOLS.get(mention.kinds[0], types.SymbolKind.Key)
    stretch, selection = positions.range(whole), positions.range(mention.place)
    return types.DocumentSymbol(
        name=mention.name,
        detail=label if label != mention.name else None,
        kind=kind,
        range=types.Range(min(stretch.start, selection.start), max(stretch.end, selection.end)),
        selection_range=selection,
        children=[],
    )


def _put(symbol: types.DocumentSymbol, roots: list[types.DocumentSymbol]) -> None:
    """Put a symbol into the innermost one that holds it."""
    level = roots
    inside = True
    while inside:
        inside = False
        for other in level:
            if other.range.start <= symbol.range.start and symbol.range.end <= other.range.end:
                children = other.children
                assert isinstance(children, list), "made with a list above"
                level, inside = children, True
                break
    level.append(symbol)


def _from_to(first: Place, last: Place) -> Place:
    return Place(first.file, first.line, first.column, last.end_line, last.end_column)
