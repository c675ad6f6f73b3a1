"""Collect what the command line says through gettext, and compile the Chinese of it; with --check, only say what lacks.

The English is taken from the commands themselves (help, options, headings) and from click's sources. New strings come
into grader/locale/zh/LC_MESSAGES/dlgrade.po without a translation: write it there, then run this again.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from grader.cli import cli
from grader.cli.sections import Sections
from grader.cli.speaking import DOMAIN, LOCALE, help_of
from grader.kernel.asked import magic_command

PO = LOCALE / "zh/LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
_DATE = datetime(2026, 1, 1, tzinfo=UTC)
# Said by click only of a program's faults, or of what no command here has: prompts, choices made by letters, pagers.
_NOT_SAID = ("_termui_impl.py", "termui.py", "testing.py")


def commands(group: click.Group) -> Iterator[click.Command]:
    """The group, its commands, and theirs."""
    yield group
    for command in group.commands.values():
        yield from commands(command) if isinstance(command, click.Group) else [command]


def wanted() -> Catalog:
    """Everything that can be said, without translations."""
    # Without a date of their own the files are the same whenever they are made.
    catalogue = Catalog(locale="zh", project="dlgrade", fuzzy=False, creation_date=_DATE, revision_date=_DATE)
    assert isinstance(cli, Sections)
    said = {*cli.headings}
    for command in (*commands(cli), magic_command):
        said.add(help_of(command))
        said |= {option.help for option in command.params if isinstance(option, click.Option) and option.help}
    for text in sorted(said - {""}):
        catalogue.add(text)
    folder = Path(click.__file__).parent
    for name, _line, message, _comments, _context in extract_from_dir(folder, [("**.py", "python")]):
        if name not in _NOT_SAID:
            catalogue.add(message)
    return catalogue


def merged() -> Catalog:
    """What can be said, with the translations that the file has; what is said no more is left out."""
    catalogue = wanted()
    if PO.exists():
        with PO.open("rb") as file:
            known = read_po(file, locale="zh")
        for message in catalogue:
            if message.id and (before := known.get(message.id)):
                message.string = before.string
    return catalogue


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The .po and the .mo."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, omit_header=False, sort_output=False, width=110, no_location=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The English of what has no Chinese."""
    return [str(message.id) for message in catalogue if message.id and not any(message.string or ())]


def main() -> None:
    """Write both files, and name what has no translation."""
    catalogue = merged()
    po, mo = written(catalogue)
    if "--check" in sys.argv[1:]:
        fresh = (PO.read_bytes(), MO.read_bytes()) == (po, mo)
        sys.exit(None if fresh else "The translations are stale: run tools/translations.py.")
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po)
    MO.write_bytes(mo)
    for text in untranslated(catalogue):
        print(f"No translation: {text}")


if __name__ == "__main__":
    main()
