"""The scorer: weights, focus, modifiers, vetoes, ties, flips; and the regression of profile S."""

import pytest

from designgen.decisions.scoring import Judge, flips, focused, score, trade_off, weights_of
from designgen.decisions.topics import Modifier, OptionRow, Topic, Veto, ten_fits, topics
from designgen.model.decision import AXES

FLAT = dict.fromkeys(AXES, 0.0)


def option(id: str, *, modifiers=(), vetoes=(), tech=(), skill="", **fits: float) -> OptionRow:
    return OptionRow(id=id, title=id, fits={**FLAT, **fits}, modifiers=tuple(modifiers), vetoes=tuple(vetoes), tech=tech, skill=skill)


def topic(*options: OptionRow, focus=("I",)) -> Topic:
    return Topic(
        key="a.b",
        rule="R",
        title="t",
        question="q",
        owner="o",
        reversal=1,
        when="true",
        focus=focus,
        options=options,
        confirmation="c",
        revisit="1",
    )


def scored(*options: OptionRow, focus=("I",), **known: object):
    return score(topic(*options, focus=focus), known, weights_of(known), Judge())


def test_focus_weighs_two_and_a_half_times():
    (best, other) = scored(option("exact", I=1), option("fast", P=1))
    assert best.row.id == "exact"
    assert best.score == pytest.approx(7.5 / (7.5 + 9 * 3))
    assert other.score == pytest.approx(3 / 34.5)


def test_weights_follow_priorities_and_the_situation():
    weights = weights_of({"small": True, "T0": True, "priorities": {"C": 5}})
    assert (weights["O"], weights["A"], weights["I"], weights["C"], weights["P"]) == (4, 4, 4, 5, 3)


def test_modifiers_move_fits_within_limits():
    far = option("far", I=2, modifiers=[Modifier("hot", "it is hot", {"I": 5.0})])
    assert scored(far, hot=True)[0].score == pytest.approx(3 * 7.5 / 34.5)
    assert scored(far, hot=False)[0].score == pytest.approx(2 * 7.5 / 34.5)


def test_unknown_tokens_count_as_false():
    assert scored(option("a", modifiers=[Modifier("nobody_knows > 3", "x", {"I": 1.0})]))[0].score == 0


def test_a_veto_takes_the_best_out_and_says_why():
    ranked = scored(option("best", I=2, vetoes=[Veto("small", "the team is small")]), option("second", I=1), small=True)
    assert [each.row.id for each in ranked] == ["second", "best"]
    assert ranked[1].veto.says == "the team is small"


def test_ties_go_to_the_operable_then_the_cheap_then_the_first():
    assert scored(option("a", T=1), option("b", O=1))[0].row.id == "b"
    assert scored(option("a", T=1), option("b", C=1))[0].row.id == "b"
    assert scored(option("a", T=1), option("b", F=1))[0].row.id == "a"


def test_given_and_forbidden_technology_are_vetoes():
    both = option("mine", tech=("x",)), option("other", I=2, tech=("y",))
    assert scored(*both, required=("x",))[0].row.id == "mine"
    assert scored(*both, forbidden=("y",))[1].veto.says == "the requirements forbid y"


def test_a_missing_skill_costs_operability_and_time():
    pair = option("known", skill="go"), option("new", skill="rust")
    assert scored(*pair, skills=("go",))[1].score == pytest.approx(-6 / 34.5)
    assert scored(*pair)[1].score == 0


def test_flips_name_the_one_fact_and_the_one_weight():
    options = option("a", I=1), option("b", P=1, modifiers=[Modifier("rain", "it rains", {"I": 2.0})])
    known: dict[str, object] = {}
    found = flips(topic(*options), score(topic(*options), known, weights_of(known), Judge()), weights_of(known))
    assert [(change.words, change.winner) for change in found] == [("If it rains", "b")]
    close = option("a", P=1), option("b", A=1)
    order = score(topic(*close), {}, weights_of({}), Judge())
    assert {(change.axis, change.step, change.winner) for change in flips(topic(*close), order, weights_of({}))} == {
        ("P", -1.0, "b"),
        ("A", 1.0, "b"),
    }


def test_a_trade_off_is_the_most_gained_against_the_most_paid():  # ADR-G4
    ranked = scored(option("a", I=3, P=-1, C=-2, T=-1), option("b", C=1), option("c", I=-2, C=2))
    assert trade_off(ranked, focused(weights_of({}), ("I",))) == ("I", "C")
    assert trade_off(scored(option("a", I=2, P=1), option("b", I=1)), focused(weights_of({}), ("I",))) is None
    assert trade_off(ranked[:1], weights_of({})) is None


def test_scenarios_add_to_weights_beside_flags():  # SIG-21
    weights = weights_of({"T0": True, "asked": {"A": 1.0, "M": 0.5}})
    assert (weights["A"], weights["M"], weights["I"]) == (5, 3.5, 4)


def test_eight_axes_become_ten():
    fits = ten_fits([2, 1, -1, 0, 2, 1, -2, 1])
    assert fits == {"P": 2, "A": 1, "S": 2, "X": -1, "M": 0, "C": -2, "O": 0, "T": 1, "F": 1.5, "I": 1}


PROFILE_S = dict.fromkeys(
    [
        "small",
        "mat0",
        "lo",
        "web",
        "cheap",
        "rush",
        "cloud",
        "user_waits",
        "target_three_nines",
        "rto_below_4h",
        "external_consumers",
        "browser",
        "signs_in",
        "peer",
        "has_unique",
        "fiscal_few",
    ],
    True,
)
J_21 = {
    "webhook.ingestion": "store-then-process",
    "integration.style": "sync",
    "identity.provider": "saas",
    "identity.session": "server-session",
    "identity.authorization": "rbac-ownership",
    "platform.secrets": "secret-manager",
    "availability.topology": "multi-zone",
    "backup.strategy": "snapshot-pitr",
    "platform.runtime": "managed-containers",
    "platform.infrastructure-as-code": "terraform",
    "platform.observability": "cloud-native",
    "platform.release": "rolling",
    "integration.platform": "code-adapters",
    "integration.data-sync": "cursor-polling",
    "integration.duplicates": "state-guard",
    "integration.connectivity": "public-mtls",
    "resilience.place": "adapter",
    "fiscal.channel": "intermediary",
    "legacy.path": "strangler",
    "devices.ingestion": "managed-hub",
    "contract.testing": "schema-and-examples",
}


@pytest.mark.parametrize(("key", "winner"), J_21.items())
def test_a_small_cheap_hurried_team_gets_the_known_answers(key, winner):  # J-21
    known: dict[str, object] = {**PROFILE_S, "peer_push": False, "tenants": 0}
    weights = weights_of(known)
    assert (weights["O"], weights["T"], weights["C"]) == (4, 4, 4)
    row = next(each for each in topics() if each.key == key)
    assert score(row, known, weights, Judge())[0].row.id == winner
