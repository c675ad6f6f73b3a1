"""What people read: reports, summaries and statements in the terminal.

A `Report` holds facts; `sentences` turns them into English and Chinese, the other modules lay them out.
Importing this package imports rich, so commands do it when they have something to show.
"""

from grader.render.console import open_console
from grader.render.doctor import print_examination
from grader.render.lists import print_list, print_summary
from grader.render.report import print_report
from grader.render.statement import print_hints, print_statement

__all__ = [
    "open_console",
    "print_examination",
    "print_hints",
    "print_list",
    "print_report",
    "print_statement",
    "print_summary",
]
