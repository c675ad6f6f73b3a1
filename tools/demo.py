"""`make demo`: a right and a wrong submission for each of six exercises, judged as a learner would have them judged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from images import prepare_images

ROOT = Path(__file__).resolve().parent.parent
DLGRADE = Path(sys.executable).with_name("dlgrade")
PAIRS = {
    "stable_softmax": ("right/log_space.py", "wrong/global_max.py"),
    "batchnorm": ("right/welford.py", "wrong/statistics_detached.py"),
    "max_pool_backward": ("right/shifted_slices.py", "wrong/ties_each_get_all.py"),
    "pca_derivation": ("right/plain_loops.py", "wrong/covariance_divides_by_n.py"),
    "reverse_linked_list": ("right/moves_to_the_front.py", "wrong/whole_recursive.py"),
    "self_attention": ("right/einsum.py", "wrong/scale_by_embed_dim.py"),
}
EXPECTED = {0: "accepted", 1: "rejected"}


def main() -> int:
    """Check each pair; 0 when every right one is accepted and every wrong one rejected."""
    prepare_images()
    surprises = 0
    for slug, files in PAIRS.items():
        for file, expected in zip(files, EXPECTED, strict=True):
            path = str(Path("solutions", slug, file))
            print(f"\n$ dlgrade check {slug} {path}", flush=True)
            code = subprocess.run([DLGRADE, "check", slug, path], check=False, cwd=ROOT).returncode
            if code != expected:
                print(f"UNEXPECTED: exit {code}; this one should be {EXPECTED[expected]} (exit {expected}).")
                surprises += 1
    print(f"\n{2 * len(PAIRS) - surprises} of {2 * len(PAIRS)} submissions judged as they should be.")
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main())
