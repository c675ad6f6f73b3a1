"""Where an interpreter and its packages lie, in the layouts that there are: environment, system, Debian's packages."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution
from pathlib import Path

import numpy

from grader.sandbox.local import layout

HERE = os.path.realpath(Path(numpy.__file__).parent)


def test_this_interpreter_is_found():
    """The interpreter, its library and the packages of the target are shown, each by its real path."""
    place = layout.find("numpy")
    assert os.access(place.executable, os.X_OK)
    assert all(os.path.realpath(path) == path or "/ld-" in path or path.startswith("/etc/") for path in place.shown)
    assert place.executable in place.shown
    assert HERE in place.shown
    assert os.path.dirname(HERE) in place.search
    library = os.path.realpath(sysconfig.get_path("stdlib"))
    assert any(library == path or library.startswith(path + "/") for path in place.shown)


def test_nothing_is_readable_but_what_is_needed():
    """dlgrade, pytest and the rest of the environment are not among what may be read."""
    readable = layout.find("numpy").readable()
    packages = os.path.dirname(HERE)
    assert {
        os.path.basename(path).partition("-")[0].partition(".")[0] for path in readable if path.startswith(packages)
    } <= {
        "numpy",
        "msgpack",
    }
    others = [os.path.join(os.path.dirname(os.__file__), name) for name in ("site-packages", "dist-packages")]
    others = [other for other in others if os.path.isdir(other)]
    assert not [path for path in readable for other in others if path == other or other.startswith(path + "/")]


def test_what_may_be_read_covers_the_library_without_the_hidden():
    """A folder with a hidden one in it is shown piece by piece, and its names can be listed."""
    place = layout.Layout("/python", ("/packages",), ("/etc",), ("/etc/alternatives",), ())
    readable = place.readable()
    assert "/etc" not in readable
    assert "/etc/alternatives" not in readable
    assert "/etc/passwd" in readable
    assert place.listed() == ("/packages", "/etc")


def test_what_is_shown_is_enough_to_run():
    """An interpreter that is given the search path finds the packages, without the machine's site."""
    place = layout.find("numpy")
    code = f"import sys; sys.path += {place.search!r}; import numpy, msgpack, ctypes, ssl; print(numpy.__version__)"
    done = subprocess.run([place.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == numpy.__version__, done.stderr


class _Distribution(Distribution):
    """A distribution with these files of metadata."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts

    def read_text(self, filename: str) -> str | None:
        """A file's text."""
        return self.texts.get(filename.partition(".")[0])

    def locate_file(self, path: object) -> Path:
        """Where a file is: nowhere."""
        return Path("/nowhere", str(path))


def test_names_of_a_distribution():
    """The record names a distribution's folders and files; what lies outside of the packages is left out."""
    record = "numpy/core.py,sha256=x,1\nnumpy.libs/a.so,,\n../../../bin/f2py,sha256=y,2\nsingle.py,sha256=z,3\n"
    assert layout._parts(_Distribution(RECORD=record)) == {"numpy", "numpy.libs", "single.py"}


def test_names_of_a_distribution_without_a_record():
    """Debian's packages have no record: their list of modules counts, else the name."""
    assert layout._parts(_Distribution(top_level="numpy\n")) == {"numpy", "numpy.py"}
    assert layout._parts(_Distribution(METADATA="Name: msgpack\n")) == {"msgpack", "msgpack.py"}


def test_what_is_not_installed_is_no_obstacle():
    """Requirements for other platforms are passed over."""
    assert layout._packages(["no-such-distribution"]) == set()


def test_folders_inside_others_are_dropped():
    """Of folders that lie in one another the outermost is enough; a common beginning of a name is no folder."""
    assert layout._outermost({"/usr/lib", "/usr/lib/x", "/usr/lib64"}) == ["/usr/lib", "/usr/lib64"]


def test_an_environment_shows_its_base(tmp_path):
    """In a virtual environment the executable is the one that the environment was made of."""
    if sys.prefix == sys.base_prefix:
        assert layout.find("numpy").executable == os.path.realpath(sys.executable)
    else:
        assert not layout.find("numpy").executable.startswith(sys.prefix)
