"""Fuzz the decoder of the wire, which reads what a submission's process sends, with atheris (`make fuzz`).

The promise: whatever the bytes are, `decode` returns exact built-in types and plain arrays or raises WireError, within
seconds and within memory. Arguments: how many seconds to try; what libFuzzer found stays in build/fuzz.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import atheris
import numpy as np

with atheris.instrument_imports(include=["grader.worker.wire"]):
    from grader.worker import wire

CORPUS = Path(__file__).resolve().parent.parent / "build/fuzz"
NONCE = bytes(wire.NONCE_BYTES)
PLAIN = (type(None), bool, int, float, str, bytes)


def main() -> None:
    """Try for as many seconds as are asked for."""
    CORPUS.mkdir(parents=True, exist_ok=True)
    for number, value in enumerate(examples()):
        header, buffers = wire.encode(value, adapt)
        (CORPUS / f"example-{number}").write_bytes(len(header).to_bytes(2, "big") + header + b"".join(buffers))
    options = [f"-max_total_time={sys.argv[1]}", "-max_len=8192", "-timeout=10", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={CORPUS}/", str(CORPUS)], try_one)
    atheris.Fuzz()


def try_one(data: bytes) -> None:
    """Decode `data` as it is, and as a header and buffers with a right head, for which one must be lucky."""
    header_length, rest = int.from_bytes(data[:2], "big"), data[2:]
    header, buffers = rest[:header_length], rest[header_length:]
    for body in (data, wire.frame(NONCE, header, [buffers])[wire.PREFIX.size :]):
        try:
            nonce, value = wire.decode(body, build)
        except wire.WireError:
            continue
        assert type(nonce) is bytes
        assert_plain(value)


def build(item: wire.Array | wire.Handle | wire.Callback) -> Any:
    """An array, as the judge makes it; else the record."""
    if not isinstance(item, wire.Array):
        return item
    array = np.frombuffer(item.data, dtype=wire.DTYPES[item.dtype]).reshape(item.shape)
    return wire.float32_from_bfloat16(array) if item.dtype == "bfloat16" else array.copy()


def assert_plain(value: Any) -> None:
    """Nothing but exact built-in types, arrays and the two records, however nested."""
    if type(value) in (list, tuple):
        for item in value:
            assert_plain(item)
    elif type(value) is dict:
        for key, item in value.items():
            assert_plain(key)
            assert_plain(item)
    else:
        assert type(value) in (*PLAIN, np.ndarray, wire.Handle, wire.Callback), type(value)


def adapt(value: Any) -> Any:
    """Arrays travel as such; records as they are."""
    if isinstance(value, np.ndarray):
        return wire.Array("numpy", value.dtype.name, value.shape, False, value.tobytes())
    return value


def examples() -> list[Any]:
    """One value of each kind to begin with."""
    arrays = [np.zeros(shape, dtype=name) for name in wire.DTYPES if name != "bfloat16" for shape in ((), (2, 3), (0,))]
    return [
        {"value": [1, -1, 2**70, 0.5, "text", b"bytes", None, True, (1, (2, [3]))]},
        {"raised": {"type": "E", "builtin": "E", "message": "m", "frames": [[1, "f"]]}},
        {"callback": 0, "args": (1.0,)},
        {1: {(2, 3): "nested"}},
        wire.Array("torch", "bfloat16", (3,), True, bytes(6)),
        wire.Handle(3, "module"),
        wire.Callback(1),
        arrays,
    ]


if __name__ == "__main__":
    main()
