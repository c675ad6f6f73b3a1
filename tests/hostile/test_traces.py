"""What is taken for a trace of a sandbox, and what no longer is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import traces
from .traces import Traces


def process(proc: Path, pid: int, parent: int, *, inside: int, namespace: str, began: int, state: str = "S") -> None:
    """A process in a made-up /proc."""
    folder = proc / str(pid)
    (folder / "ns").mkdir(parents=True)
    (folder / "ns/pid").symlink_to(namespace)
    (folder / "status").write_text(f"Name:\tpython\nNSpid:\t{pid}\t{inside}\n")
    (folder / "stat").write_text(f"{pid} (a) b) {state} {parent} {'0 ' * 17}{began} 0\n")


@pytest.mark.parametrize(
    ("pid", "inside", "began", "left"),
    [
        (None, 0, 0, False),
        (21, 1, 500, True),  # what was there is still there
        (21, 1, 900, False),  # the kernel gave the number and the name to others
        (33, 2, 900, False),
    ],
)
def test_a_namespace_is_told_from_a_later_one_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pid: int | None, inside: int, began: int, left: bool
) -> None:
    """A namespace that ended is not found again in another one that got its name."""
    monkeypatch.setattr(traces, "_PROC", tmp_path)
    monkeypatch.setattr(traces, "_can_make_groups", lambda: False)
    monkeypatch.setattr(traces, "descendants", lambda pid: {21})
    process(tmp_path, 21, 10, inside=1, namespace="pid:[4026532000]", began=500)
    seen = Traces("bubblewrap", 10).alive()
    assert seen == {frozenset({("namespace", "pid:[4026532000] since 500")})}
    for path in sorted(tmp_path.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    monkeypatch.setattr(traces, "descendants", lambda pid: set())
    if pid is not None:
        process(tmp_path, pid, 10, inside=inside, namespace="pid:[4026532000]", began=began)
    assert bool(Traces("bubblewrap", 10).left(seen, wait_s=0)) == left
