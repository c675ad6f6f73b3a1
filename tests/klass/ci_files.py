"""The files for CI: the action, the jobs for GitLab, and the workflows in docs/ci.md, with their steps' commands."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / "action.yml"
GITLAB = ROOT / "ci" / "gitlab.yml"
PAGE = ROOT / "docs" / "ci.md"
# As GitHub starts bash; GitLab's runner asks for the same.
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
_A_COMMIT = "0123456789abcdef0123456789abcdef01234567"


def blocks() -> list[str]:
    """The YAML on the page, with an owner and a commit where the page has words for them."""
    found: list[str] = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [one.replace("OWNER", "our-course").replace("COMMIT", _A_COMMIT) for one in found]


def workflows() -> dict[str, str]:
    """The workflows for GitHub on the page, by name."""
    return {yaml.safe_load(one)["name"]: one for one in blocks() if "runs-on:" in one}


def includes() -> list[dict[str, Any]]:
    """What the page puts into a `.gitlab-ci.yml`."""
    return [yaml.safe_load(one) for one in blocks() if "include:" in one]


def action() -> dict[str, Any]:
    """The action, parsed."""
    return dict(yaml.safe_load(ACTION.read_text(encoding="utf-8")))


def jobs(workflow: str) -> dict[str, Any]:
    """The jobs of one of the page's workflows."""
    return dict(yaml.safe_load(workflows()[workflow])["jobs"])


def scripts() -> Iterator[tuple[str, str]]:
    """All that a shell runs in them, each with its place."""
    for step in action()["runs"]["steps"]:
        if "run" in step:
            yield f"action: {step['name']}", step["run"]
    for workflow in workflows():
        for name, job in jobs(workflow).items():
            for step in job["steps"]:
                if "run" in step:
                    yield f"{workflow}, {name}: {step['name']}", step["run"]
    for name, job in yaml.safe_load(GITLAB.read_text(encoding="utf-8")).items():
        for key in ("before_script", "script"):
            if key in job:
                yield f"gitlab, {name}: {key}", "\n".join(job[key])


def script(place: str) -> str:
    """The one at that place."""
    return dict(scripts())[place]


def shell(commands: str, folder: Path, environment: Mapping[str, object]) -> subprocess.CompletedProcess[str]:
    """Run the commands in a folder, as a runner does."""
    folder.mkdir(parents=True, exist_ok=True)
    added = {name: str(value) for name, value in environment.items()}
    return subprocess.run(
        [*BASH, commands], cwd=folder, env={**os.environ, **added}, capture_output=True, text=True, check=False
    )
