"""CI: workflows are linted, keep to the topology of docs/ci.md, and each step's commands are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import yaml

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from tests.klass import ci_files as ci
from tests.klass.a_class import SEED, assignment

SOFTMAX = Catalogue(shipped())["stable_softmax"]
BIN = Path(sys.executable).parent
# Says to the runner and to the terminal whatever a print can.
HOSTILE = b"""
print("::error::forged")
print("   ::set-output name=code::0")
print("##[error]forged")
print("\\x1b[2Jcleared")

def stable_softmax(x, axis=-1):
    raise ValueError("::warning::forged")
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for programs that stand in for real ones, at the front of PATH; dlgrade is the real one."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{BIN}:{os.environ['PATH']}")
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path / "runner"))
    (tmp_path / "runner").mkdir()
    return tmp_path / "bin"


def stand_in(path: Path, program: str, commands: str = "") -> Path:
    """A program that writes its arguments down; the file with them."""
    log = path.parent / f"{program}.log"
    (path / program).write_text(f'#!/bin/bash\necho "$@" >> {log}\n{commands}\n')
    (path / program).chmod(0o755)
    return log


# ---------------------------------------------------------------- what is written


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    """Lint what is in the folder, offline."""
    command = [BIN / "zizmor", "--offline", "--no-progress", "--strict-collection", "--persona", "pedantic"]
    return subprocess.run(
        [*command, "--min-severity", "low", folder], capture_output=True, text=True, check=False, cwd=folder
    )


def test_zizmor_finds_nothing_in_the_action_and_the_workflows(tmp_path: Path) -> None:
    """No input in a script, no credentials left, all pinned, least permissions; and it does look at them."""
    for name, text in ci.workflows().items():
        file = tmp_path / ".github" / "workflows" / f"{name}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    shutil.copy(ci.ACTION, tmp_path / "action.yml")
    done = zizmor(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "action.yml").write_text(
        ci.ACTION.read_text().replace('"${words[@]}"', '"${{ inputs.check }}"').replace("@5a3ec84", "@v4 # 5a3ec84")
    )
    worse = zizmor(tmp_path)
    assert worse.returncode != 0 and "template-injection" in worse.stdout and "unpinned-uses" in worse.stdout


@pytest.mark.parametrize(("workflow", "job"), [("check", "check"), ("grade", "grade")])
def test_the_job_that_runs_students_code_has_no_permissions_and_no_secrets(workflow: str, job: str) -> None:
    """Nor has its workflow; the others have no more than they need, and do not call dlgrade."""
    assert yaml.safe_load(ci.workflows()[workflow])["permissions"] == {}
    jobs = ci.jobs(workflow)
    assert jobs[job]["permissions"] == {}
    text = yaml.safe_dump(jobs[job])
    assert not re.search(r"\$\{\{[^}]*(secrets|token)", text) and "environment" not in jobs[job]
    for name, other in jobs.items():
        if name != job:
            assert not re.search(r"^\s*dlgrade |/dlgrade@", yaml.safe_dump(other), re.MULTILINE), name


def test_the_jobs_for_gitlab_exist_and_can_be_turned_off() -> None:
    """What the page extends is in the file; each job has the switch first."""
    known = yaml.safe_load(ci.GITLAB.read_text())
    pages = ci.includes()
    assert len(pages) == 2
    for page in pages:
        for job in page.values():
            if isinstance(job, dict) and "extends" in job:
                rules = known[job["extends"]]["rules"]
                assert rules[0] == {"if": '$DLGRADE_CI == "off"', "when": "never"}


@pytest.mark.parametrize("place", [place for place, _ in ci.scripts()])
def test_every_script_is_bash(place: str) -> None:
    """It can be parsed, and holds nothing that the runner would put in before the shell reads it."""
    done = subprocess.run(["bash", "-n", "-c", ci.script(place)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "${{" not in ci.script(place)


# ---------------------------------------------------------------- what it does


def obeyed(output: str) -> list[str]:
    """The lines that the runner reads commands in: those outside of what a token stops."""
    found, token = [], ""
    for line in output.splitlines():
        if token:
            token = "" if line.strip() == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
            assert re.fullmatch(r"[0-9a-f]{32}", token)
        else:
            found.append(line)
    assert not token, "commands are obeyed again at the end"
    return found


@pytest.mark.slow
def test_what_a_submission_prints_steers_no_log(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command of it is obeyed, no control character printed; each run has another token; the worst code counts."""
    monkeypatch.setenv("DLGRADE_SANDBOX", "process")
    (tmp_path / "hostile.py").write_bytes(HOSTILE)
    shutil.copy(SOFTMAX.reference, tmp_path / "right.py")
    check = "stable_softmax hostile.py\n\nstable_softmax right.py\n"
    tokens = set()
    for _ in range(2):
        done = ci.shell(ci.script("action: Check"), tmp_path, {"CHECK": check, "SANDBOX": "process"})
        assert done.returncode == 1 and not done.stderr, done.stdout + done.stderr
        assert "forged" in done.stdout and not [line for line in obeyed(done.stdout) if "forged" in line]
        assert "\x1b" not in done.stdout
        tokens.add(done.stdout.splitlines()[0])
    assert len(tokens) == 2
    done = ci.shell(
        ci.script("gitlab, .dlgrade-check: script"),
        tmp_path,
        {"DLGRADE_CHECK": "stable_softmax right.py", "DLGRADE_REQUIRE": "process"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_fault_of_ours_is_the_code_and_the_others_are_checked(tmp_path: Path, path: Path) -> None:
    """A line that cannot be judged does not end the loop; its code stands."""
    log = stand_in(path, "dlgrade", 'case "$2" in broken.py) exit 3 ;; wrong.py) exit 1 ;; esac')
    for place in ("action: Check", "gitlab, .dlgrade-check: script"):
        check = "a broken.py\nb wrong.py\nc right.py --case one"
        environment = {"CHECK": check, "DLGRADE_CHECK": check, "SANDBOX": "docker", "DLGRADE_REQUIRE": "docker"}
        stand_in(path, "dlgrade", 'case "$3" in broken.py) exit 3 ;; wrong.py) exit 1 ;; esac')
        assert ci.shell(ci.script(place), tmp_path, environment).returncode == 3
    assert log.read_text().splitlines()[2::3] == ["check c right.py --case one --require-sandbox docker --no-time"] * 2


def test_the_images_are_built_once_and_come_from_the_cache(tmp_path: Path, path: Path) -> None:
    """A new recipe has another key; a cache that is out of date is made anew."""
    stand_in(path, "python", "exit 0")
    action = tmp_path / "action"
    action.mkdir()
    environment = {"GITHUB_ACTION_PATH": action, "IMAGE": "numpy", "RUNNER_ARCH": "X64"}
    keys = []
    for recipe in ("one", "two"):
        (action / "Dockerfile").write_text(recipe)
        assert ci.shell(ci.script("action: Install dlgrade"), tmp_path, environment).returncode == 0
        assert ci.shell(ci.script("action: Name the images"), tmp_path, environment).returncode == 0
        keys.append((tmp_path / "output").read_text().splitlines()[-1])
    assert keys[0].startswith("key=dlgrade-images-numpy-X64-") and keys[0] != keys[1]

    log = stand_in(
        path, "dlgrade", 'if [ "$2" = build ]; then echo "$TAG"; fi; if [ "$2" = save ]; then touch "$3"; fi'
    )
    for _ in range(2):
        assert ci.shell(ci.script("action: Load or build the images"), tmp_path, environment).returncode == 0
    assert [line.split()[1] for line in log.read_text().splitlines()] == ["build", "save", "load"]
    log.unlink()
    for tag in ("one", "one", "two"):
        variables = {"DLGRADE": "x", "DLGRADE_IMAGE": "numpy", "TAG": tag}
        assert ci.shell(ci.script("gitlab, .dlgrade: before_script"), tmp_path, variables).returncode == 0
    did = " ".join(line.split()[1] for line in log.read_text().splitlines())
    assert did == "build save load build load build save"


def git(*arguments: object, folder: Path) -> str:
    """Run git as somebody."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *who, *map(str, arguments)], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def repository(folder: Path, files: dict[str, bytes]) -> Path:
    """A bare repository with one commit of these files, before the due date."""
    work = folder.with_name(f"{folder.name}-work")
    work.mkdir(parents=True)
    git("init", "-q", folder=work)
    for name, content in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_bytes(content)
    git("add", "-A", folder=work)
    git("commit", "-q", "-m", "hand in", "--date=2026-09-30T12:00:00+0000", folder=work)
    git("clone", "-q", "--bare", work, folder, folder=work)
    return folder


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Students' repositories, one of them hostile, and the instructor's, from which the last line break is missing."""
    host = tmp_path / "host"
    repository(host / "our" / "hw1-ada", {"stable_softmax.py": SOFTMAX.reference.read_bytes()})
    repository(host / "our" / "hw1-bob", {"stable_softmax.py": HOSTILE})
    made = tmp_path / "made"
    made.mkdir()
    assignment(made, slugs=("stable_softmax",), top="published = true")
    files = {f"assignments/{path.name}": path.read_bytes() for path in (made / "assignments").iterdir()}
    files["roster.csv"] = b"id,name\nada,Ada\nbob,Bob\n"
    files["repositories.csv"] = b"student,repository\r\nada,our/hw1-ada\r\nbob,our/hw1-bob"
    git("clone", "-q", repository(host / "our" / "grading", files), tmp_path / "grading", folder=tmp_path)
    return tmp_path / "grading"


@pytest.mark.slow
@pytest.mark.bubblewrap
def test_a_class_is_collected_graded_and_published(tmp_path: Path, path: Path, course: Path) -> None:
    """By commit, from job to job; no token and no seed come out; who has a new summary is told, and only they."""
    host = f"file://{tmp_path / 'host'}"
    log = stand_in(path, "gh")
    grading = ci.script("grade, grade: Grade").replace("--require-sandbox docker", "--require-sandbox bubblewrap")
    environment = {
        "ASSIGNMENT": "hw1",
        "DLGRADE_SANDBOX": "bubblewrap",
        "TOKEN": "t0ken",
        "CODE": "0",
        "GITHUB_SERVER_URL": host,
        "GH_TOKEN": "t0ken",
    }
    for told in (["our/hw1-ada", "our/hw1-bob"], []):
        done = ci.shell(ci.script("grade, collect: Fetch"), course, environment)
        assert done.returncode == 0, done.stderr
        shutil.move(tmp_path / "runner" / "class.tar", tmp_path / "class.tar")
        assert b"t0ken" not in (tmp_path / "class.tar").read_bytes()
        shutil.rmtree(course / "handins")

        runner = tmp_path / f"job{len(told)}"
        runner.mkdir()
        shutil.move(tmp_path / "class.tar", runner / "class.tar")
        done = ci.shell(grading, runner, environment)
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / "output").read_text().splitlines()[-1] == "code=0", done.stdout
        assert done.stdout.count(SEED) == 1 and f"::add-mask::{SEED}" in done.stdout and not done.stderr
        assert not [line for line in obeyed(done.stdout) if not line.startswith("::add-mask::")]
        assert "judged before: 2; to judge: 0" in done.stdout or told

        results = tmp_path / "runner" / "results"
        results.mkdir(exist_ok=True)
        shutil.copy(runner / "results.tar", results / "results.tar")
        done = ci.shell(ci.script("grade, publish: Keep the results"), course, environment)
        assert done.returncode == 0, done.stderr
        done = ci.shell(ci.script("grade, publish: Tell the students"), course, environment)
        assert done.returncode == 0, done.stdout + done.stderr
        said = log.read_text().splitlines() if log.exists() else []
        assert [line.split()[3] for line in said] == told
        log.unlink(missing_ok=True)
        shutil.rmtree(results)
    kept = git("ls-tree", "-r", "--name-only", "HEAD", "results/hw1", folder=tmp_path / "host" / "our" / "grading")
    assert {"results/hw1/journal.sqlite", "results/hw1/gradebook.csv"} <= set(kept.split())


def test_who_cannot_be_fetched_ends_the_run_before_anybody_is_graded(tmp_path: Path, path: Path, course: Path) -> None:
    """Their hand-in is not missing, and no zero; the name is told."""
    shutil.rmtree(tmp_path / "host" / "our" / "hw1-bob")
    host = f"file://{tmp_path / 'host'}"
    environment = {"GITHUB_SERVER_URL": host, "CI_SERVER_URL": host, "TOKEN": "t", "STUDENTS_TOKEN": "t"}
    for place in ("grade, collect: Fetch", "gitlab, .dlgrade-collect: script"):
        done = ci.shell(ci.script(place), course, environment)
        assert done.returncode == 1 and "nothing is graded: bob\n" in done.stdout
        shutil.rmtree(course / "handins")
    assert not (tmp_path / "runner" / "class.tar").exists() and not (course / "handins.tar").exists()


@pytest.mark.parametrize(("code", "goes_on"), [(0, True), (1, True), (3, True), (2, False), (130, False)])
def test_what_ends_a_grading_job(tmp_path: Path, path: Path, code: int, goes_on: bool) -> None:
    """Marks go out although one hand-in cannot be used or graded, which is told at the end; else nothing goes on."""
    (tmp_path / "job" / "assignments").mkdir(parents=True)
    (tmp_path / "job" / "assignments" / "hw1.seed").write_text(f'seed = "{SEED}"\n')
    with tarfile.open(tmp_path / "job" / "class.tar", "w") as archive:
        archive.add(tmp_path / "job" / "assignments", "assignments")
    stand_in(path, "dlgrade", f"mkdir -p results; echo ::error::forged >&2; exit {code}")
    stand_in(path, "gh")
    environment = {"ASSIGNMENT": "hw1", "CODE": code}
    done = ci.shell(ci.script("grade, grade: Grade"), tmp_path / "job", environment)
    assert done.returncode == (0 if goes_on else code)
    assert obeyed(done.stdout) == [f"::add-mask::{SEED}"] and not done.stderr
    assert (tmp_path / "job" / "results.tar").exists() == goes_on
    (tmp_path / "runner" / "changed").touch()
    done = ci.shell(ci.script("grade, publish: Tell the students"), tmp_path / "job", environment)
    assert done.returncode == (1 if code == 3 else 0)


@pytest.mark.slow
@pytest.mark.bubblewrap
def test_gitlab_collects_and_grades(tmp_path: Path, path: Path, course: Path) -> None:
    """From the same files; the token comes into no artifact."""
    environment = {
        "ASSIGNMENT": "hw1",
        "DLGRADE_REQUIRE": "bubblewrap",
        "DLGRADE_SANDBOX": "bubblewrap",
        "CI_SERVER_URL": f"file://{tmp_path / 'host'}",
        "STUDENTS_TOKEN": "t0ken",
    }
    done = ci.shell(ci.script("gitlab, .dlgrade-collect: script"), course, environment)
    assert done.returncode == 0 and b"t0ken" not in (course / "handins.tar").read_bytes(), done.stderr
    shutil.rmtree(course / "handins")
    (course / "assignments" / "hw1.seed").chmod(0o644)
    done = ci.shell(ci.script("gitlab, .dlgrade-grade: script"), course, environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (course / "results" / "hw1" / "junit.xml").exists() and SEED not in done.stdout
    assert "ada,Ada,,10,10" in (course / "results" / "hw1" / "gradebook.csv").read_text()
