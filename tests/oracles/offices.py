"""A printed document in, what poppler and LibreOffice make of it out."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

APT = {"pdftotext": "poppler-utils", "pdfinfo": "poppler-utils", "soffice": "libreoffice-writer"}


def found(program: str, in_ci: bool) -> str:
    """Return the path of a program; without it, skip on a desk and fail in CI."""
    path = shutil.which(program)
    if path:
        return path
    missing = f"{program} is missing; install it with: apt-get install {APT[program]}"
    if in_ci:
        pytest.fail(missing)
    pytest.skip(missing)


def output(*command: str | Path) -> str:
    """Run a program and return what it prints."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=300, env=quiet())
    assert done.returncode == 0, done.stderr
    return done.stdout


def quiet() -> dict[str, str]:
    """The environment of a program that must not look at a screen."""
    return {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}


def office_pdf(soffice: str, document: Path, profile: Path) -> Path:
    """Have LibreOffice print a document; its own settings go to `profile`."""
    output(soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", document.parent, document)
    return document.with_suffix(".pdf")
