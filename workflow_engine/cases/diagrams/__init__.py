"""Drawings of processes: states and transitions, and the escalation ladder.

Mermaid text for documents that are kept as text, and SVG for everything that is printed.
"""

from workflow_engine.cases.diagrams.ladder import ladder_mermaid, ladder_svg
from workflow_engine.cases.diagrams.states import mermaid, svg

__all__ = ["ladder_mermaid", "ladder_svg", "mermaid", "svg"]
