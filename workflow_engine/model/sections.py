"""The whole policy as the author wrote it: all sections of all files."""

from __future__ import annotations

from pydantic import Field

from workflow_engine.model.calendars import Calendar
from workflow_engine.model.categories import Categories
from workflow_engine.model.customer import Customer
from workflow_engine.model.entry import Entry
from workflow_engine.model.feedback import Feedback
from workflow_engine.model.fields import Conditions, Name, WordName
from workflow_engine.model.items import MustDo, Optional
from workflow_engine.model.measures import Measure
from workflow_engine.model.monitors import Monitor
from workflow_engine.model.nouns import Noun
from workflow_engine.model.policy import Policy
from workflow_engine.model.priority import Priority
from workflow_engine.model.privileges import Privilege
from workflow_engine.model.processes import Process
from workflow_engine.model.promises import Promise
from workflow_engine.model.recovery import Recovery
from workflow_engine.model.roles import Role
from workflow_engine.model.rollout import Rollout
from workflow_engine.model.scales import Scale
from workflow_engine.model.staff import Member
from workflow_engine.model.strategies import Strategy
from workflow_engine.model.support import Support
from workflow_engine.model.tables import Table
from workflow_engine.model.tags import Tag
from workflow_engine.model.visits import Visits


class PolicyModel(Entry):
    """Every section under its name; a section that is not written is None or empty."""

    policy: Policy | None = None
    calendars: dict[Name, Calendar] = Field(default_factory=dict)
    roles: dict[Name, Role] = Field(default_factory=dict)
    staff: dict[Name, Member] = Field(default_factory=dict)
    customer: Customer | None = None
    measures: dict[WordName, Measure] = Field(default_factory=dict)
    tags: dict[WordName, Tag] = Field(default_factory=dict)
    scales: dict[WordName, Scale] = Field(default_factory=dict)
    tables: dict[WordName, Table] = Field(default_factory=dict)
    categories: Categories | None = None
    visits: Visits | None = None
    must_do: dict[Name, MustDo] = Field(default_factory=dict)
    optional: dict[Name, Optional] = Field(default_factory=dict)
    strategies: dict[Name, Strategy] = Field(default_factory=dict)
    priority: Priority | None = None
    duties: dict[Name, Noun] = Field(default_factory=dict)
    needs: dict[Name, Noun] = Field(default_factory=dict)
    objectives: dict[Name, Noun] = Field(default_factory=dict)
    principles: dict[Name, Noun] = Field(default_factory=dict)
    records: dict[Name, Noun] = Field(default_factory=dict)
    recovery: Recovery | None = None
    feedback: Feedback | None = None
    support: dict[Name, Support] = Field(default_factory=dict)
    processes: dict[Name, Process] = Field(default_factory=dict)
    promises: dict[Name, Promise] = Field(default_factory=dict)
    monitors: dict[Name, Monitor] = Field(default_factory=dict)
    privileges: dict[Name, Privilege] = Field(default_factory=dict)
    never: Conditions = ()
    rollout: Rollout | None = None
