"""Checks of operation and of links: each class of neglect is found, and a sound design is not accused."""

from designgen.checks.links import check_links
from designgen.checks.operations import check_operations
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from oracles.sections import designed, toolshed


def design(**changes: object) -> Design:
    """The smallest example with some parts of its operation or security replaced."""
    whole = designed(toolshed())[1]
    update = {
        chapter: getattr(whole, chapter).model_copy(
            update={name: value for name, value in changes.items() if hasattr(getattr(whole, chapter), name)}
        )
        for chapter in ("operations", "security")
    }
    return whole.model_copy(update=update)


def codes(whole: Design) -> set[str]:
    return {problem.code for problem in check_operations(whole)}


def linked(*files: tuple[str, str]) -> list[tuple[str, int]]:
    artifacts = tuple(Artifact.text(path, "markdown" if path.endswith(".md") else "yaml", text) for path, text in files)
    return [(problem.code, problem.span.line) for problem in check_links(designed(toolshed())[1], artifacts) if problem.span]


def test_a_sound_design_is_not_accused() -> None:
    assert codes(design()) == set()


def test_alert_without_a_place() -> None:
    alert = design().operations.alerts[0].model_copy(update={"anchor": "failure:nowhere"})
    assert "DG361" in codes(design(alerts=(*design().operations.alerts[1:], alert)))


def test_job_without_alert() -> None:
    kept = tuple(alert for alert in design().operations.alerts if alert.name != "job-purge-loan")
    problems = [problem for problem in check_operations(design(alerts=kept)) if problem.code == "DG362"]
    assert [problem.subject for problem in problems] == ["job:purge-loan"]


def test_runbook_of_a_missing_component() -> None:
    books = design().operations.runbooks
    stray = books[0].model_copy(update={"component": "component:mainframe"})
    assert "DG363" in codes(design(runbooks=(stray, *books[1:])))


def test_personal_data_without_end() -> None:
    problems = [problem for problem in check_operations(design(data=())) if problem.code == "DG364"]
    assert "people.member" in problems[0].message
    assert "how long it is kept and how it is erased" in problems[0].message
    rows = tuple(row.model_copy(update={"erasure": ""}) for row in design().security.data)
    assert any("nothing says how it is erased" in problem.message for problem in check_operations(design(data=rows)))


def test_dead_links_and_anchors_are_found_on_their_line() -> None:
    found = linked(
        ("a/one.md", "# One\n\n[ok](two.md#second-part)\n\n[gone](three.md)\n\n[nowhere](two.md#third)\n\n[self](#one)\n"),
        ("a/two.md", "# Two\n\n## Second part\n"),
    )
    assert found == [("DG351", 5), ("DG352", 7)]


def test_outside_addresses_folders_and_code_are_left_alone() -> None:
    text = "# One\n\n[web](https://example.org) [mail](mailto:a@b.it) [folder](..) [root](../a/)\n\n`[x](gone.md)`\n"
    assert linked(("a/one.md", text)) == []


def test_runbook_addresses_count_from_the_root() -> None:
    book = ("runbooks/app.md", "# App\n\n### It is slow\n")
    good = "annotations:\n  runbook_url: runbooks/app.md#it-is-slow\n"
    assert linked(book, ("operations/alerts.rules.yaml", good)) == []
    assert linked(book, ("operations/alerts.rules.yaml", good.replace("slow", "fast"))) == [("DG352", 2)]
