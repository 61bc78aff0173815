"""The words for what people do with a case and for what its clocks say, in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.durations import plain
from workflow_engine.program.program import Program

_B = Bilingual

COMMANDS: dict[str, Bilingual] = {
    "acknowledge": _B("承认", "acknowledge"),
    "apologize": _B("道歉", "apologize"),
    "plan_amend": _B("拟定弥补方案", "plan amends"),
    "amend": _B("弥补", "amend"),
    "anticipate": _B("预见", "anticipate"),
    "receive": _B("接收", "receive"),
    "classify": _B("归类", "classify"),
    "assign": _B("分派", "assign"),
    "reply": _B("回复", "reply"),
    "resolve": _B("解决", "resolve"),
    "notify": _B("告知结果", "notify"),
    "thank": _B("致谢", "thank"),
    "close": _B("结案", "close"),
    "refuse": _B("客户不接受", "refuse"),
    "reopen": _B("重开", "reopen"),
    "pause": _B("暂停", "pause"),
    "resume": _B("继续", "resume"),
    "cancel": _B("撤销", "cancel"),
    "follow_up": _B("回访", "follow up"),
    "reassign": _B("转派", "reassign"),
    "cannot_resolve": _B("无法解决", "cannot resolve"),
    "needs_other_department": _B("需要其他部门", "needs other department"),
    "answer_support": _B("部门答复", "answer support"),
    "request_approval": _B("申请批准", "request approval"),
    "approve": _B("批准", "approve"),
    "reject": _B("驳回", "reject"),
    "delegate": _B("授权", "delegate"),
    "grant_exception": _B("特批", "grant exception"),
    "report_event": _B("登记事件", "report event"),
    "set_severity": _B("定严重程度", "set severity"),
    "note": _B("备注", "note"),
}
"""The commands of recovery and feedback and those that are no transitions, by id."""

_OTHER_NAMES = {
    "方案": "plan_amend",
    "预防": "anticipate",
    "答复": "reply",
    "告知": "notify",
    "通知": "notify",
    "通知结果": "notify",
    "感谢": "thank",
    "办结": "close",
    "关闭": "close",
    "拒绝": "refuse",
    "重新打开": "reopen",
    "恢复": "resume",
    "取消": "cancel",
    "指派": "assign",
    "升级": "cannot_resolve",
    "审批": "approve",
    "同意": "approve",
    "例外": "grant_exception",
    "记录": "note",
}

_NOT_DONE: dict[str, Bilingual] = {
    "acknowledge": _B("未承认", "not acknowledged"),
    "apologize": _B("未道歉", "no apology made"),
    "amend": _B("未弥补", "not amended"),
    "anticipate": _B("未完成预防", "prevention not done"),
    "receive": _B("未接收", "not received"),
    "classify": _B("未归类", "not classified"),
    "assign": _B("未分派", "not assigned"),
    "reply": _B("未回复", "not replied to"),
    "resolve": _B("未解决", "not resolved"),
    "notify": _B("未告知结果", "customer not told the result"),
    "regulator": _B("未按监管时限告知结果", "result not told within the regulator's time"),
    "thank": _B("未致谢", "customer not thanked"),
    "follow_up": _B("未回访", "not followed up"),
    "approval": _B("审批未答复", "approval not answered"),
}
_NO_PLAN: dict[str, Bilingual] = {"amend": _B("无弥补方案", "no plan for the amends")}

SEVERITIES: dict[str, Bilingual] = {
    "high": _B("重大", "serious"),
    "medium": _B("一般", "medium"),
    "low": _B("轻微", "slight"),
}
DEGREES: dict[str, Bilingual] = {
    "high": _B("高", "high"),
    "medium": _B("中", "medium"),
    "low": _B("低", "low"),
}
CLOCK_STATES: dict[str, Bilingual] = {
    "running": _B("进行中", "running"),
    "paused": _B("暂停", "paused"),
    "overdue": _B("已逾期", "overdue"),
    "met": _B("按时完成", "in time"),
    "late": _B("超时完成", "done late"),
    "dropped": _B("不再需要", "dropped"),
}
APPROVAL_STATES: dict[str, Bilingual] = {
    "asked": _B("待批准", "asked"),
    "granted": _B("已批准", "granted"),
    "rejected": _B("已驳回", "rejected"),
    "lapsed": _B("已失效", "lapsed"),
    "used": _B("已使用", "used"),
}
OUTCOMES: dict[str, Bilingual] = {
    "recovered": _B("客户信任已恢复", "trust won back"),
    "lost": _B("客户信任未恢复", "trust not won back"),
    "front_office": _B("原因在前台", "the fault was in the front office"),
    "back_office": _B("原因在后台", "the fault was in the back office"),
}
CAUSES: dict[str, Bilingual] = {
    "person": _B("有人反映", "reported by a person"),
    "monitor": _B("监测报警", "a monitor's alert"),
    "promise": _B("承诺未兑现", "a broken promise"),
    "event": _B("事件", "an event"),
}
DONE: dict[str, Bilingual] = {
    "acknowledge": _B("承认了问题", "acknowledged the failure"),
    "apologize": _B("向客户道歉", "apologized to the customer"),
    "plan_amend": _B("拟定了弥补方案", "made a plan for the amends"),
    "amend": _B("已弥补", "made amends"),
    "anticipate": _B("完成预防措施", "did the prevention"),
    "receive": _B("接收了反馈", "received the feedback"),
    "classify": _B("归类", "classified the feedback"),
    "assign": _B("分派", "assigned the feedback"),
    "reply": _B("回复了客户", "replied to the customer"),
    "resolve": _B("已解决", "resolved it"),
    "notify": _B("向客户告知了结果", "told the customer the result"),
    "thank": _B("向客户致谢", "thanked the customer"),
    "close": _B("结案", "closed the case"),
    "refuse": _B("登记：客户不接受弥补", "recorded that the customer rejects the amends"),
    "reopen": _B("重开", "reopened the case"),
    "pause": _B("暂停，等待客户", "paused the case: waiting for the customer"),
    "resume": _B("继续办理", "resumed the case"),
    "cancel": _B("撤销", "cancelled the case"),
    "follow_up": _B("回访", "followed up"),
}
SKIPPED: dict[str, Bilingual] = {
    "nobody": _B("跳过{role}：没有人在岗", "{role} passed over: nobody is there"),
    "complained_about": _B("跳过{role}：是被投诉人", "{role} passed over: complained about"),
    "double_deviation": _B("跳过{role}：二次失误", "{role} passed over: a double deviation"),
}
APPROVAL_STORIES: dict[str, Bilingual] = {
    "asked": _B(
        "{by} 申请批准补偿 {amount}，请 {whom} 答复", "{by} asked {whom} to approve {amount}"
    ),
    "granted": _B("{by} 批准补偿 {amount}", "{by} approved {amount}"),
    "rejected": _B("{by} 驳回补偿 {amount} 的申请", "{by} rejected {amount}"),
    "used": _B("已按批准补偿 {amount}", "the approval of {amount} was used"),
    "lapsed": _B(
        "补偿 {amount} 的批准没有使用，已失效", "the approval of {amount} lapsed without being used"
    ),
}
UNANSWERED = _B(
    "补偿 {amount} 的申请没有答复，已失效", "the request for {amount} lapsed without an answer"
)
"""What is told of a request that lapsed, in place of the story of a grant."""
REQUEST_LAPSED = _B("申请已失效", "the request has lapsed")

ENGINE = _B("系统", "the engine")
NOBODY = _B("待定", "nobody named")


def command_named(text: str) -> str:
    """The id of a command written in either language, with `-`, `_` or spaces.

    >>> command_named("cannot-resolve"), command_named("承认"), command_named("Send back")
    ('cannot_resolve', 'acknowledge', 'Send back')
    """
    word = "_".join(text.split()).replace("-", "_")
    for command, name in COMMANDS.items():
        if word.lower() in (command, name.en.replace(" ", "_")) or word == name.zh:
            return command
    return _OTHER_NAMES.get(word, text.strip())


def command_label(command: str, lang: Language) -> str:
    """A command as it is printed; one of the author's is printed as written."""
    return COMMANDS[command].get(lang) if command in COMMANDS else command


def not_done(clock: str, label: Bilingual, lang: Language, *, unplanned: bool = False) -> str:
    """That the step a clock limits has not been done: `未承认`, `not acknowledged`."""
    if unplanned and clock in _NO_PLAN:
        return _NO_PLAN[clock].get(lang)
    if clock in _NOT_DONE:
        return _NOT_DONE[clock].get(lang)
    if clock.startswith("support."):
        name = label.get(lang)
        return f"{name}未答复" if lang == "zh" else f"no answer from {name}"
    return f"未完成“{label.zh}”" if lang == "zh" else f"“{label.en}” not done"


def clock_label(program: Program, clocks: dict[str, Bilingual], clock: str) -> Bilingual:
    """The printed name of a clock; `clocks` are those of the process.

    A department's clock is named after the department.
    """
    if clock in clocks:
        return clocks[clock]
    department = program.support.get(clock.removeprefix("support."))
    if clock.startswith("support.") and department is not None:
        return department.label
    if clock == "approval":
        return Bilingual("审批", "approval")
    return COMMANDS.get(clock, Bilingual.same(clock))


def moment_text(moment: dt.datetime, zone: ZoneInfo, year: int) -> str:
    """A moment to the minute; without the year where it is `year`.

    >>> shanghai = ZoneInfo("Asia/Shanghai")
    >>> moment_text(dt.datetime(2026, 11, 23, 1, 50, tzinfo=dt.UTC), shanghai, 2026)
    '11-23 09:50'
    """
    local = moment.astimezone(zone)
    return local.strftime("%m-%d %H:%M" if local.year == year else "%Y-%m-%d %H:%M")


def capital(text: str) -> str:
    """The text with a capital at its beginning, as a title has."""
    return text[:1].upper() + text[1:]


def length(minutes: int, lang: Language, *, working: bool) -> str:
    """So many minutes, as hours and minutes; `working` where only working time counts.

    >>> length(760, "zh", working=True), length(40, "en", working=True)
    ('12工作小时40分钟', '40 work minutes')
    >>> length(120, "zh", working=False), length(121, "en", working=False)
    ('2小时', '2 hours 1 minute')
    """
    hours, minutes = divmod(minutes, 60)
    if lang == "zh":
        kind = "工作" if working else ""
        parts = [f"{hours}{kind}小时"] if hours else []
        if minutes or not hours:
            parts.append(f"{minutes}{'' if hours else kind}分钟")
        return "".join(parts)
    kind = "work " if working else ""
    parts = [f"{hours} {kind}hour{'' if hours == 1 else 's'}"] if hours else []
    if minutes or not hours:
        kind = "" if hours else kind
        parts.append(f"{minutes} {kind}minute{'' if minutes == 1 else 's'}")
    return " ".join(parts)


def money(amount: Decimal, lang: Language) -> str:
    """An amount of money with its thousands set apart, in whole units or with its cents.

    >>> money(Decimal("12500.50"), "zh"), money(Decimal("300.00"), "en")
    ('12,500.50元', '300 CNY')
    """
    whole, point, rest = plain(amount).partition(".")
    text = f"{int(whole):,}{point}{rest.ljust(2, '0') if point else ''}"
    return f"{text}元" if lang == "zh" else f"{text} CNY"
