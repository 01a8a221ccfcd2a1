"""Conditions of catalogue rows: small comparisons that read as Python does, names nobody knows being false."""

import pytest

from designgen.knowledge.conditions import holds

KNOWN = {"tenants": 60, "engine": "mysql", "skills": ("redis", "go"), "jobs": 0, "money": True}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("tenants > 50 and money", True),
        ("tenants > 50 and not money or jobs", False),
        ("jobs > 0 or (money and tenants <= 60)", True),
        ("'redis' in skills and not ('java' in skills)", True),
        ("engine in ['mysql', 'sqlite']", True),
        ("engine not in ('mysql', 'sqlite')", False),
        ("engine != 'sqlite'", True),
        ("engine == 'sqlite'", False),
        ("true", True),
        ("False", False),
    ],
)
def test_a_condition_is_true_or_false(condition, expected):
    assert holds(condition, KNOWN) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("rare", False),
        ("not rare", True),
        ("rare > 3", False),
        ("3 >= rare", False),
        ("rare == 'x'", False),
        ("rare != 'x'", True),
        ("'x' in rare", False),
        ("rare in ['x']", False),
    ],
)
def test_a_name_nobody_knows_is_never_more_less_or_inside(condition, expected):
    assert holds(condition, KNOWN) is expected


@pytest.mark.parametrize("condition", ["tenants >", "__import__('os')", "skills[0]", "tenants + 1", "1 < tenants < 9"])
def test_what_is_not_of_the_language_is_refused(condition):
    with pytest.raises(ValueError, match="condition"):
        holds(condition, KNOWN)
