"""The fixed words of the printed pages, in both languages."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual

_B = Bilingual

WORDS: dict[str, Bilingual] = {
    # head
    "plan_title": _B("客户服务计划", "Customer service plan"),
    "plan_number": _B("计划编号", "Plan no."),
    "issued": _B("制定日期", "Date"),
    "period": _B("计划期", "Period"),
    "responsible": _B("负责人", "Responsible"),
    "phone": _B("电话", "Phone"),
    "deputy": _B("代理人", "Deputy"),
    "unassigned": _B("待定", "to be named"),
    "customer_id": _B("客户编码", "Customer no."),
    "stage_draft": _B("草稿", "Draft"),
    "stage_trial": _B("试行", "Trial"),
    # portrait
    "portrait": _B("客户画像", "Portrait"),
    "basic": _B("基础信息", "Basics"),
    "operating": _B("经营情况", "Operations"),
    "service_value": _B("服务价值", "Service value"),
    "to_fill": _B("待补", "to fill in"),
    "stale": _B("需更新", "out of date"),
    "not_recorded": _B("未设项目", "nothing defined"),
    "more_attributes": _B("另有{count}项见客户档案", "{count} more in the customer file"),
    "this_customer": _B("本客户", "this customer"),
    "level_unknown": _B("层级待定", "level open"),
    "level_none": _B("未分层", "no level"),
    "strategy": _B("策略", "Strategy"),
    "strategy_note": _B("{level}：{strategy}", "{level}: {strategy}"),
    "because": _B("依据", "Why"),
    "visit": _B("拜访", "Visit"),
    "visit_line": _B("{every}，每次{minutes}分钟", "{every}, {minutes} min each"),
    "visit_last": _B("上次{date}", "last {date}"),
    "visit_next": _B("下次{date}", "next {date}"),
    "monthly_minutes": _B("每月服务{minutes}分钟", "{minutes} min of service a month"),
    "categories": _B("客户类别", "Categories"),
    "unknown_category": _B("{label}（待定）", "{label} (open)"),
    # tags
    "tags": _B("标签与依据", "Tags and why"),
    "no_tags": _B("暂无标签。", "No tag holds."),
    "open_tag": _B("待定：缺{missing}", "open: {missing} missing"),
    "open_tag_plain": _B("待定：资料不足", "open: data missing"),
    # priorities
    "top": _B("本期重点", "First things first"),
    "top_none": _B("本期没有到期的服务项。", "Nothing falls due in this period."),
    # items
    "must_do": _B("必做项", "Must-do items"),
    "must_do_note": _B("每位客户都做，任何策略不得取消", "done for every customer; no strategy removes them"),
    "optional": _B("选做项", "Optional items"),
    "optional_note": _B("由客户选择，请在方框内勾选", "the customer chooses; please tick"),
    "item": _B("服务项", "Item"),
    "frequency": _B("频次", "How often"),
    "minutes": _B("时长", "Time"),
    "mode": _B("方式", "Way"),
    "owner": _B("责任人", "By"),
    "priority": _B("优先", "Prio."),
    "last_done": _B("上次", "Last"),
    "due": _B("下次", "Next"),
    "overdue": _B("逾期", "overdue"),
    "in_visit": _B("含在拜访内", "in the visit"),
    "condition_unknown": _B("条件待定，先予服务", "condition open: served meanwhile"),
    "state_active": _B("已选，执行中", "Chosen, running"),
    "state_offered": _B("可选，尚未选择", "Offered, not chosen yet"),
    "state_suspended": _B("已选，暂停", "Chosen, suspended"),
    "state_chosen_but_not_eligible": _B("已选，暂不符合条件", "Chosen, not eligible now"),
    "state_unknown": _B("待定，资料不足", "Open, data missing"),
    "not_offered": _B(
        "另有{count}项不适用于本客户，未列出。",
        "{count} more do not apply to this customer and are not listed.",
    ),
    "no_must_do": _B("政策没有设必做项。", "The policy has no must-do item."),
    "no_optional": _B("目前没有可选的选做项。", "No optional item is open at present."),
    "suspended_by": _B("策略“{strategy}”暂停", "suspended by the strategy “{strategy}”"),
    "minutes_value": _B("{minutes}分钟", "{minutes} min"),
    # calendar
    "calendar": _B("服务日历", "Service calendar"),
    "calendar_note": _B("数字为必做项，字母为选做项", "numbers: must-do; letters: optional"),
    "no_tasks": _B("本期没有排定日期的任务。", "No task is dated in this period."),
    "quiet_weeks": _B("无任务的周未列出。", "Weeks without a task are left out."),
    "today_mark": _B("制定", "made"),
    # recovery
    "recovery": _B("服务补救（4A）", "When something goes wrong: the 4 A"),
    "failure": _B("失误类型", "Failure"),
    "severity_high": _B("重大", "serious"),
    "severity_medium": _B("一般", "medium"),
    "severity_low": _B("轻微", "slight"),
    "acknowledge": _B("认知", "Acknowledge"),
    "apologize": _B("致歉", "Apologize"),
    "amend": _B("补救", "Amend"),
    "anticipate": _B("预防", "Anticipate"),
    "acknowledge_note": _B("倾听、记录、确认问题", "listen, write down, confirm"),
    "apologize_note": _B("真诚道歉，不推诿", "say sorry, blame nobody"),
    "amend_note": _B("给出方案并办结", "offer a remedy and do it"),
    "anticipate_note": _B("找原因，防再发", "find the cause, prevent it"),
    "not_applicable": _B("不适用", "not needed"),
    "default_by": _B("未注明的均由{role}负责", "by the {role} unless stated"),
    "offers": _B("可选：{offers}", "offers: {offers}"),
    # escalation
    "escalation": _B("升级路径", "Escalation path"),
    "rung": _B("第{number}级", "Level {number}"),
    "first_contact": _B("首问负责", "first to answer"),
    "escalates_when": _B("升级条件", "climbs when"),
    "ladder_for": _B("适用：{failures}", "For: {failures}"),
    "all_failures": _B("全部失误类型", "all failures"),
    # promises and feedback
    "promises": _B("服务承诺", "Our promises"),
    "feedback": _B("反馈渠道", "Tell us"),
    "channels": _B("渠道", "Channels"),
    "feedback_owner": _B("专人", "Owner"),
    "feedback_steps": _B("流程", "Steps"),
    "with_priority": _B("{priority}：{within}", "{priority}: {within}"),
    # data and principles
    "missing": _B("待补资料", "Data to fill in"),
    "missing_none": _B("资料齐全。", "Nothing is missing."),
    "stale_item": _B("{label}（已过期，请更新）", "{label} (out of date)"),
    "principles": _B("服务原则", "Principles"),
    # signatures and foot
    "sign_customer": _B("客户确认（签章）", "Customer (signature)"),
    "sign_manager": _B("{role}（签字）", "{role} (signature)"),
    "sign_supervisor": _B("{role}审核（签字）", "{role}, checked (signature)"),
    "sign_supervisor_plain": _B("主管审核（签字）", "Supervisor, checked (signature)"),
    "sign_manager_plain": _B("服务负责人（签字）", "Responsible (signature)"),
    "sign_date": _B("日期：　　　　年　　月　　日", "Date:"),
    "foot": _B("依据：{title} {version}（#{hash}）", "Policy: {title} {version} (#{hash})"),
    "page_before": _B("第 ", "Page "),
    "page_between": _B(" 页，共 ", " of "),
    "page_after": _B(" 页", ""),
    "continued": _B("续", "continued"),
    # booklet
    "booklet_title": _B("客户服务计划汇编", "Customer service plans"),
    "booklet_count": _B("{count}位客户", "{count} customers"),
    "index": _B("目录", "Index"),
    "index_people": _B("按责任人", "By person responsible"),
    "index_customers": _B("{count}户", "{count} customers"),
    "no_person": _B("未指定责任人", "No person named"),
    "tags_short": _B("标签", "Tags"),
    "level": _B("层级", "Level"),
    "first_priority": _B("首要事项", "First thing"),
    "customer": _B("客户", "Customer"),
    "number": _B("序号", "No."),
    "to_index": _B("回目录", "Back to the index"),
    # summary
    "summary_title": _B("服务计划汇总", "Service plans: summary"),
    "customers_planned": _B("客户", "customers"),
    "levels": _B("客户分层", "Levels"),
    "tag_counts": _B("标签分布", "Tags"),
    "category_counts": _B("客户类别分布", "Categories"),
    "coverage": _B("必做项覆盖", "Coverage of must-do items"),
    "workload": _B("责任人工作量", "Workload"),
    "count": _B("客户数", "Customers"),
    "share": _B("占比", "Share"),
    "unknown": _B("待定", "open"),
    "person": _B("责任人", "Person"),
    "minutes_month": _B("每月分钟", "Minutes a month"),
    "capacity": _B("可用分钟", "Capacity"),
    "load": _B("负荷", "Load"),
    "over_capacity": _B("超出", "over"),
    "covered": _B("覆盖", "Covered"),
    "nothing": _B("无", "none"),
}
"""Every fixed word of every page, by key; `{…}` are filled in by `Pages.say`."""

MODES: dict[str, Bilingual] = {
    "field": _B("实地", "on site"),
    "online": _B("线上", "online"),
    "remote": _B("远程", "remote"),
    "phone": _B("电话", "by phone"),
    "store": _B("到店", "at our place"),
}
"""Words for the usual ways of service; any other way is printed as the author wrote it."""

WEEKDAYS: dict[str, tuple[str, ...]] = {
    "zh": ("一", "二", "三", "四", "五", "六", "日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

FEEDBACK_STEPS: dict[str, Bilingual] = {
    "receive": _B("受理", "receive"),
    "classify": _B("分类", "classify"),
    "reply": _B("答复", "reply"),
    "resolve": _B("解决", "resolve"),
    "notify": _B("告知结果", "tell the result"),
    "thank": _B("致谢", "thank"),
}
"""Words for the usual steps of feedback; any other step is printed as the author wrote it."""
