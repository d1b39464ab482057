"""What the build checks before the tests: ``python -m tests.check``. Runs every step, then says which failed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = "truetonne.site.translations"
FORBIDDEN_LICENCES = re.compile(r"\b(A?GPL|SSPL|BUSL|GNU (Affero )?General Public)", re.IGNORECASE)
LESSER_LICENCES = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)
LESSER_ALLOWED = re.compile(r"^psycopg(-binary|-pool)?$")
UNKNOWN_LICENCES = {"UNKNOWN", ""}
SPELLED = ("src", "tests", "bench", "docs", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to check; ``run`` returns what is wrong, or nothing."""

    name: str
    run: Callable[[], str]


def main() -> int:
    """Run every step; return 1 if any found something."""
    failed = []
    began = time.monotonic()
    for step in steps():
        start = time.monotonic()
        complaint = step.run().strip()
        print(f"{'FAIL' if complaint else 'ok  '}  {step.name:<14} {time.monotonic() - start:6.1f} s", flush=True)
        if complaint:
            failed.append(step.name)
            print("\n".join(f"      {line}" for line in complaint.splitlines()), flush=True)
    print(f"\n{time.monotonic() - began:.0f} s: " + (f"failed: {', '.join(failed)}" if failed else "all checks passed"))
    return 1 if failed else 0


def steps() -> tuple[Step, ...]:
    deploy = {"TRUETONNE_URL": "https://exchange.example"}
    return (
        Step(name="format", run=lambda: tool("ruff", "format", "--check", ".")),
        Step(name="lint", run=lambda: tool("ruff", "check", ".")),
        Step(name="types", run=lambda: tool("mypy", "src")),
        Step(name="imports", run=lambda: program("lint-imports", "--no-cache")),
        Step(name="migrations", run=lambda: django("makemigrations", "--check", "--dry-run")),
        Step(name="deploy", run=lambda: django("check", "--deploy", "--fail-level", "WARNING", environ=deploy)),
        Step(name="templates", run=check_templates),
        Step(name="translations", run=check_translations),
        Step(name="spelling", run=lambda: tool("codespell_lib", *(name for name in SPELLED if (ROOT / name).exists()))),
        Step(name="licences", run=check_licences),
        Step(name="lock", run=check_lock),
    )


def tool(module: str, *arguments: str, environ: dict[str, str] | None = None) -> str:
    """Run a Python tool of this environment; return its output if it failed."""
    return _run([sys.executable, "-m", module, *arguments], environ=environ or {})


def program(name: str, *arguments: str) -> str:
    """Run a program that stands beside this Python."""
    return _run([str(Path(sys.executable).with_name(name)), *arguments], environ={})


def django(*arguments: str, environ: dict[str, str] | None = None) -> str:
    """Run a Django command over an empty folder, away from any exchange of the user's."""
    with tempfile.TemporaryDirectory(prefix="truetonne-check-") as home:
        facts = {"DJANGO_SETTINGS_MODULE": "truetonne.config.settings", "TRUETONNE_HOME": home}
        return tool("django", *arguments, environ={**facts, **(environ or {})})


def check_templates() -> str:
    """Compile every template of every room."""
    code = (
        "import django; django.setup()\n"
        "from pathlib import Path\n"
        "from django.template import loader\n"
        "import truetonne\n"
        "folders = sorted(Path(truetonne.__file__).parent.glob('*/templates'))\n"
        "[loader.get_template(str(p.relative_to(f))) for f in folders for p in sorted(f.rglob('*.html'))]\n"
    )
    with tempfile.TemporaryDirectory(prefix="truetonne-check-") as home:
        facts = {"DJANGO_SETTINGS_MODULE": "truetonne.config.settings", "TRUETONNE_HOME": home}
        return _run([sys.executable, "-c", code], environ=facts)


def check_translations() -> str:
    """See that every text stands in every language."""
    if find_spec(TRANSLATIONS) is None:
        return f"{TRANSLATIONS} is missing: nothing checks that every text is translated"
    return tool(TRANSLATIONS, "--check")


def check_licences() -> str:
    """See that what the base install brings may be used with an Apache-2.0 product."""
    listed = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--format=json", "--with-system"],
        capture_output=True,
        text=True,
        check=True,
    )
    licences = {_normal(row["Name"]): str(row["License"]) for row in json.loads(listed.stdout)}
    complaints = []
    for name in sorted(locked_names() & set(licences)):
        licence = licences[name]
        lesser = LESSER_LICENCES.search(licence)
        if lesser and not LESSER_ALLOWED.match(name):
            complaints.append(f"{name}: {licence}; LGPL is accepted for psycopg only")
        elif not lesser and (FORBIDDEN_LICENCES.search(licence) or licence in UNKNOWN_LICENCES):
            complaints.append(f"{name}: {licence or 'no licence stated'}")
    return "\n".join(complaints)


def check_lock() -> str:
    """See that every dependency of pyproject.toml is locked with hashes and no address of an index."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = locked_names()
    wanted = {_normal(re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0]) for line in project["dependencies"]}
    complaints = [f"requirements/base.txt lacks {name}: run make lock" for name in sorted(wanted - locked)]
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if "--hash=" not in text:
            complaints.append(f"{path.name} has no hashes: run make lock")
        if re.search(r"--(extra-)?index-url|https?://", text):
            complaints.append(f"{path.name} names an address: run make lock")
    return "\n".join(complaints)


def locked_names() -> set[str]:
    """Return what the base install brings."""
    text = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    return {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _run(command: list[str], *, environ: dict[str, str]) -> str:
    outcome = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore", **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode == 0:
        return ""
    return (outcome.stdout + outcome.stderr).strip() or f"{command[0]} ended with exit code {outcome.returncode}"


if __name__ == "__main__":
    sys.exit(main())
