"""A clean blueprint of every kind of cell and link, to be spoilt in one place at a time."""

from tests.checks.examples import BASE
from tests.docs.examples import policy_files
from workflow_engine.checks.registry import run_blueprint_checks
from workflow_engine.policy import check_texts, read_blueprints

RULES = """\
must_do:
  field_visit: {label: 实地拜访, for: everyone, every: visit, by: account_manager}
  stock_count: {label: 库存盘点, for: everyone, every: visit, by: account_manager}
promises:
  soon: {label: 当场答复, slogan: 两小时内答复, unit: 小时, better: lower, promise: 2}
recovery:
  calendar: office
  failures:
    late: {label: 迟到, owner: account_manager, amend: {within: 4 work hours}}
monitors:
  waits: {label: 等待, side: internal, object: 服务团队, every: 1 week, owner: supervisor}
"""
CLEAN = """\
id: visit
title: 拜访
for: everyone
goal: 一次办好
owner: account_manager
promise: soon
time_basis: working
lines:
  visibility: {label: 可视线, between: [frontstage, backstage]}
views: {account_manager: internal_interaction, supervisor: all}
stages:
  预约:
    need: {customer: 不耽误生意, account_manager: 一次约准}
    evidence: {id: sms, text: 预约短信}
    customer: {id: choose, text: 选时间}
    technology: {id: booking, text: 预约小程序, by: supervisor}
    support: {id: crm, text: 客户档案系统}
  到店:
    need: {customer: 先听难处, account_manager: 资料齐全}
    evidence: {id: badge, text: 工牌}
    customer: {id: tell, text: 说难处, wait: 5, wait_point: {text: 等到店, max: 10 work minutes, monitor: waits}}
    frontstage:
      - {id: listen, text: 听难处, by: account_manager, item: field_visit, minutes: 20, kind: adds_value, uses: [画像]}
      - {id: count, text: 盘点, by: account_manager, item: stock_count, minutes: 15, fail_point: {text: 盘错, failure: late}}
    backstage:
      - {id: prepare, text: 准备画像, by: account_manager, minutes: 10, steps: [查系统], expose: 正在准备}
      - {id: form, text: 填纸表, by: supervisor, kind: waste, ecrs: eliminate, steps: [填写]}
    support: {id: portrait, text: 画像系统}
  离店:
    need: {customer: 心里有数, account_manager: 不漏事}
    evidence: {id: card, text: 备忘卡}
    customer: {id: agree, text: 核对}
    frontstage: {id: close, text: 约下次, by: account_manager, item: field_visit, regulatory: true}
  自看:
    need: {customer: 随时可看, account_manager: 少接电话}
    no_contact: 客户自己翻看
    evidence: {id: leaflet, text: 资料页}
    customer: {id: read, text: 翻资料}
links:
  - {from: choose, to: booking, both_ways: true}
  - {from: crm, to: prepare}
  - {from: portrait, to: prepare}
  - {from: prepare, to: listen}
  - {from: form, to: count}
  - {from: listen, to: tell, both_ways: true}
  - {from: close, to: agree, both_ways: true}
  - {from: agree, to: tell, loop: 直到没有新问题}
"""


FILE = "visit.yaml"


def program_of(rules=RULES):
    report = check_texts(policy_files(rules, BASE))
    assert report.program is not None, [one.message.en for one in report.diagnostics]
    return report.program


PROGRAM = program_of()


def blueprint_of(text, program=PROGRAM):
    """The compiled blueprint; it compiles without a finding."""
    report = read_blueprints({FILE: text}, program)
    assert report.diagnostics == (), [one.message.en for one in report.diagnostics]
    (blueprint,) = report.blueprints.values()
    return blueprint


def found_in(text, program=PROGRAM):
    """What the checks of blueprints find in one."""
    blueprint = blueprint_of(text, program)
    return run_blueprint_checks({blueprint.id: blueprint}, program, {FILE: text})


def spoilt(*changes):
    """The clean blueprint with texts replaced: (old, new), each old one there once."""
    text = CLEAN
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text
