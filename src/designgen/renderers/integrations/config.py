"""An adapter in, the JSON Schema of its configuration out: `integrations/<id>/config.schema.json` (INT-100).

Figures of the design are the defaults, so the design and the running adapter cannot differ unseen.
"""

import json
import re
from typing import Any

from designgen.model.design.integrations import Adapter, Setting

REFERENCE = "^(env|vault|aws-sm|gcp-sm|az-kv|k8s)://[^\\s]+$"
MODES = ("on", "read_only", "queue_only", "off")
TOP = ("id", "enabled", "environment", "owner", "mode")
NEEDED = {"timeouts": ("connect_ms", "read_ms", "total_ms"), "retry": ("max_attempts",), "bulkhead": ("max_concurrent",)}


def config_schema(adapter: Adapter, project: str, environments: tuple[str, ...]) -> str:
    """Return the text of the schema; secrets are references, an inline secret does not fit the pattern."""
    sections = _sections(adapter)
    names = (*TOP, *(("base_url", "auth") if adapter.settings else ()), *sections)
    hooks = {"webhook_secrets": _secrets()} if adapter.receives else {}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:designgen:{re.sub(r'[^a-z0-9-]', '-', project.lower())}:{adapter.name}",
        "title": f"Configuration of the adapter {adapter.name}",
        "type": "object",
        "additionalProperties": False,
        "required": [*names, *hooks],
        "properties": _head(adapter, environments) | sections | hooks,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def example(adapter: Adapter, environment: str) -> dict[str, Any]:
    """Return a configuration with the figures of the design; references and addresses are made up."""
    found: dict[str, Any] = {"id": adapter.name, "enabled": True, "environment": environment, "owner": "technical lead", "mode": "on"}
    if adapter.settings:
        found |= {"base_url": "https://peer.example", "auth": {"secret_ref": f"env://{adapter.name.upper().replace('-', '_')}_SECRET"}}
    for one in _configured(adapter):
        section, _, name = one.path.rpartition(".")
        place = found.setdefault(section, {}) if section else found
        place[name] = _plain(one.amount)
    if adapter.receives:
        found["webhook_secrets"] = [f"env://{adapter.name.upper()}_HOOK"]
    return found


def modes(adapter: Adapter) -> tuple[str, ...]:
    """Return the positions of the switch; a sign-in has nothing to read or to queue."""
    return ("on", "off") if adapter.protocol == "oidc" else MODES


def _head(adapter: Adapter, environments: tuple[str, ...]) -> dict[str, Any]:
    calls = {
        "base_url": {"type": "string", "format": "uri", "pattern": "^https://"},
        "auth": {
            "type": "object",
            "additionalProperties": False,
            "required": ["secret_ref"],
            "properties": {"secret_ref": {"type": "string", "pattern": REFERENCE, "description": f"credential: {adapter.auth}"}},
        },
    }
    return {
        "id": {"const": adapter.name},
        "enabled": {"type": "boolean"},
        "environment": {"enum": list(environments)},
        "owner": {"type": "string", "minLength": 1},
        "mode": {"enum": list(modes(adapter)), "default": "on", "description": "switch (INT-039)"},
    } | (calls if adapter.settings else {})


def _sections(adapter: Adapter) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in _configured(adapter):
        section, _, name = one.path.rpartition(".")
        if not section:
            found[name] = _property(one)
            continue
        place = found.setdefault(section, {"type": "object", "additionalProperties": False, "required": [], "properties": {}})
        place["properties"][name] = _property(one)
        if name in NEEDED.get(section, ()):
            place["required"].append(name)
    return found


def _configured(adapter: Adapter) -> list[Setting]:
    rows = (*adapter.settings, *(one for chapter in adapter.chapters for one in chapter.settings))
    return [one for one in rows if one.path and one.amount is not None]


def _property(one: Setting) -> dict[str, Any]:
    value = _plain(one.amount)
    says = {"default": value, "description": f"{one.name}: {one.value} ({one.rule})"}
    if isinstance(value, str):
        return {"type": "string", "minLength": 1} | says
    if isinstance(value, int):
        return {"type": "integer", "minimum": 0 if value == 0 else 1} | says
    return {"type": "number", "exclusiveMinimum": 0} | says


def _plain(amount: float | str | bool | None) -> float | str | None:
    """Whole numbers as whole numbers."""
    if isinstance(amount, float) and amount == int(amount):
        return int(amount)
    return amount


def _secrets() -> dict[str, Any]:
    return {
        "type": "array",
        "minItems": 1,
        "maxItems": 2,
        "items": {"type": "string", "pattern": REFERENCE},
        "description": "current secret, and the previous one during a rotation (INT-056)",
    }
