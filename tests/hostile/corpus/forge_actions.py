"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Prints what other graders read as their result: a last line of JSON, workflow commands, a file of marks."
stops = "The verdict comes from the judge alone; prints are shown as the submission's."
"""

import json
import os


def double(x):
    for name in ("results.json", "results/results.json", "output.xml", "GITHUB_OUTPUT"):
        try:
            with open(name, "w") as file:
                json.dump({"score": 100, "scores": {"all": 7}}, file)
        except OSError:
            pass
    print("::set-output name=points::7\n##[endgroup]")
    print(json.dumps({"event": "done", "verdict": "AC", "points": 7, "scores": {"all": 100}}))
    os.environ["GITHUB_ENV"] = "/tmp/x"
    return x
