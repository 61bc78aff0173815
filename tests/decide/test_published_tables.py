"""Decision tables as published, with their published results.

Sources: the DMN specification (chapters 8 and 11), the vacation days of the Decision Management
Community, the dish and invoice tables of Camunda's documentation, and decision tables modelled on
the hit-policy cases 0108 to 0119 of the DMN technology compatibility kit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from workflow_engine.decide.decider import decide
from workflow_engine.planning.json_values import json_value
from workflow_engine.policy import Policy, check_texts

TODAY = dt.date(2026, 11, 21)


@dataclass(frozen=True)
class Published:
    """Tables as an author writes them, and customers with the values they must get."""

    attributes: str
    tables: str
    results: tuple[tuple[dict[str, Any], dict[str, Any]], ...]


RISK = "{type: choice, of: [DECLINE, HIGH, MEDIUM, LOW, VERY LOW]}"

BUREAU_CALL_TYPE = Published(
    f"pre_bureau: {RISK}",
    """
  bureau_call_type:
    gives: {type: choice, of: [FULL, MINI, NONE]}
    hit: unique
    rows:
      - {pre_bureau: HIGH | MEDIUM, then: FULL}
      - {pre_bureau: LOW, then: MINI}
      - {pre_bureau: VERY LOW | DECLINE, then: NONE}
""",
    tuple(
        ({"pre_bureau": category}, {"bureau_call_type": call})
        for category, call in {
            "HIGH": "FULL",
            "MEDIUM": "FULL",
            "LOW": "MINI",
            "VERY LOW": "NONE",
            "DECLINE": "NONE",
        }.items()
    ),
)

CREDIT_CONTINGENCY_FACTOR = Published(
    f"""risk: {RISK}
      income: {{type: number}}
      repayments: {{type: number}}
      expenses: {{type: number}}
      instalment: {{type: number}}""",
    """
  contingency_factor:
    gives: {type: number}
    hit: unique
    rows:
      - {risk: HIGH | DECLINE, then: 0.6}
      - {risk: MEDIUM, then: 0.7}
      - {risk: LOW | VERY LOW, then: 0.8}
  affordable:
    gives: {type: boolean}
    hit: unique
    rows:
      - {then: (income - (repayments + expenses)) * contingency_factor > instalment}
""",
    (
        (
            {
                "risk": "VERY LOW",
                "income": 10000,
                "repayments": 2500,
                "expenses": 3000,
                "instalment": "1680.880325",
            },
            {"contingency_factor": 0.8, "affordable": True},
        ),
        (
            {
                "risk": "HIGH",
                "income": 6000,
                "repayments": 2000,
                "expenses": 1000,
                "instalment": 1800,
            },
            {"contingency_factor": 0.6, "affordable": False},  # 3000 × 0.6 is not above 1800
        ),
        (
            {
                "risk": "MEDIUM",
                "income": 6000,
                "repayments": 2000,
                "expenses": 1000,
                "instalment": "2099.999999",
            },
            {"contingency_factor": 0.7, "affordable": True},
        ),
        ({"risk": "DECLINE"}, {"contingency_factor": 0.6, "affordable": None}),
    ),
)

APPLICATION_RISK_SCORE = Published(
    """age: {type: integer}
      marital_status: {type: choice, of: {S: single, M: married}}
      employment: {type: choice, of: [UNEMPLOYED, STUDENT, EMPLOYED, SELF-EMPLOYED]}
      existing_customer: {type: boolean}""",
    """
  risk_score:
    gives: {type: integer}
    hit: collect sum
    rows:
      - {age: 18..21, then: 32}
      - {age: 22..25, then: 35}
      - {age: 26..35, then: 40}
      - {age: 36..49, then: 43}
      - {age: ≥ 50, then: 48}
      - {marital_status: S, then: 25}
      - {marital_status: M, then: 45}
      - {employment: UNEMPLOYED, then: 15}
      - {employment: STUDENT, then: 18}
      - {employment: EMPLOYED, then: 45}
      - {employment: SELF-EMPLOYED, then: 36}
  pre_bureau:
    gives: {type: choice, of: [DECLINE, HIGH, MEDIUM, LOW, VERY LOW]}
    hit: unique
    rows:
      - {existing_customer: false, risk_score: < 100, then: HIGH}
      - {existing_customer: false, risk_score: 100..<120, then: MEDIUM}
      - {existing_customer: false, risk_score: 120..130, then: LOW}
      - {existing_customer: false, risk_score: "> 130", then: VERY LOW}
      - {existing_customer: true, risk_score: < 80, then: DECLINE}
      - {existing_customer: true, risk_score: 80..<90, then: HIGH}
      - {existing_customer: true, risk_score: 90..110, then: MEDIUM}
      - {existing_customer: true, risk_score: "> 110", then: LOW}
""",
    tuple(
        (
            {
                "age": age,
                "marital_status": status,
                "employment": employment,
                "existing_customer": existing,
            },
            {"risk_score": score, "pre_bureau": category},
        )
        for age, status, employment, existing, score, category in (
            (51, "M", "EMPLOYED", False, 138, "VERY LOW"),  # the specification's own case
            (51, "M", "EMPLOYED", True, 138, "LOW"),
            (18, "S", "UNEMPLOYED", True, 72, "DECLINE"),
            (21, "S", "STUDENT", False, 75, "HIGH"),
            (22, "S", "STUDENT", True, 78, "DECLINE"),
            (26, "S", "STUDENT", True, 83, "HIGH"),
            (35, "S", "SELF-EMPLOYED", False, 101, "MEDIUM"),
            (36, "M", "SELF-EMPLOYED", False, 124, "LOW"),
            (25, "M", "EMPLOYED", False, 125, "LOW"),
            (26, "M", "EMPLOYED", False, 130, "LOW"),
            (50, "M", "UNEMPLOYED", True, 108, "MEDIUM"),
        )
    ),
)

POST_BUREAU_RISK_CATEGORY = Published(
    """existing_customer: {type: boolean}
      risk_score: {type: number}
      credit_score: {type: number}""",
    """
  post_bureau:
    gives: {type: choice, of: [HIGH, MEDIUM, LOW, VERY LOW]}
    hit: unique
    rows:
      - {existing_customer: false, risk_score: < 120, credit_score: < 590, then: HIGH}
      - {existing_customer: false, risk_score: < 120, credit_score: 590..610, then: MEDIUM}
      - {existing_customer: false, risk_score: < 120, credit_score: "> 610", then: LOW}
      - {existing_customer: false, risk_score: 120..130, credit_score: < 600, then: HIGH}
      - {existing_customer: false, risk_score: 120..130, credit_score: 600..625, then: MEDIUM}
      - {existing_customer: false, risk_score: 120..130, credit_score: "> 625", then: LOW}
      - {existing_customer: false, risk_score: "> 130", credit_score: "-", then: VERY LOW}
      - {existing_customer: true, risk_score: <= 100, credit_score: < 580, then: HIGH}
      - {existing_customer: true, risk_score: <= 100, credit_score: 580..600, then: MEDIUM}
      - {existing_customer: true, risk_score: <= 100, credit_score: "> 600", then: LOW}
      - {existing_customer: true, risk_score: "> 100", credit_score: < 590, then: HIGH}
      - {existing_customer: true, risk_score: "> 100", credit_score: 590..615, then: MEDIUM}
      - {existing_customer: true, risk_score: "> 100", credit_score: "> 615", then: LOW}
""",
    tuple(
        (
            {"existing_customer": existing, "risk_score": risk, "credit_score": credit},
            {"post_bureau": category},
        )
        for existing, risk, credit, category in (
            (False, 119, 589, "HIGH"),
            (False, 119, 590, "MEDIUM"),
            (False, 119, 610, "MEDIUM"),
            (False, 119, "610.5", "LOW"),
            (False, 120, 599, "HIGH"),
            (False, 130, 625, "MEDIUM"),
            (False, 130, 626, "LOW"),
            (False, 138, None, "VERY LOW"),
            (True, 100, 579, "HIGH"),
            (True, 100, 600, "MEDIUM"),
            (True, 100, 601, "LOW"),
            (True, "100.000001", 601, "MEDIUM"),
            (True, 101, 616, "LOW"),
            (True, 101, None, None),
        )
    ),
)

ELIGIBILITY_AND_STRATEGY = Published(
    f"""pre_bureau: {RISK}
      pre_bureau_affordable: {{type: boolean}}
      age: {{type: integer}}
      call: {{type: choice, of: [FULL, MINI, NONE]}}""",
    """
  eligibility:
    gives: {type: choice, of: [INELIGIBLE, ELIGIBLE]}
    hit: priority
    rows:
      - {pre_bureau: DECLINE, then: INELIGIBLE}
      - {pre_bureau_affordable: false, then: INELIGIBLE}
      - {age: < 18, then: INELIGIBLE}
      - {then: ELIGIBLE}
  strategy:
    gives: {type: choice, of: [BUREAU, DECLINE, THROUGH]}
    hit: unique
    rows:
      - {eligibility: INELIGIBLE, then: DECLINE}
      - {eligibility: ELIGIBLE, call: FULL | MINI, then: BUREAU}
      - {eligibility: ELIGIBLE, call: NONE, then: THROUGH}
""",
    tuple(
        (
            {"pre_bureau": risk, "pre_bureau_affordable": afford, "age": age, "call": call},
            {"eligibility": eligibility, "strategy": strategy},
        )
        for risk, afford, age, call, eligibility, strategy in (
            ("VERY LOW", True, 51, "NONE", "ELIGIBLE", "THROUGH"),
            ("LOW", True, 18, "MINI", "ELIGIBLE", "BUREAU"),
            ("HIGH", True, 17, "FULL", "INELIGIBLE", "DECLINE"),
            ("DECLINE", True, 51, "NONE", "INELIGIBLE", "DECLINE"),
            ("MEDIUM", False, 51, "FULL", "INELIGIBLE", "DECLINE"),
            ("DECLINE", None, None, None, "INELIGIBLE", "DECLINE"),
            ("LOW", None, 51, "MINI", None, None),
        )
    ),
)

ROUTING = Published(
    """affordable: {type: boolean}
      bankrupt: {type: boolean}
      risk: {type: choice, of: [HIGH, MEDIUM, LOW, VERY LOW]}
      credit_score: {type: integer}""",
    """
  routing:
    gives: {type: choice, of: [DECLINE, REFER, ACCEPT]}
    hit: priority
    rows:
      - {affordable: false, then: DECLINE}
      - {bankrupt: true, then: DECLINE}
      - {risk: HIGH, then: REFER}
      - {credit_score: < 580, then: REFER}
      - {then: ACCEPT}
""",
    tuple(
        (
            {"affordable": afford, "bankrupt": bankrupt, "risk": risk, "credit_score": score},
            {"routing": routing},
        )
        for afford, bankrupt, risk, score, routing in (
            (True, False, "LOW", 600, "ACCEPT"),
            (True, False, "LOW", 580, "ACCEPT"),
            (True, False, "LOW", 579, "REFER"),
            (True, False, "HIGH", 700, "REFER"),
            (True, True, "HIGH", 500, "DECLINE"),
            (False, False, "VERY LOW", 700, "DECLINE"),
        )
    ),
)

LOAN_PRODUCT_FEES = Published(
    "product: {type: choice, of: [STANDARD LOAN, SPECIAL LOAN]}\n      rate: {type: number}",
    """
  monthly_fee:
    gives: {type: number}
    hit: unique
    rows:
      - {product: STANDARD LOAN, then: 20.00}
      - {product: SPECIAL LOAN, then: 25.00}
  monthly_rate:
    gives: {type: number}
    rows:
      - {then: rate / 12}
""",
    (
        (
            {"product": "STANDARD LOAN", "rate": "0.08"},
            {"monthly_fee": 20, "monthly_rate": 0.006667},
        ),
        ({"product": "SPECIAL LOAN", "rate": "0.06"}, {"monthly_fee": 25, "monthly_rate": 0.005}),
        ({}, {"monthly_fee": None, "monthly_rate": None}),
    ),
)

VACATION_DAYS = Published(
    "age: {type: integer}\n      service: {type: integer}",
    """
  extra_5:
    gives: {type: integer}
    hit: collect max
    rows:
      - {age: < 18 | >= 60, then: 5}
      - {service: ≥ 30, then: 5}
    otherwise: 0
  extra_3:
    gives: {type: integer}
    hit: collect max
    rows:
      - {service: ≥ 30, then: 3}
      - {age: ≥ 60, then: 3}
    otherwise: 0
  extra_2:
    gives: {type: integer}
    hit: collect max
    rows:
      - {service: 15..<30, then: 2}
      - {age: ≥ 45, then: 2}
    otherwise: 0
  holidays:
    gives: {type: integer}
    hit: first
    rows:
      - {extra_5: "> 0", then: 22 + extra_5 + extra_3}
    otherwise: 22 + extra_2 + extra_3
""",
    tuple(
        ({"age": age, "service": service}, {"holidays": days})
        for age, service, days in (
            (16, 1, 27),
            (25, 5, 22),
            (25, 15, 24),
            (44, 20, 24),
            (44, 30, 30),
            (45, 5, 24),
            (50, 20, 24),
            (50, 30, 30),
            (60, 20, 30),
        )
    ),
)

HOLIDAY_ENTITLEMENT = Published(
    "age: {type: integer}\n      service: {type: integer}",
    """
  holidays:
    gives: {type: integer}
    hit: collect sum
    rows:
      - {then: 22}
      - {age: ≥ 60, then: 3}
      - {age: 45..<60, service: < 30, then: 2}
      - {service: ≥ 30, then: 3}
      - {age: < 18, then: 5}
      - {age: ≥ 60, then: 5}
      - {age: 18..<60, service: ≥ 30, then: 5}
      - {age: 18..<45, service: 15..<30, then: 2}
""",
    tuple(
        ({"age": age, "service": service}, {"holidays": days})
        for age, service, days in (
            (17, 0, 27),
            (18, 14, 22),
            (18, 15, 24),
            (44, 29, 24),
            (45, 0, 24),
            (59, 30, 30),
            (60, 0, 30),
            (60, 30, 33),
        )
    ),
)

ORDER_DISCOUNT = Published(
    """customer: {type: choice, of: [Business, Private, Government]}
      order_size: {type: integer}
      delivery: {type: choice, of: [same day, slow]}""",
    """
  discount:
    gives: {type: number}
    hit: unique
    rows:
      - {customer: Business, order_size: < 10, then: 0.10}
      - {customer: Business, order_size: ">= 10", then: 0.15}
      - {customer: Private, delivery: same day, then: 0}
      - {customer: Private, delivery: slow, then: 0.05}
      - {customer: Government, then: 0.15}
""",
    tuple(
        ({"customer": who, "order_size": size, "delivery": how}, {"discount": discount})
        for who, size, how, discount in (
            ("Business", 9, "slow", 0.1),
            ("Business", 10, None, 0.15),
            ("Private", 10, "same day", 0),
            ("Private", None, "slow", 0.05),
            ("Government", None, None, 0.15),
            ("Business", None, None, None),
        )
    ),
)

PERSON_LOAN_COMPLIANCE = Published(
    """rating: {type: choice, of: [A, B, C]}
      card_balance: {type: number}
      loan_balance: {type: number}""",
    """
  compliance:
    gives: {type: choice, of: [Compliant, Not Compliant]}
    hit: any
    rows:
      - {rating: A, card_balance: < 10000, loan_balance: < 50000, then: Compliant}
      - {rating: not A, then: Not Compliant}
      - {card_balance: ≥ 10000, then: Not Compliant}
      - {loan_balance: ≥ 50000, then: Not Compliant}
""",
    tuple(
        (
            {"rating": rating, "card_balance": card, "loan_balance": loan},
            {"compliance": compliance},
        )
        for rating, card, loan, compliance in (
            ("A", "9999.99", "49999.99", "Compliant"),
            ("A", 10000, 0, "Not Compliant"),
            ("B", 10000, 50000, "Not Compliant"),
            ("C", None, None, "Not Compliant"),
            ("A", 0, None, None),
        )
    ),
)

DISH = Published(
    """season: {type: choice, of: [Fall, Winter, Spring, Summer]}
      guests: {type: integer}
      with_children: {type: boolean}""",
    """
  dish:
    gives: {type: text}
    hit: unique
    rows:
      - {season: Fall, guests: <= 8, then: Spareribs}
      - {season: Winter, guests: <= 8, then: Roastbeef}
      - {season: Spring, guests: <= 4, then: Dry Aged Gourmet Steak}
      - {season: Spring, guests: 5..8, then: Steak}
      - {season: Fall | Winter | Spring, guests: "> 8", then: Stew}
      - {season: Summer, then: Light Salad and a nice Steak}
  beverages:
    gives: {type: text}
    hit: collect
    rows:
      - {dish: Spareribs, then: Aecht Schlenkerla Rauchbier}
      - {dish: Stew, then: Guiness}
      - {dish: Roastbeef, then: Bordeaux}
      - {dish: [Steak, Dry Aged Gourmet Steak, Light Salad and a nice Steak], then: Pinot Noir}
      - {with_children: true, then: Apple Juice}
      - {then: Water}
""",
    tuple(
        (
            {"season": season, "guests": guests, "with_children": children},
            {"dish": dish, "beverages": list(drinks)},
        )
        for season, guests, children, dish, *drinks in (
            ("Fall", 8, False, "Spareribs", "Aecht Schlenkerla Rauchbier", "Water"),
            ("Winter", 8, True, "Roastbeef", "Bordeaux", "Apple Juice", "Water"),
            ("Spring", 4, False, "Dry Aged Gourmet Steak", "Pinot Noir", "Water"),
            ("Spring", 5, True, "Steak", "Pinot Noir", "Apple Juice", "Water"),
            ("Winter", 9, False, "Stew", "Guiness", "Water"),
            (
                "Summer",
                14,
                True,
                "Light Salad and a nice Steak",
                "Pinot Noir",
                "Apple Juice",
                "Water",
            ),
        )
    ),
)

INVOICE_APPROVAL = Published(
    "amount: {type: number}\n      kind: {type: choice, of: [Travel Expenses, Misc, Software Costs]}",
    """
  classification:
    gives: {type: text}
    hit: unique
    rows:
      - {amount: < 250, kind: Misc, then: day-to-day expense}
      - {amount: 250..1000, kind: Misc, then: budget}
      - {amount: "> 1000", kind: Misc, then: exceptional}
      - {kind: Travel Expenses, then: day-to-day expense}
      - {kind: Software Costs, then: budget}
  approvers:
    gives: {type: choice, of: [management, accounting, sales]}
    hit: rule_order
    rows:
      - {classification: day-to-day expense, then: accounting}
      - {classification: day-to-day expense, then: sales}
      - {classification: budget, then: sales}
      - {classification: exceptional, then: accounting}
      - {classification: exceptional, then: management}
""",
    tuple(
        ({"amount": amount, "kind": kind}, {"classification": classed, "approvers": approvers})
        for amount, kind, classed, approvers in (
            ("249.99", "Misc", "day-to-day expense", ["accounting", "sales"]),
            (250, "Misc", "budget", ["sales"]),
            (1000, "Misc", "budget", ["sales"]),
            ("1000.01", "Misc", "exceptional", ["accounting", "management"]),
            (None, "Travel Expenses", "day-to-day expense", ["accounting", "sales"]),
            (10, "Software Costs", "budget", ["sales"]),
        )
    ),
)

APPROVAL_ATTRIBUTES = """age: {type: integer}
      risk: {type: choice, of: [High, Medium, Low]}
      affordable: {type: boolean}"""
APPLICANTS = {
    "adult": {"age": 18, "risk": "Low", "affordable": True},
    "minor": {"age": 17, "risk": "Medium", "affordable": True},
    "risky": {"age": 38, "risk": "High", "affordable": True},
    "poor": {"age": 38, "risk": "Low", "affordable": False},
    "poor minor": {"age": 12, "risk": "High", "affordable": False},
}
OUTCOMES = {
    "yes": {"status": "Approved", "rate": "Best"},
    "no": {"status": "Declined", "rate": "Standard"},
}
APPROVAL_GIVES = """
    gives:
      status: {type: choice, of: [Approved, Declined]}
      rate: {type: choice, of: [Best, Standard]}"""


def approval(hit: str, rows: str, **results: object) -> Published:
    """One table on the applicants of the compatibility kit's hit-policy cases."""
    return Published(
        APPROVAL_ATTRIBUTES,
        f"\n  approval:{APPROVAL_GIVES}\n    hit: {hit}\n    rows:\n{rows}",
        tuple((APPLICANTS[who.replace("_", " ")], {"approval": r}) for who, r in results.items()),
    )


APPROVAL_ROWS = """
      - {age: ≥ 18, risk: Medium | Low, affordable: true, then: {status: Approved, rate: Best}}
      - {age: < 18, risk: Medium | Low, affordable: true, then: {status: Declined, rate: Standard}}
      - {risk: High, affordable: true, then: {status: Declined, rate: Standard}}
      - {affordable: false, then: {status: Declined, rate: Standard}}
"""
OVERLAPPING_ROWS = """
      - {age: < 18, then: {status: Declined, rate: Standard}}
      - {risk: High, then: {status: Declined, rate: Best}}
      - {affordable: false, then: {status: Declined, rate: Standard}}
      - {risk: High | Low, then: {status: Approved, rate: Standard}}
      - {then: {status: Approved, rate: Best}}
"""
YES, NO = OUTCOMES["yes"], OUTCOMES["no"]
DECLINED_BEST = {"status": "Declined", "rate": "Best"}
APPROVED_STANDARD = {"status": "Approved", "rate": "Standard"}

UNIQUE = approval("unique", APPROVAL_ROWS, adult=YES, minor=NO, risky=NO, poor=NO, poor_minor=NO)
FIRST = approval(
    "first", OVERLAPPING_ROWS, adult=APPROVED_STANDARD, minor=NO, risky=DECLINED_BEST, poor=NO
)
ANY = approval(
    "any",
    """
      - {risk: High, then: {status: Declined, rate: Standard}}
      - {age: < 18, then: {status: Declined, rate: Standard}}
      - {affordable: false, then: {status: Declined, rate: Standard}}
      - {age: ≥ 18, risk: not High, affordable: true, then: {status: Approved, rate: Best}}
""",
    adult=YES,
    minor=NO,
    poor_minor=NO,
)
PRIORITY = approval(
    "priority", OVERLAPPING_ROWS, adult=YES, minor=YES, risky=YES, poor=YES, poor_minor=YES
)
RULE_ORDER = approval(
    "rule_order",
    OVERLAPPING_ROWS,
    adult=[APPROVED_STANDARD, YES],
    minor=[NO, YES],
    risky=[DECLINED_BEST, APPROVED_STANDARD, YES],
    poor_minor=[NO, DECLINED_BEST, NO, APPROVED_STANDARD, YES],
)
OUTPUT_ORDER = approval(
    "output_order",
    OVERLAPPING_ROWS,
    adult=[YES, APPROVED_STANDARD],
    minor=[YES, NO],
    risky=[YES, APPROVED_STANDARD, DECLINED_BEST],
    poor_minor=[YES, APPROVED_STANDARD, DECLINED_BEST, NO, NO],
)
COLLECT_LIST = approval(
    "collect", OVERLAPPING_ROWS, adult=[APPROVED_STANDARD, YES], poor=[NO, APPROVED_STANDARD, YES]
)
CONFLICT = approval("unique", OVERLAPPING_ROWS, adult=None, minor=None)


def rates(hit: str, gives: str = "{type: number}", rest: str = "", **results: object) -> Published:
    """One column in, one out: every row that holds gives a number."""
    return Published(
        "age: {type: integer}",
        f"""
  rate:
    gives: {gives}
    hit: {hit}
    rows:
      - {{age: ≥ 18, then: 70.5}}
      - {{age: ≥ 12, then: 30}}
      - {{age: "> 20", then: 30}}
      - {{age: "> 60", then: -0.1}}
{rest}""",
        tuple(({"age": int(age[1:])}, {"rate": rate}) for age, rate in results.items()),
    )


OTHERWISE = "    otherwise: 9\n"

PUBLISHED = {
    "bureau call type": BUREAU_CALL_TYPE,
    "credit contingency factor": CREDIT_CONTINGENCY_FACTOR,
    "application risk score": APPLICATION_RISK_SCORE,
    "post-bureau risk category": POST_BUREAU_RISK_CATEGORY,
    "eligibility and strategy": ELIGIBILITY_AND_STRATEGY,
    "routing": ROUTING,
    "loan product fees": LOAN_PRODUCT_FEES,
    "vacation days": VACATION_DAYS,
    "holiday entitlement": HOLIDAY_ENTITLEMENT,
    "order discount": ORDER_DISCOUNT,
    "person loan compliance": PERSON_LOAN_COMPLIANCE,
    "dish and beverages": DISH,
    "invoice approval": INVOICE_APPROVAL,
    "unique": UNIQUE,
    "first": FIRST,
    "any": ANY,
    "priority": PRIORITY,
    "rule order": RULE_ORDER,
    "output order": OUTPUT_ORDER,
    "collect list": COLLECT_LIST,
    "conflict": CONFLICT,
    "collect sum": rates("collect sum", a11=None, a12=30, a18=100.5, a21=130.5, a61=130.4),
    "collect min": rates("collect min", a11=None, a12=30, a18=30, a61=-0.1),
    "collect max": rates("collect max", a11=None, a12=30, a18=70.5, a61=70.5),
    "collect count": rates("collect count", a11=0, a12=1, a18=2, a21=3, a61=4),
    "collect numbers": rates("collect", a11=None, a18=[70.5, 30], a61=[70.5, 30, 30, -0.1]),
    "rule order of numbers": rates("rule_order", a12=[30], a21=[70.5, 30, 30]),
    "first of numbers": rates("first", a11=None, a12=30, a61=70.5),
    "any of equal numbers": rates("any", a11=None, a12=30, a18=None),
    "sum with a default": rates("collect sum", rest=OTHERWISE, a11=9, a12=30),
    "count with a default": rates("collect count", rest=OTHERWISE, a11=9, a12=1),
    "first with a default": rates("first", rest=OTHERWISE, a11=9, a12=30),
    "list with a default": rates("collect", rest=OTHERWISE, a11=[9], a12=[30]),
}


@cache
def policy(name: str) -> Policy:
    published = PUBLISHED[name]
    report = check_texts(
        {
            "policy.yaml": f"""
policy: {{id: published, version: "1"}}
customer:
  key: id
  attributes:
    basic:
      {published.attributes}
tables:{published.tables}"""
        }
    )
    assert report.program is not None, [found.message.en for found in report.diagnostics]
    return Policy(report.program)


@pytest.mark.parametrize(
    ("name", "case"),
    [(name, case) for name, made in PUBLISHED.items() for case in range(len(made.results))],
)
def test_published_result(name: str, case: int) -> None:
    made = policy(name)
    customer, expected = PUBLISHED[name].results[case]
    decision = made.decide({"id": "1", **customer}, at=TODAY)
    assert decision == decide(made.program, made.values({"id": "1", **customer}), TODAY)
    found = {
        table: json_value(decision.values[table], made.program.definitions[table].type)
        for table in expected
    }
    assert found == expected


def test_rows_that_disagree_are_a_conflict_and_not_a_gap() -> None:
    made = policy("conflict")
    decision = made.decide({"id": "1", **APPLICANTS["minor"]}, at=TODAY)
    assert decision.conflicts == ("approval",)
    assert decision.unknown == ()
