"""The generated policy's decisions as Polars expressions; see `batch_write`."""
# ruff: noqa: FBT003, UP034 - `False` is a value here

from __future__ import annotations

import datetime as dt

import polars as pl
from polars import col, lit, when

from benchmarks.batch_polars_parts import all_below, mean_of_last, words


def decided(customers: pl.LazyFrame, today: dt.date) -> pl.LazyFrame:
    """The customers with everything decided about them."""
    customers = customers.with_columns(
        net=col("contribution") - col("service_cost"),
    )
    customers = customers.with_columns(
        tag_01=((col("display") >= 10.5) | ((col("stock_days") >= 22) & (col("stock_days") <= 23))),
        tag_02=(col("monthly_volume") >= 403.0),
        tag_04=all_below(col("process_satisfaction"), 1, 70.0),
        tag_05=(col("display") < 22.25),
        tag_06=((lit(today) - col("trained_on")).dt.total_days() > 469),
        tag_07=(
            (col("cooperation") == lit("good"))
            & ((lit(today) - col("joined_on")).dt.total_days() > 2216)
        ),
        tag_09=(col("cash") == lit("smooth")),
        tag_10=col("district").str.starts_with("城"),
        tag_11=(col("display") >= 50.25),
        tag_12=(
            (col("previous_volume") > 693.75) | (col("cooperation") == lit("poor")) | col("member")
        ),
        tag_13=(col("monthly_volume") < col("previous_volume") * 0.75),
        tag_15=(~(col("credit") > 15210.25)),
        tag_16=(
            (col("net") < 491.0)
            & ((col("net") < 620.75) | all_below(col("process_satisfaction"), 4, 70.0))
        ),
        tag_18=((lit(today) - col("joined_on")).dt.total_days() <= 479),
        tag_19=col("shop_format").is_in(["convenience", "grocery"]),
        tag_21=(
            ((lit(today) - col("last_order")).dt.total_days() > 23)
            & (
                (col("previous_volume") < 542.75)
                | (col("monthly_volume") < col("previous_volume") * 0.75)
            )
        ),
        tag_22=(col("market") == lit("urban")),
        tag_23=col("demo_shop"),
        tag_24=(col("monthly_volume") > col("previous_volume") * 1.25),
        tag_25=(col("previous_volume") >= 873.75),
        tag_26=(
            col("district").str.starts_with("城")
            | ((lit(today) - col("trained_on")).dt.total_days() > 377)
        ),
        tag_27=col("price_tag_ok"),
        tag_28=((lit(today) - col("trained_on")).dt.total_days() > 414),
        tag_30=(~(col("credit") < 3991.5)),
        tag_32=((lit(today) - col("trained_on")).dt.total_days() > 196),
        tag_34=(
            (col("monthly_volume") > col("previous_volume") * 1.25)
            | (col("previous_volume") > 198.25)
        ),
        tag_35=((col("monthly_volume") > col("previous_volume") * 1.25) & (col("pos_usage") < 0.5)),
        tag_36=(col("pos_usage") >= 0.5),
        tag_37=((col("monthly_volume") < col("previous_volume") * 0.75) & col("smart_pos")),
        tag_38=(col("tier") == 26),
        tag_39=(
            col("contribution") / when(col("monthly_volume") != 0).then(col("monthly_volume")) > 7.0
        ),
        tag_40=(col("tier") >= 4),
        tag_41=(
            (
                col("contribution") / when(col("monthly_volume") != 0).then(col("monthly_volume"))
                > 7.0
            )
            & (col("cooperation") == lit("fair"))
        ),
        tag_42=(
            (
                col("contribution") / when(col("monthly_volume") != 0).then(col("monthly_volume"))
                > 7.0
            )
            & (col("monthly_volume") >= 242.75)
        ),
        tag_43=col("shop_format").is_in(["supermarket", "convenience"]),
        tag_45=col("shop_format").is_in(["grocery", "other"]),
        tag_46=(
            (col("cash") == lit("smooth"))
            & (col("tier") > 16)
            & col("shop_format").is_in(["other", "supermarket"])
        ),
        tag_48=(
            (col("contribution") >= 1372.75)
            & ((col("stock_days") >= 58) & (col("stock_days") <= 60))
        ),
        tag_51=(
            (
                col("contribution") / when(col("monthly_volume") != 0).then(col("monthly_volume"))
                > 7.0
            )
            & ((lit(today) - col("last_order")).dt.total_days() > 23)
        ),
        tag_52=(col("display") < 86.75),
        tag_55=(col("stockout_days") >= 10),
        tag_56=(col("tier") >= 2),
        tag_57=(
            (col("violations") > 4)
            & (col("monthly_volume") < col("previous_volume") * 0.75)
            & ((lit(today) - col("trained_on")).dt.total_days() > 786)
        ),
        tag_58=(col("contribution") > 1608.25),
        tag_60=(col("monthly_volume") > 229.0),
    )
    customers = customers.with_columns(
        tag_03=(
            col("tag_01")
            & all_below(col("process_satisfaction"), 1, 70.0)
            & (col("stock_days") >= 23)
        ),
        tag_08=((col("open_feedback") > 5) & col("tag_04")),
        tag_14=((col("credit") >= 19122.5) & col("tag_01")),
        tag_17=((col("market") == lit("rural")) & col("tag_07")),
        tag_29=(col("tag_18") & ((lit(today) - col("joined_on")).dt.total_days() > 1403)),
        tag_33=((col("open_feedback") > 5) & col("tag_23")),
        tag_47=(col("tag_12") | col("tag_24")),
        tag_50=(
            (col("display") > 9.0)
            | ((lit(today) - col("trained_on")).dt.total_days() <= 551)
            | col("tag_11")
        ),
        tag_53=(col("tag_16") | ((lit(today) - col("trained_on")).dt.total_days() > 708)),
        tag_59=(col("tag_10") | col("tag_52")),
    )
    customers = customers.with_columns(
        tag_20=((col("monthly_volume") < 279.25) | col("tag_17") | col("tag_18")),
        tag_31=(col("tag_17") & (col("tier") > 27)),
        tag_44=((col("market") == lit("urban")) & (col("monthly_volume") >= 40.75) & col("tag_17")),
        tag_49=(col("tag_06") | col("tag_17")),
        tag_54=(
            col("tag_14")
            | (col("stockout_days") == 9)
            | all_below(col("process_satisfaction"), 1, 70.0)
        ),
    )
    customers = customers.with_columns(
        negative=(col("net") < -250.0),
        weak=(all_below(col("satisfaction"), 1, 70.0) | col("demo_shop")),
        rising=((col("cooperation") == lit("poor")) & (col("display") > 47.5)),
        must_01_open=col("tag_23"),
        must_03_open=col("tag_37"),
        must_05_open=(col("tag_54") | col("tag_39")),
        must_07_open=col("tag_48"),
        must_10_open=col("tag_29"),
        offer_01_open=col("tag_46"),
        offer_02_open=col("tag_23"),
        offer_03_open=col("tag_52"),
        offer_04_open=col("tag_60"),
        offer_05_open=(col("tag_32") | col("tag_16")),
        offer_06_open=(col("tag_11") & col("tag_20")),
        offer_07_open=col("tag_34"),
        offer_08_open=(col("tag_54") | col("tag_42")),
        offer_09_open=(col("tag_20") & col("tag_35")),
        offer_10_open=(col("tag_39") & col("tag_54")),
        offer_11_open=col("tag_19"),
        offer_11_over=(col("stock_days") > 58),
        offer_12_open=col("tag_32"),
        offer_13_open=(col("tag_34") & col("tag_52")),
        offer_14_open=col("tag_16"),
        offer_14_over=(col("cooperation") == lit("good")),
        offer_15_open=col("tag_08"),
        offer_16_open=col("tag_59"),
        offer_16_over=(col("pos_usage") >= 0.5),
        offer_17_open=col("tag_08"),
        offer_18_open=col("tag_21"),
        offer_19_open=col("tag_03"),
        offer_19_over=(col("monthly_volume") > col("previous_volume") * 1.25),
        offer_20_open=col("tag_22"),
        offer_21_open=(col("tag_09") & col("tag_40")),
        offer_22_open=(col("tag_01") | col("tag_04")),
        offer_23_open=(col("tag_17") | col("tag_37")),
        offer_24_open=col("tag_55"),
        offer_25_open=col("tag_42"),
        offer_25_over=(mean_of_last(col("process_satisfaction"), 2) >= 75.0),
        offer_26_open=col("tag_20"),
        offer_26_over=(col("violations") > 0),
        offer_27_open=(col("tag_10") | col("tag_25")),
        offer_28_open=col("tag_59"),
    )
    customers = customers.with_columns(
        pyramid=when(col("negative").fill_null(False))
        .then(lit("negative"))
        .when(col("negative").is_null())
        .then(None)
        .when(col("weak").fill_null(False))
        .then(lit("weak"))
        .when(col("weak").is_null())
        .then(None)
        .when(col("rising").fill_null(False))
        .then(lit("rising"))
        .when(col("rising").is_null())
        .then(None)
        .otherwise(lit("steady")),
        pyramid_rule=when(col("negative").fill_null(False))
        .then(61)
        .when(col("negative").is_null())
        .then(None)
        .when(col("weak").fill_null(False))
        .then(62)
        .when(col("weak").is_null())
        .then(None)
        .when(col("rising").fill_null(False))
        .then(63)
        .when(col("rising").is_null())
        .then(None)
        .otherwise(64),
        phase_out=col("negative"),
        improve=((~col("negative")) & col("weak")),
        grow=((~col("negative")) & (~col("weak")) & col("rising")),
    )
    customers = customers.with_columns(
        offer_01_eligible=col("offer_01_open"),
        offer_02_eligible=col("offer_02_open"),
        offer_03_eligible=col("offer_03_open"),
        offer_04_eligible=col("offer_04_open"),
        offer_04_suspended=col("phase_out"),
        offer_05_eligible=(col("offer_05_open") | col("grow")),
        offer_05_suspended=col("phase_out"),
        offer_06_eligible=col("offer_06_open"),
        offer_07_eligible=col("offer_07_open"),
        offer_07_suspended=col("phase_out"),
        offer_08_eligible=(col("offer_08_open") | col("grow")),
        offer_09_eligible=col("offer_09_open"),
        offer_10_eligible=col("offer_10_open"),
        offer_11_eligible=(col("offer_11_open") & (~col("offer_11_over"))),
        offer_11_suspended=col("phase_out"),
        offer_12_eligible=col("offer_12_open"),
        offer_13_eligible=col("offer_13_open"),
        offer_14_eligible=(col("offer_14_open") & (~col("offer_14_over"))),
        offer_14_suspended=col("phase_out"),
        offer_15_eligible=col("offer_15_open"),
        offer_15_suspended=col("improve"),
        offer_16_eligible=(col("offer_16_open") & (~col("offer_16_over"))),
        offer_16_suspended=col("phase_out"),
        offer_17_eligible=(col("offer_17_open") | col("grow")),
        offer_18_eligible=col("offer_18_open"),
        offer_18_suspended=col("improve"),
        offer_19_eligible=((col("offer_19_open") | col("grow")) & (~col("offer_19_over"))),
        offer_20_eligible=col("offer_20_open"),
        offer_21_eligible=col("offer_21_open"),
        offer_21_suspended=col("phase_out"),
        offer_22_eligible=col("offer_22_open"),
        offer_22_suspended=col("phase_out"),
        offer_23_eligible=col("offer_23_open"),
        offer_23_suspended=col("improve"),
        offer_24_eligible=col("offer_24_open"),
        offer_24_suspended=col("phase_out"),
        offer_25_eligible=(col("offer_25_open") & (~col("offer_25_over"))),
        offer_25_suspended=col("phase_out"),
        offer_26_eligible=((col("offer_26_open") | col("grow")) & (~col("offer_26_over"))),
        offer_27_eligible=col("offer_27_open"),
        offer_28_eligible=col("offer_28_open"),
    )
    customers = customers.with_columns(
        must_01_state=when(col("must_01_open").fill_null(False))
        .then(lit("due"))
        .when(col("must_01_open").is_null())
        .then(lit("due_unknown")),
        must_01_priority=lit("P3"),
        must_01_rule=65,
        must_02_state=lit("due"),
        must_02_priority=when(col("tag_38").fill_null(False)).then(lit("P3")).otherwise(lit("P5")),
        must_02_rule=66,
        must_03_state=when(col("must_03_open").fill_null(False))
        .then(lit("due"))
        .when(col("must_03_open").is_null())
        .then(lit("due_unknown")),
        must_03_priority=lit("P5"),
        must_03_rule=67,
        must_04_state=lit("due"),
        must_04_priority=when(col("tag_08").fill_null(False)).then(lit("P2")).otherwise(lit("P3")),
        must_04_rule=68,
        must_05_state=when(col("must_05_open").fill_null(False))
        .then(lit("due"))
        .when(col("must_05_open").is_null())
        .then(lit("due_unknown")),
        must_05_priority=when(col("tag_04").fill_null(False)).then(lit("P3")).otherwise(lit("P4")),
        must_05_rule=69,
        must_06_state=lit("due"),
        must_06_priority=when(col("tag_31").fill_null(False))
        .then(lit("P4"))
        .when(col("tag_18").fill_null(False))
        .then(lit("P4"))
        .otherwise(lit("P5")),
        must_06_rule=70,
        must_07_state=when(col("must_07_open").fill_null(False))
        .then(lit("due"))
        .when(col("must_07_open").is_null())
        .then(lit("due_unknown")),
        must_07_priority=when(col("tag_14").fill_null(False))
        .then(lit("P3"))
        .when(col("tag_13").fill_null(False))
        .then(lit("P4"))
        .otherwise(lit("P5")),
        must_07_rule=71,
        must_08_state=lit("due"),
        must_08_priority=when(col("tag_48").fill_null(False)).then(lit("P3")).otherwise(lit("P4")),
        must_08_rule=72,
        must_09_state=lit("due"),
        must_09_priority=lit("P4"),
        must_09_rule=73,
        must_10_state=when(col("must_10_open").fill_null(False))
        .then(lit("due"))
        .when(col("must_10_open").is_null())
        .then(lit("due_unknown")),
        must_10_priority=lit("P3"),
        must_10_rule=74,
        must_11_state=lit("due"),
        must_11_priority=when(col("tag_59").fill_null(False))
        .then(lit("P3"))
        .when(col("tag_34").fill_null(False))
        .then(lit("P4"))
        .otherwise(lit("P5")),
        must_11_rule=75,
        must_12_state=lit("due"),
        must_12_priority=when(col("tag_39").fill_null(False)).then(lit("P4")).otherwise(lit("P5")),
        must_12_rule=76,
        offer_01_state=when(col("offer_01_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_01_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_01").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_01_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_01").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_01_priority=when(col("tag_52").fill_null(False)).then(lit("P4")).otherwise(lit("P5")),
        offer_01_rule=77,
        offer_02_state=when(col("offer_02_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_02_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_02").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_02_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_02").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_02_priority=when(col("tag_18").fill_null(False))
        .then(lit("P1"))
        .when(col("tag_37").fill_null(False))
        .then(lit("P1"))
        .otherwise(lit("P2")),
        offer_02_rule=78,
        offer_03_state=when(col("offer_03_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_03_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_03").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_03_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_03").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_03_priority=when(col("tag_09").fill_null(False))
        .then(lit("P3"))
        .when(col("tag_27").fill_null(False))
        .then(lit("P3"))
        .otherwise(lit("P4")),
        offer_03_rule=79,
        offer_04_state=when(
            (
                col("offer_04_eligible").is_null()
                | (col("offer_04_eligible").fill_null(False) & col("offer_04_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_04_eligible").fill_null(False)
                & col("offer_04_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_04").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_04_eligible").fill_null(False) & col("offer_04_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_04_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_04").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_04_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_04").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_04_priority=when(col("tag_34").fill_null(False))
        .then(lit("P2"))
        .when(col("tag_04").fill_null(False))
        .then(lit("P3"))
        .otherwise(lit("P4")),
        offer_04_rule=when(col("offer_04_suspended").fill_null(False)).then(111).otherwise(80),
        offer_05_state=when(
            (
                col("offer_05_eligible").is_null()
                | (col("offer_05_eligible").fill_null(False) & col("offer_05_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_05_eligible").fill_null(False)
                & col("offer_05_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_05").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_05_eligible").fill_null(False) & col("offer_05_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_05_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_05").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_05_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_05").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_05_priority=when(col("tag_54").fill_null(False))
        .then(lit("P1"))
        .when(col("tag_32").fill_null(False))
        .then(lit("P1"))
        .otherwise(lit("P3")),
        offer_05_rule=when(col("offer_05_suspended").fill_null(False))
        .then(111)
        .when((col("grow").fill_null(False) & (~col("offer_05_open").fill_null(False))))
        .then(113)
        .otherwise(81),
        offer_06_state=when(col("offer_06_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_06_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_06").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_06_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_06").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_06_priority=when(col("tag_48").fill_null(False)).then(lit("P3")).otherwise(lit("P4")),
        offer_06_rule=82,
        offer_07_state=when(
            (
                col("offer_07_eligible").is_null()
                | (col("offer_07_eligible").fill_null(False) & col("offer_07_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_07_eligible").fill_null(False)
                & col("offer_07_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_07").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_07_eligible").fill_null(False) & col("offer_07_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_07_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_07").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_07_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_07").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_07_priority=when(col("tag_55").fill_null(False)).then(lit("P2")).otherwise(lit("P4")),
        offer_07_rule=when(col("offer_07_suspended").fill_null(False)).then(111).otherwise(83),
        offer_08_state=when(col("offer_08_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_08_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_08").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_08_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_08").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_08_priority=when(col("tag_16").fill_null(False)).then(lit("P3")).otherwise(lit("P5")),
        offer_08_rule=when(
            (col("grow").fill_null(False) & (~col("offer_08_open").fill_null(False)))
        )
        .then(113)
        .otherwise(84),
        offer_09_state=when(col("offer_09_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_09_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_09").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_09_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_09").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_09_priority=when(col("tag_18").fill_null(False)).then(lit("P2")).otherwise(lit("P3")),
        offer_09_rule=85,
        offer_10_state=when(col("offer_10_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_10_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_10").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_10_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_10").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_10_priority=when(col("tag_27").fill_null(False)).then(lit("P3")).otherwise(lit("P4")),
        offer_10_rule=86,
        offer_11_state=when(
            (
                col("offer_11_eligible").is_null()
                | (col("offer_11_eligible").fill_null(False) & col("offer_11_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_11_eligible").fill_null(False)
                & col("offer_11_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_11").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_11_eligible").fill_null(False) & col("offer_11_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_11_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_11").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_11_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_11").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_11_priority=when(col("tag_21").fill_null(False)).then(lit("P4")).otherwise(lit("P5")),
        offer_11_rule=when(col("offer_11_over").fill_null(False))
        .then(105)
        .when(col("offer_11_suspended").fill_null(False))
        .then(111)
        .otherwise(87),
        offer_12_state=when(col("offer_12_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_12_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_12").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_12_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_12").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_12_priority=lit("P5"),
        offer_12_rule=88,
        offer_13_state=when(col("offer_13_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_13_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_13").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_13_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_13").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_13_priority=when(col("tag_48").fill_null(False))
        .then(lit("P1"))
        .when(col("tag_46").fill_null(False))
        .then(lit("P1"))
        .otherwise(lit("P2")),
        offer_13_rule=89,
        offer_14_state=when(
            (
                col("offer_14_eligible").is_null()
                | (col("offer_14_eligible").fill_null(False) & col("offer_14_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_14_eligible").fill_null(False)
                & col("offer_14_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_14").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_14_eligible").fill_null(False) & col("offer_14_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_14_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_14").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_14_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_14").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_14_priority=lit("P2"),
        offer_14_rule=when(col("offer_14_over").fill_null(False))
        .then(106)
        .when(col("offer_14_suspended").fill_null(False))
        .then(111)
        .otherwise(90),
        offer_15_state=when(
            (
                col("offer_15_eligible").is_null()
                | (col("offer_15_eligible").fill_null(False) & col("offer_15_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_15_eligible").fill_null(False)
                & col("offer_15_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_15").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_15_eligible").fill_null(False) & col("offer_15_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_15_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_15").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_15_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_15").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_15_priority=lit("P4"),
        offer_15_rule=when(col("offer_15_suspended").fill_null(False)).then(112).otherwise(91),
        offer_16_state=when(
            (
                col("offer_16_eligible").is_null()
                | (col("offer_16_eligible").fill_null(False) & col("offer_16_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_16_eligible").fill_null(False)
                & col("offer_16_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_16").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_16_eligible").fill_null(False) & col("offer_16_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_16_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_16").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_16_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_16").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_16_priority=when(col("tag_09").fill_null(False)).then(lit("P1")).otherwise(lit("P3")),
        offer_16_rule=when(col("offer_16_over").fill_null(False))
        .then(107)
        .when(col("offer_16_suspended").fill_null(False))
        .then(111)
        .otherwise(92),
        offer_17_state=when(col("offer_17_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_17_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_17").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_17_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_17").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_17_priority=when(col("tag_29").fill_null(False))
        .then(lit("P1"))
        .when(col("tag_14").fill_null(False))
        .then(lit("P1"))
        .otherwise(lit("P3")),
        offer_17_rule=when(
            (col("grow").fill_null(False) & (~col("offer_17_open").fill_null(False)))
        )
        .then(113)
        .otherwise(93),
        offer_18_state=when(
            (
                col("offer_18_eligible").is_null()
                | (col("offer_18_eligible").fill_null(False) & col("offer_18_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_18_eligible").fill_null(False)
                & col("offer_18_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_18").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_18_eligible").fill_null(False) & col("offer_18_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_18_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_18").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_18_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_18").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_18_priority=when(col("tag_35").fill_null(False))
        .then(lit("P2"))
        .when(col("tag_22").fill_null(False))
        .then(lit("P2"))
        .otherwise(lit("P4")),
        offer_18_rule=when(col("offer_18_suspended").fill_null(False)).then(112).otherwise(94),
        offer_19_state=when(col("offer_19_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_19_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_19").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_19_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_19").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_19_priority=lit("P4"),
        offer_19_rule=when(col("offer_19_over").fill_null(False))
        .then(108)
        .when((col("grow").fill_null(False) & (~col("offer_19_open").fill_null(False))))
        .then(113)
        .otherwise(95),
        offer_20_state=when(col("offer_20_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_20_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_20").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_20_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_20").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_20_priority=lit("P5"),
        offer_20_rule=96,
        offer_21_state=when(
            (
                col("offer_21_eligible").is_null()
                | (col("offer_21_eligible").fill_null(False) & col("offer_21_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_21_eligible").fill_null(False)
                & col("offer_21_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_21").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_21_eligible").fill_null(False) & col("offer_21_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_21_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_21").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_21_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_21").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_21_priority=when(col("tag_41").fill_null(False)).then(lit("P2")).otherwise(lit("P3")),
        offer_21_rule=when(col("offer_21_suspended").fill_null(False)).then(111).otherwise(97),
        offer_22_state=when(
            (
                col("offer_22_eligible").is_null()
                | (col("offer_22_eligible").fill_null(False) & col("offer_22_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_22_eligible").fill_null(False)
                & col("offer_22_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_22").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_22_eligible").fill_null(False) & col("offer_22_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_22_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_22").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_22_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_22").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_22_priority=when(col("tag_35").fill_null(False))
        .then(lit("P2"))
        .when(col("tag_20").fill_null(False))
        .then(lit("P3"))
        .otherwise(lit("P4")),
        offer_22_rule=when(col("offer_22_suspended").fill_null(False)).then(111).otherwise(98),
        offer_23_state=when(
            (
                col("offer_23_eligible").is_null()
                | (col("offer_23_eligible").fill_null(False) & col("offer_23_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_23_eligible").fill_null(False)
                & col("offer_23_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_23").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_23_eligible").fill_null(False) & col("offer_23_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_23_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_23").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_23_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_23").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_23_priority=when(col("tag_49").fill_null(False))
        .then(lit("P4"))
        .when(col("tag_43").fill_null(False))
        .then(lit("P4"))
        .otherwise(lit("P5")),
        offer_23_rule=when(col("offer_23_suspended").fill_null(False)).then(112).otherwise(99),
        offer_24_state=when(
            (
                col("offer_24_eligible").is_null()
                | (col("offer_24_eligible").fill_null(False) & col("offer_24_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_24_eligible").fill_null(False)
                & col("offer_24_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_24").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_24_eligible").fill_null(False) & col("offer_24_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_24_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_24").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_24_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_24").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_24_priority=when(col("tag_01").fill_null(False))
        .then(lit("P3"))
        .when(col("tag_11").fill_null(False))
        .then(lit("P4"))
        .otherwise(lit("P5")),
        offer_24_rule=when(col("offer_24_suspended").fill_null(False)).then(111).otherwise(100),
        offer_25_state=when(
            (
                col("offer_25_eligible").is_null()
                | (col("offer_25_eligible").fill_null(False) & col("offer_25_suspended").is_null())
            )
        )
        .then(lit("unknown"))
        .when(
            (
                col("offer_25_eligible").fill_null(False)
                & col("offer_25_suspended").fill_null(False)
                & col("opted_in").list.contains("offer_25").fill_null(False)
            )
        )
        .then(lit("suspended"))
        .when(
            (col("offer_25_eligible").fill_null(False) & col("offer_25_suspended").fill_null(False))
        )
        .then(None)
        .when(
            (
                col("offer_25_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_25").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_25_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_25").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_25_priority=lit("P4"),
        offer_25_rule=when(col("offer_25_over").fill_null(False))
        .then(109)
        .when(col("offer_25_suspended").fill_null(False))
        .then(111)
        .otherwise(101),
        offer_26_state=when(col("offer_26_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_26_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_26").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_26_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_26").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_26_priority=when(col("tag_04").fill_null(False)).then(lit("P1")).otherwise(lit("P2")),
        offer_26_rule=when(col("offer_26_over").fill_null(False))
        .then(110)
        .when((col("grow").fill_null(False) & (~col("offer_26_open").fill_null(False))))
        .then(113)
        .otherwise(102),
        offer_27_state=when(col("offer_27_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_27_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_27").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_27_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_27").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_27_priority=when(col("tag_23").fill_null(False)).then(lit("P2")).otherwise(lit("P3")),
        offer_27_rule=103,
        offer_28_state=when(col("offer_28_eligible").is_null())
        .then(lit("unknown"))
        .when(
            (
                col("offer_28_eligible").fill_null(False)
                & col("opted_in").list.contains("offer_28").fill_null(False)
            )
        )
        .then(lit("active"))
        .when(col("offer_28_eligible").fill_null(False))
        .then(lit("offered"))
        .when(col("opted_in").list.contains("offer_28").fill_null(False))
        .then(lit("chosen_but_not_eligible")),
        offer_28_priority=lit("P5"),
        offer_28_rule=104,
        tags=words(
            ("tag_01", col("tag_01")),
            ("tag_02", col("tag_02")),
            ("tag_03", col("tag_03")),
            ("tag_04", col("tag_04")),
            ("tag_05", col("tag_05")),
            ("tag_06", col("tag_06")),
            ("tag_07", col("tag_07")),
            ("tag_08", col("tag_08")),
            ("tag_09", col("tag_09")),
            ("tag_10", col("tag_10")),
            ("tag_11", col("tag_11")),
            ("tag_12", col("tag_12")),
            ("tag_13", col("tag_13")),
            ("tag_14", col("tag_14")),
            ("tag_15", col("tag_15")),
            ("tag_16", col("tag_16")),
            ("tag_17", col("tag_17")),
            ("tag_18", col("tag_18")),
            ("tag_19", col("tag_19")),
            ("tag_20", col("tag_20")),
            ("tag_21", col("tag_21")),
            ("tag_22", col("tag_22")),
            ("tag_23", col("tag_23")),
            ("tag_24", col("tag_24")),
            ("tag_25", col("tag_25")),
            ("tag_26", col("tag_26")),
            ("tag_27", col("tag_27")),
            ("tag_28", col("tag_28")),
            ("tag_29", col("tag_29")),
            ("tag_30", col("tag_30")),
            ("tag_31", col("tag_31")),
            ("tag_32", col("tag_32")),
            ("tag_33", col("tag_33")),
            ("tag_34", col("tag_34")),
            ("tag_35", col("tag_35")),
            ("tag_36", col("tag_36")),
            ("tag_37", col("tag_37")),
            ("tag_38", col("tag_38")),
            ("tag_39", col("tag_39")),
            ("tag_40", col("tag_40")),
            ("tag_41", col("tag_41")),
            ("tag_42", col("tag_42")),
            ("tag_43", col("tag_43")),
            ("tag_44", col("tag_44")),
            ("tag_45", col("tag_45")),
            ("tag_46", col("tag_46")),
            ("tag_47", col("tag_47")),
            ("tag_48", col("tag_48")),
            ("tag_49", col("tag_49")),
            ("tag_50", col("tag_50")),
            ("tag_51", col("tag_51")),
            ("tag_52", col("tag_52")),
            ("tag_53", col("tag_53")),
            ("tag_54", col("tag_54")),
            ("tag_55", col("tag_55")),
            ("tag_56", col("tag_56")),
            ("tag_57", col("tag_57")),
            ("tag_58", col("tag_58")),
            ("tag_59", col("tag_59")),
            ("tag_60", col("tag_60")),
        ),
        held=words(
            ("tag_12", col("tag_12")),
            ("tag_14", col("tag_14")),
            ("tag_27", col("tag_27")),
            ("tag_34", col("tag_34")),
            ("tag_38", col("tag_38")),
            ("tag_41", col("tag_41")),
            ("tag_43", col("tag_43")),
            ("tag_51", col("tag_51")),
        ),
        unknown_categories=words(
            ("tag_12", col("tag_12").is_null()),
            ("tag_14", col("tag_14").is_null()),
            ("tag_27", col("tag_27").is_null()),
            ("tag_34", col("tag_34").is_null()),
            ("tag_38", col("tag_38").is_null()),
            ("tag_41", col("tag_41").is_null()),
            ("tag_43", col("tag_43").is_null()),
            ("tag_51", col("tag_51").is_null()),
        ),
        visit_rate=pl.max_horizontal(
            when(col("tag_12")).then(2).otherwise(0),
            when(col("tag_14")).then(12).otherwise(0),
            when(col("tag_27")).then(9).otherwise(0),
            when(col("tag_34")).then(9).otherwise(0),
            when(col("tag_38")).then(12).otherwise(0),
            when(col("tag_41")).then(3).otherwise(0),
            when(col("tag_43")).then(3).otherwise(0),
            when(col("tag_51")).then(3).otherwise(0),
            2,
        ),
        visit_minutes=pl.max_horizontal(
            when(col("tag_12")).then(45).otherwise(0),
            when(col("tag_14")).then(25).otherwise(0),
            when(col("tag_27")).then(10).otherwise(0),
            when(col("tag_34")).then(15).otherwise(0),
            when(col("tag_38")).then(20).otherwise(0),
            when(col("tag_41")).then(25).otherwise(0),
            when(col("tag_43")).then(10).otherwise(0),
            when(col("tag_51")).then(30).otherwise(0),
            25,
        ),
        modes=words(
            ("online", col("tag_12")),
            ("phone", col("tag_12")),
            ("phone", col("tag_14")),
            ("online", col("tag_14")),
            ("online", col("tag_27")),
            ("field", col("tag_34")),
            ("field", col("tag_38")),
            ("phone", col("tag_38")),
            ("field", col("tag_41")),
            ("field", col("tag_43")),
            ("phone", col("tag_51")),
            ("field", True),
        ),
        unknown=words(
            ("net", col("net").is_null()),
            ("tag_01", col("tag_01").is_null()),
            ("tag_02", col("tag_02").is_null()),
            ("tag_03", col("tag_03").is_null()),
            ("tag_04", col("tag_04").is_null()),
            ("tag_05", col("tag_05").is_null()),
            ("tag_06", col("tag_06").is_null()),
            ("tag_07", col("tag_07").is_null()),
            ("tag_08", col("tag_08").is_null()),
            ("tag_09", col("tag_09").is_null()),
            ("tag_10", col("tag_10").is_null()),
            ("tag_11", col("tag_11").is_null()),
            ("tag_12", col("tag_12").is_null()),
            ("tag_13", col("tag_13").is_null()),
            ("tag_14", col("tag_14").is_null()),
            ("tag_15", col("tag_15").is_null()),
            ("tag_16", col("tag_16").is_null()),
            ("tag_17", col("tag_17").is_null()),
            ("tag_18", col("tag_18").is_null()),
            ("tag_19", col("tag_19").is_null()),
            ("tag_20", col("tag_20").is_null()),
            ("tag_21", col("tag_21").is_null()),
            ("tag_22", col("tag_22").is_null()),
            ("tag_23", col("tag_23").is_null()),
            ("tag_24", col("tag_24").is_null()),
            ("tag_25", col("tag_25").is_null()),
            ("tag_26", col("tag_26").is_null()),
            ("tag_27", col("tag_27").is_null()),
            ("tag_28", col("tag_28").is_null()),
            ("tag_29", col("tag_29").is_null()),
            ("tag_30", col("tag_30").is_null()),
            ("tag_31", col("tag_31").is_null()),
            ("tag_32", col("tag_32").is_null()),
            ("tag_33", col("tag_33").is_null()),
            ("tag_34", col("tag_34").is_null()),
            ("tag_35", col("tag_35").is_null()),
            ("tag_36", col("tag_36").is_null()),
            ("tag_37", col("tag_37").is_null()),
            ("tag_38", col("tag_38").is_null()),
            ("tag_39", col("tag_39").is_null()),
            ("tag_40", col("tag_40").is_null()),
            ("tag_41", col("tag_41").is_null()),
            ("tag_42", col("tag_42").is_null()),
            ("tag_43", col("tag_43").is_null()),
            ("tag_44", col("tag_44").is_null()),
            ("tag_45", col("tag_45").is_null()),
            ("tag_46", col("tag_46").is_null()),
            ("tag_47", col("tag_47").is_null()),
            ("tag_48", col("tag_48").is_null()),
            ("tag_49", col("tag_49").is_null()),
            ("tag_50", col("tag_50").is_null()),
            ("tag_51", col("tag_51").is_null()),
            ("tag_52", col("tag_52").is_null()),
            ("tag_53", col("tag_53").is_null()),
            ("tag_54", col("tag_54").is_null()),
            ("tag_55", col("tag_55").is_null()),
            ("tag_56", col("tag_56").is_null()),
            ("tag_57", col("tag_57").is_null()),
            ("tag_58", col("tag_58").is_null()),
            ("tag_59", col("tag_59").is_null()),
            ("tag_60", col("tag_60").is_null()),
            ("pyramid", col("pyramid").is_null()),
        ),
        missing=words(
            ("shop_format", col("shop_format").is_null()),
            ("smart_pos", (col("smart_pos").is_null() & col("tag_37").is_null())),
            ("demo_shop", col("demo_shop").is_null()),
            ("district", col("district").is_null()),
            ("contribution", col("contribution").is_null()),
            ("service_cost", col("service_cost").is_null()),
            ("monthly_volume", col("monthly_volume").is_null()),
            ("previous_volume", col("previous_volume").is_null()),
            (
                "stock_days",
                (
                    (col("stock_days").is_null() & col("tag_01").is_null())
                    | (col("stock_days").is_null() & col("tag_03").is_null())
                    | (col("stock_days").is_null() & col("tag_48").is_null())
                    | (col("stock_days").is_null() & (~(~col("offer_11_open")).fill_null(False)))
                ),
            ),
            ("stockout_days", col("stockout_days").is_null()),
            ("cash", col("cash").is_null()),
            ("display", col("display").is_null()),
            ("price_tag_ok", col("price_tag_ok").is_null()),
            (
                "last_order",
                (
                    (col("last_order").is_null() & col("tag_21").is_null())
                    | (col("last_order").is_null() & col("tag_51").is_null())
                ),
            ),
            (
                "violations",
                (
                    (col("violations").is_null() & col("tag_57").is_null())
                    | (
                        col("violations").is_null()
                        & (~(~(col("offer_26_open") | col("grow"))).fill_null(False))
                    )
                ),
            ),
            ("credit", col("credit").is_null()),
            ("trained_on", col("trained_on").is_null()),
            (
                "satisfaction",
                (
                    col("pyramid").is_null()
                    & col("weak").is_null()
                    & all_below(col("satisfaction"), 1, 70.0).is_null()
                    & (~col("negative").fill_null(False))
                ),
            ),
            (
                "process_satisfaction",
                (
                    (
                        col("tag_03").is_null()
                        & all_below(col("process_satisfaction"), 1, 70.0).is_null()
                    )
                    | col("tag_04").is_null()
                    | (
                        col("tag_16").is_null()
                        & (
                            (col("net") < 620.75) | all_below(col("process_satisfaction"), 4, 70.0)
                        ).is_null()
                        & all_below(col("process_satisfaction"), 4, 70.0).is_null()
                    )
                    | (
                        col("tag_54").is_null()
                        & all_below(col("process_satisfaction"), 1, 70.0).is_null()
                    )
                    | (col("offer_25_over").is_null() & (~(~col("offer_25_open")).fill_null(False)))
                ),
            ),
            ("pos_usage", col("pos_usage").is_null()),
            (
                "open_feedback",
                (
                    (col("open_feedback").is_null() & col("tag_08").is_null())
                    | (col("open_feedback").is_null() & col("tag_33").is_null())
                ),
            ),
            (
                "cooperation",
                (
                    (col("cooperation").is_null() & col("tag_07").is_null())
                    | (col("cooperation").is_null() & col("tag_12").is_null())
                    | (col("cooperation").is_null() & col("tag_41").is_null())
                    | (
                        col("cooperation").is_null()
                        & col("pyramid").is_null()
                        & col("rising").is_null()
                        & (~col("negative").fill_null(False))
                        & (~col("weak").fill_null(False))
                    )
                    | (col("cooperation").is_null() & (~(~col("offer_14_open")).fill_null(False)))
                ),
            ),
            ("member", (col("member").is_null() & col("tag_12").is_null())),
        ),
    )
    return customers.with_columns(
        item_minutes=pl.sum_horizontal(
            when(col("must_01_state").is_in(["due", "due_unknown", "active"]))
            .then(50)
            .otherwise(0),
            when(col("must_02_state").is_in(["due", "due_unknown", "active"]))
            .then(60)
            .otherwise(0),
            when(col("must_03_state").is_in(["due", "due_unknown", "active"]))
            .then(60)
            .otherwise(0),
            when(col("must_04_state").is_in(["due", "due_unknown", "active"]))
            .then(30)
            .otherwise(0),
            when(col("must_05_state").is_in(["due", "due_unknown", "active"]))
            .then(300)
            .otherwise(0),
            when(col("must_08_state").is_in(["due", "due_unknown", "active"]))
            .then(30)
            .otherwise(0),
            when(col("must_10_state").is_in(["due", "due_unknown", "active"]))
            .then(50)
            .otherwise(0),
            when(col("must_11_state").is_in(["due", "due_unknown", "active"]))
            .then(240)
            .otherwise(0),
            when(col("must_12_state").is_in(["due", "due_unknown", "active"]))
            .then(100)
            .otherwise(0),
            when(col("offer_01_state").is_in(["due", "due_unknown", "active"]))
            .then(120)
            .otherwise(0),
            when(col("offer_02_state").is_in(["due", "due_unknown", "active"]))
            .then(480)
            .otherwise(0),
            when(col("offer_03_state").is_in(["due", "due_unknown", "active"]))
            .then(80)
            .otherwise(0),
            when(col("offer_04_state").is_in(["due", "due_unknown", "active"]))
            .then(130)
            .otherwise(0),
            when(col("offer_05_state").is_in(["due", "due_unknown", "active"]))
            .then(100)
            .otherwise(0),
            when(col("offer_06_state").is_in(["due", "due_unknown", "active"]))
            .then(20)
            .otherwise(0),
            when(col("offer_07_state").is_in(["due", "due_unknown", "active"]))
            .then(120)
            .otherwise(0),
            when(col("offer_08_state").is_in(["due", "due_unknown", "active"]))
            .then(180)
            .otherwise(0),
            when(col("offer_09_state").is_in(["due", "due_unknown", "active"]))
            .then(50)
            .otherwise(0),
            when(col("offer_10_state").is_in(["due", "due_unknown", "active"]))
            .then(70)
            .otherwise(0),
            when(col("offer_11_state").is_in(["due", "due_unknown", "active"]))
            .then(120)
            .otherwise(0),
            when(col("offer_13_state").is_in(["due", "due_unknown", "active"]))
            .then(780)
            .otherwise(0),
            when(col("offer_14_state").is_in(["due", "due_unknown", "active"]))
            .then(80)
            .otherwise(0),
            when(col("offer_18_state").is_in(["due", "due_unknown", "active"]))
            .then(360)
            .otherwise(0),
            when(col("offer_20_state").is_in(["due", "due_unknown", "active"]))
            .then(120)
            .otherwise(0),
            when(col("offer_21_state").is_in(["due", "due_unknown", "active"]))
            .then(50)
            .otherwise(0),
            when(col("offer_22_state").is_in(["due", "due_unknown", "active"]))
            .then(80)
            .otherwise(0),
            when(col("offer_23_state").is_in(["due", "due_unknown", "active"]))
            .then(60)
            .otherwise(0),
            when(col("offer_26_state").is_in(["due", "due_unknown", "active"]))
            .then(180)
            .otherwise(0),
            when(col("offer_27_state").is_in(["due", "due_unknown", "active"]))
            .then(600)
            .otherwise(0),
            when(col("offer_28_state").is_in(["due", "due_unknown", "active"]))
            .then(240)
            .otherwise(0),
        ),
        categories=when(col("held").list.len() > 0)
        .then(col("held"))
        .otherwise(pl.concat_list(lit("general"))),
        visit_modes=col("modes").list.unique(maintain_order=True),
    )
