"""A line that is pasted into a shell gives the words that it was made of."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from grader.shell import shell_line

WORDS = [
    *("plain.py", "two words.py", "it's", 'a "quote"', "$HOME `id` $(id) !1", "a;b|c&d", "*?[a-z]{1,2}", "", "~", "-x"),
    *(
        "a\\b",
        "a\\nb",
        "new\nline",
        "tab\there",
        "esc\x1b[2J",
        "bell\a'quote\\",
        "\udcff\udc80.py",
        "数值.py",
        "nbsp\u00a0",
    ),
    *("\u202ebidi", "zero\u200bwidth", "\U0001f600", "#no comment", "a=b", "\x7f", "\r"),
]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_shell_reads_the_words_back(shell: str) -> None:
    """Whatever is in them, bytes that are no text included."""
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    script = f"printf '%s\\0' {shell_line(WORDS)}"
    done = subprocess.run(
        [shell, "-c", script], capture_output=True, check=True, env=os.environ | {"LC_ALL": "C.UTF-8"}
    )
    assert [os.fsdecode(word) for word in done.stdout.split(b"\0")[:-1]] == WORDS


def test_the_line_is_one_line_that_can_be_seen() -> None:
    """What could not be copied from a screen is an escape."""
    line = shell_line([*WORDS, "\ud800"])
    assert line.isprintable()
    assert shell_line(["dlgrade", "check", "a.py"]) == "dlgrade check a.py"
