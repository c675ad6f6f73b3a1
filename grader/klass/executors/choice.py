"""Where a class is judged, by the words of `--executor`."""

from __future__ import annotations

import importlib
import os
import sys
from concurrent.futures import Executor
from functools import partial

from grader.errors import UsageError
from grader.grading.processors import processors
from grader.klass.executors.local import Local
from grader.klass.executors.remote import Connected, Remote
from grader.texts import Text


def where(spec: str, jobs: int | None = None) -> Local | Remote:
    """The place that `spec` names: "local:4", "dask:tls://host:8786", or "module:factory".

    Args:
        jobs: how many submissions are judged at a time; None for what the place has. A factory's executor does not
            tell, so it is taken to have as many as this machine has processors.

    Raises:
        UsageError: it names none, or contradicts `jobs`.
    """
    kind, _, rest = spec.partition(":")
    if kind == "local":
        return Local(_count(spec, rest, jobs))
    if kind == "dask" and rest:
        from grader.klass.executors.dask_cluster import connect

        return Remote(partial(connect, rest), jobs)
    if rest.isidentifier() and all(part.isidentifier() for part in kind.split(".")):
        return Remote(partial(_made, spec), jobs)
    raise UsageError(
        Text(f'"{spec}" names no executor.', f"“{spec}”不是执行器。"),
        Text(
            "Write local:4, dask:tls://HOST:PORT, dask:tcp://127.0.0.1:PORT, or module:factory.",
            "请写 local:4、dask:tls://HOST:PORT、dask:tcp://127.0.0.1:PORT 或 module:factory。",
        ),
    )


def _count(spec: str, number: str, jobs: int | None) -> int | None:
    if not number:
        return jobs
    if number.isdecimal() and int(number) >= 1 and jobs in (None, int(number)):
        return int(number)
    raise UsageError(
        Text(
            f'"--executor {spec}" does not say how many submissions are judged at a time'
            + (f", and --jobs says {jobs}." if jobs else "."),
            f"“--executor {spec}”没有说明同时评判多少份" + (f"，而 --jobs 是 {jobs}。" if jobs else "。"),
        ),
        Text("Write a whole number once: local:4, or --jobs 4.", "请只写一次整数：local:4，或 --jobs 4。"),
    )


def _made(spec: str) -> Connected:
    """The executor that the function makes; its module may be in the current folder.

    Raises:
        UsageError: there is no such function, or what it makes is no executor.
    """
    module, _, name = spec.partition(":")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        factory = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UsageError(
            Text(f'"--executor {spec}": {error}.', f"“--executor {spec}”：{error}。"),
            Text(
                "Name a module that can be imported here, and a function in it that takes nothing.",
                "请指定这里可以导入的模块，以及其中一个不带参数的函数。",
            ),
        ) from None
    executor = factory()
    if not isinstance(executor, Executor):
        raise UsageError(
            Text(
                f'"--executor {spec}" made a {type(executor).__name__}.',
                f"“--executor {spec}”返回的是 {type(executor).__name__}。",
            ),
            Text(
                "The function must return a concurrent.futures.Executor.",
                "该函数必须返回 concurrent.futures.Executor。",
            ),
        )
    return Connected(executor, max(1, len(processors())), partial(executor.shutdown, wait=False))
