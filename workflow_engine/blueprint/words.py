"""The fixed words of a drawn blueprint, and the printed names of what its cells refer to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.printable import printable
from workflow_engine.drawing.spacing import set_apart
from workflow_engine.language.durations import plain
from workflow_engine.program.blueprints import Blueprint, Decision, Kind, LineName
from workflow_engine.program.general_category import general_category
from workflow_engine.program.program import Failure, Program, Scale, Tag

_B = Bilingual

LANE_NAMES: Mapping[str, Bilingual] = {
    "evidence": _B("有形展示", "Physical evidence"),
    "customer": _B("客户行为", "Customer actions"),
    "frontstage": _B("前台服务", "Frontstage"),
    "technology": _B("自助技术", "Technology"),
    "backstage": _B("后台服务", "Backstage"),
    "support": _B("支持过程", "Support processes"),
}
LINE_NAMES: Mapping[LineName, Bilingual] = {
    "interaction": _B("外部互动线", "Line of interaction"),
    "visibility": _B("可视线", "Line of visibility"),
    "internal_interaction": _B("内部互动线", "Line of internal interaction"),
}
DECISIONS: Mapping[Decision, Bilingual] = {
    "eliminate": _B("取消", "eliminate"),
    "combine": _B("合并", "combine"),
    "rearrange": _B("重排", "rearrange"),
    "simplify": _B("简化", "simplify"),
}
KINDS: Mapping[Kind, Bilingual] = {
    "adds_value": _B("增值", "adds value"),
    "necessary": _B("必要但不增值", "necessary, adds no value"),
    "waste": _B("浪费", "waste"),
}
WORDS: Mapping[str, Bilingual] = {
    "blueprint": _B("服务蓝图", "Service blueprint"),
    "problem": _B("问题", "Problem"),
    "goal": _B("目标", "Goal"),
    "segment": _B("客户", "Customers"),
    "everyone": _B("全体客户", "everyone"),
    "owner": _B("负责", "Owner"),
    "promise": _B("承诺", "Promise"),
    "policy": _B("政策", "Policy"),
    "basis_elapsed": _B("等待按自然时间计", "waits in elapsed time"),
    "basis_working": _B("等待按工作时间计", "waits in working time"),
    "role_view": _B("{role}视图", "View of the {role}"),
    "hidden": _B(
        "本视图止于{line}：其下的{lanes}（{count}项）未显示。",
        "This view ends at the {line}: {lanes} below it ({count} cells) are not shown.",
    ),
    "hidden_links": _B(
        "另有{count}条连线通向未显示的部分。",
        "{count} links lead to what is not shown.",
    ),
    "needs_of": _B("{role}需求", "{role} needs"),
    "customer": _B("客户", "customer"),
    "minutes": _B("{amount}分钟", "{amount} min"),
    "hours": _B("{amount}小时", "{amount} h"),
    "wait": _B("等{time}", "wait {time}"),
    "no_contact": _B("无人接触：{reason}", "No contact: {reason}"),
    "told_row": _B("告诉您的进度", "What you are told"),
    "exposed": _B("客户可见：{status}", "Shown: {status}"),
    "exposed_plain": _B("客户可见", "Shown to the customer"),
    "technology": _B("自助技术", "self-service technology"),
    "continued": _B("{stage}（续）", "{stage} (cont.)"),
    "page": _B("第{page}页，共{pages}页", "Page {page} of {pages}"),
    "small_type": _B(
        "本页最小字号只有 {points} 磅，宜用更大的纸",
        "the smallest type of this sheet is {points} pt: a larger sheet is better",
    ),
    # lists
    "fail_points": _B("失败点", "Fail points"),
    "wait_points": _B("等待点", "Wait points"),
    "decisions": _B("改善决定（ECRS）", "Decisions (ECRS)"),
    "link_notes": _B("连线说明", "Links"),
    "notes": _B("说明", "Notes"),
    "colon": _B("：", ": "),
    "comma": _B("、", ", "),
    "semicolon": _B("；", "; "),
    "full_stop": _B("。", "."),
    "at": _B("（{place}）", " ({place})"),
    "opens": _B("按“{failure}”补救", 'recovered as "{failure}"'),
    "first_limit": _B("{within}内{step}", "{step} within {within}"),
    "no_failure": _B("尚未对应补救", "no recovery named yet"),
    "at_most": _B("最长{within}", "at most {within}"),
    "no_maximum": _B("尚未规定上限", "no maximum stated yet"),
    "watched": _B("由“{monitor}”监控", 'watched by "{monitor}"'),
    "with": _B("并入“{cell}”", 'into "{cell}"'),
    "because": _B("理由：{reason}", "reason: {reason}"),
    "loop_without_end": _B("返回（未写何时结束）", "back (no end stated)"),
    # legend
    "legend": _B("图例", "Legend"),
    "legend_flow": _B("客户流程", "customer's way"),
    "legend_link": _B("依赖", "depends"),
    "legend_both": _B("相互往来", "exchange"),
    "legend_loop": _B("返回", "loop back"),
    "legend_fail": _B("失败点", "fail point"),
    "legend_wait": _B("等待点", "wait point"),
    "legend_regulatory": _B("法规要求", "required by law"),
    "legend_item": _B("服务项", "service item"),
    "legend_promise": _B("服务承诺", "promise"),
    "legend_exposed": _B("客户可见的进度", "status shown to the customer"),
    "legend_technology": _B("自助技术", "technology"),
    "legend_exit": _B("续接：标记·页", "goes on: mark·page"),
    # before and after
    "before": _B("改善前", "Before"),
    "after": _B("改善后", "After"),
    "saved_lead": _B("全程缩短{time}", "lead time {time} shorter"),
    "longer": _B("全程反而延长{time}", "lead time {time} longer"),
    "saved_work": _B("少用工作时间{time}", "{time} less work"),
    "saved_here": _B("省{time}", "{time} saved"),
    "lead_time": _B("全程{time}", "lead time {time}"),
    "work_time": _B("工作时间{time}", "work time {time}"),
    "ratio": _B("增值比{percent}%", "value-added ratio {percent}%"),
    "not_applied": _B("未执行：{cell}（{decision}）", "not applied: {cell} ({decision})"),
    "unjoined": _B(
        "{count}处连线无法自动接上，须由作者写明",
        "{count} links cannot be joined by themselves: the author has to state them",
    ),
}
FOUR_A: Mapping[str, Bilingual] = {
    "acknowledge": _B("承认", "acknowledged"),
    "apologize": _B("道歉", "apologized"),
    "amend": _B("弥补", "amended"),
    "anticipate": _B("预见", "prevented"),
}
LETTERS: Mapping[Decision, str] = {
    "eliminate": "E",
    "combine": "C",
    "rearrange": "R",
    "simplify": "S",
}


class _Labelled(Protocol):
    @property
    def label(self) -> Bilingual: ...


class Words:
    """Fixed words and names of the policy, in one language, spaced for drawing."""

    def __init__(self, program: Program, lang: Language) -> None:
        self.program = program
        self.lang = lang
        self._texts: dict[Bilingual, str] = {}

    def say(self, key: str, **values: object) -> str:
        """A fixed word with its blanks filled in."""
        text = WORDS[key].get(self.lang)
        return set_apart(text.format(**values) if values else text)

    def text(self, text: Bilingual) -> str:
        """A text of the author, on one line, controls and changes of direction written out."""
        found = self._texts.get(text)
        if found is None:
            found = set_apart(printable(" ".join(text.get(self.lang).split())))
            self._texts[text] = found
        return found

    def role(self, id_: str) -> str:
        """The label of a role."""
        if id_ == "customer" and id_ not in self.program.roles:
            return self.say("customer")
        return self._label(self.program.roles.get(id_), id_)

    def item(self, id_: str) -> str:
        """The label of a service item."""
        return self._label(self.program.items.get(id_), id_)

    def promise(self, id_: str) -> str:
        """The label of a promise."""
        return self._label(self.program.promises.get(id_), id_)

    def monitor(self, id_: str) -> str:
        """The label of a monitor."""
        return self._label(self.program.monitors.get(id_), id_)

    def failure(self, id_: str) -> Failure | None:
        """The failure of that id, if the policy has it."""
        found = (one for one in self.program.recovery.failures if one.id == id_)
        return next(found, None)

    def segment(self, blueprint: Blueprint) -> str:
        """Whom the journey is drawn for; empty where the author does not say."""
        id_ = blueprint.segment
        if id_ is None:
            return ""
        if id_ == "everyone":
            return self.say("everyone")
        definition = self.program.definitions.get(id_)
        if isinstance(definition, Tag):
            return self.text(definition.label)
        for scale in self.program.definitions.values():
            for level in scale.levels if isinstance(scale, Scale) else ():
                if level.id == id_:
                    return self.text(level.label)
        return set_apart(printable(self.text(general_category(id_))))

    def minutes(self, amount: Decimal) -> str:
        """A time in minutes, from two hours on in hours where that is no rougher."""
        if amount >= 120 and amount % 30 == 0:
            return self.say("hours", amount=plain(amount / 60))
        return self.say("minutes", amount=plain(amount))

    def first_limit(self, failure: Failure) -> str:
        """The first of the 4A that has a time: `2工作小时内承认`."""
        for step in failure.steps:
            if step.within is not None:
                name = FOUR_A[step.name].get(self.lang)
                return self.say("first_limit", within=step.within.text(self.lang), step=name)
        return ""

    def _label(self, noun: _Labelled | None, id_: str) -> str:
        return set_apart(printable(id_)) if noun is None else self.text(noun.label)
