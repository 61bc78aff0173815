"""The whole policy as the author wrote it: all sections of all files."""

from __future__ import annotations

from workflow_engine.model.calendars import Calendar
from workflow_engine.model.categories import Categories
from workflow_engine.model.customer import Customer
from workflow_engine.model.entry import Entry
from workflow_engine.model.feedback import Feedback
from workflow_engine.model.fields import Name, WordName
from workflow_engine.model.items import MustDo, Optional
from workflow_engine.model.measures import Measure
from workflow_engine.model.monitors import Monitor
from workflow_engine.model.nouns import Noun
from workflow_engine.model.policy import Policy
from workflow_engine.model.priority import Priority
from workflow_engine.model.promises import Promise
from workflow_engine.model.recovery import Recovery
from workflow_engine.model.roles import Role
from workflow_engine.model.scales import Scale
from workflow_engine.model.staff import Member
from workflow_engine.model.strategies import Strategy
from workflow_engine.model.tables import Table
from workflow_engine.model.tags import Tag
from workflow_engine.model.visits import Visits


class PolicyModel(Entry):
    """Every section under its name; a section that is not written is None or empty."""

    policy: Policy | None = None
    calendars: dict[Name, Calendar] = {}
    roles: dict[Name, Role] = {}
    staff: dict[Name, Member] = {}
    customer: Customer | None = None
    measures: dict[WordName, Measure] = {}
    tags: dict[WordName, Tag] = {}
    scales: dict[WordName, Scale] = {}
    tables: dict[WordName, Table] = {}
    categories: Categories | None = None
    visits: Visits | None = None
    must_do: dict[Name, MustDo] = {}
    optional: dict[Name, Optional] = {}
    strategies: dict[Name, Strategy] = {}
    priority: Priority | None = None
    duties: dict[Name, Noun] = {}
    needs: dict[Name, Noun] = {}
    objectives: dict[Name, Noun] = {}
    principles: dict[Name, Noun] = {}
    records: dict[Name, Noun] = {}
    recovery: Recovery | None = None
    feedback: Feedback | None = None
    promises: dict[Name, Promise] = {}
    monitors: dict[Name, Monitor] = {}
