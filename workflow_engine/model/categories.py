"""Section `categories`: tags that sort customers for visits and service; they overlap."""

from __future__ import annotations

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Label, Name, Names


class Categories(Entry):
    """The tags in order, and the category of a customer with none of them."""

    of: Names
    otherwise: Name
    label: Label | None = None
