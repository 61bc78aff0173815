"""A policy with one of everything, so that no kind of rule can be forgotten in what is told of it."""

from __future__ import annotations

from functools import cache

from workflow_engine.policy import check_texts
from workflow_engine.program.program import Program

TEXT = """\
policy:
  id: whole
  title: {zh: 样例政策, en: Sample policy}
  version: "7.2"
  stage: trial
  period: 1 quarter
calendars:
  works:
    base: CN
    hours: {mon-thu: ["08:30..12:00", "14:00..17:30"], fri: ["09:00..12:00"]}
    exceptions: {2026-12-31: closed, 2027-01-04: ["10:00..12:00"]}
duties: {upkeep: {label: {zh: 门店维护, en: Shop upkeep}}}
needs: {steady: {label: {zh: 货跟得上, en: Steady goods}}}
objectives: {margin: {label: {zh: 盈利提升, en: Better margins}, description: {zh: 每年都看, en: Looked at every year}}}
principles: {first: {label: {zh: 先想客户, en: Customers first}}}
records: {form: {label: {zh: 拜访登记表, en: Visit form}}}
roles:
  seller: {label: {zh: 客户经理, en: Seller}, person: seller_name, reports_to: head, minutes_per_day: 300, compensation_up_to: 200, calendar: works, assumed: true}
  head: {label: {zh: 主管, en: Head}, reports_to: chief, compensation_up_to: 1500.5}
  chief: {label: {zh: 总经理, en: Chief}}
  helper: {label: {zh: 技术支持, en: Helper}, reports_to: head}
staff:
  甲一: {role: chief, phone: 内线1}
  乙二: {role: head, reports_to: 甲一, area: 东片, deputy: 丙三, skills: [谈判, 数据], away: [2026-12-01..2026-12-05]}
  丙三: {role: seller, reports_to: 乙二, minutes_per_day: 240}
customer:
  key: customer_no
  name: customer_name
  choices: chosen
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: {zh: 档位, en: Tier}, required: true}
      market:
        type: choice
        label: {zh: 市场, en: Market}
        of: {urban: {zh: 城镇, en: Urban}, rural: {zh: 乡村, en: Rural}}
      seller_name: {type: text, label: {zh: 经理姓名, en: Seller's name}}
    operating:
      as_of_day: {type: date, label: {zh: 资料日期, en: Data day}}
      sales: {type: number, min: 0, unit: 元, label: {zh: 年销售额, en: Sales}, as_of: as_of_day, stale_after: 6 months}
      till: {type: boolean, label: {zh: 收银机, en: Till}}
    service_value:
      marks: {type: list of number, min: 0, max: 100, label: {zh: 满意度, en: Satisfaction}}
      chosen: {type: list of text, label: {zh: 自选项, en: Chosen items}}
measures:
  half: {label: {zh: 半年销售, en: Half-year sales}, value: sales / 2}
tags:
  big: {label: {zh: 大户, en: Big}, when: 28 <= tier <= 30, assumed: true}
  shaky:
    label: {zh: 不稳定, en: Shaky}
    description: {zh: 只作识别, en: Only for recognising}
    when:
      any:
        - {all: [market == "rural", sales < 20000, not till]}
        - all_below(last(marks, 3), 60)
        - {not: {any: [tier > 20, till]}}
scales:
  ladder:
    label: {zh: 客户分层, en: Layers}
    hit: first
    levels:
      gold: {label: {zh: 金牌, en: Gold}, when: half >= 100000, strategy: keep, assumed: true}
      lead: {label: {zh: 铅牌, en: Lead}, when: shaky, strategy: drop}
      rest: {label: {zh: 其余, en: The rest}, otherwise: true}
strategies:
  keep: {label: {zh: 留住, en: Keep}, grants: [course]}
  drop: {label: {zh: 放手, en: Let go}, description: {zh: 只停选做, en: Optional only}, suspends_optional_except: [help]}
tables:
  minutes:
    label: {zh: 拜访时长表, en: Minutes table}
    gives: {length: {type: integer}, way: {type: choice, of: {field: {zh: 上门, en: at the shop}, online: {zh: 网上, en: online}}}}
    hit: first
    rows:
      - {tier: ≥ 28, market: rural, then: {length: 60, way: field}}
      - {tier: 10..<28, then: {length: 30, way: field}}
    otherwise: {length: 20, way: online}
  bonus:
    label: {zh: 加分, en: Bonus}
    gives: {type: integer}
    hit: collect sum
    rows:
      - {till: true, then: 5}
      - {ladder: gold, then: 7}
categories: {label: {zh: 类别, en: Kinds}, of: [big], otherwise: general}
visits:
  combine: most_demanding
  general: {times: 1 per month, minutes: 20, modes: [field]}
  big: {times: 4 per month, minutes: 45, modes: [field, online], assumed: true}
must_do:
  count:
    label: {zh: 盘点, en: Stock count}
    for: everyone
    every: visit
    by: seller
    value: high
    urgency: low
    urgency_when: {shaky: high}
    mode: field
    kano: basic
    duty: upkeep
    needs: [steady]
    objective: margin
    principle: first
    skills: [数据]
    record: form
    description: {zh: 边盘边聊, en: Counting and talking}
    steps: [{zh: 先数货架, en: Count the shelves}, {zh: 再数库房, en: Then the store}]
  check: {label: {zh: 抽查, en: Spot check}, for: big, every: 1 quarter, by: head, minutes: 15, value: low, urgency: low, assumed: true}
optional:
  course: {label: {zh: 培训课, en: Course}, eligible: big or till and sales > 5000, until: tier < 3, every: 6 months, by: seller, minutes: 90, value: medium, urgency: low}
  help: {label: {zh: 求助, en: Help}, eligible: true, every: on demand, by: seller, value: high, urgency: high, respond_within: 2 workdays, trigger: reactive}
recovery:
  calendar: works
  assumed: true
  notify: {within: 1 workday, text: {zh: 当面说清, en: Told face to face}}
  follow_up: {within: 6 workdays, text: {zh: 再问一次, en: Asked again}}
  remind: {every: 2 workdays, times: 3}
  repeat: {within: 90 calendar days, times: 2}
  approvals: {answer_within: 3 work hours, valid_for: 7 workdays}
  back_date: 2 calendar days
  events: {press: {zh: 媒体介入, en: the press steps in}}
  failures:
    wrong:
      label: {zh: 送错货, en: Wrong goods}
      severity: high
      owner: seller
      for: everyone
      acknowledge: {within: 2 work hours, text: {zh: 先查单, en: Look at the slip first}}
      apologize: none
      amend: {within: 4 work hours, offer: [{zh: 换货, en: exchange}]}
      anticipate: {within: 5 workdays, by: head}
      faster_for: {big: 0.5}
      support: technical
      approve: head
      exception: chief
      recusal: true
      description: {zh: 含破损, en: Broken goods too}
      regulator: {within: 15 calendar days, label: {zh: 监管期限, en: legal limit}}
      assumed: true
  escalation:
    - {from: seller, any: [acknowledge overdue, cannot resolve, compensation over limit, {step: amend, elapsed: 50%, unless: planned}]}
    - {from: head, any: [amend overdue by 1 workday, reopened 2 times, recusal, needs other department, press]}
support:
  technical: {label: {zh: 技术组, en: Technicians}, role: helper, within: 5 work hours, assumed: true}
feedback:
  calendar: works
  owner: head
  channels: {big: [{zh: 专线, en: own line}], general: [{zh: 热线, en: hotline}]}
  steps:
    receive: {within: 3 work hours}
    resolve: {within: {P1: 1 workday, P2: 2 workdays, P3: 8 workdays, P4: 9 workdays, P5: 10 workdays}}
    notify: {within: 1 workday, text: {zh: 说清结果, en: Say the result}}
    thank: {text: {zh: 谢谢指出, en: Thanks for saying so}}
  natures: {投诉: high, 表扬: low}
  remind: {every: 1 workday, times: 4}
  escalation:
    - {from: head, any: [resolve overdue]}
  taxonomy: {产品: [性能, 包装], 价格: [折扣]}
promises:
  quick:
    label: {zh: 送达, en: Delivery}
    slogan: {zh: 40小时送到, en: There within 40 hours}
    unit: 小时
    better: lower
    promise: 40
    industry: 48
    competitor: 44
    need: 24
    capacity: 36
    claim: {zh: 打热线即可, en: Call the hotline}
    opens: wrong
    for: big
    assumed: true
monitors:
  stock: {label: {zh: 断货, en: Stock-outs}, side: external, object: {zh: 市场, en: the market}, every: 1 week, alert: {zh: 超过一成, en: over a tenth}, owner: head, opens: wrong}
processes:
  survey:
    label: {zh: 调查闭环, en: Survey loop}
    calendar: works
    owner: head
    assumed: true
    states:
      asking: {label: {zh: 调查中, en: asking}}
      waiting: {label: {zh: 等答复, en: waiting}, pause: true}
      done: {label: {zh: 已闭环, en: closed}, end: true}
    transitions:
      - {from: asking, on: 问完, to: done, by: head, emits: 已问完, when: tier > 3 and till or market == "rural"}
      - {from: asking, on: 等一等, to: waiting}
      - {from: waiting, on: 答复了, to: asking}
    clocks:
      asked: {label: {zh: 调查期, en: survey time}, until: 问完, within: 11 workdays, warn: 2 workdays}
    escalation:
      - {from: head, any: [cannot resolve]}
    remind: {every: 3 workdays, times: 5}
"""


@cache
def whole_policy() -> Program:
    report = check_texts({"policy.yaml": TEXT})
    assert report.program is not None, list(report.diagnostics)
    return report.program
