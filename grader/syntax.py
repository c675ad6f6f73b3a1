"""Python's own parser, for one caller at a time.

Python 3.11 counts the depth of a syntax tree per interpreter while it builds one: two threads that parse at a time get
"SystemError: AST constructor recursion depth mismatch". The filters of warnings are shared by all threads as well.
"""

from __future__ import annotations

import ast
import threading
import warnings

_ONE_AT_A_TIME = threading.Lock()


def tree_of(source: str | bytes) -> ast.Module:
    """The syntax tree of a source; warnings about it are dropped.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as `ast.parse`.
    """
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a string is the learner's business, and no error
        return ast.parse(source)
