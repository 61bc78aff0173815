"""The desk: open cases, act on them, look at them. The face of cases for programs."""

from workflow_engine.desk.desk import Desk, NotOpened, OpenedMany, open_desk

__all__ = ["Desk", "NotOpened", "OpenedMany", "open_desk"]
