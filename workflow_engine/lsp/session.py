"""One editor at work: its open files, the policies they belong to, and when each is checked."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import zoneinfo
from collections.abc import Callable
from pathlib import Path

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.lsp.hit_counts import Counts, HitCounts
from workflow_engine.lsp.open_policy import Checked, OpenPolicy
from workflow_engine.lsp.policy_files import Buffers, policy_folder_of
from workflow_engine.lsp.positions import Positions

WAIT = 0.25
"""Seconds without typing before a policy is checked."""

Publish = Callable[[OpenPolicy, Checked], None]
Report = Callable[[BaseException], None]


class Session:
    """What the server knows. `lang` is that of messages, `encoding` how the editor counts.

    `publish` is called with the result of each check on the loop's thread, `report` with what went
    wrong in one.
    """

    def __init__(self, lang: Language, publish: Publish, report: Report) -> None:
        self.lang: Language = lang
        self.encoding = "utf-16"
        self.buffers = Buffers()
        self.checked: dict[Path, Checked] = {}
        self._publish = publish
        self._report = report
        self._policies: dict[Path, OpenPolicy] = {}
        self._counts: dict[Path, HitCounts] = {}
        self._folders: dict[str, Path | None] = {}
        self._waiting: dict[Path, asyncio.Task[None]] = {}
        self._uris: dict[str, str] = {}

    # Files

    def opened(self, path: str, uri: str, text: str) -> None:
        """A file is open in the editor, with this text."""
        self._uris[path] = uri
        self.typed(path, text)

    def typed(self, path: str, text: str) -> None:
        """The text of an open file is now this one."""
        self.buffers.texts = {**self.buffers.texts, path: text.removeprefix("\ufeff")}
        if self._folders.get(path) is None:  # it may have become part of a policy
            self._folders.pop(path, None)
        self.check_soon(path)

    def closed(self, path: str) -> None:
        """A file is open no longer; what counts is on the disk."""
        self.buffers.texts = {file: t for file, t in self.buffers.texts.items() if file != path}
        self.check_soon(path)

    def on_disk(self, path: str) -> None:
        """Something has changed on the disk."""
        self._folders.clear()
        self.check_soon(path)

    def uri(self, path: str) -> str:
        """The address by which the editor knows a file."""
        return self._uris.get(path) or Path(path).as_uri()

    def positions(self, path: str) -> Positions:
        """The positions in a file as it is now."""
        return Positions(self.buffers.text(path) or "", self.encoding)

    # Policies

    def policy_of(self, path: str) -> OpenPolicy | None:
        """The policy to which a file belongs."""
        if path not in self._folders:
            self._folders[path] = policy_folder_of(path, self.buffers)
        folder = self._folders[path]
        if folder is None:
            return None
        if folder not in self._policies:
            self._policies[folder] = OpenPolicy(folder, self.buffers)
            self._counts[folder] = HitCounts(folder)
        return self._policies[folder]

    def policies(self) -> list[OpenPolicy]:
        """The policies of which a file has been open."""
        return list(self._policies.values())

    def counts(self, policy: OpenPolicy) -> Counts | None:
        """For how many customers beside the policy each of its definitions holds today."""
        program = policy.program
        if program is None:
            return None
        today = dt.datetime.now(zoneinfo.ZoneInfo(program.head.timezone)).date()
        return self._counts[policy.folder].of(program, today)

    # Checks

    def check_soon(self, path: str) -> None:
        """Check the policy of a file once nobody has typed for a moment."""
        policy = self.policy_of(path)
        if policy is None:
            return
        waiting = self._waiting.get(policy.folder)
        if waiting is not None:
            waiting.cancel()
        self._waiting[policy.folder] = asyncio.ensure_future(self._check(policy))

    async def _check(self, policy: OpenPolicy) -> None:
        await asyncio.sleep(WAIT)
        try:
            checked = await asyncio.to_thread(policy.check)
            self.checked[policy.folder] = checked
            self._publish(policy, checked)
        except Exception as error:  # noqa: BLE001  # the server lives on, whatever a check does
            self._report(error)


def path_of(uri: str) -> str | None:
    """The absolute path of a file's address; None where it is no file on the disk."""
    from pygls.uris import to_fs_path

    path = to_fs_path(uri) if uri.startswith("file:") else None
    return None if path is None else os.path.normpath(path)
