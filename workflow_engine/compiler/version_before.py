"""Whether the version that other customers keep during a staged rollout fits the new one."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.keywords import to_chinese
from workflow_engine.program.program import Program
from workflow_engine.program.rollout import Rollout, percentage

ITSELF = Bilingual("它就是本政策的文件夹", "it is the folder of this policy itself")


def unusable(rollout: Rollout, folder: str, reason: Bilingual) -> Diagnostic:
    """The finding that there is no such version."""
    return diagnose("WE660", rollout.place, folder=folder, reason=reason)


def broken(found: Sequence[Diagnostic]) -> Bilingual:
    """Why a policy with these findings cannot be used: how many are errors, and the first."""
    errors = [one for one in found if one.severity == "error"]
    first = errors[0]
    return Bilingual(
        f"有 {len(errors)} 处错误，首先是 {first.place}：{first.message.zh}",
        f"it has {len(errors)} errors, first {first.place}: {first.message.en}",
    )


def misfits(before: Program, new: Program, rollout: Rollout) -> list[Diagnostic]:
    """What keeps the customers of two versions from being told apart (errors), and warnings.

    A warning where the version before has a rollout of its own, which does not count (nobody is
    given a third one), and where both are called alike.
    """
    found = []
    for what, then, now in (
        (Bilingual("编号字段", "column of the customer's id"), before.key, new.key),
        (Bilingual("时区", "time zone"), before.head.timezone, new.head.timezone),
    ):
        if then != now:
            found.append(diagnose("WE661", rollout.place, what=what, before=then, now=now))
    if found:
        return found
    if before.head.version == new.head.version:
        chinese = new.written_in.get(new.head.place.file) == "zh"
        word = (to_chinese("version") if chinese else None) or "version"
        found.append(diagnose("WE663", rollout.place, version=new.head.version, word=word))
    if before.rollout is not None and before.rollout.before is not None:
        shares = " → ".join(percentage(stage.share) for stage in before.rollout.stages)
        found.append(diagnose("WE662", rollout.place, share=shares))
    return found
