"""Every test of this folder has one key that must not show, and no other credentials or services."""

import os

import pytest

from claude_at_work import CANARY


@pytest.fixture(autouse=True)
def service(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("ANTHROPIC_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path / "anthropic"))
