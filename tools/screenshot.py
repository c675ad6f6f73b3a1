"""Make docs/images/report-*.svg: what `dlgrade check` says of a real wrong answer, in each language.

The check is a real one, with a fixed seed; only its times differ from run to run.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import MONOKAI

from grader.render.report import print_report
from grader.report import Report
from grader.texts import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
DLGRADE = Path(sys.executable).with_name("dlgrade")
SLUG = "self_attention"
MISTAKE = ROOT / "solutions" / SLUG / "wrong" / "scale_by_embed_dim.py"
SEED = "7"
WIDTH, HEIGHT = 100, 50
"""The terminal's, in characters: passed cases are folded until the page fits, as in any terminal."""
CELL = 12.2
"""The width of a character in rich's picture, in pixels."""


def learners_file() -> str:
    """The mistake as its learner would have written it: without the docstring that explains it."""
    _, _, code = MISTAKE.read_text(encoding="utf-8").split('"""', 2)
    return f"# dlgrade: {SLUG}\n{code.lstrip()}"


def checked() -> Report:
    """The report of a real check, in an empty folder and with a history of its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{SLUG}.py").write_text(learners_file(), encoding="utf-8")
        done = subprocess.run(
            [DLGRADE, "check", f"{SLUG}.py", "--seed", SEED, "--json"],
            cwd=folder,
            env={**os.environ, "XDG_STATE_HOME": folder},
            stdout=subprocess.PIPE,
            check=False,
        )
    if done.returncode != 1:
        sys.exit(f"A wrong answer ends with 1; this check ended with {done.returncode}.")
    report = Report.from_json(json.loads(done.stdout))
    if report.diagnosis is None or report.diagnosis.mistake != MISTAKE.stem:
        sys.exit("The mistake was not named: on a busy machine the time for that runs out. Try again.")
    return report


def svg_format() -> str:
    """rich's picture, asking no other machine for a font, and leaving the width of letters alone."""
    local = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    local = local.replace("font-variant-east-asian: full-width;", "")
    return local.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace")


def picture(report: Report, lang: str) -> str:
    """The report as a terminal shows it, as SVG."""
    console = Console(
        file=io.StringIO(),
        record=True,
        force_terminal=True,
        color_system="truecolor",
        width=WIDTH,
        height=HEIGHT,
        markup=False,
        emoji=False,
        highlight=False,
    )
    print_report(report, console, lang)
    console.print()  # the frame would cut what the last line has below its base
    svg = console.export_svg(
        title=f"dlgrade check {SLUG}.py", theme=MONOKAI, code_format=svg_format(), unique_id="dlgrade"
    )
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)<', measured, svg)


def measured(text: re.Match[str]) -> str:
    """A text of the picture at its true width: rich counts a Chinese character as one cell, where it takes two."""
    content = html.unescape(text[2]).rstrip("\xa0")
    return f'textLength="{cell_len(content) * CELL:g}"{text[1]}>{html.escape(content)}<'


if __name__ == "__main__":
    made = checked()
    for language in LANGUAGES:
        (ROOT / f"docs/images/report-{language}.svg").write_text(picture(made, language), encoding="utf-8")
