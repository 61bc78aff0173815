"""A policy in texts, its workbook, and the workbook after somebody edited it."""

import openpyxl

from workflow_engine.policy import check_texts
from workflow_engine.workbooks.importing import sheet_import
from workflow_engine.workbooks.names import names_of
from workflow_engine.workbooks.reading import read_workbook
from workflow_engine.workbooks.sheets import policy_sheets
from workflow_engine.workbooks.writing import write_sheets

HEAD = """\
policy: {id: shop, version: "1", stage: draft}
customer:
  key: customer_id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: 档位}
      market: {type: choice, of: {urban: 城镇, rural: 乡村}, label: 市场}
      joined_on: {type: date}
roles:
  manager: {label: 客户经理, reports_to: boss}
  boss: {label: 主管}
categories: {of: [big], otherwise: general}
visits:
  general: {times: 1 per month, minutes: 20, modes: [field]}
  big: {times: 4 per month, minutes: 40, modes: [field]}
"""

TABLES = """\
# 决策表：每行一条规则
tables:
  visit_minutes:          # 拜访时长
    gives: {minutes: {type: integer}, mode: {type: choice, of: [field, online]}}
    hit: first
    rows:
      # 大户在乡村要多留时间
      - {tier: ≥ 28, market: rural, then: {minutes: 60, mode: field}}   # 路远
      - {tier: 10..<28, then: {minutes: 30, mode: field}}

      # 其余城镇客户
      - market: urban
        then: {minutes: 25, mode: online}
    otherwise: {minutes: 20, mode: field}   # 兜底
  fee:
    gives: {type: integer}
    rows:
      - {tier: "> 20", then: 5}
      - {tier: ≤ 20, then: 8}
"""

ITEMS = """\
tags:
  big: {label: 大客户, when: tier >= 28}
must_do:
  # 每次都要盘
  stock_count:
    label: {zh: 库存盘点, en: Stock count}
    for: everyone
    every: visit          # 随拜访
    by: manager
    value: high
    steps: [{zh: 清点, en: Count}, {zh: 记录, en: Record}]
  price_tags:
    label: 明码标价
    every: 1 quarter
    minutes: 10
    by: manager
optional:
  coaching: {label: 辅导, eligible: big, every: 1 month, minutes: 20, by: manager}
staff:
  李明: {role: manager, reports_to: 王芳, skills: [数字技能, "沟通、协调"]}
  王芳: {role: boss}   # 主管
"""

SOURCES = {"head.yaml": HEAD, "tables.yaml": TABLES, "items.yaml": ITEMS}
CHINESE = {
    "head.yaml": HEAD,
    "表.yaml": """\
# 全部中文
决策表:
  fee:
    给出: {类型: 整数}
    行:
      - {tier: "> 20", 结果: 5}
      - {tier: ≤ 20, 结果: 8}
标签:
  big: {名称: 大客户, 条件: tier >= 28}
人员:
  王芳: {岗位: boss}
""",
}


def names(sources):
    report = check_texts(sources)
    assert report.program is not None, [(d.code, d.message.zh) for d in report.diagnostics]
    return names_of(report.program)


def export(sources, path, lang="zh"):
    write_sheets(path, policy_sheets(sources, names(sources)), "shop", lang=lang)
    return path


def edited(path, edit):
    """The workbook after `edit(book)`, saved as Excel would."""
    book = openpyxl.load_workbook(path)
    edit(book)
    target = path.with_name("edited.xlsx")
    book.save(target)
    return target


def brought_back(sources, path):
    """What the import of a workbook would do."""
    return sheet_import(read_workbook(path), "shop", sources, names(sources))


def column(sheet, heading):
    headings = [str(cell.value or "").split("\n")[0] for cell in sheet[1]]
    return headings.index(heading) + 1


def row(sheet, name):
    return [str(cell.value) for cell in sheet["A"]].index(name) + 1


def put(sheet, name, heading, value):
    sheet.cell(row(sheet, name), column(sheet, heading)).value = value
