"""Every rule that reading can find broken, in the order of their codes."""

from designgen.frontend import (
    lints_domain,
    lints_figures,
    lints_peers,
    lints_states,
    lints_volumes,
    lints_wishes,
    personas,
    resolve_rules,
    secrets,
    text_rules,
    walk_rules,
)
from designgen.model.diagnostic import Rule
from designgen.syntax import yaml_rules

MODULES = (
    yaml_rules,
    walk_rules,
    text_rules,
    resolve_rules,
    lints_wishes,
    lints_figures,
    lints_states,
    lints_domain,
    lints_peers,
    lints_volumes,
    secrets,
    personas,
)
RULES: tuple[Rule, ...] = tuple(sorted((rule for module in MODULES for rule in module.RULES), key=lambda rule: rule.code))
