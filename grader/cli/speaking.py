"""Help and errors of the command line in the language that is asked for, by gettext: click's own words go through it.

English stands in the code. Chinese stands in `grader/locale/zh/LC_MESSAGES/dlgrade.po`, by the English; of it
`tools/translations.py` makes the `.mo` that is read here. All other texts have both languages in one place
(`grader.texts`): they are put together of parts, and a part without its Chinese cannot be written.
"""

from __future__ import annotations

import gettext
import inspect
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from grader.texts import Text, choose_language, default_language

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "dlgrade"
_VARIABLE = "LANGUAGE"  # where gettext looks first
_EXTRA = re.compile(
    r"(?P<help>.*?)(?P<extra>  \[.*\])?", re.DOTALL
)  # click's: "  [default: 20]" behind an option's help
_COLON = Text(":", "：")
_FIRST = re.compile(r".*?(?:。|$)")


@contextmanager
def speaking() -> Iterator[None]:
    """Within it gettext speaks the language that is chosen, by `speak` or by the environment."""
    before = os.environ.get(_VARIABLE)
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    os.environ[_VARIABLE] = default_language()
    try:
        yield
    finally:
        os.environ.pop(_VARIABLE)
        if before is not None:
            os.environ[_VARIABLE] = before


def speak(lang: str) -> None:
    """Set the language of everything that is said from now on."""
    choose_language(lang)
    os.environ[_VARIABLE] = lang


def help_of(command: click.Command) -> str:
    """The English of a command's help, as it is looked up."""
    return inspect.cleandoc(command.help or "").partition("\f")[0]


def short_help(command: click.Command) -> str:
    """The first sentence of a command's help."""
    english = command.get_short_help_str(1000)
    if default_language() == "en":
        return english
    whole = help_of(command)
    translated = gettext.gettext(whole)
    found = _FIRST.match(translated)
    return english if translated == whole or found is None else found[0]


class Formatter(click.HelpFormatter):
    """Writes each text in the language that is chosen; Chinese breaks between any two characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how to call the command; a wide colon brings its own space."""
        said = gettext.gettext("Usage:")
        super().write_usage(prog, args, said if said.endswith("：") else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{gettext.gettext(heading)}{_COLON.localized(default_language())}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(_fitted(gettext.gettext(text), self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean, in two columns."""
        listed = list(rows)
        first = min(max((len(term) for term, _ in listed), default=0), col_max) + col_spacing
        width = max(self.width - first - 2, 10)
        super().write_dl([(term, _fitted(_row(said), width)) for term, said in listed], col_max, col_spacing)


class Context(click.Context):
    """click's, with our formatter."""

    formatter_class = Formatter


def _row(said: str) -> str:
    """An option's help; click has put what it knows of the option behind it, in brackets."""
    found = _EXTRA.fullmatch(said)
    return gettext.gettext(said) if found is None else gettext.gettext(found["help"]) + (found["extra"] or "")


def _fitted(text: str, width: int) -> str:
    """Chinese broken into lines, which click then leaves alone; English as it is, for click breaks that."""
    if text.isascii() or default_language() == "en":
        return text
    from grader.render.wrapping import folded

    blocks = text.split("\n\n")
    return "\n\n".join(one if one.startswith("\b") else "\b\n" + "\n".join(folded(one, width)) for one in blocks)
