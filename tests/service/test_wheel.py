"""The wheel carries all it needs: installed into a clean environment, in an empty folder, it builds a package."""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_the_built_wheel_builds_a_package(tmp_path: Path) -> None:
    wheels, empty = tmp_path / "wheels", tmp_path / "empty"
    empty.mkdir()
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT), folder=tmp_path)
    venv.create(tmp_path / "clean", with_pip=True)
    python = tmp_path / "clean" / "bin" / "python"
    run(str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", str(next(wheels.glob("*.whl"))), folder=tmp_path)

    outside = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    command = str(tmp_path / "clean" / "bin" / "designgen")
    run(command, "init", "requirements.yaml", folder=empty, environment=outside)
    printed = run(command, "build", "requirements.yaml", "--date", "2026-11-20", folder=empty, environment=outside)
    package = Path(printed.strip().splitlines()[-1])
    package = package if package.is_absolute() else empty / package
    assert (package / "README.md").is_file()
    assert (package / "database" / "schema.sql").is_file()
    assert (package / "diagrams" / "context.svg").is_file()
