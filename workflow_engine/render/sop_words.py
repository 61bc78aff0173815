"""The fixed words of standard operating procedures, in both languages."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import StepName

_B = Bilingual

WORDS: dict[str, Bilingual] = {
    "sop": _B("标准作业程序", "Standard operating procedure"),
    "sop_number": _B("文件编号", "Document no."),
    "sop_owner": _B("责任岗位", "Owner"),
    "valid_from": _B("生效日期", "Valid from"),
    "purpose": _B("目的与适用", "Purpose and scope"),
    "for_whom": _B("对象", "For"),
    "why": _B("为什么做", "Why"),
    "how_often": _B("频次", "How often"),
    "time": _B("用时", "Time"),
    "standard": _B("对客户的承诺", "Promised"),
    "answered_in": _B("{within}内答复客户", "customers are answered within {within}"),
    "note": _B("说明", "Note"),
    "flow": _B("流程", "Flow"),
    "start": _B("开始", "Start"),
    "end": _B("完成", "Done"),
    "end_record": _B("完成：填好“{record}”", "Done: “{record}” filled in"),
    "duties": _B("谁做什么", "Who does what"),
    "before": _B("开始之前", "Before you start"),
    "bring": _B("带齐材料、备好系统", "Materials and systems"),
    "know": _B("要会的技能", "Skills"),
    "made_ready": _B("后台先备好", "Made ready behind the scenes"),
    "steps": _B("步骤", "Steps"),
    "step_no": _B("序", "No."),
    "step": _B("怎么做", "How"),
    "who": _B("谁", "Who"),
    "minutes_head": _B("用时", "Time"),
    "leaves": _B("凭证与用具", "In hand"),
    "controls": _B("控制点", "Control points"),
    "controls_note": _B(
        "每一条都要做到；怎么做见“步骤”", "each one has to hold; “Steps” is the way"
    ),
    "elsewhere": _B("也用在", "Also done in"),
    "elsewhere_note": _B(
        "以那张蓝图为准，不在本流程之内", "as their blueprints say, no part of this flow"
    ),
    "in_other_journey": _B("“{title}”·{stage}：{what}", "“{title}” · {stage}: {what}"),
    "planned_and_drawn": _B(
        "计划{planned}；流程各步合计{drawn}", "{planned} are planned; the flow adds up to {drawn}"
    ),
    "in_journey": _B("“{title}”·{stage}", "“{title}” · {stage}"),
    "regulatory": _B("监管要求", "required by law"),
    "machine": _B("系统", "system"),
    "wrong": _B("出了问题怎么办", "What can go wrong"),
    "wrong_note": _B("F 失败点，W 等待点", "F: fail point, W: wait point"),
    "problem": _B("问题", "Problem"),
    "remedy": _B("怎么办", "What to do"),
    "treated_as": _B("按“{failure}”补救，由{role}负责", "recovered as “{failure}” by the {role}"),
    "no_failure": _B("没有写按哪种失误补救，报上级", "no recovery is named: tell your superior"),
    "at_most": _B("最多等{time}", "at most {time}"),
    "no_limit": _B("没有写最多等多久", "no limit is stated"),
    "watched_by": _B("由“{monitor}”监测", "watched by “{monitor}”"),
    "wait_told": _B("让客户知道还要等多久", "tell the customer how long it takes"),
    "records": _B("记录", "Records"),
    "record_form": _B("填“{record}”，没有填的不算完成", "fill in the “{record}”: not done without"),
    "record_none": _B(
        "在客户档案里记下日期、经办人和结果",
        "note date, person and result in the customer's file",
    ),
    "evidence_left": _B("客户看到的：{evidence}", "what the customer sees: {evidence}"),
    "lacking": _B("这份程序还缺", "What this procedure still lacks"),
    "lacks_steps": _B(
        "步骤：服务项没有写，蓝图里也没有格子做这一项",
        "steps: the item has none, and no blueprint cell performs it",
    ),
    "lacks_cells": _B(
        "蓝图：没有一张服务蓝图做到这一项，所以没有准备、失败点和等待点",
        "a blueprint that performs it: so there are no preparations, fail points or wait points",
    ),
    "lacks_minutes": _B("用时：没有写要多少分钟", "minutes of work"),
    "lacks_risks": _B("失败点：没有写最容易出什么错", "fail points: what goes wrong most easily"),
    "lacks_owner": _B("责任岗位", "the role that does it"),
    "revisions": _B("修订", "Revisions"),
    "rev_date": _B("日期", "Date"),
    "rev_what": _B("修改内容", "What was changed"),
    "first_issue": _B("由政策和服务蓝图生成", "made from the policy and its blueprints"),
    "sign_made": _B("编制", "Prepared"),
    "sign_checked": _B("审核", "Checked"),
    "sign_approved": _B("批准", "Approved"),
    "assumed": _B("待确认", "assumed"),
}
FOUR_A: dict[StepName, Bilingual] = {
    "acknowledge": _B("承认", "Acknowledge"),
    "apologize": _B("道歉", "Apologize"),
    "amend": _B("弥补", "Amend"),
    "anticipate": _B("预见", "Anticipate"),
}
