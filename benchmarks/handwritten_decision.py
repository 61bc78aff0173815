"""The generated policy's decisions in plain Python; see `write_handwritten`.

Numbers are integers in millionths; None is missing or unknown.
"""
# ruff: noqa: PLR0915, SIM108 - one long function, as the policy is

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from benchmarks.handwritten_parts import (
    HIGH_VALUE,
    LOW_VALUE,
    MEDIUM_VALUE,
    Decision,
    all_below,
    divided,
    level_among,
    mean_of_last,
    offer_state,
    possible_levels,
    times,
    visit_for,
)


def decide(customer: Mapping[str, Any], today: dt.date) -> Decision:
    """Everything decided about one customer."""
    tier = customer["tier"]
    market = customer["market"]
    shop_format = customer["shop_format"]
    joined_on = customer["joined_on"]
    smart_pos = customer["smart_pos"]
    demo_shop = customer["demo_shop"]
    district = customer["district"]
    contribution = customer["contribution"]
    service_cost = customer["service_cost"]
    monthly_volume = customer["monthly_volume"]
    previous_volume = customer["previous_volume"]
    stock_days = customer["stock_days"]
    stockout_days = customer["stockout_days"]
    cash = customer["cash"]
    display = customer["display"]
    price_tag_ok = customer["price_tag_ok"]
    last_order = customer["last_order"]
    violations = customer["violations"]
    credit = customer["credit"]
    trained_on = customer["trained_on"]
    satisfaction = customer["satisfaction"]
    process_satisfaction = customer["process_satisfaction"]
    pos_usage = customer["pos_usage"]
    open_feedback = customer["open_feedback"]
    cooperation = customer["cooperation"]
    member = customer["member"]
    opted_in = customer["opted_in"]
    net = None
    if contribution is not None and service_cost is not None:
        net = contribution - service_cost
    if display is None or stock_days is None:
        tag_01 = (
            True
            if (display is not None and display >= 10_500_000)
            or (stock_days is not None and 22 <= stock_days <= 23)
            else None
        )
    else:
        tag_01 = display >= 10_500_000 or 22 <= stock_days <= 23
    tag_02 = None if monthly_volume is None else monthly_volume >= 403_000_000
    process_satisfaction_low_1 = (
        None if process_satisfaction is None else all_below(process_satisfaction, 1, 70_000_000)
    )
    if tag_01 is None or process_satisfaction_low_1 is None or stock_days is None:
        tag_03 = (
            False
            if tag_01 is False
            or process_satisfaction_low_1 is False
            or (stock_days is not None and stock_days < 23)
            else None
        )
    else:
        tag_03 = tag_01 and process_satisfaction_low_1 and stock_days >= 23
    tag_04 = process_satisfaction_low_1
    tag_05 = None if display is None else display < 22_250_000
    days_since_trained_on = None if trained_on is None else (today - trained_on).days
    tag_06 = None if days_since_trained_on is None else days_since_trained_on > 469
    days_since_joined_on = (today - joined_on).days
    if cooperation is None:
        tag_07 = False if days_since_joined_on <= 2216 else None
    else:
        tag_07 = cooperation == "good" and days_since_joined_on > 2216
    if open_feedback is None or tag_04 is None:
        tag_08 = (
            False if (open_feedback is not None and open_feedback <= 5) or tag_04 is False else None
        )
    else:
        tag_08 = open_feedback > 5 and tag_04
    tag_09 = None if cash is None else cash == "smooth"
    tag_10 = None if district is None else district.startswith("城")
    tag_11 = None if display is None else display >= 50_250_000
    if previous_volume is None or cooperation is None or member is None:
        tag_12 = (
            True
            if (previous_volume is not None and previous_volume > 693_750_000)
            or cooperation == "poor"
            or member
            else None
        )
    else:
        tag_12 = previous_volume > 693_750_000 or cooperation == "poor" or member
    previous_volume_times_75 = None if previous_volume is None else times(previous_volume, 750_000)
    tag_13 = (
        None
        if monthly_volume is None or previous_volume_times_75 is None
        else monthly_volume < previous_volume_times_75
    )
    if credit is None or tag_01 is None:
        tag_14 = (
            False if (credit is not None and credit < 19_122_500_000) or tag_01 is False else None
        )
    else:
        tag_14 = credit >= 19_122_500_000 and tag_01
    tag_15 = None if credit is None else credit <= 15_210_250_000
    process_satisfaction_low_4 = (
        None if process_satisfaction is None else all_below(process_satisfaction, 4, 70_000_000)
    )
    if net is None or process_satisfaction_low_4 is None:
        tag_16_part = (
            True if (net is not None and net < 620_750_000) or process_satisfaction_low_4 else None
        )
    else:
        tag_16_part = net < 620_750_000 or process_satisfaction_low_4
    if net is None or tag_16_part is None:
        tag_16 = False if (net is not None and net >= 491_000_000) or tag_16_part is False else None
    else:
        tag_16 = net < 491_000_000 and tag_16_part
    if tag_07 is None:
        tag_17 = False if market != "rural" else None
    else:
        tag_17 = market == "rural" and tag_07
    tag_18 = days_since_joined_on <= 479
    tag_19 = None if shop_format is None else shop_format in {"convenience", "grocery"}
    if monthly_volume is None or tag_17 is None:
        tag_20 = (
            True
            if (monthly_volume is not None and monthly_volume < 279_250_000) or tag_17 or tag_18
            else None
        )
    else:
        tag_20 = monthly_volume < 279_250_000 or tag_17 or tag_18
    days_since_last_order = None if last_order is None else (today - last_order).days
    if previous_volume is None or monthly_volume is None or previous_volume_times_75 is None:
        tag_21_part = (
            True
            if (previous_volume is not None and previous_volume < 542_750_000)
            or (
                monthly_volume is not None
                and previous_volume_times_75 is not None
                and monthly_volume < previous_volume_times_75
            )
            else None
        )
    else:
        tag_21_part = previous_volume < 542_750_000 or monthly_volume < previous_volume_times_75
    if days_since_last_order is None or tag_21_part is None:
        tag_21 = (
            False
            if (days_since_last_order is not None and days_since_last_order <= 23)
            or tag_21_part is False
            else None
        )
    else:
        tag_21 = days_since_last_order > 23 and tag_21_part
    tag_22 = market == "urban"
    tag_23 = demo_shop
    previous_volume_times_125 = (
        None if previous_volume is None else times(previous_volume, 1_250_000)
    )
    tag_24 = (
        None
        if monthly_volume is None or previous_volume_times_125 is None
        else monthly_volume > previous_volume_times_125
    )
    tag_25 = None if previous_volume is None else previous_volume >= 873_750_000
    if district is None or days_since_trained_on is None:
        tag_26 = (
            True
            if (district is not None and district.startswith("城"))
            or (days_since_trained_on is not None and days_since_trained_on > 377)
            else None
        )
    else:
        tag_26 = district.startswith("城") or days_since_trained_on > 377
    tag_27 = price_tag_ok
    tag_28 = None if days_since_trained_on is None else days_since_trained_on > 414
    tag_29 = tag_18 and days_since_joined_on > 1403
    tag_30 = None if credit is None else credit >= 3_991_500_000
    if tag_17 is None:
        tag_31 = False if tier <= 27 else None
    else:
        tag_31 = tag_17 and tier > 27
    tag_32 = None if days_since_trained_on is None else days_since_trained_on > 196
    if open_feedback is None or tag_23 is None:
        tag_33 = (
            False if (open_feedback is not None and open_feedback <= 5) or tag_23 is False else None
        )
    else:
        tag_33 = open_feedback > 5 and tag_23
    if monthly_volume is None or previous_volume_times_125 is None or previous_volume is None:
        tag_34 = (
            True
            if (
                monthly_volume is not None
                and previous_volume_times_125 is not None
                and monthly_volume > previous_volume_times_125
            )
            or (previous_volume is not None and previous_volume > 198_250_000)
            else None
        )
    else:
        tag_34 = monthly_volume > previous_volume_times_125 or previous_volume > 198_250_000
    if monthly_volume is None or previous_volume_times_125 is None or pos_usage is None:
        tag_35 = (
            False
            if (
                monthly_volume is not None
                and previous_volume_times_125 is not None
                and monthly_volume <= previous_volume_times_125
            )
            or (pos_usage is not None and pos_usage >= 500_000)
            else None
        )
    else:
        tag_35 = monthly_volume > previous_volume_times_125 and pos_usage < 500_000
    tag_36 = None if pos_usage is None else pos_usage >= 500_000
    if monthly_volume is None or previous_volume_times_75 is None or smart_pos is None:
        tag_37 = (
            False
            if (
                monthly_volume is not None
                and previous_volume_times_75 is not None
                and monthly_volume >= previous_volume_times_75
            )
            or smart_pos is False
            else None
        )
    else:
        tag_37 = monthly_volume < previous_volume_times_75 and smart_pos
    tag_38 = tier == 26
    contribution_by_monthly_volume = (
        None
        if contribution is None or monthly_volume is None
        else divided(contribution, monthly_volume)
    )
    tag_39 = (
        None
        if contribution_by_monthly_volume is None
        else contribution_by_monthly_volume > 7_000_000
    )
    tag_40 = tier >= 4
    if contribution_by_monthly_volume is None or cooperation is None:
        tag_41 = (
            False
            if (
                contribution_by_monthly_volume is not None
                and contribution_by_monthly_volume <= 7_000_000
            )
            or (cooperation is not None and cooperation != "fair")
            else None
        )
    else:
        tag_41 = contribution_by_monthly_volume > 7_000_000 and cooperation == "fair"
    if contribution_by_monthly_volume is None or monthly_volume is None:
        tag_42 = (
            False
            if (
                contribution_by_monthly_volume is not None
                and contribution_by_monthly_volume <= 7_000_000
            )
            or (monthly_volume is not None and monthly_volume < 242_750_000)
            else None
        )
    else:
        tag_42 = contribution_by_monthly_volume > 7_000_000 and monthly_volume >= 242_750_000
    tag_43 = None if shop_format is None else shop_format in {"supermarket", "convenience"}
    if monthly_volume is None or tag_17 is None:
        tag_44 = (
            False
            if market != "urban"
            or (monthly_volume is not None and monthly_volume < 40_750_000)
            or tag_17 is False
            else None
        )
    else:
        tag_44 = market == "urban" and monthly_volume >= 40_750_000 and tag_17
    tag_45 = None if shop_format is None else shop_format in {"grocery", "other"}
    if cash is None or shop_format is None:
        tag_46 = (
            False
            if (cash is not None and cash != "smooth")
            or tier <= 16
            or (shop_format is not None and shop_format not in {"other", "supermarket"})
            else None
        )
    else:
        tag_46 = cash == "smooth" and tier > 16 and shop_format in {"other", "supermarket"}
    if tag_12 is None or tag_24 is None:
        tag_47 = True if tag_12 or tag_24 else None
    else:
        tag_47 = tag_12 or tag_24
    if contribution is None or stock_days is None:
        tag_48 = (
            False
            if (contribution is not None and contribution < 1_372_750_000)
            or (stock_days is not None and not 58 <= stock_days <= 60)
            else None
        )
    else:
        tag_48 = contribution >= 1_372_750_000 and 58 <= stock_days <= 60
    if tag_06 is None or tag_17 is None:
        tag_49 = True if tag_06 or tag_17 else None
    else:
        tag_49 = tag_06 or tag_17
    if display is None or days_since_trained_on is None or tag_11 is None:
        tag_50 = (
            True
            if (display is not None and display > 9_000_000)
            or (days_since_trained_on is not None and days_since_trained_on <= 551)
            or tag_11
            else None
        )
    else:
        tag_50 = display > 9_000_000 or days_since_trained_on <= 551 or tag_11
    if contribution_by_monthly_volume is None or days_since_last_order is None:
        tag_51 = (
            False
            if (
                contribution_by_monthly_volume is not None
                and contribution_by_monthly_volume <= 7_000_000
            )
            or (days_since_last_order is not None and days_since_last_order <= 23)
            else None
        )
    else:
        tag_51 = contribution_by_monthly_volume > 7_000_000 and days_since_last_order > 23
    tag_52 = None if display is None else display < 86_750_000
    if tag_16 is None or days_since_trained_on is None:
        tag_53 = (
            True
            if tag_16 or (days_since_trained_on is not None and days_since_trained_on > 708)
            else None
        )
    else:
        tag_53 = tag_16 or days_since_trained_on > 708
    if tag_14 is None or stockout_days is None or process_satisfaction_low_1 is None:
        tag_54 = True if tag_14 or stockout_days == 9 or process_satisfaction_low_1 else None
    else:
        tag_54 = tag_14 or stockout_days == 9 or process_satisfaction_low_1
    tag_55 = None if stockout_days is None else stockout_days >= 10
    tag_56 = tier >= 2
    if (
        violations is None
        or monthly_volume is None
        or previous_volume_times_75 is None
        or days_since_trained_on is None
    ):
        tag_57 = (
            False
            if (violations is not None and violations <= 4)
            or (
                monthly_volume is not None
                and previous_volume_times_75 is not None
                and monthly_volume >= previous_volume_times_75
            )
            or (days_since_trained_on is not None and days_since_trained_on <= 786)
            else None
        )
    else:
        tag_57 = (
            violations > 4
            and monthly_volume < previous_volume_times_75
            and days_since_trained_on > 786
        )
    tag_58 = None if contribution is None else contribution > 1_608_250_000
    if tag_10 is None or tag_52 is None:
        tag_59 = True if tag_10 or tag_52 else None
    else:
        tag_59 = tag_10 or tag_52
    tag_60 = None if monthly_volume is None else monthly_volume > 229_000_000

    negative = None if net is None else net < -250_000_000
    satisfaction_low_1 = None if satisfaction is None else all_below(satisfaction, 1, 70_000_000)
    if satisfaction_low_1 is None or demo_shop is None:
        weak = True if satisfaction_low_1 or demo_shop else None
    else:
        weak = satisfaction_low_1 or demo_shop
    if cooperation is None or display is None:
        rising = (
            False
            if (cooperation is not None and cooperation != "poor")
            or (display is not None and display <= 47_500_000)
            else None
        )
    else:
        rising = cooperation == "poor" and display > 47_500_000
    if negative:
        pyramid = "negative"
    elif negative is None:
        pyramid = None
    elif weak:
        pyramid = "weak"
    elif weak is None:
        pyramid = None
    elif rising:
        pyramid = "rising"
    elif rising is None:
        pyramid = None
    else:
        pyramid = "steady"
    phase_out = pyramid == "negative"
    improve = pyramid == "weak"
    grow = pyramid == "rising"
    if pyramid is None:
        possible = possible_levels(negative, weak, rising)
        phase_out = level_among(possible, "negative")
        improve = level_among(possible, "weak")
        grow = level_among(possible, "rising")

    held = []
    unsure = []
    if tag_12:
        held.append("tag_12")
    elif tag_12 is None:
        unsure.append("tag_12")
    if tag_14:
        held.append("tag_14")
    elif tag_14 is None:
        unsure.append("tag_14")
    if tag_27:
        held.append("tag_27")
    elif tag_27 is None:
        unsure.append("tag_27")
    if tag_34:
        held.append("tag_34")
    elif tag_34 is None:
        unsure.append("tag_34")
    if tag_38:
        held.append("tag_38")
    if tag_41:
        held.append("tag_41")
    elif tag_41 is None:
        unsure.append("tag_41")
    if tag_43:
        held.append("tag_43")
    elif tag_43 is None:
        unsure.append("tag_43")
    if tag_51:
        held.append("tag_51")
    elif tag_51 is None:
        unsure.append("tag_51")
    categories = tuple(held) or ("general",)

    opted = opted_in or ()
    must_02_urgency = "high" if tag_38 else "low"
    must_04_urgency = "high" if tag_08 else "medium"
    if tag_54 is None or tag_39 is None:
        must_05_open = True if tag_54 or tag_39 else None
    else:
        must_05_open = tag_54 or tag_39
    must_05_urgency = "medium" if tag_04 else "low"
    must_06_urgency = "medium" if tag_31 or tag_18 else "low"
    must_07_urgency = "high" if tag_14 else "medium" if tag_13 else "low"
    must_08_urgency = "medium" if tag_48 else "low"
    must_11_urgency = "high" if tag_59 else "medium" if tag_34 else "low"
    must_12_urgency = "medium" if tag_39 else "low"
    offer_01_urgency = "medium" if tag_52 else "low"
    offer_02_urgency = "high" if tag_18 or tag_37 else "medium"
    offer_03_urgency = "high" if tag_09 or tag_27 else "medium"
    offer_04_urgency = "high" if tag_34 else "medium" if tag_04 else "low"
    if tag_32 is None or tag_16 is None:
        offer_05_open = True if tag_32 or tag_16 else None
    else:
        offer_05_open = tag_32 or tag_16
    if offer_05_open is None or grow is None:
        offer_05_granted = True if offer_05_open or grow else None
    else:
        offer_05_granted = offer_05_open or grow
    offer_05_urgency = "high" if tag_54 or tag_32 else "low"
    if tag_11 is None or tag_20 is None:
        offer_06_open = False if tag_11 is False or tag_20 is False else None
    else:
        offer_06_open = tag_11 and tag_20
    offer_06_urgency = "high" if tag_48 else "medium"
    offer_07_urgency = "high" if tag_55 else "low"
    if tag_54 is None or tag_42 is None:
        offer_08_open = True if tag_54 or tag_42 else None
    else:
        offer_08_open = tag_54 or tag_42
    if offer_08_open is None or grow is None:
        offer_08_granted = True if offer_08_open or grow else None
    else:
        offer_08_granted = offer_08_open or grow
    offer_08_urgency = "high" if tag_16 else "low"
    if tag_20 is None or tag_35 is None:
        offer_09_open = False if tag_20 is False or tag_35 is False else None
    else:
        offer_09_open = tag_20 and tag_35
    offer_09_urgency = "medium" if tag_18 else "low"
    if tag_39 is None or tag_54 is None:
        offer_10_open = False if tag_39 is False or tag_54 is False else None
    else:
        offer_10_open = tag_39 and tag_54
    offer_10_urgency = "medium" if tag_27 else "low"
    offer_11_over = None if stock_days is None else stock_days > 58
    if tag_19 is None or offer_11_over is None:
        offer_11_eligible = (
            False if tag_19 is False or (offer_11_over is not None and offer_11_over) else None
        )
    else:
        offer_11_eligible = tag_19 and not offer_11_over
    offer_11_urgency = "medium" if tag_21 else "low"
    if tag_34 is None or tag_52 is None:
        offer_13_open = False if tag_34 is False or tag_52 is False else None
    else:
        offer_13_open = tag_34 and tag_52
    offer_13_urgency = "high" if tag_48 or tag_46 else "medium"
    offer_14_over = None if cooperation is None else cooperation == "good"
    if tag_16 is None or offer_14_over is None:
        offer_14_eligible = (
            False if tag_16 is False or (offer_14_over is not None and offer_14_over) else None
        )
    else:
        offer_14_eligible = tag_16 and not offer_14_over
    offer_16_over = None if pos_usage is None else pos_usage >= 500_000
    if tag_59 is None or offer_16_over is None:
        offer_16_eligible = (
            False if tag_59 is False or (offer_16_over is not None and offer_16_over) else None
        )
    else:
        offer_16_eligible = tag_59 and not offer_16_over
    offer_16_urgency = "high" if tag_09 else "low"
    if tag_08 is None or grow is None:
        offer_17_granted = True if tag_08 or grow else None
    else:
        offer_17_granted = tag_08 or grow
    offer_17_urgency = "high" if tag_29 or tag_14 else "low"
    offer_18_urgency = "high" if tag_35 or tag_22 else "low"
    if tag_03 is None or grow is None:
        offer_19_granted = True if tag_03 or grow else None
    else:
        offer_19_granted = tag_03 or grow
    offer_19_over = (
        None
        if monthly_volume is None or previous_volume_times_125 is None
        else monthly_volume > previous_volume_times_125
    )
    if offer_19_granted is None or offer_19_over is None:
        offer_19_eligible = (
            False
            if offer_19_granted is False or (offer_19_over is not None and offer_19_over)
            else None
        )
    else:
        offer_19_eligible = offer_19_granted and not offer_19_over
    if tag_09 is None:
        offer_21_open = False if not tag_40 else None
    else:
        offer_21_open = tag_09 and tag_40
    offer_21_urgency = "high" if tag_41 else "medium"
    if tag_01 is None or tag_04 is None:
        offer_22_open = True if tag_01 or tag_04 else None
    else:
        offer_22_open = tag_01 or tag_04
    offer_22_urgency = "high" if tag_35 else "medium" if tag_20 else "low"
    if tag_17 is None or tag_37 is None:
        offer_23_open = True if tag_17 or tag_37 else None
    else:
        offer_23_open = tag_17 or tag_37
    offer_23_urgency = "medium" if tag_49 or tag_43 else "low"
    offer_24_urgency = "high" if tag_01 else "medium" if tag_11 else "low"
    process_satisfaction_mean_2 = (
        None if process_satisfaction is None else mean_of_last(process_satisfaction, 2)
    )
    offer_25_over = (
        None if process_satisfaction_mean_2 is None else process_satisfaction_mean_2 >= 75_000_000
    )
    if tag_42 is None or offer_25_over is None:
        offer_25_eligible = (
            False if tag_42 is False or (offer_25_over is not None and offer_25_over) else None
        )
    else:
        offer_25_eligible = tag_42 and not offer_25_over
    if tag_20 is None or grow is None:
        offer_26_granted = True if tag_20 or grow else None
    else:
        offer_26_granted = tag_20 or grow
    offer_26_over = None if violations is None else violations > 0
    if offer_26_granted is None or offer_26_over is None:
        offer_26_eligible = (
            False
            if offer_26_granted is False or (offer_26_over is not None and offer_26_over)
            else None
        )
    else:
        offer_26_eligible = offer_26_granted and not offer_26_over
    offer_26_urgency = "high" if tag_04 else "medium"
    if tag_10 is None or tag_25 is None:
        offer_27_open = True if tag_10 or tag_25 else None
    else:
        offer_27_open = tag_10 or tag_25
    offer_27_urgency = "medium" if tag_23 else "low"

    values = {
        "net": net,
        "tag_01": tag_01,
        "tag_02": tag_02,
        "tag_03": tag_03,
        "tag_04": tag_04,
        "tag_05": tag_05,
        "tag_06": tag_06,
        "tag_07": tag_07,
        "tag_08": tag_08,
        "tag_09": tag_09,
        "tag_10": tag_10,
        "tag_11": tag_11,
        "tag_12": tag_12,
        "tag_13": tag_13,
        "tag_14": tag_14,
        "tag_15": tag_15,
        "tag_16": tag_16,
        "tag_17": tag_17,
        "tag_18": tag_18,
        "tag_19": tag_19,
        "tag_20": tag_20,
        "tag_21": tag_21,
        "tag_22": tag_22,
        "tag_23": tag_23,
        "tag_24": tag_24,
        "tag_25": tag_25,
        "tag_26": tag_26,
        "tag_27": tag_27,
        "tag_28": tag_28,
        "tag_29": tag_29,
        "tag_30": tag_30,
        "tag_31": tag_31,
        "tag_32": tag_32,
        "tag_33": tag_33,
        "tag_34": tag_34,
        "tag_35": tag_35,
        "tag_36": tag_36,
        "tag_37": tag_37,
        "tag_38": tag_38,
        "tag_39": tag_39,
        "tag_40": tag_40,
        "tag_41": tag_41,
        "tag_42": tag_42,
        "tag_43": tag_43,
        "tag_44": tag_44,
        "tag_45": tag_45,
        "tag_46": tag_46,
        "tag_47": tag_47,
        "tag_48": tag_48,
        "tag_49": tag_49,
        "tag_50": tag_50,
        "tag_51": tag_51,
        "tag_52": tag_52,
        "tag_53": tag_53,
        "tag_54": tag_54,
        "tag_55": tag_55,
        "tag_56": tag_56,
        "tag_57": tag_57,
        "tag_58": tag_58,
        "tag_59": tag_59,
        "tag_60": tag_60,
        "pyramid": pyramid,
    }
    states = {
        "must_01": "due" if tag_23 else "due_unknown" if tag_23 is None else "not_due",
        "must_02": "due",
        "must_03": "due" if tag_37 else "due_unknown" if tag_37 is None else "not_due",
        "must_04": "due",
        "must_05": "due" if must_05_open else "due_unknown" if must_05_open is None else "not_due",
        "must_06": "due",
        "must_07": "due" if tag_48 else "due_unknown" if tag_48 is None else "not_due",
        "must_08": "due",
        "must_09": "due",
        "must_10": "due" if tag_29 else "due_unknown" if tag_29 is None else "not_due",
        "must_11": "due",
        "must_12": "due",
        "offer_01": offer_state(tag_46, "offer_01" in opted),
        "offer_02": offer_state(tag_23, "offer_02" in opted),
        "offer_03": offer_state(tag_52, "offer_03" in opted),
        "offer_04": offer_state(tag_60, "offer_04" in opted, phase_out),
        "offer_05": offer_state(offer_05_granted, "offer_05" in opted, phase_out),
        "offer_06": offer_state(offer_06_open, "offer_06" in opted),
        "offer_07": offer_state(tag_34, "offer_07" in opted, phase_out),
        "offer_08": offer_state(offer_08_granted, "offer_08" in opted),
        "offer_09": offer_state(offer_09_open, "offer_09" in opted),
        "offer_10": offer_state(offer_10_open, "offer_10" in opted),
        "offer_11": offer_state(offer_11_eligible, "offer_11" in opted, phase_out),
        "offer_12": offer_state(tag_32, "offer_12" in opted),
        "offer_13": offer_state(offer_13_open, "offer_13" in opted),
        "offer_14": offer_state(offer_14_eligible, "offer_14" in opted, phase_out),
        "offer_15": offer_state(tag_08, "offer_15" in opted, improve),
        "offer_16": offer_state(offer_16_eligible, "offer_16" in opted, phase_out),
        "offer_17": offer_state(offer_17_granted, "offer_17" in opted),
        "offer_18": offer_state(tag_21, "offer_18" in opted, improve),
        "offer_19": offer_state(offer_19_eligible, "offer_19" in opted),
        "offer_20": offer_state(tag_22, "offer_20" in opted),
        "offer_21": offer_state(offer_21_open, "offer_21" in opted, phase_out),
        "offer_22": offer_state(offer_22_open, "offer_22" in opted, phase_out),
        "offer_23": offer_state(offer_23_open, "offer_23" in opted, improve),
        "offer_24": offer_state(tag_55, "offer_24" in opted, phase_out),
        "offer_25": offer_state(offer_25_eligible, "offer_25" in opted, phase_out),
        "offer_26": offer_state(offer_26_eligible, "offer_26" in opted),
        "offer_27": offer_state(offer_27_open, "offer_27" in opted),
        "offer_28": offer_state(tag_59, "offer_28" in opted),
    }
    urgencies = {
        "must_01": "low",
        "must_02": must_02_urgency,
        "must_03": "low",
        "must_04": must_04_urgency,
        "must_05": must_05_urgency,
        "must_06": must_06_urgency,
        "must_07": must_07_urgency,
        "must_08": must_08_urgency,
        "must_09": "medium",
        "must_10": "low",
        "must_11": must_11_urgency,
        "must_12": must_12_urgency,
        "offer_01": offer_01_urgency,
        "offer_02": offer_02_urgency,
        "offer_03": offer_03_urgency,
        "offer_04": offer_04_urgency,
        "offer_05": offer_05_urgency,
        "offer_06": offer_06_urgency,
        "offer_07": offer_07_urgency,
        "offer_08": offer_08_urgency,
        "offer_09": offer_09_urgency,
        "offer_10": offer_10_urgency,
        "offer_11": offer_11_urgency,
        "offer_12": "low",
        "offer_13": offer_13_urgency,
        "offer_14": "medium",
        "offer_15": "medium",
        "offer_16": offer_16_urgency,
        "offer_17": offer_17_urgency,
        "offer_18": offer_18_urgency,
        "offer_19": "low",
        "offer_20": "low",
        "offer_21": offer_21_urgency,
        "offer_22": offer_22_urgency,
        "offer_23": offer_23_urgency,
        "offer_24": offer_24_urgency,
        "offer_25": "low",
        "offer_26": offer_26_urgency,
        "offer_27": offer_27_urgency,
        "offer_28": "low",
    }
    priorities = {
        "must_01": "P3",
        "must_02": LOW_VALUE[must_02_urgency],
        "must_03": "P5",
        "must_04": MEDIUM_VALUE[must_04_urgency],
        "must_05": MEDIUM_VALUE[must_05_urgency],
        "must_06": LOW_VALUE[must_06_urgency],
        "must_07": LOW_VALUE[must_07_urgency],
        "must_08": MEDIUM_VALUE[must_08_urgency],
        "must_09": "P4",
        "must_10": "P3",
        "must_11": LOW_VALUE[must_11_urgency],
        "must_12": LOW_VALUE[must_12_urgency],
        "offer_01": LOW_VALUE[offer_01_urgency],
        "offer_02": HIGH_VALUE[offer_02_urgency],
        "offer_03": LOW_VALUE[offer_03_urgency],
        "offer_04": MEDIUM_VALUE[offer_04_urgency],
        "offer_05": HIGH_VALUE[offer_05_urgency],
        "offer_06": LOW_VALUE[offer_06_urgency],
        "offer_07": MEDIUM_VALUE[offer_07_urgency],
        "offer_08": LOW_VALUE[offer_08_urgency],
        "offer_09": HIGH_VALUE[offer_09_urgency],
        "offer_10": MEDIUM_VALUE[offer_10_urgency],
        "offer_11": LOW_VALUE[offer_11_urgency],
        "offer_12": "P5",
        "offer_13": HIGH_VALUE[offer_13_urgency],
        "offer_14": "P2",
        "offer_15": "P4",
        "offer_16": HIGH_VALUE[offer_16_urgency],
        "offer_17": HIGH_VALUE[offer_17_urgency],
        "offer_18": MEDIUM_VALUE[offer_18_urgency],
        "offer_19": "P4",
        "offer_20": "P5",
        "offer_21": MEDIUM_VALUE[offer_21_urgency],
        "offer_22": MEDIUM_VALUE[offer_22_urgency],
        "offer_23": LOW_VALUE[offer_23_urgency],
        "offer_24": LOW_VALUE[offer_24_urgency],
        "offer_25": "P4",
        "offer_26": HIGH_VALUE[offer_26_urgency],
        "offer_27": HIGH_VALUE[offer_27_urgency],
        "offer_28": "P5",
    }
    return Decision(
        values,
        tuple([name for name, value in values.items() if value is None]),
        categories,
        tuple(unsure),
        visit_for(categories),
        states,
        urgencies,
        priorities,
    )
