"""Where this interpreter and what it imports lie: all that a sandbox without an engine shows of the machine.

Like the image of the Docker sandbox it holds an interpreter, its standard library, and exactly the packages of the
target: an exercise for numpy finds no torch, and none finds dlgrade with its references.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from glob import glob

PACKAGES = {"numpy": ("numpy", "msgpack"), "torch": ("numpy", "msgpack", "torch")}
_SYSTEM_PREFIXES = ("/", "/usr")
# What other programs have installed beside the standard library; dlgrade with its references may be among it.
_OTHERS = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Layout:
    """Real paths, but for `links`.

    executable: the interpreter itself, not a virtual environment's link to it.
    search: the folders of packages, for sys.path.
    shown: files and folders to read, with everything below.
    hidden: folders below those that are not to be read. What of them is in `shown` by its own name still is.
    links: symbolic links on the way to the loader, with their targets.
    """

    executable: str
    search: tuple[str, ...]
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    links: tuple[tuple[str, str], ...]

    def readable(self) -> tuple[str, ...]:
        """`shown` without `hidden`, as files and folders of which everything may be read."""
        return tuple(part for path in self.shown for part in _without(path, self.hidden))

    def packages(self) -> tuple[str, ...]:
        """The names that can be imported from `search`."""
        names = (os.path.basename(path) for path in self.shown if os.path.dirname(path) in self.search)
        return tuple(sorted({stem for name in names if (stem := name.partition(".")[0]).isidentifier()}))

    def listed(self) -> tuple[str, ...]:
        """The folders whose names an import must be able to list, besides the readable ones."""
        return (*self.search, *(os.path.dirname(path) for path in self.hidden))


@cache
def find(target: str) -> Layout:
    """The layout for `target`: "numpy" or "torch"."""
    packages = sorted(_packages(PACKAGES[target]))
    library = os.path.realpath(sysconfig.get_path("stdlib"))
    folders = {library, os.path.realpath(sysconfig.get_config_var("DESTSHARED") or library), *_loaded_from()}
    if sys.base_prefix not in _SYSTEM_PREFIXES:  # a Python with shared libraries of its own: pyenv, conda, /usr/local
        folders.add(os.path.realpath(os.path.join(sys.base_prefix, sys.platlibdir)))
    executable = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    return Layout(
        executable=executable,
        search=tuple(dict.fromkeys(os.path.dirname(path) for path in packages)),
        shown=(executable, *_outermost(folders), *_loader_files(), *packages),
        hidden=tuple(path for name in _OTHERS if os.path.isdir(path := os.path.join(library, name))),
        links=tuple((path, os.readlink(path)) for path in ("/lib", "/lib64") if os.path.islink(path)),
    )


def _packages(names: Iterable[str]) -> set[str]:
    """The files and folders of the distributions `names` and of all that they need, as far as they are installed."""
    found, todo, seen = set[str](), list(names), set[str]()
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # another platform's
        folder = os.path.realpath(str(distribution.locate_file("")))
        found |= {path for part in _parts(distribution) if os.path.exists(path := os.path.join(folder, part))}
        for requirement in distribution.requires or ():
            if "extra ==" not in requirement:
                todo += re.findall(r"^[\w.-]+", requirement)
    return found


def _parts(distribution: importlib.metadata.Distribution) -> set[str]:
    """The names that a distribution has in its folder."""
    record = distribution.read_text("RECORD")
    if record:
        return {line.split("/")[0].split(",")[0] for line in record.splitlines()} - {"", ".."}
    # Debian's packages keep no record.
    top = distribution.read_text("top_level.txt") or distribution.metadata["Name"]
    return {name + suffix for name in top.split() for suffix in ("", ".py")}


def _loaded_from() -> set[str]:
    """The folders of the shared libraries of this process that are the machine's, not a package's."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            files = {line.split(None, 5)[-1].rstrip("\n") for line in maps if ".so" in line}
    except FileNotFoundError:
        return set()  # no Linux, and nothing there that could be held to these folders
    folders = {os.path.dirname(os.path.realpath(path)) for path in files if path.startswith("/")}
    return {folder for folder in folders if not any(f"/{name}" in folder for name in _OTHERS)}


def _loader_files() -> Iterator[str]:
    """The loader under the name that programs give it, its cache, and the links by which Debian chooses libraries."""
    for path in (*glob("/lib/ld-*.so*"), *glob("/lib64/ld-*.so*")):
        yield os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    yield from (path for path in ("/etc/ld.so.cache", "/etc/alternatives") if os.path.exists(path))


def _outermost(folders: set[str]) -> list[str]:
    """Without those that lie in another."""
    return sorted(path for path in folders if not any(path.startswith(other + "/") for other in folders))


def _without(path: str, hidden: Iterable[str]) -> Iterator[str]:
    """`path`, or what is in it, so that nothing of `hidden` is below."""
    below = [other for other in hidden if other.startswith(path + "/")]
    if not below:
        yield path
        return
    for name in sorted(os.listdir(path)):
        inner = os.path.join(path, name)
        if inner not in below:
            yield from _without(inner, below)
