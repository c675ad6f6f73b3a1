"""`dlgrade doctor`: what it finds is true, has a remedy, and says whether a check can be run."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from grader import cli
from grader.doctor import Examination, Finding, State, attack, attacks, engine, holes, machine, sandboxes, trial
from grader.errors import GraderError, UsageError
from grader.render import words
from grader.render.doctor import print_examination
from grader.sandbox.choice import NAMES
from grader.texts import LANGUAGES, Text

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line; exit code, stdout, stderr."""
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("DLGRADE_SANDBOX", raising=False)

    def go(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


# ---- known holes


@pytest.mark.parametrize(
    ("given", "number", "mark"),
    [
        ("1.1.12", (1, 1, 12, float("inf")), ""),
        ("v1.4.0-rc.2", (1, 4, 0, 2), ""),
        ("1.0.0~rc93+ds1", (1, 0, 0, 93), "+ds1"),
        ("1.1.5+ds1", (1, 1, 5, float("inf")), "+ds1"),
        ("6.1.0-18-amd64", (6, 1, 0, float("inf")), "-18-amd64"),
        ("7.1", (7, 1, 0, float("inf")), ""),
    ],
)
def test_a_version_is_a_number_and_a_distribution_s_mark(given: str, number: tuple[float, ...], mark: str) -> None:
    """Candidates come before their release, and what a distribution appends is kept apart."""
    parsed = holes.parse(given)
    assert parsed is not None and (tuple(parsed[0]), parsed[1]) == (number, mark)


def test_what_has_no_number_is_no_version() -> None:
    """A word is not taken for a version."""
    assert holes.parse("unknown") is None and holes.parse("") is None


@pytest.mark.parametrize(
    ("part", "version", "cves"),
    [
        ("runc", "1.0.0-rc6", ["CVE-2019-5736", "CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881"]),
        ("runc", "1.0.0-rc7", ["CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881"]),
        ("runc", "1.1.11", ["CVE-2024-21626", "CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881"]),
        ("runc", "1.1.12", ["CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881"]),
        ("runc", "1.2.8", []),
        ("runc", "1.3.2", ["CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881"]),
        ("runc", "1.4.0-rc.2", ["CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881"]),
        ("runc", "1.4.0-rc.3", []),
        ("runc", "1.5.3", []),
        ("containerd", "1.7.28", ["CVE-2024-25621"]),
        ("containerd", "2.2.0", []),
        ("kernel", "5.7.19", ["CVE-2024-1086", "CVE-2026-31431", "CVE-2026-43284"]),
        ("kernel", "5.15.24", ["CVE-2022-0847", "CVE-2024-1086", "CVE-2026-31431", "CVE-2026-43284"]),
        ("kernel", "5.15.206", []),
        ("kernel", "6.19.12", ["CVE-2026-43284"]),
        ("kernel", "7.1.0", []),
    ],
)
def test_holes_are_known_by_line(part: str, version: str, cves: list[str]) -> None:
    """A line that was mended is closed from there on; one that was not stays open until a newer line."""
    parsed = holes.parse(version)
    assert parsed is not None
    assert [hole.cve for hole in holes.known(part, parsed[0])] == cves


def test_the_table_is_dated_and_in_both_languages() -> None:
    """Each hole says what it gives, in both languages, and its versions are in order."""
    assert holes.as_of().year >= 2026
    for hole in holes.holes():
        assert all(hole.what.localized(lang) for lang in LANGUAGES), hole.cve
        assert hole.closed is None or all(hole.closed.localized(lang) for lang in LANGUAGES), hole.cve
        assert list(hole.fixed) == sorted(hole.fixed) and hole.since < hole.fixed[0], hole.cve


# ---- the engine

_VERSION = {
    "Version": "28.1.0",
    "Components": [
        {"Name": "Engine", "Version": "28.1.0"},
        {"Name": "containerd", "Version": "v2.2.0", "Details": {"GitCommit": "v2.2.0-0-gabcdef"}},
        {"Name": "runc", "Version": "1.1.5+ds1", "Details": {"GitCommit": "1.1.5+ds1-1+deb12u1"}},
    ],
}
_ABOUT = {
    "KernelVersion": "7.1.0",
    "SecurityOptions": ["name=seccomp,profile=builtin", "name=rootless", "name=cgroupns"],
    "CgroupVersion": "2",
    "CgroupDriver": "systemd",
    "MemoryLimit": True,
    "SwapLimit": True,
    "PidsLimit": True,
    "CPUSet": True,
    "Runtimes": {"runc": {}, "runsc": {}},
}


def _engine(version: dict[str, Any] | None = None, about: dict[str, Any] | None = None) -> dict[str, Finding]:
    told = engine.told({**_VERSION, **(version or {})}, {**_ABOUT, **(about or {})}, "unix:///engine")
    return {finding.name: finding for finding in told}


def test_an_engine_in_order_has_no_warning() -> None:
    """Versions, rights and limits are told; a distribution's mark makes of a hole by number a note, with the remedy."""
    found = _engine()
    assert {name for name, finding in found.items() if finding.state is not State.OK} == {"runc"}
    assert "1.1.5+ds1-1+deb12u1" in found["runc"].text.en and "CVE-2024-21626" in found["runc"].text.en
    assert "distributions often fix" in found["runc"].text.en and "发行版" in found["runc"].text.zh
    assert len(found["runc"].details) == len(found["runc"].facts["holes"]) == 4
    assert found["runc"].remedy is not None and "Upgrade runc" in found["runc"].remedy.en
    assert found["containerd"].text.en.startswith("2.2.0; no known vulnerability")
    assert "--runtime runsc" in found["runtimes"].text.en
    assert found["rights"].facts["rootless"]


def test_an_engine_with_root_s_rights_is_told() -> None:
    """Who may use the socket of an engine that is root is root."""
    found = _engine(about={"SecurityOptions": ["name=seccomp,profile=default"]})
    assert found["rights"].state is State.NOTE and "is root too" in found["rights"].text.en


def test_an_engine_that_cannot_limit_is_a_warning() -> None:
    """Each limit that the engine says it lacks is named, and so is a missing filter of system calls."""
    found = _engine(about={"PidsLimit": False, "MemoryLimit": False, "SecurityOptions": []})
    assert found["cgroup"].state is State.WARNING and found["cgroup"].facts["lacking"] == ["memory", "pids"]
    assert found["seccomp"].state is State.WARNING and found["seccomp"].remedy is not None


def test_podman_s_components_are_understood() -> None:
    """Podman names the runtime in another way; what it does not tell is not invented."""
    component = {"Name": "OCI Runtime (crun)", "Version": "crun version 1.8.1\ncommit: f8a096be", "Details": {}}
    found = _engine(version={"Components": [component]}, about={"CgroupVersion": None, "SecurityOptions": None})
    assert found["crun"].text.en == "1.8.1" and "runc" not in found
    assert "version ?" in found["cgroup"].text.en


@pytest.mark.parametrize(
    ("release", "state", "words_"),
    [
        ("5.15.10", State.WARNING, "CVE-2022-0847"),
        ("5.15.10-generic", State.NOTE, "CVE-2022-0847"),
        ("6.1.0-18-amd64", State.NOTE, "distribution kernels backport fixes"),
        ("6.6.20", State.NOTE, "CVE-2026-31431"),
        ("7.1.3", State.OK, "no known vulnerability"),
        ("a kernel", State.OK, "a kernel"),
    ],
)
def test_of_a_kernel_only_what_its_number_tells_is_said(release: str, state: State, words_: str) -> None:
    """A distribution's number is never taken for the kernel's own, and a hole that is out of reach is no warning."""
    found = engine.of_version("machine", "kernel", release)
    assert (found.section, found.state) == ("machine", state) and words_ in found.text.en


# ---- the sandboxes


class Stub:
    """A sandbox that only has a name and gaps."""

    def __init__(self, name: str, *gaps: str) -> None:
        self.name, self._gaps = name, gaps

    def gaps(self) -> list[Text]:
        """The gaps."""
        return [Text(gap, gap) for gap in self._gaps]


def _sandboxes(
    requested: str, *refusing: str, runtime: str = "", environ: dict[str, str] | None = None
) -> tuple[str, dict[str, Finding]]:
    def maker(name: str) -> Callable[[], Any]:
        def make() -> Stub:
            if name in refusing:
                raise GraderError(f"No {name} here.", f"Get {name}.")
            return Stub(name, *(["it sees names"] if name == "process" else []))

        return make

    chosen = sandboxes.choice(
        requested,
        runtime=runtime,
        progress=lambda text: None,
        environ=environ or {},
        makers={name: maker(name) for name in NAMES},
    )
    return chosen.backend_name, {finding.name: finding for finding in sandboxes.findings(chosen)}


def test_the_strongest_is_used_and_why_is_said() -> None:
    """Of the stronger ones that do not work the reason and the remedy are told; of weaker ones that they are weaker."""
    used, found = _sandboxes("auto")
    assert used == "docker" and "the strongest that works here" in found["docker"].text.en
    assert "weaker" in found["process"].text.en and "gaps" not in found
    used, found = _sandboxes("auto", "docker")
    assert used == "bubblewrap" and found["docker"].state is State.NOTE
    assert found["docker"].text.en == "does not work: No docker here." and found["docker"].remedy is not None
    assert found["docker"].remedy.en == "Get docker."


def test_what_the_last_resort_does_not_hold_is_a_warning() -> None:
    """Where only the process sandbox works, its gaps are told as a warning."""
    used, found = _sandboxes("auto", "docker", "bubblewrap")
    assert used == "process" and found["gaps"].state is State.WARNING and "it sees names" in found["gaps"].text.en


def test_nothing_that_works_is_a_problem() -> None:
    """Where no sandbox works, each one's reason is a problem."""
    used, found = _sandboxes("auto", *NAMES)
    assert used == "" and all(found[name].state is State.PROBLEM for name in NAMES)


def test_a_sandbox_that_is_asked_for_and_does_not_work_is_the_problem() -> None:
    """No other takes its place, and those that work are told as such."""
    used, found = _sandboxes("docker", "docker")
    assert used == "" and found["docker"].state is State.PROBLEM
    assert found["process"].text.en == "works, but --sandbox asks for docker"


def test_who_asked_is_said() -> None:
    """The option, the runtime or the environment."""
    assert _sandboxes("process")[1]["docker"].text.en == "works, and is stronger, but --sandbox asks for process"
    assert _sandboxes("auto", runtime="runsc")[1]["docker"].text.en == "is used: --runtime asks for it"
    found = _sandboxes("auto", environ={"DLGRADE_SANDBOX": "process"})[1]
    assert found["process"].text.en == "is used: DLGRADE_SANDBOX asks for it"
    with pytest.raises(UsageError):
        _sandboxes("auto", environ={"DLGRADE_SANDBOX": "dokcer"})


# ---- limits and the machine

_HELD = {
    "processors": [1],
    "status": {"Seccomp": "2", "NoNewPrivs": "1", "CapEff": "0000000000000000"},
    "network": True,
    "processes": True,
    "memory": True,
}


def test_limits_that_hold_and_that_do_not() -> None:
    """What the program inside found is told limit by limit; what did not hold is a warning with a remedy."""
    assert all(finding.state is State.OK for finding in trial.told(_HELD, 1))
    free = {
        "processors": [0, 1],
        "status": {"Seccomp": "0", "NoNewPrivs": "1", "CapEff": None},
        "network": False,
        "processes": False,
        "memory": False,
    }
    found = {finding.name: finding for finding in trial.told(free, 1)}
    assert {name: finding.state for name, finding in found.items()} == {
        "memory": State.WARNING,
        "processes": State.WARNING,
        "processor": State.NOTE,
        "network": State.WARNING,
        "rights": State.WARNING,
    }
    assert "seccomp, no_capabilities" in found["rights"].text.en
    assert all(found[name].remedy for name in ("memory", "processes", "network", "rights"))


def test_the_noise_of_the_clock_is_a_figure() -> None:
    """The spread between the tenth and the ninetieth part, of the median; little is no warning."""
    assert machine.noise([0.010] * 20).state is State.OK
    rough = machine.noise([0.010, 0.020] * 10)
    assert rough.state is State.WARNING and "varies by 67%" in rough.text.en and "20 runs of 15.0 ms" in rough.text.en
    assert machine.noise([0.0] * 20).facts["spread"] == 0


def test_the_measure_takes_the_work_s_time_only() -> None:
    """Each figure is the clock around one piece of work."""
    ticks = iter(range(1000))
    assert set(machine.measured(clock=lambda: next(ticks), work=lambda: None)) == {1}


def test_little_memory_and_disk_are_warnings(tmp_path: Path) -> None:
    """With the figure that is there, and the one that is wanted."""
    assert machine.memory(8 * machine.GIB, 16 * machine.GIB).state is State.OK
    little = machine.memory(machine.GIB, 2 * machine.GIB)
    assert little.state is State.WARNING and little.remedy is not None and "2.5 GiB" in little.remedy.en
    assert machine.disk(tmp_path, 0).state is State.OK
    full = machine.disk(tmp_path, 1 << 60)
    assert full.state is State.WARNING and str(tmp_path) in full.text.en


def test_core_dumps_that_leave_the_sandbox_are_told(tmp_path: Path) -> None:
    """A limit of size does not hold a dump that goes to a program."""
    pattern = tmp_path / "core_pattern"
    pattern.write_text("|/usr/lib/systemd/systemd-coredump %P\n")
    (found,) = machine.core_dumps(pattern)
    assert found.state is State.NOTE and "/usr/lib/systemd/systemd-coredump" in found.text.en
    pattern.write_text("core\n")
    assert not list(machine.core_dumps(pattern))
    assert not list(machine.core_dumps(tmp_path / "none"))


def test_a_history_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """It is looked at without being made."""
    assert machine.history_at(tmp_path / "state" / "history.sqlite").state is State.OK
    assert not (tmp_path / "state").exists()
    (tmp_path / "file").touch()
    found = machine.history_at(tmp_path / "file" / "history.sqlite")
    assert found.state is State.WARNING and found.remedy is not None and "XDG_STATE_HOME" in found.remedy.en
    os.mkfifo(tmp_path / "history.sqlite")
    assert machine.history_at(tmp_path / "history.sqlite").state is State.WARNING


# ---- attacks


def test_the_attacks_that_come_along_are_told_in_both_languages() -> None:
    """A dozen, each with a label; forks without end are never tried where no namespace would end them."""
    known = {attack.name: attack for attack in attacks.read_all()}
    assert len(known) >= 12
    assert all(one.label is not None and one.label.en and one.label.zh for one in known.values())
    assert known["fork_bomb"].not_tried_in == ("process",)


def test_an_attack_holds_is_known_not_to_or_is_a_problem() -> None:
    """What a sandbox is known not to hold is a warning; anything else that gets through stops other people's code."""
    (one,) = (one for one in attacks.read_all() if one.name == "kill_pid1")
    gaps = attack.result(one, "docker", "AC", 1.0, [])
    assert gaps.state is State.OK and gaps.text.en == "held: ends the supervisor that watches it"
    known = attack.result(one, "process", "RTE", 1.0, ["verdict RTE"], known=True)
    assert known.state is State.WARNING and known.remedy is not None and "docs/security.md" in known.remedy.en
    broken = attack.result(one, "docker", "RTE", 1.0, ["verdict RTE, " + "x" * 1000])
    assert broken.state is State.PROBLEM and len(broken.details[0].en) < 300
    assert broken.facts["faults"] == ["verdict RTE, " + "x" * 1000] and not broken.facts["known"]


@pytest.mark.slow
def test_attacks_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the process sandbox: one holds, one is known not to, one is not tried, and one wins."""
    known = {one.name: one for one in attacks.read_all()}
    wins = replace(known["exit_zero"], name="wins", code="")
    chosen = [known["exit_zero"], known["kill_pid1"], known["fork_bomb"], wins]
    monkeypatch.setattr(attacks, "read_all", lambda: chosen)
    found = list(attack.findings("process", "", lambda text: None))
    assert [finding.state for finding in found] == [State.OK, State.WARNING, State.NOTE, State.PROBLEM], found
    assert found[3].facts["verdict"] == "AC" and "expected" in found[3].details[0].en


@pytest.mark.slow
def test_attack_is_part_of_the_exit_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attack that gets through makes the doctor exit 3."""
    (one,) = (one for one in attacks.read_all() if one.name == "exit_zero")
    monkeypatch.setattr(attacks, "read_all", lambda: [replace(one, code="")])
    code, out, _ = run("doctor", "--sandbox", "process", "--attack")
    assert code == 3 and "did not hold: ends with status 0" in out


# ---- the whole


@pytest.mark.slow
def test_doctor_finds_the_process_sandbox_fit(run: Run) -> None:
    """Every section but the engine's is there, a worker was started, and the exit code is 0."""
    code, out, err = run("doctor", "--sandbox", "process", "--json")
    said = json.loads(out)
    found = {(finding["section"], finding["name"]): finding for finding in said["findings"]}
    assert code == 0, err
    assert (said["format"], said["can_check"], said["sandbox"]) == ("dlgrade/doctor/1", True, "process")
    assert found["limits", "worker"]["facts"]["versions"]["numpy"]
    assert "a right answer is accepted" in found["limits", "check"]["text"]["en"]
    for name in ("memory", "processes", "network"):
        assert found["limits", name]["facts"]["held"], name
    assert found["machine", "clock"]["facts"]["median_s"] > 0
    assert found["program", "history"]["facts"]["path"].endswith("history.sqlite")
    for finding in said["findings"]:
        assert finding["text"]["en"] and finding["text"]["zh"], finding
        assert finding["state"] not in ("warning", "problem") or finding["remedy"], finding


@pytest.mark.slow
def test_doctor_speaks_chinese(run: Run) -> None:
    """Headings, findings and the result."""
    code, out, _ = run("doctor", "--sandbox", "process", "--lang", "zh")
    assert code == 0 and "沙箱" in out and "本机可以评判提交，使用沙箱 process。" in out


def test_doctor_exits_3_when_nothing_can_be_judged(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox that was asked for does not work: the reason, the remedy, the others that would."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    code, out, _ = run("doctor", "--sandbox", "docker")
    assert code == 3
    assert 'no container engine answers at "unix:///nonexistent/docker.sock"' in out
    assert "To do: Start the engine" in out
    assert "No submission can be judged on this machine yet." in out and "1 problem" in out


def test_doctor_refuses_what_no_check_takes(run: Run) -> None:
    """A runtime for a sandbox without runtimes is a usage error, as for a check."""
    code, _, err = run("doctor", "--sandbox", "process", "--runtime", "runsc")
    assert code == 2 and "has no runtimes" in err


@pytest.mark.docker
def test_doctor_finds_the_engine(run: Run) -> None:
    """With an engine: its version, its images, and limits that were tried in a container."""
    code, out, err = run("doctor", "--json")
    said = json.loads(out)
    found = {(finding["section"], finding["name"]): finding for finding in said["findings"]}
    assert code == 0, err
    assert said["sandbox"] == "docker" and found["engine", "engine"]["facts"]["version"]
    assert found["images", "image numpy"]["facts"]["tag"].startswith("dlgrade-sandbox:numpy-")
    if said["tried"]:
        assert all(found["limits", name]["facts"]["held"] for name in ("memory", "processes", "network"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 100])
def test_the_page_fits_and_escapes(lang: str, width: int) -> None:
    """No line is wider than the terminal, and what an engine says cannot move the cursor."""
    findings = tuple(
        Finding(section, "a name", state, Text("said \x1b[2J " * 20, "说 \x1b[2J " * 20), Text("mend it", "修好"))
        for section, state in zip(reversed(words.DOCTOR), [*State, *State], strict=False)
    )
    stream = io.StringIO()
    print_examination(Examination(findings, "docker", True), Console(file=stream, width=width), lang)
    out = stream.getvalue()
    assert "\x1b" not in out
    assert words.CANNOT_CHECK.localized(lang) in out.replace("\n", " ").replace("  ", " ") or width < 60
    headings = [line for line in out.splitlines() if line in {text.localized(lang) for text in words.DOCTOR.values()}]
    assert headings == [text.localized(lang) for text in words.DOCTOR.values()]
