"""`workflow-engine worker`: works off what becomes due, delivers messages, until stopped."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
from typing import TYPE_CHECKING, Any

from workflow_engine.cli.cases import Cases, database_argument
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.diagnostics.printable import printable
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.store.channels import Channel

HELP = (
    "常驻进程：到期即提醒和升级，并发送签名的 webhook；可同时运行多个",
    "keeps working off what becomes due and sends signed webhooks; many may run at once",
)
EXAMPLE = "workflow-engine worker --webhook https://crm.example/hook --secret-env WEBHOOK_SECRET"
POLL = 5.0


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument(
        "--webhook", metavar="URL", help="把事件发到这个地址" if zh else "POST what happens to it"
    )
    parser.add_argument(
        "--secret-env",
        metavar="NAME",
        help="签名密钥在哪个环境变量（whsec_…）" if zh else "the variable that holds whsec_…",
    )
    parser.add_argument(
        "--poll",
        metavar="SECONDS",
        type=float,
        default=POLL,
        help=f"空闲时隔多久再看；默认 {POLL:g}"
        if zh
        else f"rest when nothing is due; default {POLL:g}",
    )
    parser.add_argument(
        "--once",
        action="store_true",
        help="处理完到期的就结束" if zh else "work off what is due, then end",
    )
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Runs until SIGTERM or SIGINT, then finishes what was begun; exit code 1 only with --once."""
    from workflow_engine.store.worker import Stop, run_worker

    if not options.poll > 0:
        raise UsageError("--poll must be above zero", zh="--poll 须大于零")
    channel = _channel(options)
    with Cases(options) as cases:
        told = _Told(cases)
        if options.once:
            return _once(cases, channel, told)
        stop = Stop()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stop.ask)
        told.started()
        try:
            run_worker(
                cases.desk.store, _now, stop, channel=channel, poll=options.poll, report=told
            )
        finally:
            stop.close()
        told.stopped()
    return FINE


def _once(cases: Cases, channel: Channel | None, told: _Told) -> int:
    from workflow_engine.store.outbox import Deliveries, deliver

    ticked = cases.desk.tick(_now(), limit=10**9)
    told(ticked)
    failed = bool(ticked.stalled)
    if channel is not None:
        while (sent := deliver(cases.desk.store, channel, _now, limit=100)) != Deliveries():
            told(sent)
            failed = failed or bool(sent.failed or sent.dead)
    return FINDINGS if failed else FINE


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _channel(options: argparse.Namespace) -> Channel | None:
    if options.webhook is None:
        return None
    from workflow_engine.store.webhooks import Webhook

    name = options.secret_env
    secret = None if name is None else os.environ.get(name)
    if name is not None and not secret:
        raise UsageError(
            f"the variable {name} that --secret-env names is not set: a webhook is signed with it",
            zh=f"--secret-env 指明的环境变量 {name} 没有值：webhook 要用它签名",
        )
    if not secret:
        raise UsageError(
            "a webhook is signed: --secret-env names the variable that holds its secret whsec_…",
            zh="webhook 必须签名：用 --secret-env 指明存放密钥 whsec_… 的环境变量",
        )
    return Webhook(options.webhook, secret)


class _Told:
    """Tells on standard error what the worker did, one line at a time."""

    def __init__(self, cases: Cases) -> None:
        self._zh = cases.lang == "zh"
        self._cases = cases

    def started(self) -> None:
        say("已启动，按 Ctrl-C 停止" if self._zh else "running; Ctrl-C stops it")

    def stopped(self) -> None:
        say("已停止" if self._zh else "stopped")

    def __call__(self, what: Any) -> None:
        from workflow_engine.errors import StoreError
        from workflow_engine.store.worker import Ticked

        stamp = _now().astimezone(self._cases.zone()).isoformat(sep=" ", timespec="seconds")
        if isinstance(what, StoreError):
            say(f"{stamp} {printable(what.zh if self._zh else str(what))}")
        elif isinstance(what, Ticked):
            cases, stalled = len(what.fired), len(what.stalled)
            say(
                f"{stamp} 处理 {cases} 个个案，升级 {what.rungs} 次"
                + (f"，{stalled} 个无法处理" if stalled else "")
                if self._zh
                else f"{stamp} {cases} cases worked off, {what.rungs} rungs climbed"
                + (f", {stalled} stalled" if stalled else "")
            )
        else:
            say(
                f"{stamp} 已送达 {what.delivered}，待重试 {what.failed}，死信 {what.dead}"
                if self._zh
                else f"{stamp} {what.delivered} delivered, {what.failed} to retry, {what.dead} dead"
            )
