"""The command as a person meets it: what it prints, and how it exits."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import cli
from grader.authoring.mutation_score import Strength
from grader.authoring.proofs import ProofRecord, key_of, read_proof, write_proof
from grader.authoring.verify import Proof
from grader.catalogue.exercise import DIFFICULTIES, Catalogue, Exercise
from grader.catalogue.topics import topic_name
from grader.doctor import attacks
from grader.errors import GraderError
from grader.grading import judging
from grader.grading.pool import Turn
from grader.installed import shipped
from grader.progress.history import opened
from grader.report import Report
from grader.submission.submission import Submission

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
TOOLBOX = CATALOGUE / "solutions" / "toolbox"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder and a language of its own for each test, and the fixture catalogue."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(CATALOGUE))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line; exit code, stdout, stderr."""

    def go(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


def check(*arguments: object) -> tuple[object, ...]:
    """The arguments of a check that needs no engine and takes no time for timing."""
    return ("check", *arguments, "--sandbox", "process", "--no-time")


def test_a_right_answer_exits_0_and_a_wrong_one_1(run: Run) -> None:
    """The exit code is the verdict; the report names verdict, points and the failing case."""
    code, out, _ = run(*check("toolbox", TOOLBOX / "reference.py"))
    assert code == 0 and "AC" in out and "accepted" in out and "9/9" in out
    code, out, _ = run(*check("toolbox", TOOLBOX / "wrong" / "added.py"))
    assert code == 1 and "WA" in out and "Values are scaled" in out and "The factor is added." in out


def test_chinese(run: Run) -> None:
    """`--lang zh` speaks Chinese, sentences of the exercise included."""
    code, out, _ = run(*check("toolbox", TOOLBOX / "wrong" / "added.py"), "--lang", "zh")
    assert code == 1 and "数值被缩放" in out and "答案错误" in out and "系数被加上而不是相乘。" in out


def test_json_is_one_record_a_line_and_nothing_else(run: Run, tmp_path: Path) -> None:
    """`--json` prints one versioned record for each submission."""
    folder = tmp_path / "class"
    folder.mkdir()
    shutil.copy(TOOLBOX / "reference.py", folder / "toolbox_a.py")
    shutil.copy(TOOLBOX / "wrong" / "added.py", folder / "toolbox_b.py")
    code, out, _ = run(*check(folder), "--json", "--unsafe")
    records = [json.loads(line) for line in out.splitlines()]  # as they are ready
    first, second = sorted(records, key=lambda record: str(record["submission"]))
    assert code == 1
    assert [first["verdict"], second["verdict"]] == ["AC", "WA"]
    assert first["format"] == "dlgrade/report/1" and first["provenance"]["seed"] == second["provenance"]["seed"]


def test_hints_are_given_step_by_step(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time one more, in the language asked for, and how many are left; or all at once."""
    monkeypatch.delenv("DLGRADE_CATALOGUE")
    _, statement, _ = run("show", "stable_softmax")
    assert "dlgrade hint stable_softmax" in statement
    code, out, _ = run("hint", "stable_softmax")
    assert code == 0 and "Hint 1" in out and "Hint 2" not in out and "2 more" in out
    _, out, _ = run("hint", "stable_softmax")
    assert "Hint 2" in out and "1 more" in out
    _, out, _ = run("hint", "stable_softmax", "--all", "--lang", "zh")
    assert "提示 3" in out and "keepdims=True" in out and "还有" not in out


def test_profile_tells_where_the_time_went(run: Run) -> None:
    """By phase, on stderr; the same numbers stand in the record and add up to the whole."""
    code, out, err = run(*check("toolbox", TOOLBOX / "reference.py"), "--json", "--profile")
    made = json.loads(out)["provenance"]
    assert code == 0
    assert {"read", "judge", "sandbox", "load", "cases"} <= set(made["phases"])
    assert all(f"s  {phase}\n" in err for phase in made["phases"])
    assert sum(made["phases"].values()) == pytest.approx(made["wall_s"])
    assert all(seconds >= 0 for seconds in made["phases"].values())


def test_proofs_begin_with_what_took_longest(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before that, what was never proved; else one processor would wait for it in the end."""
    record = ProofRecord("old", 1, 3, 8, right=3, mistakes=6, mutants=9, killed=9, excused=0, seconds=0)
    took = {"stable_softmax": 5, "batchnorm": 50, "conv2d": 20}
    before = {slug: replace(record, seconds=seconds) for slug, seconds in took.items()}
    monkeypatch.setattr("grader.authoring.proofs.read_proof", lambda exercise: before.get(exercise.slug))
    asked: list[str] = []

    def verify_all(exercises: list[Exercise], *_: object, **__: object) -> list[Proof]:
        asked.extend(exercise.slug for exercise in exercises)
        return []

    monkeypatch.setattr("grader.authoring.verify.verify_all", verify_all)
    assert run("verify", *took, "dropout", "--catalogue", shipped(), "--proof")[0] == 0
    assert asked == ["dropout", "batchnorm", "conv2d", "stable_softmax"]


def test_shards_are_parts_of_the_catalogue(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each exercise is proved by just one of the machines, and each machine has its share."""
    asked: list[list[str]] = []

    def verify_all(exercises: list[Exercise], *_: object, **__: object) -> list[Proof]:
        asked.append([exercise.slug for exercise in exercises])
        return []

    monkeypatch.setattr("grader.authoring.verify.verify_all", verify_all)
    for shard in ("1/3", "2/3", "3/3"):
        assert run("verify", "--catalogue", shipped(), "--shard", shard)[0] == 0
    slugs = Catalogue(shipped()).slugs
    assert sorted(slug for part in asked for slug in part) == sorted(slugs)
    assert max(map(len, asked)) - min(map(len, asked)) <= 1


@pytest.mark.parametrize("shard", ["0/3", "4/3", "2", "1/0", "1/3/5", "-1/3"])
def test_a_shard_that_is_none_is_refused(run: Run, shard: str) -> None:
    """Nothing is proved, and the value is named."""
    code, _, err = run("verify", "--shard", shard)
    assert code == 2 and f'"{shard}"' in err and "2/5" in err


def test_proofs_as_json(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object for each exercise, and nothing else: what holds, what does not and why, what held before."""
    shutil.copytree(attacks.CATALOGUE, tmp_path, dirs_exist_ok=True)
    failed = Proof("target", 1, runs=4, problems=["the stub is accepted"], strength=Strength(mutants=3, killed=2))
    monkeypatch.setattr("grader.authoring.verify.verify_all", lambda *_, **__: [failed])
    arguments = ("verify", "target", "--catalogue", tmp_path, "--json", "--seeds", 1)
    code, out, _ = run(*arguments, "--mutants")
    found = json.loads(out)
    assert code == 1 and found["slug"] == "target" and not found["proved"] and found["runs"] == 4
    assert found["problems"] == ["the stub is accepted"] and found["mutants"] == {"all": 3, "killed": 2, "excused": 0}
    target = Catalogue(tmp_path)["target"]
    write_proof(target, ProofRecord(key_of(target), 1, 3, 8, 3, 6, 1, 1, 0, 0))
    monkeypatch.setattr("grader.authoring.verify.verify_all", lambda *_, **__: [])
    code, out, _ = run(*arguments, "--proof")
    assert code == 0
    assert json.loads(out) == {"slug": "target", "proved": True, "unchanged": True, "seeds": 1}


def test_a_new_exercise_is_begun_and_verify_says_what_it_lacks(run: Run, tmp_path: Path) -> None:
    """`new` writes what `verify` can run; the rest is a list of what is left to do."""
    code, out, _ = run("new", "doubled", "--catalogue", tmp_path)
    assert code == 0 and "dlgrade verify doubled --mutants" in out
    code, out, _ = run("verify", "doubled", "--catalogue", tmp_path, "--sandbox", "process", "--seeds", 1, "--mutants")
    assert code == 1
    assert "FAILED  doubled: 4 cases" in out and "3 of 3 mutants killed" in out
    assert "doubled/README.md still says TODO" in out and "1 mistakes; at least 6 are asked" in out
    assert 'the case "empty" fails no mistake and no mutant' in out


def test_a_proof_is_kept_and_not_made_again(run: Run, tmp_path: Path) -> None:
    """`--proof` writes what holds, and passes over what is unchanged or goes on from there."""
    shutil.copytree(attacks.CATALOGUE, tmp_path, dirs_exist_ok=True)
    target = Catalogue(tmp_path)["target"]  # it has one mistake, which is too few
    arguments = ("verify", "target", "--catalogue", tmp_path, "--proof", "--sandbox", "process", "--seeds")
    stale = ProofRecord("of other content", 1, 3, 8, 3, 6, 1, 1, 0, 0)
    write_proof(target, stale)
    code, out, _ = run(*arguments, 1)
    assert code == 1 and "FAILED  target" in out and read_proof(target) == stale
    record = replace(stale, key=key_of(target))
    write_proof(target, record)
    code, out, _ = run(*arguments, 1)
    assert code == 0 and out == "1 unchanged, proved before.\n"
    code, out, _ = run(*arguments, 2)
    assert code == 0 and "proved  target: 0 right answers over seeds 2 to 2, all else before (1 runs)" in out
    kept = read_proof(target)
    assert kept is not None and replace(kept, seconds=0) == replace(record, seeds=2)


def test_a_seed_repeats_the_inputs(run: Run) -> None:
    """The printed seed gives the same report again, times aside."""
    wrong = TOOLBOX / "wrong" / "added.py"
    shown = []
    for seed in ("1", "1", "2"):
        _, out, _ = run(*check("toolbox", wrong), "--json", "--seed", seed)
        shown.append(json.loads(out)["cases"][0]["failure"])
    assert shown[0] == shown[1] != shown[2]


def test_one_case(run: Run) -> None:
    """`--case` runs the named case only, and an unknown one is a usage error that names those there are."""
    code, out, _ = run(*check("toolbox", TOOLBOX / "reference.py"), "--case", "factor", "--json")
    assert code == 0
    assert [case["id"] for case in json.loads(out)["cases"] if case["verdict"]] == ["factor"]
    code, _, err = run(*check("toolbox", TOOLBOX / "reference.py"), "--case", "facto")
    assert code == 2 and 'has no case "facto"' in err and "factor" in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\0\0\0", "NUL"),
        (b"def scale(x, factor=2.0:\n", "syntax"),
        (b"# \xff\xfe\ndef scale(): ...\n", "UTF-8"),
        (b"def scal(x, factor=2.0): ...\n", "scal"),
        (b"def scale(x): ...\n", "scale(x, factor=2.0)"),
        (b"import nonsuch\n", "nonsuch"),
        (b"(" * 100_000, ""),
    ],
)
def test_a_file_that_cannot_be_loaded_is_ce_with_the_reason(
    run: Run, tmp_path: Path, content: bytes, message: str
) -> None:
    """Each is the learner's CE, exit 1, with what is wrong in plain words."""
    path = tmp_path / "toolbox.py"
    path.write_bytes(content)
    code, out, err = run(*check(path))
    assert code == 1, err
    assert "CE" in out and message in out


@pytest.mark.parametrize(
    ("name", "make", "messages"),
    [
        ("gone.py", lambda path: None, ["There is no file"]),
        ("toolbox.py", lambda path: path.touch(), ["is empty", "dlgrade start"]),
        ("toolbox.py", lambda path: path.write_bytes(b"x" * 50_000_000), ["50,000,000 bytes", "may have 1,048,576"]),
        ("toolbox.py", lambda path: path.symlink_to(TOOLBOX / "reference.py"), ["link"]),
        ("toolbox.py", lambda path: os.mkfifo(path), ["regular file"]),
        ("folder", lambda path: path.mkdir(), ["no submission"]),
        ("other.py", lambda path: path.write_text("x = 1\n"), ["which exercise"]),
        ("marked.py", lambda path: path.write_text("# dlgrade: toolbx\n"), ["toolbx", "toolbox"]),
        ("toolbox.zip", lambda path: path.touch(), ["archive", "Unpack"]),
        ("toolbox.ipynb", lambda path: path.write_text("{"), ["notebook", "save it again"]),
        ("toolbox.md", lambda path: path.touch(), ["document", ".py"]),
        ("toolbox.pdf", lambda path: path.touch(), ["document", ".py"]),
        ("test_toolbox.py", lambda path: path.write_text("from dlgrade.testing import case\n"), ["tests"]),
        ("x" * 300 + ".py", lambda path: None, ["There is no file"]),
    ],
)
def test_bad_input_is_a_usage_error_with_value_and_remedy(
    run: Run, tmp_path: Path, name: str, make: Callable[[Path], object], messages: list[str]
) -> None:
    """Exit 2, one message of its own, the path in it, and what to do."""
    path = tmp_path / name
    make(path)
    code, out, err = run(*check(path))
    assert code == 2 and out == ""
    assert err.startswith("Error: ") and name in err and err.count("\n") >= 2
    for message in messages:
        assert message in err


def test_the_files_that_start_writes_are_told_apart(run: Run, tmp_path: Path) -> None:
    """The statement names the file with the answer, and the tests say that they are none."""
    run("start", "toolbox", "--to", tmp_path)
    code, _, err = run(*check(tmp_path / "toolbox.md"))
    assert code == 2 and "is the statement" in err and str(tmp_path / "toolbox.py") in err
    (tests,) = tmp_path.glob("test_*.py")
    code, _, err = run(*check("toolbox", tests))
    assert code == 2 and "is a file of tests" in err


def test_an_exercise_alone_means_its_file_here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside toolbox.py the name of the exercise is enough; without it, what to do is told."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run(*check("toolbox"))
    assert code == 2 and 'no "toolbox.py" here' in err and "dlgrade start toolbox" in err
    shutil.copy(TOOLBOX / "reference.py", "toolbox.py")
    code, out, _ = run(*check("toolbox"))
    with opened(print) as history:
        ((attempt, source),) = [history.last_accepted("toolbox")]
    assert source == Path("toolbox.py").read_bytes() and attempt.number == 1
    assert code == 0 and "repeat: dlgrade check toolbox toolbox.py --seed" in out


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """A folder of a class: a right answer, a wrong one, and what nobody can judge."""
    folder = tmp_path / "class"
    (folder / "eve").mkdir(parents=True)
    shutil.copy(TOOLBOX / "reference.py", folder / "toolbox_ann.py")
    shutil.copy(TOOLBOX / "wrong" / "added.py", folder / "toolbox_bob.py")
    (folder / "toolbox_cat.py").touch()
    (folder / "toolbox_dan.ipynb").write_text("{}")
    (folder / "fay.py").write_text("x = 1\n")
    (folder / ".DS_Store").touch()
    return folder


def test_a_folder_is_judged_to_the_end_whatever_is_in_it(run: Run, handed_in: Path) -> None:
    """A line for each, in the end a table; what was not judged is told with its reason, and is no success."""
    code, out, err = run(*check(handed_in), "--unsafe")
    assert code == 1 and err == ""
    for line in (
        r"✓ AC +9/9  toolbox_ann\.py$",
        r"✗ WA +\d/9  toolbox_bob\.py  The factor is added\.$",
        r"– +not judged  toolbox_cat\.py  The file is empty\.$",
        r"– +not judged  toolbox_dan\.ipynb  The file is no notebook",
        r"– +not judged  fay\.py  Nothing says which exercise the file answers\.$",
        r"– +not judged  eve  The folder holds no submission\.$",
        r"toolbox_ann\.py +AC +9/9$",
        r"Submissions: 6$",
        r" +4  –    not judged$",
        r"Passed over \(1\): \.DS_Store$",
        rf"repeat: dlgrade check {re.escape(str(handed_in))} --seed [0-9a-f]+ --sandbox process --unsafe --no-time ",
    ):
        assert re.search(line, re.sub(" +\n", "\n", out), re.MULTILINE), line
    assert "Values are scaled" not in out, "the pages are for --verbose"


def test_a_page_for_each_with_verbose(run: Run, handed_in: Path) -> None:
    """Each of which repeats its own run; and what the grader did is told beside."""
    code, out, err = run(*check(handed_in), "--unsafe", "--verbose")
    assert code == 1 and "Values are scaled" in out and "Submissions: 6" in out
    assert re.search(r" ms  lane  judge \d+: begins with toolbox", err)
    assert re.search(r" ms  lane  judge \d+: job \d+: scale WA\n", err)
    assert f"repeat: dlgrade check toolbox {handed_in}/toolbox_bob.py --seed" in out


def test_two_lanes_say_what_one_says_in_the_order_of_the_files(run: Run, handed_in: Path) -> None:
    """With `--json` each record comes as it is ready; the records are the same."""
    for name, source in (("toolbox_abe", "wrong/added"), ("toolbox_zoe", "reference")):
        shutil.copy(TOOLBOX / f"{source}.py", handed_in / f"{name}.py")
    found = {}
    for jobs in (1, 2):
        options = ("--unsafe", "--seed", "1", "--json", "--jobs", jobs)
        records = [json.loads(line) for line in run(*check(handed_in), *options)[1].splitlines()]
        judged = [record for record in records if "cases" in record]
        found[jobs] = {
            record["submission"]: [(case["id"], case["verdict"], case["failure"]) for case in record["cases"]]
            for record in judged
        }
        assert len(judged) == len(found[jobs]) == 4
    assert found[1] == found[2]
    _, out, _ = run(*check(handed_in), "--unsafe", "--seed", "1", "--jobs", 2)
    lines = [line for line in out.splitlines() if re.match(r". (AC|WA|RTE) ", line)]
    told = [match.group() for line in lines if (match := re.search(r"toolbox_\w+", line))]
    assert told == sorted(told) and len(told) == 4


def test_records_of_what_was_not_judged(run: Run, handed_in: Path) -> None:
    """In JSON each file has its line; what was passed over is told beside."""
    code, out, err = run(*check(handed_in), "--unsafe", "--json")
    records = [json.loads(line) for line in out.splitlines()]
    assert code == 1 and ".DS_Store" in err
    kinds = {Path(record["submission"]).name: record.get("kind") or record["verdict"] for record in records}
    assert kinds == {
        "eve": "empty_folder",
        "fay.py": "unassigned",
        "toolbox_ann.py": "AC",
        "toolbox_bob.py": "WA",
        "toolbox_cat.py": "empty",
        "toolbox_dan.ipynb": "notebook_shape",
    }
    assert {record["format"] for record in records} == {"dlgrade/report/1", "dlgrade/not-judged/1"}


def test_only_unjudged_files_are_no_success(run: Run, tmp_path: Path) -> None:
    """Nothing of ours failed, and nothing was accepted."""
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).touch()
    code, out, _ = run(*check(tmp_path), "--unsafe")
    assert code == 1 and "Submissions: 2" in out


def test_a_fault_of_ours_in_one_stops_no_other(run: Run, handed_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is IE, not graded, and exit 3; the others have their marks. A single file ends with the error."""
    whole = judging.judge

    def broken(turn: Turn, submission: Submission, *arguments: Any, **others: Any) -> Report:
        if "bob" in submission.name:
            raise GraderError("The disk is on fire.", "Put it out.")
        return whole(turn, submission, *arguments, **others)

    monkeypatch.setattr("grader.grading.check.judge", broken)
    code, out, _ = run(*check(handed_in), "--unsafe")
    assert code == 3
    assert re.search(r"! IE +not graded  toolbox_bob\.py  .*The disk is on fire\.", out) and "Put it out." in out
    assert re.search(r"✓ AC +9/9  toolbox_ann\.py", out)
    code, out, err = run(*check(handed_in / "toolbox_bob.py"))
    assert code == 3 and out == "" and "The disk is on fire." in err and "Put it out." in err


def test_a_judge_that_cannot_begin_is_asked_once_for_each_exercise(
    run: Run, handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an engine every file is IE, with the reason; nobody waits for the engine once for each."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    code, out, err = run("check", handed_in, "--sandbox", "docker", "--no-time")
    assert code == 3 and err == ""
    assert len(re.findall(r"^! IE +not graded  toolbox_", out, re.MULTILINE)) == 2
    assert "/nonexistent/docker.sock" in out and re.search(r"^ +2  IE ", out, re.MULTILINE)


def test_what_was_asked_for_and_cannot_be_had_ends_the_command(run: Run, handed_in: Path) -> None:
    """A weaker sandbox than required is the user's business, before anything is judged; unknown cases too."""
    code, out, err = run(*check(handed_in), "--require-sandbox", "docker")
    assert code == 2 and "AC" not in out and "docker" in err
    code, out, err = run(*check(handed_in), "--unsafe", "--case", "facto")
    assert code == 2 and 'no case "facto"' in err
    shutil.copy(handed_in / "toolbox_ann.py", handed_in / "target_torch.py")
    code, out, err = run(*check(handed_in), "--unsafe", "--case", "factor")
    assert code == 2 and "several exercises (target_torch, toolbox)" in err


def test_only_a_file_of_ones_own_is_recorded(run: Run, handed_in: Path) -> None:
    """A class that is judged by its teacher solves nothing for them."""
    assert run(*check(handed_in), "--unsafe")[0] == 1
    assert run(*check("toolbox", handed_in / "toolbox_ann.py", TOOLBOX / "reference.py"), "--unsafe")[0] == 0
    assert "solved" not in run("list")[1]
    assert run(*check(handed_in / "toolbox_ann.py"))[0] == 0
    assert "solved" in run("list")[1]


@pytest.mark.slow
def test_an_interrupted_folder_has_its_table(handed_in: Path) -> None:
    """What was judged until then is told."""
    (handed_in / "toolbox_zoe.py").write_text("import time\ntime.sleep(60)\n")
    grader = _start(*check(handed_in), "--unsafe")
    assert grader.stdout is not None
    lines = []
    while not any("toolbox_bob" in line for line in lines):
        lines.append(grader.stdout.readline())
        assert lines[-1], "it ended too soon"
    grader.send_signal(signal.SIGINT)
    out, err = grader.communicate(timeout=30)
    assert grader.returncode == 130 and "nothing is left running" in err
    assert re.search(r"toolbox_ann\.py +AC +9/9", out) and "1  –    left when the run was interrupted" in out


def test_the_options_of_a_run_are_in_the_line_that_repeats_it(run: Run, tmp_path: Path) -> None:
    """That line, run as it is, gives the same report."""
    shutil.copytree(CATALOGUE, tmp_path / "my own")
    shutil.copy(TOOLBOX / "wrong" / "added.py", tmp_path / "it's mine.py")
    options = ("--case", "scale", "--case", "factor", "--catalogue", tmp_path / "my own", "--lang", "zh")
    _, out, _ = run(*check("toolbox", tmp_path / "it's mine.py"), *options)
    (line,) = (line for line in out.splitlines() if line.startswith("重现："))
    words = shlex.split(line.removeprefix("重现："))
    assert words[0] == "dlgrade" and "--no-time" in words and words.count("--case") == 2
    _, again, _ = run(*words[1:])

    def steady(page: str) -> str:
        return re.sub(r" +", " ", re.sub(r"[<\d.]+ (毫秒|秒)", "", page))  # a longer time moves its column

    assert steady(again) == steady(out)


def test_what_the_environment_chose_is_in_that_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another shell may not have the variable."""
    monkeypatch.setenv("DLGRADE_SANDBOX", "process")
    _, out, _ = run("check", "toolbox", TOOLBOX / "reference.py", "--case", "factor")
    (line,) = (line for line in out.splitlines() if line.startswith("repeat: "))
    assert line.endswith(f" --case factor --catalogue {CATALOGUE} --sandbox process")


def test_the_way_goes_on_after_a_check(run: Run) -> None:
    """After AC to the solution and the next exercise that is not solved; after WA to a hint; some cases are no mark."""
    code, out, _ = run(*check("toolbox", TOOLBOX / "reference.py"), "--case", "factor")
    assert code == 0 and "1 of 1 chosen cases passed" in out and "not a mark" in out and "all cases" in out
    _, out, _ = run(*check("toolbox", TOOLBOX / "wrong" / "added.py"))
    assert f"dlgrade hint toolbox --catalogue {CATALOGUE}" in out
    _, out, _ = run(*check("toolbox", TOOLBOX / "reference.py"))
    assert "dlgrade solution toolbox" in out and re.search(r"dlgrade start (?!toolbox)\w+ ", out)


def test_an_unknown_exercise_suggests_near_ones(run: Run) -> None:
    """The near name is in the message."""
    code, _, err = run("show", "toolbx")
    assert code == 2 and 'no exercise "toolbx"' in err and "Did you mean toolbox?" in err
    code, _, err = run(*check("toolbx", TOOLBOX / "reference.py"))
    assert code == 2 and "Did you mean toolbox?" in err


def test_a_catalogue_that_is_none(run: Run, tmp_path: Path) -> None:
    """The path and the remedy are in the message."""
    code, _, err = run("list", "--catalogue", tmp_path)
    assert code == 2 and str(tmp_path) in err and "--catalogue" in err


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        (("format = 1", "format = 2"), "format 2", "Upgrade"),
        (('difficulty = "easy"', 'difficulty = "eazy"'), "difficulty", "did you mean 'easy'?"),
        (('framework = "numpy"', ""), "framework", "found nothing"),
        (("time_s = 2", 'time_s = "2"'), "limits.time_s", "a number above 0"),
        (('signature = "(x, factor=2.0)"', 'signature = "x, factor"'), "entry[0].signature", "a signature such as"),
        (("[limits]", "[limit]"), "limit", "not known"),
        (('en = "one"', "en = 1"), "hint[0].en", "a string"),
        (("format = 1", "format = "), "TOML", "line"),
    ],
)
def test_a_malformed_exercise_names_file_key_and_expectation(
    run: Run, tmp_path: Path, change: tuple[str, str], key: str, expected: str
) -> None:
    """An author sees which key of which file is wrong, and what it should be."""
    shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    path = tmp_path / "catalogue" / "exercises" / "toolbox" / "exercise.toml"
    path.write_text(path.read_text().replace(*change))
    code, _, err = run("show", "toolbox", "--catalogue", tmp_path / "catalogue")
    assert code == 2
    assert str(path) in err and key in err and expected in err


def test_start_writes_a_marked_stub_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    """A learner gets stub, statement and public tests; a second start leaves their work alone."""
    code, out, _ = run("start", "toolbox", "--to", tmp_path)
    assert code == 0 and f"dlgrade check {tmp_path}/toolbox.py --catalogue {CATALOGUE}" in out
    stub = tmp_path / "toolbox.py"
    assert stub.read_text().startswith("# dlgrade: toolbox\n")
    assert (tmp_path / "toolbox.md").exists() and (tmp_path / "test_toolbox_public.py").exists()
    stub.write_text("# dlgrade: toolbox\nmine\n")
    code, out, _ = run("start", "toolbox", "--to", tmp_path)
    assert code == 0 and "already exists; left unchanged" in out
    assert stub.read_text() == "# dlgrade: toolbox\nmine\n"


def test_a_notebook_from_start_to_an_answer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file, never overwritten, judged by its tagged cell; the exercise alone means it. A fault has its cell."""
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("start", "toolbox", "--notebook")
    assert code == 0 and "dlgrade check toolbox.ipynb" in out and os.listdir() == ["toolbox.ipynb"]
    assert "left unchanged" in run("start", "toolbox", "--notebook")[1]
    assert "still the stub" in run(*check("toolbox"))[1]
    notebook = json.loads(Path("toolbox.ipynb").read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[\w-]{1,64}", one) for one in ids)
    (answer,) = [cell for cell in notebook["cells"] if cell["metadata"].get("tags") == ["dlgrade:toolbox"]]
    place = notebook["cells"].index(answer) + 1
    right = (TOOLBOX / "reference.py").read_text(encoding="utf-8")
    for text, code, said in (
        ("%pip install x\n" + right, 0, f"%pip install x (cell {place}, line 1)"),
        (right.replace("return x * factor", "return x * factr"), 1, f"toolbox.ipynb, cell {place}, line 2  in scale"),
        (right + "\nx = = 1", 1, f"Cell {place}, line {right.count(chr(10)) + 2} is not valid Python"),
    ):
        answer["source"] = text
        Path("toolbox.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        found, out, _ = run(*check("toolbox"))
        assert found == code and said in out and f"judged: {place}" in out
    code, out, _ = run(*check("toolbox"), "--json")
    record = json.loads(out)
    assert record["notebook"] == {"cells": [place], "tagged": [place], "left_out": [], "kernel": False}
    assert record["load_failure"]["facts"]["cell"] == place


def test_the_stub_that_start_writes_is_judged_and_fails(run: Run, tmp_path: Path) -> None:
    """The way of a newcomer: start, check, see that nothing is written yet; comments change nothing."""
    run("start", "toolbox", "--to", tmp_path)
    path = tmp_path / "toolbox.py"
    for text in (path.read_text(), path.read_text().replace("\n", "\n\n# thinking ...\n")):
        path.write_text(text)
        code, out, _ = run(*check(path))
        assert code == 1 and "still the stub" in out and "NotImplementedError" not in out and "✗ " not in out
    path.write_text(path.read_text().replace("raise NotImplementedError", "raise NotImplementedError(1)"))
    assert "still the stub" not in run(*check(path))[1]


def test_solution_after_an_ac_or_with_spoil(run: Run) -> None:
    """The solution is shown to who has solved it, or asks to be spoiled."""
    code, out, err = run("solution", "toolbox")
    assert code == 2 and out == "" and "--spoil" in err
    code, out, _ = run("solution", "toolbox", "--spoil")
    assert code == 0 and "def scale" in out
    assert run(*check("toolbox", TOOLBOX / "reference.py"))[0] == 0
    code, out, _ = run("solution", "toolbox")
    assert code == 0 and "def scale" in out


def test_list_filters_and_speaks_json(run: Run) -> None:
    """`list` shows exercises, filters them, and tells an unknown topic from an empty result."""
    code, out, _ = run("list")
    assert code == 0 and "toolbox" in out
    code, out, _ = run("list", "--framework", "torch")
    assert code == 0 and "toolbox" not in out
    code, out, _ = run("list", "--json", "--topic", "fixture")
    listed = {record["slug"]: record for record in map(json.loads, out.splitlines())}
    assert listed["toolbox"]["entries"] == ["scale(x, factor=2.0)", "Counter(start)", "solve(f, low, high)", "total(n)"]
    code, _, err = run("list", "--topic", "fixtures")
    assert code == 2 and "There are: fixture." in err


def test_list_begins_with_what_is_easy(run: Run) -> None:
    """Who is new starts at the top."""
    _, out, _ = run("list", "--json", "--catalogue", shipped())
    order = [(DIFFICULTIES.index(record["difficulty"]), record["slug"]) for record in map(json.loads, out.splitlines())]
    assert len(order) >= 18 and order == sorted(order)


def test_the_list_marks_what_is_solved(run: Run) -> None:
    """An accepted check shows in the next list, in a record too; one of some cases only does not."""
    run(*check("toolbox", TOOLBOX / "reference.py"), "--case", "factor")
    assert "solved" not in run("list")[1] and "\ttried\n" in run("list")[1]
    run(*check("toolbox", TOOLBOX / "reference.py"))
    _, out, _ = run("list")
    assert [line.split("\t")[0] for line in out.splitlines() if line.endswith("\tsolved")] == ["toolbox"]
    records = map(json.loads, run("list", "--json")[1].splitlines())
    assert [record["slug"] for record in records if record["solved"]] == ["toolbox"]


@pytest.mark.parametrize("words", ["--topic FIXTURE", "--difficulty EASY", "--framework NumPy"])
def test_filters_take_any_case(run: Run, words: str) -> None:
    """Nobody need remember how a topic is written."""
    code, out, _ = run("list", *words.split())
    assert code == 0 and "toolbox" in out


@pytest.mark.parametrize("topic", ["language models", "language_models", "Language-Models", " language  models "])
def test_the_words_of_a_topic_may_be_joined_in_any_way(run: Run, topic: str) -> None:
    """A shell takes a space for the end of a word."""
    code, out, _ = run("list", "--topic", topic, "--catalogue", shipped())
    listed = {line.split("\t")[0] for line in out.splitlines()}
    assert code == 0 and listed == {one.slug for one in Catalogue(shipped()) if "language models" in one.topics}


def test_a_history_that_cannot_be_read_is_told_and_stops_nothing(run: Run, home: Path) -> None:
    """The list stands there all the same, and so does a report."""
    (home / "state" / "dlgrade").mkdir(parents=True)
    os.mkfifo(home / "state" / "dlgrade" / "history.sqlite")
    code, out, err = run("list")
    assert code == 0 and "toolbox" in out and "history.sqlite" in err and "not a regular file" in err
    code, out, err = run(*check("toolbox", TOOLBOX / "reference.py"))
    assert code == 0 and "AC" in out and "Progress is not recorded" in err
    assert run("solution", "toolbox")[0] == 2


@pytest.mark.parametrize("columns", ["0", "-1", "1", "²", "x", "1000000"])
def test_a_report_is_printed_whatever_the_width_is_said_to_be(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """COLUMNS=0 printed nothing, and exited 0."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    code, out, _ = run(*check("toolbox", TOOLBOX / "wrong" / "added.py"))
    assert code == 1 and "WA" in out and "Values are scaled" in out
    assert "toolbox" in run("list")[1]


def test_the_command_alone_shows_its_whole_help(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command with its whole sentence, the learner's first; of a group of commands too. Nobody made a mistake."""
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run()
    assert code == 0 and err == "" and "..." not in out.replace("[ARGS]...", "")
    found = [out.index(f"\n  {name} ") for name in ("list", "start", "show", "check", "solution", *cli.cli.commands)]
    assert found[:5] == sorted(found[:5]) and found[5:] == sorted(found[5:])
    assert out == run("--help")[1]
    code, out, err = run("image")
    assert code == 0 and err == "" and all(f"\n  {name} " in out for name in ("build", "save", "load"))


def test_an_error_of_ours_is_never_cut(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long remedy, and a message of many lines, stand whole: what to do may be in the middle."""
    message = "\n".join(f"line {number} {'x' * 300}" for number in range(40))

    def broken(*_: object, **__: object) -> None:
        raise GraderError(message, "Do this. " * 100 + "Then \x1b[2J that.")

    monkeypatch.setattr("grader.catalogue.listing.listed", broken)
    code, _, err = run("list")
    assert code == 3 and message in err and "more" not in err
    assert "Do this. " * 100 + r"Then \x1b[2J that." in err


def test_an_unexpected_exception_is_our_fault(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours exits 3 and says whose fault it is; it never looks like a verdict."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("grader.catalogue.listing.listed", broken)
    code, _, err = run("list")
    assert code == 3 and "ZeroDivisionError: a bug" in err and "our fault" in err


def test_usage_errors_exit_2(run: Run) -> None:
    """click's own errors are usage errors."""
    assert run("check")[0] == 2
    assert run("chekc")[0] == 2
    assert run("--help")[0] == 0
    assert run("check", "toolbox")[0] == 2
    code, _, err = run("check", "")
    assert code == 2 and "is empty" in err
    code, _, err = run("check", TOOLBOX / "reference.py", "toolbox")
    assert code == 2 and "dlgrade check toolbox" in err


def test_an_engine_that_is_not_there_is_our_fault_with_a_remedy(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--sandbox docker` without an engine: exit 3, what is missing and what to do; no verdict."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    code, out, err = run("check", "toolbox", TOOLBOX / "reference.py", "--sandbox", "docker")
    assert code == 3 and out == ""
    assert "/nonexistent/docker.sock" in err and "Cannot grade: " in err


def _start(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
        # Whoever starts the tests in the background may have switched it off.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def _judges(parent: int) -> list[int]:
    """The judge's processes below `parent`."""
    path = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in path.read_text().split()] if path.exists() else []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_check_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C exits 130; a killed grader takes the judge and its children with it."""
    path = tmp_path / "toolbox.py"
    path.write_text("import time\ntime.sleep(60)\n")
    grader = _start(*check(path))
    deadline = time.monotonic() + 20
    while not (judges := _judges(grader.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert judges
    time.sleep(1.5)
    grader.send_signal(number)
    _, err = grader.communicate(timeout=30)
    if number is signal.SIGINT:
        assert grader.returncode == 130 and "nothing is left running" in err
    while any(Path(f"/proc/{pid}").exists() for pid in judges) and time.monotonic() < deadline + 20:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in judges)


def test_ctrl_c_while_the_program_is_imported(tmp_path: Path) -> None:
    """It ends with 130 and without a traceback, although nothing of the command line is there yet."""
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt")
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from grader.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", script, "list"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


# ---------------------------------------------------------------- Chinese


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "toolbx"), ["没有题目“toolbx”", "你要找的是不是 toolbox"]),
        (("solution", "toolbox"), ["还没有通过", "--spoil"]),
        (("list", "--catalogue", "/nonexistent"), ["没有题库", "--catalogue"]),
    ],
)
def test_errors_speak_the_language_that_was_asked_for(run: Run, arguments: tuple[str, ...], said: list[str]) -> None:
    """`--lang zh` holds for what goes wrong, remedy included; the next command speaks its own language again."""
    _, _, err = run(*arguments, "--lang", "zh")
    assert all(part in err for part in said)
    _, _, err = run("show", "toolbx")
    assert "There is no exercise" in err


def test_start_speaks_chinese(run: Run, tmp_path: Path) -> None:
    """What was written, what was left alone, and what comes next."""
    _, out, _ = run("start", "toolbox", "--to", tmp_path, "--lang", "zh")
    assert f"下一步：dlgrade check {tmp_path}/toolbox.py" in out
    _, out, _ = run("start", "toolbox", "--to", tmp_path, "--lang", "zh")
    assert out.count("已存在，未作改动") == 3


def test_a_fault_of_the_judge_s_process_speaks_chinese(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is raised in the judge crosses to the command in both languages."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    code, _, err = run("check", "toolbox", TOOLBOX / "reference.py", "--sandbox", "docker", "--lang", "zh")
    assert code == 3 and "无法评判：Docker 没有运行" in err and "请启动引擎" in err


def test_topics_have_chinese_names(run: Run) -> None:
    """Each topic of the shipped exercises has one, and is found by it."""
    shipped_topics = {topic for exercise in Catalogue(shipped()) for topic in exercise.topics}
    assert not {topic for topic in shipped_topics if topic_name(topic).zh == topic}
    by_chinese = run("list", "--catalogue", shipped(), "--topic", "线性代数", "--lang", "zh")
    assert by_chinese[0] == 0 and "线性代数" in by_chinese[1]
    assert by_chinese == run("list", "--catalogue", shipped(), "--topic", "Linear_Algebra", "--lang", "zh")
