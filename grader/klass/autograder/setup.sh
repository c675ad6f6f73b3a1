#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: Python, dlgrade, and a sandbox that may work there.
set -euo pipefail
root="${DLGRADE_AUTOGRADER:-/autograder}"
export DEBIAN_FRONTEND=noninteractive
umask 022

apt-get update
python=""
for one in python3.13 python3.12 python3.11 python3; do
  if "$one" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python="$one"
    break
  fi
done
if [ -z "$python" ]; then
  apt-get install -y --no-install-recommends python3.11 python3.11-venv
  python=python3.11
fi
apt-get install -y --no-install-recommends bubblewrap || echo "There is no bubblewrap here."

"$python" -m venv "$root/dlgrade"
"$root/dlgrade/bin/pip" install --no-cache-dir "$root"/source/dlgrade-*.whl
if [ -e "$root/source/needs_torch" ]; then
  "$root/dlgrade/bin/pip" install --no-cache-dir --extra-index-url https://download.pytorch.org/whl/cpu torch
fi
# Tests, references and the secret seed: submissions run as another user.
chmod -R go-rwx "$root/source"
