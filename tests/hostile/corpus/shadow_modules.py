"""
verdict = ["AC", "RTE"]
points_at_most = 7
wall_s = 15
exploits = "Puts modules named like ours and like numpy where they would be imported first."
stops = "The interpreter is isolated: neither the current folder nor the environment is searched, and the judge imports none of it."
"""

import os

for name in ("numpy", "grader", "msgpack", "json", "conftest", "sitecustomize", "usercustomize"):
    with open(f"{name}.py", "w") as file:
        file.write("raise SystemExit(0)\n")
with open("pytest.ini", "w") as file:
    file.write("[pytest]\naddopts = --deselect test_hidden.py\n")
os.environ["PYTHONPATH"] = os.getcwd()
os.environ["PYTEST_ADDOPTS"] = "--collect-only"
