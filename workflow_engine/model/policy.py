"""Section `policy`: who the policy is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import PlainValidator

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Frequency, Label, Name, Text
from workflow_engine.model.leaves import as_word
from workflow_engine.model.shapes import Scalar


class Policy(Entry):
    """The head of a policy."""

    id: Name
    version: Text
    title: Label | None = None
    timezone: Text | None = None
    language: Annotated[
        Literal["zh", "en"], Scalar("keyword", ("zh", "en")), PlainValidator(as_word)
    ] = "zh"
    stage: Annotated[
        Literal["draft", "trial", "live"],
        Scalar("keyword", ("draft", "trial", "live")),
        PlainValidator(as_word),
    ] = "draft"
    period: Frequency | None = None
    blueprints: Text | None = None
