"""`%%check` and `%check` in a real kernel: what is judged, what is shown, what is run, and what is left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.installed import shipped
from grader.render.sentences import UNTOUCHED
from grader.sandbox import owner
from grader.sandbox.docker.backend import OWNER_LABEL
from grader.sandbox.docker.engine import Engine
from tests.kernel.kernels import Kernel, a_kernel, below, plain, soon

pytestmark = pytest.mark.slow

CHECK = "%%check stable_softmax --sandbox process --no-time"
RIGHT = """\
def stable_softmax(x, axis=-1):
    z = np.exp(x - x.max(axis=axis, keepdims=True))
    return z / z.sum(axis=axis, keepdims=True)
"""
STUB = (shipped() / "exercises/stable_softmax/stub.py").read_text(encoding="utf-8")
WRONG = RIGHT.replace(" - x.max(axis=axis, keepdims=True)", "")


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The learner's data."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def kernel(state: Path) -> Iterator[Kernel]:
    """One for all, with the extension loaded: a kernel takes a second to start."""
    with a_kernel(state) as kernel:
        assert kernel.run("%load_ext dlgrade\nimport numpy as np").status == "ok"
        yield kernel


def test_a_wrong_answer_is_told_under_its_cell_and_defined_all_the_same(kernel: Kernel) -> None:
    """As HTML and as text, after a word that it goes on; a verdict is no error, and the cell is run as usual."""
    ran = kernel.run(f"{CHECK}\n{WRONG}\nstable_softmax.__name__")
    assert (ran.status, ran.errors, ran.printed) == ("ok", [], "")
    assert ran.progress[0] == "checking ..." and len(ran.shown) == 1
    assert "wrong answer" in ran.text and f"In[{ran.number}]" in ran.text
    assert "wrong answer" in plain(ran.html) and "<style" not in ran.html and "<script" not in ran.html
    assert f"repeat: {CHECK.split(' --')[0]} --seed " in ran.text
    assert ran.result == "'stable_softmax'"


def test_what_earlier_cells_define_goes_along_and_is_named(kernel: Kernel) -> None:
    """The last definition of each name, from any cell that was run; magics are left out, and said."""
    kernel.run("SCALE = 0.0")
    helper = kernel.run("SCALE = 1.0\nprint('this is only tried out')").number
    body = f"!true\n{RIGHT.replace('return z', 'return SCALE * z')}"
    ran = kernel.run(f"{CHECK}\n{body}")
    assert "accepted" in ran.text, ran.text
    assert f"judged: In[{ran.number}]" in ran.text and f"In[{helper}]" in ran.text
    assert f"!true (In[{ran.number}], line 2)" in plain(ran.html)
    assert "tried out" not in ran.text + ran.printed


def test_the_text_of_the_cell_is_judged_as_it_stands(kernel: Kernel) -> None:
    """IPython puts no variables in the place of $x and {x}; what the learner wrote is shown as text."""
    body = 'def stable_softmax(x, axis=-1):\n    raise ValueError("<b>$SCALE {SCALE}</b>")\n'
    kernel.run("SCALE = 'wrong'")
    ran = kernel.run(f"\n{CHECK}\n{body}")
    assert "<b>$SCALE {SCALE}</b>" in ran.text
    assert "&lt;b&gt;$SCALE {SCALE}&lt;/b&gt;" in ran.html
    assert f"In[{ran.number}], line 4" in ran.text


def test_a_line_takes_the_answer_from_what_was_run(kernel: Kernel) -> None:
    """Its last definition, and nothing of a cell that Python could not read."""
    kernel.run(WRONG)
    right = kernel.run(RIGHT).number
    kernel.run("def stable_softmax(x:")
    ran = kernel.run("%check stable_softmax --sandbox process --no-time")
    assert "accepted" in ran.text and f"the definitions, and what they need, in In[1], In[{right}]" in ran.text
    assert "repeat: %check stable_softmax" in ran.text
    kernel.run("del stable_softmax")
    ran = kernel.run("%check stable_softmax --sandbox process")
    assert "Nothing that was run here defines `stable_softmax`" in ran.text and ran.status == "ok"


def test_an_accepted_answer_is_recorded(kernel: Kernel, state: Path) -> None:
    """As `dlgrade check` does, so that the solution can be seen; the next steps are those of a notebook."""
    ran = kernel.run(f"{CHECK}\n{RIGHT}")
    assert "!dlgrade solution stable_softmax" in ran.text and " --notebook" in ran.text
    shown = subprocess.run(
        [sys.executable, "-m", "grader", "solution", "stable_softmax"],
        env=os.environ | {"XDG_STATE_HOME": str(state)},
        capture_output=True,
        check=False,
    )
    assert shown.returncode == 0


def test_python_that_cannot_be_read_is_a_verdict_first(kernel: Kernel) -> None:
    """Named by its cell and line; then the cell is an error of the kernel's, as ever, told once."""
    ran = kernel.run(f"{CHECK} --lang zh\ndef stable_softmax(x：\n    return x")
    assert f"In[{ran.number}] 第 2 行" in ran.text and "无法加载" in ran.text and '<div lang="zh"' in ran.html
    assert ran.status == "error" and [one["ename"] for one in ran.errors] == ["SyntaxError"]


def test_an_error_of_the_cell_is_as_without_the_magic(kernel: Kernel) -> None:
    """It stops the notebook, and its traceback begins in the cell; --no-run runs nothing."""
    ran = kernel.run(f"{CHECK}\n{RIGHT}\nif __name__ == '__main__':\n    1 / 0")
    assert "accepted" in ran.text and ran.status == "error"
    (error,) = ran.errors
    assert error["ename"] == "ZeroDivisionError" and "run_cell_magic" not in "\n".join(error["traceback"])
    ran = kernel.run(f"{CHECK} --no-run\n{RIGHT}\nif __name__ == '__main__':\n    1 / 0")
    assert "accepted" in ran.text and ran.status == "ok" and not ran.errors


@pytest.mark.parametrize(
    ("code", "said", "advice"),
    [
        ("%%check stable_sofmax\nx = 1", "stable_sofmax", "stable_softmax"),
        ("%%check stable_softmax --sandbox process --case nothing\nx = 1", 'no case "nothing"', "It has "),
        ("%%check stable_softmax --sede 1\nx = 1", "No such option", "`%%check --help`"),
        ('%check "stable', "No closing quotation.", "`%check --help`"),
        ("%%check\nx = 1", "Nothing says which exercise", "%%check EXERCISE"),
    ],
)
def test_what_cannot_be_judged_is_told_in_a_sentence(kernel: Kernel, code: str, said: str, advice: str) -> None:
    """What is wrong and what to do, without a traceback."""
    ran = kernel.run(code)
    assert (ran.status, ran.errors) == ("ok", [])
    assert ran.text.startswith("Error: ") and said in ran.text and advice in ran.text
    assert said.split('"')[0] in plain(ran.html)


def test_a_cell_that_says_what_it_answers_needs_no_name(kernel: Kernel) -> None:
    """As in a file; and its options are explained."""
    ran = kernel.run(f"%%check --sandbox process --no-time\n# dlgrade: stable_softmax\n{RIGHT}")
    assert "accepted" in ran.text
    stub = kernel.run("# dlgrade: stable_softmax\n" + STUB).number
    ran = kernel.run("%check --sandbox process")
    assert f"judged: In[{stub}]" in ran.text and UNTOUCHED.en in ran.text
    assert "--no-run" in kernel.run("%check --help").printed


def test_a_cell_that_awaits_is_not_run_and_that_is_said(kernel: Kernel) -> None:
    """The loop that would run it is running the magic."""
    ran = kernel.run(f"{CHECK}\n{RIGHT}\nimport asyncio\nawait asyncio.sleep(0)\nbefore = 1")
    assert "judged, and not run" in ran.text and ran.status == "ok"
    assert kernel.run("'before' in dir()").result == "False"


@pytest.mark.parametrize("after_s", [0.0, 1.5])
def test_an_interrupt_ends_the_check_and_leaves_nothing(kernel: Kernel, after_s: float) -> None:
    """No process is left below the kernel; it says so in a line, runs nothing, and the next check is as usual."""
    hangs = "def stable_softmax(x, axis=-1):\n    while True:\n        pass\n"
    ran = kernel.run(f"{CHECK}\n{hangs}\nprint('it was run')", interrupt_when="checking", after_s=after_s)
    assert ran.status == "error" and ran.errors[0]["ename"] == "Interrupted" and len(ran.errors[0]["traceback"]) == 1
    assert "Interrupted; nothing is left running." in ran.text and not ran.printed
    assert soon(lambda: not below(kernel.pid)), below(kernel.pid)
    assert "accepted" in kernel.run(f"{CHECK}\n{RIGHT}").text


@pytest.mark.docker
def test_an_interrupt_leaves_no_container(kernel: Kernel, engine: Engine) -> None:
    """Neither the one that the submission was in nor those that were kept ready."""
    check = CHECK.replace("process", "docker")
    assert "accepted" in kernel.run(f"{check}\n{RIGHT}").text
    (judge,) = _judges(kernel)
    label = f"{OWNER_LABEL}={owner.mine(judge)}"
    client = engine.client()
    try:
        assert client.containers(all=True, filters={"label": label})
        hangs = "def stable_softmax(x, axis=-1):\n    while True:\n        pass\n"
        assert kernel.run(f"{check}\n{hangs}", interrupt_when="checking", after_s=1.5).status == "error"
        assert soon(lambda: not client.containers(all=True, filters={"label": label}))
        assert soon(lambda: not below(kernel.pid)), below(kernel.pid)
    finally:
        client.close()


def test_a_judge_is_kept_from_check_to_check(kernel: Kernel) -> None:
    """The same process answers again, also after an interrupt that was meant for another cell."""
    kernel.run(f"{CHECK}\n{RIGHT}")
    before = _judges(kernel)
    stopped = kernel.run("print('busy', flush=True)\nwhile True: pass", interrupt_when="busy")
    assert stopped.status == "error"
    assert "accepted" in kernel.run(f"{CHECK}\n{RIGHT}").text
    assert before and _judges(kernel) == before


def _judges(kernel: Kernel) -> set[int]:
    return {pid for pid, command in below(kernel.pid).items() if "grader.judge" in command}


def test_loaded_again_it_begins_anew(kernel: Kernel) -> None:
    """And unloaded it is gone, with its judges."""
    kernel.run(f"{CHECK}\n{RIGHT}")
    assert _judges(kernel)
    kernel.run("%reload_ext dlgrade")
    assert soon(lambda: not _judges(kernel))
    assert "accepted" in kernel.run(f"{CHECK}\n{RIGHT}").text
    kernel.run("%unload_ext dlgrade")
    assert soon(lambda: not below(kernel.pid))
    assert kernel.run("%%check stable_softmax\nx = 1").status == "error"


def test_the_end_of_the_kernel_is_the_end_of_its_judges(tmp_path: Path) -> None:
    """They keep it waiting for no longer than a moment, and none outlives it."""
    with a_kernel(tmp_path) as kernel:
        kernel.run("%load_ext dlgrade\nimport numpy as np")
        kernel.run(f"{CHECK}\n{RIGHT}")
        left = below(kernel.pid)
        assert left
        kernel.client.shutdown()
        assert soon(lambda: not kernel.manager.is_alive(), 10)
        assert soon(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))


def test_importing_dlgrade_imports_no_ipython() -> None:
    """A program that judges has no use for it; loading the extension imports none either, for the kernel has one."""
    code = "import sys, dlgrade, grader.kernel.magic; print('IPython' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"
