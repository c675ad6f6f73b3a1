"""The environment of a worker, the same in every sandbox but for its places: it is timed alike everywhere."""

from __future__ import annotations


def environment(path: str, scratch: str) -> dict[str, str]:
    """All that a worker finds in its environment.

    Args:
        path: the folders of programs.
        scratch: the folder that it may write to.
    """
    return {
        "PATH": path,
        "HOME": scratch,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        # One thread: a process that forks after OpenMP made threads hangs. A child may ask for more.
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "passive",
        "MALLOC_ARENA_MAX": "2",
        # glibc keeps what it frees: handing large blocks back costs a page fault for each 4 KiB of the next array,
        # which was most of the cost of an empty call with megabytes of arguments (measured: 22 ms, with this and wide
        # pipes 9).
        "MALLOC_MMAP_THRESHOLD_": "1073741824",
        "MALLOC_TRIM_THRESHOLD_": "2147483648",
        "MALLOC_TOP_PAD_": "16777216",
    }
