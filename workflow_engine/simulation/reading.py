"""Reading a simulation model from YAML: a model, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.file_words import ENGLISH
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.durations import parse_duration
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, Written
from workflow_engine.language.reader import read_yaml
from workflow_engine.program.program import Program
from workflow_engine.simulation.model import (
    Arrivals,
    Chance,
    Compensation,
    Profile,
    Response,
    SimulationModel,
)
from workflow_engine.simulation.words import (
    DAYS,
    KEYS,
    NO,
    RESPONSE_KEYS,
    SHARE_KEYS,
    STEPS,
    YES,
    key_named,
)

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*(?:\.\.|-|–|~|到)\s*(\d{1,2}):(\d{2})")
_MINUTES = {
    "work minute": 1,
    "work hour": 60,
    "clock minute": 1,
    "clock hour": 60,
    "calendar day": 1440,
}
_DAY = 1440


def read_model(
    text: str, file: str, program: Program
) -> tuple[SimulationModel | None, list[Diagnostic]]:
    """The model in the text of a file, its names looked up in `program`.

    None when there is an error; every mistake is reported at once.
    """
    node, found = read_yaml(text, file)
    reader = _Reader(program, found)
    if node is None:
        return None, reader.found
    model = reader.model(node, file)
    if any(one.severity == "error" for one in reader.found):
        return None, reader.found
    return model, reader.found


class _Reader:
    def __init__(self, program: Program, found: list[Diagnostic]) -> None:
        self._program = program
        self.found = found

    def model(self, node: Node, file: str) -> SimulationModel | None:
        top = self._map(node, "model", KEYS["model"])
        if top is None:
            return None
        head = self._section(top, "simulation", "simulation", KEYS["simulation"])
        id_ = self._text(head.get("id"), "simulation")
        arrivals = self._arrivals(top.get("arrivals"), node.place)
        staff = self._section(top, "staff", "staff", KEYS["staff"])
        steps = self._responses(staff.get("steps"))
        roles: dict[tuple[str, str], Response] = {}
        for name, own in self._entries(staff.get("roles"), "staff.roles"):
            role = self._known(name, self._program.roles, Bilingual("岗位", "role"))
            if role is not None:
                given = self._responses(own, steps)
                roles.update({(role, step): response for step, response in given.items()})
        events = self._section(top, "events", "events", KEYS["events"])
        standard = SimulationModel(id_ or file, Bilingual.same(id_ or file), tuple(arrivals))
        label = self._label(head.get("label")) or standard.label
        return SimulationModel(
            id=standard.id,
            label=label,
            arrivals=standard.arrivals,
            assumed=self._flag(head.get("assumed")),
            steps=steps,
            roles=roles,
            away=self._share(staff.get("away"), "staff.away"),
            absence=self._response(staff.get("absence"), "staff.absence", standard.absence),
            plans=self._chance(events.get("plan"), "events.plan"),
            waits=self._chance(events.get("waits"), "events.waits"),
            departments=self._chance(events.get("other_department"), "events.other_department"),
            approvals=self._chance(events.get("approval"), "events.approval"),
            compensation=self._compensation(events.get("compensation")),
            cannot_resolve=self._share(events.get("cannot_resolve"), "events.cannot_resolve"),
            refused=self._chance(events.get("refused"), "events.refused"),
            reopened=self._chance(events.get("reopened"), "events.reopened"),
        )

    def _arrivals(self, node: Node | None, place: Place) -> list[Arrivals]:
        if node is None:
            self._lacks(place, "model", "arrivals", "arrivals: {cases: {delivery_error: 1.5}}")
            return []
        section = self._map(node, "arrivals", KEYS["arrivals"])
        if section is None:
            return []
        usual = self._profile(section, Profile())
        cases = section.get("cases")
        if cases is None:
            self._lacks(node.place, "arrivals", "cases", "cases: {delivery_error: 1.5}")
        found = []
        for name, value in self._entries(cases, "arrivals.cases"):
            process = self._process(name)
            profile = usual
            rate: Node | None = value
            if isinstance(value, MappingNode):
                own = self._map(value, "arrivals.cases", KEYS["case"])
                assert own is not None
                profile = self._profile(own, usual)
                rate = own.get("rate")
                if rate is None:
                    self._lacks(value.place, "arrivals.cases", "rate", "rate: 1.5")
            amount = self._number(rate, f"arrivals.cases.{name.value}", "1.5")
            if process is not None and amount is not None:
                found.append(Arrivals(process, amount, profile))
        return found

    def _process(self, name: ScalarNode) -> str | None:
        """A process by its id, or by the failure that it recovers."""
        processes = self._program.processes
        by_name = {id_: id_ for id_ in processes}
        by_name |= {
            process.failure: id_
            for id_, process in processes.items()
            if process.failure is not None and process.failure not in by_name
        }
        chosen = self._known(name, by_name, Bilingual("流程或失误", "process or failure"))
        return None if chosen is None else by_name[chosen]

    def _profile(self, section: Mapping[str, Node], usual: Profile) -> Profile:
        weekdays = self._weights(section.get("weekdays"), DAYS, usual.weekdays, "weekdays")
        months = {str(number): number - 1 for number in range(1, 13)}
        months |= {f"{number}月": number - 1 for number in range(1, 13)}
        return Profile(
            weekdays,
            self._weights(section.get("months"), months, usual.months, "months"),
            self._hours(section.get("hours"), usual.hours),
        )

    def _weights(
        self, node: Node | None, names: Mapping[str, int], usual: tuple[float, ...], where: str
    ) -> tuple[float, ...]:
        """Weights by name; what is not named has weight 1."""
        if node is None:
            return usual
        weights = [1.0] * len(usual)
        for name, value in self._entries(node, where):
            key = name.value.strip().lower()
            if key not in names:
                self._unknown_key(name, where, names)
                continue
            weight = self._number(value, where, "1.2")
            weights[names[key]] = 1.0 if weight is None else weight
        if not any(weights):
            self._say("WE706", node.place, where=_where(where))
            return usual
        return tuple(weights)

    def _hours(
        self, node: Node | None, usual: tuple[tuple[int, int, float], ...]
    ) -> tuple[tuple[int, int, float], ...]:
        if node is None:
            return usual
        stretches: list[tuple[int, int, float]] = []
        wrong = False
        for name, value in self._entries(node, "hours"):
            weight = self._number(value, "hours", "4")
            written = _HOURS.fullmatch(name.value.strip())
            begin = end = 0
            if written is not None:
                a, b, c, d = map(int, written.groups())
                begin, end = a * 60 + b, c * 60 + d
            if not 0 <= begin < end <= _DAY or (written and int(written[2]) > 59 < int(written[4])):
                expected = Bilingual("当天的一段时间", "a stretch of the day")
                self._wrong(name, "hours", expected, "08:30..12:00")
                wrong = True
            elif weight is not None:
                stretches.append((begin, end, weight))
        stretches.sort()
        if not wrong and not any(weight for _, _, weight in stretches):
            self._say("WE706", node.place, where=_where("hours"))
        return tuple(stretches) or usual

    def _responses(
        self, node: Node | None, usual: Mapping[str, Response] | None = None
    ) -> dict[str, Response]:
        """Responses by step; what is left out is as in `usual`."""
        known = {
            move.command: move.command
            for process in self._program.processes.values()
            for move in process.transitions
        }
        known |= {step: step for step in STEPS.values()}
        found = {}
        for name, value in self._entries(node, "staff.steps"):
            word = STEPS.get(name.value, name.value)
            if word not in known:
                what = Bilingual("步骤", "step")
                self._known(name, known, what)
                continue
            start = (usual or {}).get(word, Response())
            found[word] = self._response(value, f"staff.steps.{name.value}", start)
        return found

    def _response(self, node: Node | None, where: str, usual: Response) -> Response:
        if node is None:
            return usual
        given = self._map(node, where, RESPONSE_KEYS)
        return usual if given is None else self._response_of(given, where, usual)

    def _response_of(self, given: Mapping[str, Node], where: str, usual: Response) -> Response:
        median, working = usual.median, usual.working
        if (written := given.get("median")) is not None:
            length = self._length(written, where)
            if length is not None:
                median, working = length
        effort = usual.effort
        if (written := given.get("effort")) is not None:
            length = self._length(written, where)
            effort = effort if length is None else length[0]
        spread = self._number(given.get("spread"), f"{where}.spread", "0.8", highest=5)
        return Response(
            median,
            usual.spread if spread is None else spread,
            working,
            self._share(given.get("forgotten"), f"{where}.forgotten", usual.forgotten),
            effort,
        )

    def _chance(self, node: Node | None, where: str) -> Chance:
        """A share, or a share with how long it takes."""
        if node is None:
            return Chance()
        if isinstance(node, ScalarNode):
            return Chance(self._share(node, where))
        given = self._map(node, where, SHARE_KEYS)
        if given is None:
            return Chance()
        share = self._share(given.get("share"), f"{where}.share")
        return Chance(share, self._response_of(given, where, Response()))

    def _compensation(self, node: Node | None) -> Compensation:
        if node is None:
            return Compensation()
        given = self._map(node, "events.compensation", KEYS["compensation"])
        if given is None:
            return Compensation()
        where = "events.compensation"
        usual = Compensation()
        median = self._number(given.get("median"), f"{where}.median", "120")
        spread = self._number(given.get("spread"), f"{where}.spread", "0.8", highest=5)
        return Compensation(
            self._share(given.get("share"), f"{where}.share"),
            median or usual.median,
            usual.spread if spread is None else spread,
        )

    def _length(self, node: Node, where: str) -> tuple[float, bool] | None:
        """Minutes, and whether they are working time."""
        written = self._scalar(node, where, "40 work minutes")
        if written is None:
            return None
        duration, found = parse_duration(written)
        self.found += found
        if duration is None:
            return None
        if duration.unit not in _MINUTES:
            self._say("WE704", written.place, text=_short(written))
            return None
        return float(duration.amount * _MINUTES[duration.unit]), duration.unit.startswith("work")

    def _share(self, node: Node | None, where: str, usual: float = 0.0) -> float:
        """A share: `3%` or `0.03`."""
        if node is None:
            return usual
        written = self._scalar(node, where, "3%")
        if written is None:
            return usual
        text = written.strip().replace("％", "%")
        percent = text.endswith("%")
        amount = _decimal(text.removesuffix("%").strip())
        if amount is not None and percent:
            amount /= 100
        if amount is None or not 0 <= amount <= 1:
            expected = Bilingual("0 到 100% 的比例", "a share from 0 to 100%")
            self._wrong_text(written, where, expected, "3%")
            return usual
        return float(amount)

    def _number(
        self, node: Node | None, where: str, example: str, *, highest: float = 1e6
    ) -> float | None:
        if node is None:
            return None
        written = self._scalar(node, where, example)
        if written is None:
            return None
        amount = _decimal(written.strip())
        if amount is None or not 0 <= amount <= Decimal(highest):
            most = f"{highest:,.0f}"
            expected = Bilingual(f"0 到 {most} 的数", f"a number from 0 to {most}")
            self._wrong_text(written, where, expected, example)
            return None
        return float(amount)

    def _flag(self, node: Node | None) -> bool:
        if node is None:
            return False
        written = self._scalar(node, "simulation.assumed", "true")
        if written is None:
            return False
        if written.strip().lower() in YES:
            return True
        if written.strip().lower() not in NO:
            expected = Bilingual("是或否", "true or false")
            self._wrong_text(written, "simulation.assumed", expected, "true")
        return False

    def _label(self, node: Node | None) -> Bilingual | None:
        if node is None:
            return None
        if isinstance(node, ScalarNode):
            return Bilingual.same(str(node.value))
        given = self._map(node, "simulation.label", KEYS["label"])
        if not given:
            return None
        zh, en = (self._text(given.get(lang), "simulation.label") for lang in ("zh", "en"))
        return Bilingual(zh or en or "", en or zh or "")

    def _text(self, node: Node | None, where: str) -> str | None:
        if node is None:
            return None
        written = self._scalar(node, where, "usual")
        return None if written is None else str(written)

    def _scalar(self, node: Node, where: str, example: str) -> Written | None:
        if isinstance(node, ScalarNode):
            return node.value
        expected = Bilingual("一个值，不是列表或多项", "one value, not a list or several")
        self._say(
            "WE703", node.place, text="…", where=_where(where), expected=expected, example=example
        )
        return None

    def _section(
        self, top: Mapping[str, Node], name: str, where: str, keys: Mapping[str, str]
    ) -> Mapping[str, Node]:
        node = top.get(name)
        return {} if node is None else self._map(node, where, keys) or {}

    def _map(self, node: Node, where: str, keys: Mapping[str, str]) -> dict[str, Node] | None:
        """The nodes by key; `keys` are the known keys in either language."""
        if not isinstance(node, MappingNode):
            expected = Bilingual("若干项“名称: 值”", "entries like `name: value`")
            example = "{share: 3%}" if "share" in keys else "{" + next(iter(keys), "") + ": …}"
            self._say(
                "WE703",
                node.place,
                text=_short(node.value) if isinstance(node, ScalarNode) else "[…]",
                where=_where(where),
                expected=expected,
                example=example,
            )
            return None
        found: dict[str, Node] = {}
        for name, value in node:
            key = key_named(name.value, keys)
            if key is None:
                self._unknown_key(name, where, keys)
            else:
                found[key] = value
        return found

    def _entries(self, node: Node | None, where: str) -> Iterable[tuple[ScalarNode, Node]]:
        if node is None:
            return ()
        if isinstance(node, MappingNode):
            return node.entries
        self._map(node, where, {"name": "name"})
        return ()

    def _known(self, name: ScalarNode, known: Mapping[str, object], what: Bilingual) -> str | None:
        if name.value in known:
            return str(name.value)
        near = did_you_mean(name.value, known)
        listed = ", ".join([near] if near else list(known)[:12])
        self._say("WE705", name.place, what=what, name=_short(name.value), known=listed or "–")
        return None

    def _unknown_key(self, name: ScalarNode, where: str, known: Iterable[str]) -> None:
        near = did_you_mean(name.value, known)
        listed = ", ".join([near] if near else [key for key in known if key.isascii()])
        self._say(
            "WE701", name.place, where=_where(where), key=_short(name.value), known=listed or "–"
        )

    def _lacks(self, place: Place, where: str, key: str, example: str) -> None:
        self._say("WE702", place, where=_where(where), key=key, example=f"`{example}`")

    def _wrong(self, node: ScalarNode, where: str, expected: Bilingual, example: str) -> None:
        self._wrong_text(node.value, where, expected, example)

    def _wrong_text(self, written: Written, where: str, expected: Bilingual, example: str) -> None:
        self._say(
            "WE703",
            written.place,
            text=_short(written),
            where=_where(where),
            expected=expected,
            example=f"`{example}`",
        )

    def _say(self, code: str, place: Place, **args: str | Bilingual) -> None:
        found = diagnose(
            code, place, labels=(), fix=None, severity=None, help=None, keywords=ENGLISH, **args
        )
        self.found.append(found)


def _decimal(text: str) -> Decimal | None:
    try:
        amount = Decimal(text) if len(text) <= 30 else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() else None


def _where(where: str) -> Bilingual:
    if where == "model":
        return Bilingual("顶层", "the top level")
    return Bilingual(f"“{where}”", f"`{where}`")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"
