"""Every rule that reading can find broken, in the order of their codes."""

from designgen.frontend import personas, resolve_rules, secrets, text_rules, walk_rules
from designgen.frontend.lints import domain, figures, peers, states, volumes, wishes
from designgen.model.diagnostic import Rule
from designgen.syntax import yaml_rules

MODULES = (
    *(yaml_rules, walk_rules, text_rules, resolve_rules),
    *(wishes, figures, states, domain, peers, volumes),
    *(secrets, personas),
)
RULES: tuple[Rule, ...] = tuple(sorted((rule for module in MODULES for rule in module.RULES), key=lambda rule: rule.code))
