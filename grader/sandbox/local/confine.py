"""Gives up every right, inside the process that will run the worker. The order of `run` is the whole policy.

Its source is sent as text to an interpreter (`grader.sandbox.local.running`), so it imports nothing of ours, and
nothing of a submission's runs in that process before. What was asked for and can't be had ends the process with the
reason on standard error; nothing is left out in silence.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import os
import resource
import signal
import site
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 1, 22, 24, 38, 47
_PR_CAP_AMBIENT_CLEAR_ALL, _SECCOMP_MODE_FILTER = 4, 2
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63

_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
_CLONE_NEWNS = 0x00020000

# landlock(7). The calls have the same numbers on every machine.
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_SOCK, _MAKE_BLOCK, _TRUNCATE, _IOCTL_DEV = 1 << 6, 1 << 9, 1 << 11, 1 << 14, 1 << 15
_FILE_RIGHTS = _WRITE_FILE | _READ_FILE | _TRUNCATE


def run(settings: dict[str, Any], _command: Sequence[str]) -> None:
    """Confine this process.

    Args:
        settings: "path" (added to sys.path), "packages" (what can be imported from there), "covers" and "visible" (see
            `_make_visible`), "scratch", "scratch_mount" (options of a tmpfs to mount there, or ""), "limits" (by their
            names in `resource`), "user" (a uid and gid to become, or None), "linux" (whether this is Linux, and the
            rest exists), "cpu" (or None), "landlock" (see `_landlock`, or None), "filter" (a program in base64, or "").
    """
    sys.path += settings["path"]
    _hide_others(settings["path"], settings["packages"])
    for add in (site.setquit, site.setcopyright, site.sethelper):
        add()  # exit(), help() and the like: without them a program would fail here alone
    os.environ.pop("PWD", None)  # bubblewrap's
    os.closerange(3, 65536)
    if settings["covers"]:
        _make_visible(settings["covers"], settings["visible"])
    if settings["scratch_mount"]:
        flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
        _mount("tmpfs", settings["scratch"], "tmpfs", flags, settings["scratch_mount"])
    os.chdir(settings["scratch"])
    _limit(settings["limits"])
    if settings["linux"]:
        if settings["cpu"] is not None:
            with contextlib.suppress(OSError):  # it was a wish: this machine may not have it
                os.sched_setaffinity(0, {settings["cpu"]})
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("500")
        _drop_bounding_set()
    if settings["user"] is not None:
        os.setgroups([])
        os.setgid(settings["user"])  # from root, these set the real and the saved ones too
        os.setuid(settings["user"])
    if not settings["linux"]:
        return
    _drop_capabilities()
    _call("prctl", _PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)  # a change of the user clears it
    _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if settings["landlock"]:
        _landlock(settings["landlock"])
    if settings["filter"]:
        _filter(base64.b64decode(settings["filter"]))


def _hide_others(folders: Sequence[str], packages: Sequence[str]) -> None:
    """Import only `packages` from `folders`: what else lies there is not installed, for all that runs here.

    It cannot be read, but where its name is seen, `import colorama` would be a PermissionError. Torch and others try
    such imports, and are prepared for an ImportError alone.
    """

    class Shown(PathFinder):
        @classmethod
        def find_spec(cls, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
            spec = super().find_spec(fullname, path, target)
            if spec is None or path is not None or fullname in packages:
                return spec
            places = [spec.origin] if spec.has_location else spec.submodule_search_locations
            hidden = any(str(place).startswith(f"{folder}/") for place in places or () for folder in folders)
            return None if hidden else spec

    sys.meta_path[sys.meta_path.index(PathFinder)] = Shown


def _limit(limits: Mapping[str, int]) -> None:
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))  # the soft one is the judge's own (`grader.judge.own`)
    for name, value in limits.items():
        number = getattr(resource, name)
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))


def _make_visible(covers: Sequence[str], paths: Sequence[str]) -> None:
    """Let another user reach `paths` through folders that only root may enter.

    In a mount namespace of this process, each of the folders `covers` is covered by an empty one, and in these only
    `paths` appear.
    """
    _call("unshare", _CLONE_NEWNS)
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE, None)
    opened = {path: os.open(path, os.O_PATH) for path in paths}
    for folder in covers:
        _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, "size=1m,mode=0755")
    for path, descriptor in opened.items():
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):
            os.makedirs(path, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.close(os.open(path, os.O_CREAT))
        _mount(f"/proc/self/fd/{descriptor}", path, None, _MS_BIND, None)
        os.close(descriptor)


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None) -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind, options)]
    _call("mount", texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3])


def _drop_bounding_set() -> None:
    """Drop the capabilities that executing a file could give back.

    Without the right to drop them, no_new_privs has the same effect.
    """
    _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    for capability in range(_LAST_CAPABILITY + 1):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def _drop_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())


def _landlock(rules: Mapping[str, Any]) -> None:
    """Allow only these places of the file system, no network, and no signal to a process outside.

    Args:
        rules: "abi" (the kernel's), "read" (paths), "list" (folders: only names), "write" (folders: everything but to
            run programs and to make devices), "devices" (files to read and to write).
    """
    abi = rules["abi"]
    every = (1 << (13 if abi < 2 else 14 if abi < 3 else 15)) - 1 | (_IOCTL_DEV if abi >= 5 else 0)
    attributes = (ctypes.c_uint64 * 3)(every, 0b11 if abi >= 4 else 0, 0b11 if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = _call("syscall", _LANDLOCK_CREATE, attributes, ctypes.c_size_t(size), 0)
    for path in rules["read"]:
        _allow(ruleset, path, every & (_READ_FILE | _READ_DIR))
    for path in rules["list"]:
        _allow(ruleset, path, every & _READ_DIR)
    for path in rules["write"]:
        _allow(ruleset, path, every & ~(_EXECUTE | _MAKE_CHAR | _MAKE_BLOCK | _MAKE_SOCK | _IOCTL_DEV))
    for path in rules["devices"]:
        _allow(ruleset, path, every & _FILE_RIGHTS)
    _call("syscall", _LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    """Allow `rights` below `path`; a path that is not there needs none."""
    try:
        descriptor = os.open(path, os.O_PATH)
    except FileNotFoundError:
        return
    if not os.path.isdir(path):
        rights &= _FILE_RIGHTS
    rule = rights.to_bytes(8, sys.byteorder) + descriptor.to_bytes(4, sys.byteorder)
    _call("syscall", _LANDLOCK_ADD, ruleset, 1, rule, 0)
    os.close(descriptor)


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _filter(instructions: bytes) -> None:
    program = _Program(len(instructions) // 8, instructions)
    _call("prctl", _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)


_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: Any) -> int:
    """A function of the C library that answers -1 when it fails; that raises OSError."""
    result: int = getattr(_libc, name)(*arguments)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result
