"""`dlgrade release`: what students start from, what an update leaves alone, and that nothing leaks with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import textwrap
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.catalogue.public_tests import read_marker
from grader.errors import UsageError
from grader.installed import shipped
from grader.klass.assignment import Assignment
from grader.klass.leaks import Secrets
from grader.klass.release import WORKFLOW, Release, public_cases, release_of
from grader.klass.release_branch import write_branch
from grader.klass.released import MANIFEST, Change, write_archive, write_folder
from grader.klass.repositories import git as plumbing
from tests.klass.a_class import SEED, assignment
from tests.klass.test_repositories import committed, git

KNOWN = Catalogue(shipped())
ANSWER = "# dlgrade: stable_softmax\nimport numpy as np\n\n\n{code}\n"
SOLUTION = (shipped() / "solutions/stable_softmax/reference.py").read_text(encoding="utf-8")


def made(folder: Path, lang: str = "en", **more: bool) -> tuple[Release, Secrets]:
    """The release of an assignment of two exercises, and its secrets."""
    one = _assignment(folder)
    release = release_of(one, KNOWN, lang, **more)
    return release, Secrets.of(release.exercises, one.seed())


def _assignment(folder: Path) -> Assignment:
    extension = folder / "assignments" / "hw1.extensions.toml"
    extension.parent.mkdir(exist_ok=True)
    extension.write_text('[[extension]]\nstudent = "s007"\nuntil = 2026-11-01T00:00:00Z\nreason = "broken arm"\n')
    return assignment(folder, slugs=("stable_softmax", "rmsnorm"))


def changed(release: Release, **texts: str) -> Release:
    """The release with other texts; the names with _ for the dot."""
    return replace(release, files={**release.files, **{name.replace("__", "."): text for name, text in texts.items()}})


def done(changes: list[Change]) -> dict[str, str]:
    """What became of the files that are not as they were."""
    return {change.name: change.done for change in changes if change.done != "same"}


def test_a_release_has_what_a_student_needs(tmp_path: Path) -> None:
    """Stub, statement and public tests of each exercise, dates and points; nothing of single students."""
    release, secrets = made(tmp_path)
    write_folder(release, tmp_path / "out", secrets, update=False)
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    of_each = {f"{slug}.py" for slug in ("stable_softmax", "rmsnorm")} | {"stable_softmax.md", "rmsnorm.md"}
    tests = {"test_stable_softmax_public.py", "test_rmsnorm_public.py"}
    assert names == of_each | tests | {"README.md", ".gitignore", WORKFLOW, MANIFEST}
    readme = release.files["README.md"]
    for part in ("Homework 1", "2026-10-01 12:00 UTC", "| 10 |", "dlgrade check stable_softmax.py", "20 points"):
        assert part in readme
    everything = "\n".join(release.files.values())
    assert "s007" not in everything and "broken arm" not in everything and SEED not in everything
    marker = read_marker(tmp_path / "out" / "test_rmsnorm_public.py")
    assert marker is not None and (marker.slug, marker.catalogue) == ("rmsnorm", "")


def test_a_chinese_release_speaks_chinese(tmp_path: Path) -> None:
    """README, statements, and what the workflow says of itself."""
    release, _ = made(tmp_path, "zh", notebook=True)
    assert "截止时间" in release.files["README.md"] and "怎么做" in release.files["README.md"]
    assert "仅供参考" in release.files[WORKFLOW]
    assert release.files["rmsnorm.md"] == KNOWN["rmsnorm"].statement("zh")
    cells = json.loads(release.files["stable_softmax.ipynb"])["cells"]
    assert any("dlgrade:stable_softmax" in cell["metadata"].get("tags", []) for cell in cells)
    assert "stable_softmax.ipynb" in release.files["test_stable_softmax_public.py"]
    assert "stable_softmax.py" not in release.files


def script_of(workflow: str) -> str:
    """The commands of the workflow's last step."""
    return textwrap.dedent(workflow.rpartition("        run: |\n")[2])


def test_the_workflow_runs_answers_without_permissions_and_public_cases_only(tmp_path: Path) -> None:
    """The job that may read the repository runs nothing of it; the other has no permissions, and says it is advice."""
    release, _ = made(tmp_path)
    text = release.files[WORKFLOW]
    assert text.startswith("# Advisory") and "image build --target all" in text
    assert all(re.search(r"@[0-9a-f]{40} # v", line) for line in text.splitlines() if "uses:" in line)
    top, jobs = text.split("\njobs:\n")
    _, files, cases = re.split(r"^  [a-z-]+:$", jobs, flags=re.MULTILINE)
    assert "\npermissions: {}\n" in top and "\n    permissions: {}\n" in cases and "${{ secrets" not in text
    assert "contents: read" in files and "run:" not in files and "contents" not in cases
    script = script_of(text)
    for slug in ("stable_softmax", "rmsnorm"):
        (line,) = re.findall(rf"^check {slug} {slug}\.py (.*)$", script, re.MULTILINE)
        assert line.split()[1::2] == public_cases(KNOWN[slug])


@pytest.mark.parametrize("failing", [False, True])
def test_the_workflows_script_tells_by_its_exit_code_whether_all_passed(tmp_path: Path, failing: bool) -> None:
    """Every answer is checked even after one has failed; what one prints is no command to the runner."""
    release, _ = made(tmp_path)
    script = script_of(release.files[WORKFLOW])
    program = tmp_path / "dlgrade"
    program.write_text(f'#!/bin/sh\necho "::set-env::$*"\n[ "$2" != stable_softmax ] || exit {int(failing)}\n')
    program.chmod(0o755)
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    ran = subprocess.run(["bash", "-e", "-c", script], env=environ, capture_output=True, text=True)
    assert ran.returncode == failing
    first, *between, last = ran.stdout.splitlines()
    assert first.startswith("::stop-commands::") and last == f"::{first.removeprefix('::stop-commands::')}::"
    assert len(between) == 2 and all("--require-sandbox docker" in line for line in between)


def test_an_archive_is_the_same_each_time(tmp_path: Path) -> None:
    """One folder, everything in it, equal bytes for equal releases."""
    release, secrets = made(tmp_path)
    for name in ("a.zip", "b.zip"):
        write_archive(release, tmp_path / name, secrets)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {f"hw1/{name}" for name in (*release.files, MANIFEST)} == set(archive.namelist())
        assert {one.date_time[0] for one in archive.infolist()} == {1980}, "not the time of today"


def test_an_update_brings_what_changed_and_touches_nobodys_work(tmp_path: Path) -> None:
    """An edited answer stays; an untouched statement is renewed; where both changed, the new one lies beside."""
    release, secrets = made(tmp_path)
    out = tmp_path / "out"
    write_folder(release, out, secrets, update=False)
    assert done(write_folder(release, out, secrets, update=True)) == {}
    (out / "stable_softmax.py").write_text(SOLUTION)
    (out / "rmsnorm.md").write_text("my notes\n")
    (out / "notes.txt").write_text("mine\n")
    newer = changed(release, stable_softmax__md="# Clearer\n", rmsnorm__md="# Clearer too\n", rmsnorm__py="pass\n")
    assert done(write_folder(newer, out, secrets, update=True)) == {
        "stable_softmax.md": "renewed",
        "stable_softmax.py": "kept",
        "rmsnorm.md": "beside",
        "rmsnorm.py": "renewed",
    }
    read = {path.name: path.read_text() for path in out.iterdir() if path.is_file()}
    assert read["stable_softmax.py"] == SOLUTION and read["notes.txt"] == "mine\n"
    assert (read["rmsnorm.md"], read["rmsnorm.md.new"]) == ("my notes\n", "# Clearer too\n")
    assert done(write_folder(newer, out, secrets, update=True)) == {"stable_softmax.py": "kept", "rmsnorm.md": "kept"}


def test_without_update_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    """Nobody's files are mixed by mistake; a fresh clone of an empty repository is fine."""
    release, secrets = made(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    git(out, "init", "-q")
    write_folder(release, out, secrets, update=False)
    with pytest.raises(UsageError, match="is not empty") as refused:
        write_folder(release, out, secrets, update=False)
    assert "--update" in refused.value.advice.en


def test_a_broken_manifest_is_told(tmp_path: Path) -> None:
    """It is not taken for an empty one: then every statement would look like somebody's work."""
    release, secrets = made(tmp_path)
    write_folder(release, tmp_path / "out", secrets, update=False)
    for text in ("{", '{"format": "other/1", "files": {}}', "[]"):
        (tmp_path / "out" / MANIFEST).write_text(text)
        with pytest.raises(UsageError, match="is no list of what a release wrote"):
            write_folder(release, tmp_path / "out", secrets, update=True)


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """A student's repository may have links that lead out; a linked file stays as somebody's work."""
    release, secrets = made(tmp_path)
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    write_folder(release, out, secrets, update=False)
    elsewhere.mkdir()
    (elsewhere / "x.md").write_text("untouched")
    (out / "rmsnorm.md").unlink()
    (out / "rmsnorm.md").symlink_to(elsewhere / "x.md")
    newer = changed(release, rmsnorm__md="# New\n")
    assert done(write_folder(newer, out, secrets, update=True)) == {"rmsnorm.md": "beside"}
    assert (elsewhere / "x.md").read_text() == "untouched"
    (out / WORKFLOW).unlink()
    (out / WORKFLOW).parent.rmdir()
    (out / WORKFLOW).parent.symlink_to(elsewhere)
    with pytest.raises(UsageError, match="is a link"):
        write_folder(newer, out, secrets, update=True)
    assert [path.name for path in elsewhere.iterdir()] == ["x.md"]


LEAKS = [(SEED, "the secret seed"), ("test_rank_four", "hidden test"), (SOLUTION, "code of the solution")]
PLACES = ["another file", "an old commit", "a message", "a dropped commit", "a file's name"]
PLANTED = [(place, *leak) for place in PLACES for leak in LEAKS if place != PLACES[-1] or "\n" not in leak[0]]


@pytest.mark.parametrize(("text", "what"), LEAKS, ids=["seed", "name", "solution"])
@pytest.mark.parametrize("name", ["rmsnorm.md", "test_rmsnorm_public.py", "rmsnorm.py", WORKFLOW])
def test_a_release_that_gives_something_away_is_refused(tmp_path: Path, name: str, text: str, what: str) -> None:
    """In whatever file; told are file, line and secret, the seed itself is not, and nothing is written."""
    release, secrets = made(tmp_path)
    leaking = replace(release, files={**release.files, name: f"{release.files[name]}\n{text}\n"})
    for write in (
        lambda: write_folder(leaking, tmp_path / "out", secrets, update=False),
        lambda: write_archive(leaking, tmp_path / "out.zip", secrets),
    ):
        with pytest.raises(UsageError, match=re.escape(what)) as refused:
            write()
        assert re.search(rf"{re.escape(name)}:\d+: ", refused.value.said.en) and name in refused.value.said.zh
        assert SEED not in refused.value.said.en
    assert not (tmp_path / "out").exists() and not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize(("place", "text", "what"), PLANTED, ids=[f"{place}-{what}" for place, _, what in PLANTED])
def test_what_lies_in_the_folder_or_in_its_history_is_found(tmp_path: Path, place: str, text: str, what: str) -> None:
    """What was committed and taken away again goes out with the repository."""
    release, secrets = made(tmp_path)
    out = tmp_path / "out"
    write_folder(release, out, secrets, update=False)
    git(out, "init", "-q")
    git(out, "add", "-A")
    git(out, "commit", "-q", "-m", "start")
    note = out / (text if place == "a file's name" else "stable_softmax.py" if "old" in place else "note.txt")
    before = note.read_text() if note.exists() else None
    note.write_text("harmless" if place in ("a message", "a file's name") else text)
    if place != "another file":
        git(out, "add", "-A")
        git(out, "commit", "-q", "-m", text if place == "a message" else "more")
        if place == "a dropped commit":
            git(out, "reset", "-q", "--hard", "HEAD~1")
        elif before is not None:
            note.write_text(before)
        else:
            note.unlink()
    with pytest.raises(UsageError, match=re.escape(what)):
        write_folder(release, out, secrets, update=True)


def test_a_branch_gets_a_commit_and_no_file_is_touched(tmp_path: Path) -> None:
    """On top of the last one, only where something changed; what other branches hold does not go out with it."""
    release, secrets = made(tmp_path)
    repository = committed(tmp_path / "mine", (timedelta(0), {"secret.txt": SEED.encode(), "a.py": SOLUTION.encode()}))
    first = write_branch(release, repository, "student", secrets)
    assert first and write_branch(release, repository, "student", secrets) == ""
    second = write_branch(changed(release, rmsnorm__md="# New\n"), repository, "student", secrets)
    log = plumbing(repository, "log", "--format=%H", "student").decode().split()
    assert log == [second, first]
    names = plumbing(repository, "ls-tree", "-r", "--name-only", "student").decode().split()
    assert set(names) == set(release.files)
    assert plumbing(repository, "show", "student:rmsnorm.md") == b"# New\n"
    assert sorted(path.name for path in repository.iterdir()) == [".git", "a.py", "secret.txt"]
    assert plumbing(repository, "diff", "--cached", "--name-only", "HEAD") == b""


def test_a_branch_whose_history_gives_something_away_is_refused(tmp_path: Path) -> None:
    """Of an earlier commit of it, too; the branch stays as it is. One that is checked out is refused."""
    release, secrets = made(tmp_path)
    repository = committed(tmp_path / "mine", (timedelta(0), {"secret.txt": SEED.encode()}))
    git(repository, "checkout", "-q", "-b", "other")
    git(repository, "branch", "student")
    before = plumbing(repository, "rev-parse", "student")
    with pytest.raises(UsageError, match=r"git blob .*secret\.txt.*: the secret seed"):
        write_branch(release, repository, "student", secrets)
    assert plumbing(repository, "rev-parse", "student") == before
    with pytest.raises(UsageError, match='"other" is checked out') as refused:
        write_branch(release, repository, "other", secrets)
    assert "without --branch" in refused.value.advice.en
    with pytest.raises(UsageError, match="cannot be read"):
        write_branch(release, repository, "no..name", secrets)


def test_a_student_who_committed_a_right_answer_is_no_leak(tmp_path: Path) -> None:
    """An answer that was worked on is the student's, in its history too; the same text elsewhere is not."""
    release, secrets = made(tmp_path)
    out = tmp_path / "out"
    write_folder(release, out, secrets, update=False)
    git(out, "init", "-q")
    (out / "stable_softmax.py").write_text(SOLUTION)
    git(out, "add", "-A")
    git(out, "commit", "-q", "-m", "done")
    assert done(write_folder(release, out, secrets, update=True)) == {"stable_softmax.py": "kept"}
    (out / "copy.py").write_text(SOLUTION)
    with pytest.raises(UsageError, match=r"copy\.py:\d+"):
        write_folder(release, out, secrets, update=True)


def test_the_commands_on_the_page_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/instructor.md: each as it is written, one after the other."""
    page = Path(__file__).resolve().parents[2] / "docs" / "instructor.md"
    commands = re.findall(r"^dlgrade (release [^#\n]*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    _assignment(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert len(commands) == 3 and [cli.run(command.split()) for command in commands] == [0, 0, 0]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It names what it wrote; an archive cannot be updated; a leak is a usage error."""
    _assignment(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert cli.run(["release", "hw1", "-o", "student"]) == 0
    assert f"wrote {Path('student/README.md')}" in capsys.readouterr().out
    Path("student/rmsnorm.py").write_text("pass\n")
    assert cli.run(["release", "hw1", "-o", "student", "--update", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "已更新 student/README.md" in said and "已保留（有人改过）： student/rmsnorm.py" in said
    assert cli.run(["release", "hw1", "-o", "s.zip"]) == 0 and Path("s.zip").exists()
    assert cli.run(["release", "hw1", "-o", "s.zip", "--update"]) == 2
    assert "Leave --update out" in capsys.readouterr().err
    Path("mine").mkdir()
    git(Path("mine"), "init", "-q", "-b", "main")
    assert cli.run(["release", "hw1", "-o", "mine", "--branch", "student"]) == 0
    assert "mine, student: committed " in capsys.readouterr().out
    assert cli.run(["release", "hw1", "-o", "mine", "--branch", "student"]) == 0
    assert "mine, student: unchanged" in capsys.readouterr().out
    Path("student/seed.txt").write_text(SEED)
    assert cli.run(["release", "hw1", "-o", "student", "--update"]) == 2
    assert "seed.txt:1: the secret seed" in capsys.readouterr().err
