"""A revision changes exactly the parts it names, each with its reasons; what does not fit is told with its place."""

import pytest

from designgen.engines.revision.conversation import examined
from designgen.engines.revision.following import followed
from designgen.engines.revision.placing import parts
from designgen.interview.edition import edition
from designgen.interview.link import link
from designgen.model.interview import Answer
from designgen.renderers.runbooks import render_runbooks
from revision_desk import answer, change
from revision_desk import desk as unremembering
from revision_desk import remembering as desk

PART, NAIL = [{"expression": "name"}], [{"expression": "nail"}]


def verdict(text, section="database", name="toolshed"):
    at = desk(name, section)
    return examined(at.asked, at, text)


def changed(before, after):
    old, new = parts(before), parts(after)
    return {key for key in {*old, *new} if old.get(key) != new.get(key)}


def only(*changes, **said):
    found = verdict(answer(*changes, **said))
    assert not found.faults
    return found.section("model"), found.draft


def test_a_replaced_part_keeps_all_fields_that_are_not_named():
    section, draft = only(change("replace", "table:lending.tool", ["FR-1"], comment="A tool that a neighbour lends."))
    new, old = parts(section)["table:lending.tool"], parts(draft)["table:lending.tool"]
    assert new == old.model_copy(update={"comment": "A tool that a neighbour lends.", "because": (*old.because,)})
    assert changed(draft, section) == {"table:lending.tool"}


def test_an_added_part_carries_the_requirements_it_serves_and_stands_where_it_belongs():
    index = change(
        "add",
        "index:loan_due_on_idx",
        ["FR-2"],
        table="lending.loan",
        parts=[{"expression": "due_on", "descending": True}],
        serves=["createLoan"],
    )
    section, draft = only(index)
    table = parts(section)["table:lending.loan"]
    assert table.indexes[-1].key == "index:loan_due_on_idx"
    assert table.indexes[-1].because == ("FR-2",)
    assert changed(draft, section) == {"index:loan_due_on_idx", "table:lending.loan"}


def test_the_account_of_a_revision_names_each_change_with_its_reason():
    section, _ = only(change("replace", "job:purge-loan", ["FR-2"], "Night is when nobody borrows a tool.", at="03:30"))
    (told,) = section.opinion.revised
    assert (told.action, told.key, told.reason, told.because) == (
        "replace",
        "job:purge-loan",
        "Night is when nobody borrows a tool.",
        ("FR-2",),
    )
    assert section.opinion.voice == "model"


def test_a_changed_entry_of_a_list_keeps_the_reasons_that_its_writer_did_not_see():
    _, draft = only(change("replace", "table:lending.tool", ["FR-1"], comment="A tool."))
    old = next(check for check in parts(draft)["table:lending.tool"].checks if check.because)
    check = {"name": old.name, "expression": "char_length(name) BETWEEN 2 AND 80"}
    section, _ = only(change("replace", "table:lending.tool", ["FR-1"], checks=[check]))
    (new,) = [one for one in parts(section)["table:lending.tool"].checks if one.name == old.name]
    assert new.expression == check["expression"] and new.because == old.because


def test_a_list_that_grows_loses_nothing():
    check = {"name": "tool_deposit_check", "expression": "deposit_amount >= 0"}
    column = next(c.name for c in parts(desk("toolshed", "database").asked.draft)["table:lending.tool"].columns if "deposit" in c.name)
    check["expression"] = f"{column} >= 0"
    section, draft = only(change("replace", "table:lending.tool", ["FR-1"], checks=[check]))
    new, old = (parts(one)["table:lending.tool"].checks for one in (section, draft))
    assert new[:-1] == old
    assert new[-1].name == "tool_deposit_check"


@pytest.mark.parametrize(
    ("wrong", "place", "words"),
    [
        (change("replace", "table:lending.nail", ["FR-1"], comment="x"), "/changes/0/key", "there is no `table:lending.nail`"),
        (change("add", "index:tool_status_name_idx", ["FR-1"], table="lending.tool", parts=PART), "/changes/0/key", "exists already"),
        (change("remove", "table:lending.tool", ["FR-1"]), "/changes/0/action", "follow from the requirements"),
        (change("replace", "operation:listTools", ["FR-1"], summary="x"), "/changes/0/key", "no parts of that kind"),
        (change("replace", "table:../../etc/passwd", ["FR-1"], comment="x"), "/changes/0/key", "is no key"),
        (change("replace", "table:lending.tool", ["FR-9"], comment="x"), "/changes/0/requirements/0", "`FR-9` is no requirement"),
        (change("replace", "table:lending.tool", ["FR-1"], "", comment="x"), "/changes/0/reason", "say why"),
        (change("replace", "table:lending.tool", ["FR-1"], columns=[]), "/changes/0/fields/0/name", "is computed"),
        (change("replace", "table:lending.tool", ["FR-1"], colour="red"), "/changes/0/fields/0/name", "no field `colour`"),
        (change("replace", "table:lending.tool", ["FR-1"]), "/changes/0/fields", "is empty"),
        (change("replace", "job:purge-loan", ["FR-2"], batch="many"), "/changes/0/fields/0/value", "no JSON"),
        (change("replace", "job:purge-loan", ["FR-2"], batch=0), "/changes/0/fields/0/value", "not between 1 and 100000"),
        (change("replace", "session:toolshed_app", ["FR-2"], lock_timeout_s=-1), "/changes/0/fields/0/value", "not between"),
        (change("add", "index:a_idx", ["FR-1"], table="lending.nail", parts=PART), "/changes/0/into", "names none of"),
        (change("add", "index:a_idx", ["FR-1"], table="lending.tool"), "/changes/0/fields", "lacks parts"),
        (change("add", "index:a_idx", [], table="lending.tool", parts=PART), "/changes/0/requirements", "is empty"),
        (change("add", "index:a_idx", ["FR-1"], table="lending.tool", parts=NAIL), "/changes/0/fields", "`nail` is no column"),
        (change("add", "index:A idx", ["FR-1"], table="lending.tool", parts=PART), "/changes/0/key", "is no key"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_place_and_changes_nothing(wrong, place, words):
    found = verdict(answer(wrong))
    (fault,) = found.faults
    assert fault.pointer == place
    assert words in fault.message
    section = found.section("model")
    assert changed(found.draft, section) == {"finding:database-dropped-change-1"}


def test_one_wrong_change_does_not_cost_the_others():
    found = verdict(
        answer(
            change("replace", "table:lending.tool", ["FR-1"], comment="A tool."),
            change("replace", "table:lending.nail", ["FR-1"], comment="A nail."),
            change("replace", "job:purge-loan", ["FR-2"], at="03:30"),
        )
    )
    assert [fault.pointer for fault in found.faults] == ["/changes/1/key"]
    section = found.section("model")
    assert changed(found.draft, section) == {"table:lending.tool", "job:purge-loan", "finding:database-dropped-change-2"}


def test_a_change_that_the_checks_object_to_is_told_at_its_place_and_dropped_alone():
    draft = desk("toolshed", "database").asked.draft
    serving = next(one.key for one in parts(draft).values() if one.key == "index:loan_tool_id_idx")
    found = verdict(
        answer(
            change("replace", "table:lending.tool", ["FR-1"], comment="A tool."),
            change("remove", serving, ["FR-2"]),
            change("replace", "job:purge-loan", ["FR-2"], at="03:30"),
        )
    )
    assert found.faults
    section = found.section("model")
    assert changed(draft, section) == {"table:lending.tool", "job:purge-loan", "finding:database-dropped-change-2"}
    assert found.judgements <= 24


def test_an_owner_turns_a_topic_and_the_draft_follows():
    found = verdict(answer(choices=[{"topic": "data.deletion", "choice": "x", "reason": "r", "requirements": []}]), "backend")
    assert "is no option" in found.faults[0].message
    options = next(one for one in desk("toolshed", "backend").asked.decisions if one.topic == "data.deletion").options
    other = next(one.id for one in options if not one.veto and one.id != "soft-delete")
    turned = verdict(
        answer(choices=[{"topic": "data.deletion", "choice": other, "reason": "Members expect it gone.", "requirements": ["FR-1"]}]),
        "backend",
    )
    assert not turned.faults
    (choice,) = turned.section("model").opinion.choices
    assert (choice.topic, choice.choice, choice.instead, choice.because) == ("data.deletion", other, "soft-delete", ("FR-1",))


def test_a_topic_of_someone_else_is_not_turned():
    found = verdict(answer(choices=[{"topic": "datastore.primary", "choice": "mysql", "reason": "r", "requirements": []}]))
    assert "is owned by `backend`; write a dissent" in found.faults[0].message
    assert not found.section("model").opinion.choices


def test_what_the_author_decided_stands_and_what_is_ruled_out_stays_out():
    at = desk("toolshed", "backend")
    pinned = [one.model_copy(update={"status": "accepted"}) if one.topic == "data.deletion" else one for one in at.asked.decisions]
    question = at.asked.model_copy(update={"decisions": tuple(pinned)})
    other = next(one.id for one in pinned[0].options)
    turn = {"topic": "data.deletion", "choice": other, "reason": "Members expect it gone.", "requirements": ["FR-1"]}
    assert "was decided by the author" in examined(question, at, answer(choices=[turn])).faults[0].message
    topic, vetoed = next(
        (one.topic, option.id) for one in pinned for option in one.options if option.veto and one.owner.startswith("backend")
    )
    ruled_out = {**turn, "topic": topic, "choice": vetoed}
    assert "is ruled out" in examined(question, at, answer(choices=[ruled_out])).faults[0].message


def test_findings_and_questions_of_the_rulebook_stay_and_new_ones_join():
    new = {
        "key": "finding:no-deposit-rule",
        "severity": "warn",
        "statement": "Nobody says when a deposit is due.",
        "repair": "Add a rule to `Tool`.",
        "requirements": ["FR-1"],
    }
    section, draft = only(findings=[new], conclusions=["Two tables carry the lending."])
    assert section.opinion.findings[: len(draft.opinion.findings)] == draft.opinion.findings
    assert section.opinion.findings[-1].because == ("FR-1",)
    assert section.opinion.questions == draft.opinion.questions
    assert section.opinion.conclusions == (*draft.opinion.conclusions, "Two tables carry the lending.")


FAILURE = {
    "title": "Tools are handed out twice",
    "detection": "Two members stand before one drill.",
    "impact": "One of them goes home without; no row is lost.",
    "verify": "`listTools` shows the drill as lent once.",
    "escalate": "The shed keeper, the same day.",
    "prevent": "`loan_tool_id_open_key` allows one open loan per tool.",
}


def test_a_way_to_fail_is_added_to_the_runbook_of_its_component():
    failure = change("add", "failure:app-lent-twice", ["FR-2"], "Members meet at the shed.", into="runbook:app", **FAILURE)
    found = verdict(answer(failure), "platform")
    assert not found.faults
    section = found.section("model")
    (book,) = [one for one in section.operations.runbooks if one.key == "runbook:app"]
    assert book.failures[-1].title == FAILURE["title"]
    assert changed(found.draft, section) == {"runbook:app", "failure:app-lent-twice"}
    at = unremembering("toolshed", "platform")
    page = next(one for one in pages(at, section) if one.path == "runbooks/app.md").content.decode()
    chapter = page.split("### Tools are handed out twice", 1)[1]
    assert "| FR-2 | |" in chapter
    assert "Look first" not in chapter and "```" not in chapter


def pages(at, section):
    """Return the runbooks of the package that holds this section."""
    answers = at.interview.completed({**at.before, section.section: Answer(section=section, engine="x")})
    design = link(at.interview.facts, at.interview.decisions, at.interview.seats, answers, edition("2026-11-20", None, {}, ()))
    return render_runbooks(design)


@pytest.mark.parametrize(
    ("wrong", "section", "words"),
    [
        (change("add", "failure:x", ["FR-2"], **FAILURE), "platform", "names none of runbook:"),
        (change("add", "failure:x", ["FR-2"], into="runbook:app", title="x"), "platform", "lacks detection"),
        (change("add", "failure:x", ["FR-2"], into="runbook:app", triage=[{"run": "rm"}], **FAILURE), "platform", "is computed"),
        (change("remove", "failure:app-does-not-start", ["FR-2"]), "platform", "you may add, replace"),
        (change("add", "runbook:x", ["FR-2"], title="x", purpose="x"), "platform", "you may replace"),
        (change("add", "table:lending.x", ["FR-2"], comment="x"), "database", "you may replace"),
        (change("remove", "operation:listTools", ["FR-1"]), "backend", "you may replace"),
    ],
)
def test_what_nothing_could_judge_stays_closed(wrong, section, words):
    found = verdict(answer(wrong), section)
    assert words in found.faults[0].message
    assert changed(found.draft, found.section("model")) == {f"finding:{section}-dropped-change-1"}


def test_a_sentence_of_the_draft_is_withdrawn_by_its_own_words_only():
    first, *others = desk("toolshed", "database").asked.draft.opinion.conclusions
    section, _ = only(conclusions=[f"withdraw: {first}", "Two tables carry the lending."])
    assert section.opinion.conclusions == (*others, "Two tables carry the lending.")
    (fault,) = verdict(answer(conclusions=["withdraw: What nobody said."])).faults
    assert (fault.pointer, "word for word" in fault.message) == ("/conclusions/0", True)


def question(key, text, **said):
    return {"key": key, "text": text, "why": "It costs.", "assumed": "No.", "changes": "Much.", "ask": "legal", **said}


def test_every_question_and_finding_says_what_it_is_there_for():
    asked = [
        question("question:a", "May a member be 17?", requirements=["FR-2"]),
        question("question:b", "Who pays when `createLoan` comes late, `data.deletion` aside?"),
        question("question:c", "Who pays?", requirements=[]),
    ]
    found = {"key": "finding:x", "severity": "warn", "statement": "FR-3 is vague.", "repair": "Say more.", "requirements": []}
    judged = verdict(answer(change("remove", "table:lending.tool", ["FR-1"]), questions=asked, findings=[found]), "backend")
    opinion = judged.section("model").opinion
    reasons = {one.key: one.because for one in (*opinion.questions, *opinion.findings)}
    assert reasons["question:a"] == ("FR-2",)
    assert reasons["question:b"] == ("operation:createLoan", "data.deletion")
    assert reasons["question:c"] == ("CLQ-002",)
    assert reasons["finding:x"] == ("FR-3",)
    assert all(reasons.values())


def test_a_list_that_is_too_long_is_told_and_its_first_entries_are_taken():
    many = [question(f"question:q{number}", "Who pays?") for number in range(21)]
    judged = verdict(answer(questions=many))
    assert [(fault.pointer, fault.message) for fault in judged.faults] == [("/questions/20", "is one too many; 20 are the most")]


def described(**fields):
    judged = verdict(answer(change("replace", "operation:updateTool", ["FR-1"], **fields)), "backend")
    assert not judged.faults
    new, old = (parts(one)["operation:updateTool"] for one in (judged.section("model"), judged.draft))
    return new, old


def test_a_new_rule_of_rows_takes_the_place_of_the_old_one_in_the_description():
    new, old = described(object_rule="The owner only.")
    assert new.description == old.description.replace(old.object_rule, "The owner only.")


def test_a_new_description_keeps_the_rule_of_rows_and_its_lines():
    closing = parts(desk("toolshed", "backend").asked.draft)["operation:updateTool"].description.split("\n")[-1]
    new, old = described(description=f"Changes what was sent.\n\n  LENT tools stay as they are.\n{closing}")
    assert new.description.split("\n") == ["Changes what was sent.", "LENT tools stay as they are.", old.object_rule, closing]
    new, _ = described(description="Changes it.\nThe owner only.", object_rule="The owner only.")
    assert new.description == "Changes it.\nThe owner only."


def test_an_operation_answers_the_errors_of_what_it_newly_demands():
    repeat = change("replace", "operation:updateTool", ["FR-1"], idempotency_key=True)
    version = change("replace", "operation:deleteTool", ["FR-1"], if_match="required")
    found = verdict(answer(repeat, version), "backend")
    new, old = parts(found.section("model")), parts(found.draft)
    added = {key: set(new[key].errors) - set(old[key].errors) for key in ("operation:updateTool", "operation:deleteTool")}
    assert added == {
        "operation:updateTool": {"IDEMPOTENCY_KEY_REQUIRED", "IDEMPOTENCY_IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED"},
        "operation:deleteTool": {"PRECONDITION_REQUIRED"},
    }
    statuses = [new[f"error:{code}"].status for code in new["operation:updateTool"].errors]
    assert statuses == sorted(statuses)


def test_an_error_that_nothing_answers_any_more_leaves_the_catalogue():
    apart = followed(desk("toolshed", "backend").asked.draft)
    api = apart.api[0]
    free = api.model_copy(update={"operations": tuple(one.model_copy(update={"idempotency_key": False}) for one in api.operations)})
    (after,) = followed(apart.model_copy(update={"api": (free,)})).api
    gone = {error.name for error in api.errors} - {error.name for error in after.errors}
    assert gone == {"IDEMPOTENCY_KEY_REQUIRED", "IDEMPOTENCY_IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED"}
    assert all("IDEMPOTENCY_KEY_REUSED" not in one.errors for one in after.operations)


def test_a_test_that_no_operation_begins_may_be_added():
    fields = {"requirement": "FR-2", "operation": "", "given": "a loan", "when": "two years pass", "then": "it is gone", "level": "manual"}
    found = verdict(answer(change("add", "test:loan-forgotten", ["FR-2"], **fields)), "platform")
    assert not found.faults
    assert parts(found.section("model"))["test:loan-forgotten"].level == "manual"


def test_a_job_takes_as_many_rows_as_its_new_batch_says():
    section, draft = only(change("replace", "job:purge-loan", ["FR-2"], batch=500))
    new, old = (parts(one)["job:purge-loan"].statement for one in (section, draft))
    assert "LIMIT 500" not in old.replace("LIMIT 5000", "")
    assert new == old.replace("LIMIT 5000", "LIMIT 500")


def test_risks_stand_by_their_weight_whoever_names_them():
    risk = {
        "sentence": "Because nobody is awake, a night is lost.",
        "likelihood": 5,
        "impact": 5,
        "response": "Reduce: a rota.",
        "trigger": "A call.",
    }
    found = verdict(answer(change("add", "risk:flood-in-cellar", ["FR-2"], **risk)), "platform")
    assert not found.faults
    scores = [one.score for one in found.section("model").delivery.risks]
    assert scores == sorted(scores, reverse=True)
    assert found.section("model").delivery.risks[0].name == "flood-in-cellar"
