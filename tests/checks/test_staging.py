"""How bad a finding is depends on the stage of the policy."""

import pytest

from tests.checks.examples import BASE, NOT_TOLD_OF_A_DRAFT, WHOLE_BASE
from tests.docs.examples import policy_files
from workflow_engine.checks.staging import at_stage
from workflow_engine.diagnostics.code_entry import STAGES, entry
from workflow_engine.diagnostics.codes import CODES, diagnose
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.policy import check_texts

UNUSED = "strategies:\n  careful: {label: 谨慎, description: 少做}\n"
STAGED = "policy: {id: example, version: '1', stage: %s}\n"


def severities(code, text, base=BASE):
    found = check_texts(policy_files(text, base)).diagnostics
    return [one.severity for one in found if one.code == code]


@pytest.mark.parametrize(
    ("stage", "strategy", "parts"),
    [("draft", [], []), ("trial", ["warning"], ["info"]), ("live", ["warning"], ["warning"])],
)
def test_a_draft_is_told_less_and_a_live_policy_most(stage, strategy, parts):
    text = STAGED % stage + UNUSED
    assert severities("WE746", text) == strategy
    assert severities("WE761", text) == parts * 4


def test_a_draft_is_told_nothing_of_what_is_missing():
    found = check_texts(policy_files(UNUSED, BASE)).diagnostics
    assert [one.code for one in found] == []
    whole = policy_files(STAGED % "draft" + UNUSED + "# x\n", WHOLE_BASE)
    assert NOT_TOLD_OF_A_DRAFT.isdisjoint({one.code for one in check_texts(whole).diagnostics})


def test_a_whole_service_is_found_whole_in_every_stage():
    for stage in STAGES:
        found = check_texts(policy_files(STAGED % stage, WHOLE_BASE)).diagnostics
        assert [(one.code, one.message.en) for one in found] == []


def test_a_severity_that_a_check_chose_is_kept():
    place = Place("a.yaml", 1, 1, 1, 2)
    chosen = diagnose("WE746", place, severity="error", name="a", id="a")
    plain = diagnose("WE746", place, name="a", id="a")
    assert list(at_stage([chosen, plain], "draft")) == [chosen]
    assert [one.severity for one in at_stage([plain], "live")] == ["warning"]


def test_severities_never_fall_as_a_policy_goes_live():
    rank = {None: 0, "info": 1, "warning": 2, "error": 3}
    for code in CODES.values():
        ranks = [rank[code.severity_in(stage)] for stage in STAGES]
        assert ranks == sorted(ranks), code.code
        assert code.severity_in("live") == code.severity


def test_the_severity_of_a_code_is_that_of_a_live_policy():
    with pytest.raises(ValueError, match="WE999"):
        entry("WE999", "x", "info", ("一", "one"), stages=(None, "info", "warning"))
