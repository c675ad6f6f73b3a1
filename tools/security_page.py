"""Put the outcomes of the hostile corpus into docs/security.md, between the two markers.

Run it after `python -m pytest tests/hostile`, which keeps a record of what came of each attack in build/hostile/. What
has no record keeps what the page says of it, so that a run of a few attacks is enough for these.
With --check it changes nothing, and ends with status 1 if the page does not hold every attack.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE, RECORDS = ROOT / "docs/security.md", ROOT / "build/hostile"
BEGIN, END = "<!-- corpus: begin (tools/security_page.py) -->", "<!-- corpus: end -->"
SANDBOXES = ("docker", "bubblewrap", "process")
sys.path.insert(0, str(ROOT))

from tests.hostile.attacks import Attack, read_all  # noqa: E402 -- the path comes first


def main() -> int:
    """The exit status."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    shown, found, after = rest.partition(END)
    if not found:
        print(f'"{PAGE}" lacks "{BEGIN}" or "{END}".', file=sys.stderr)
        return 1
    attacks = read_all()
    if "--check" in sys.argv[1:]:
        missing = [attack.name for attack in attacks if f"`{attack.name}`" not in shown]
        print(f"not on the page: {', '.join(missing)}" if missing else "every attack is on the page")
        return 1 if missing else 0
    PAGE.write_text(f"{before}{BEGIN}\n{table(attacks, records(shown))}\n{END}{after}", encoding="utf-8")
    return 0


def records(shown: str) -> dict[str, dict[str, str]]:
    """By sandbox and attack: the verdict, in bold where the run found a fault; what is `shown` if there was no run."""
    rows = [line.strip("|").split(" | ") for line in shown.splitlines() if line.startswith("| `")]
    found = {}
    for column, sandbox in enumerate(SANDBOXES, start=-len(SANDBOXES)):
        before = {row[0].strip(" `"): row[column].strip() for row in rows}
        path = RECORDS / f"{sandbox}.json"
        outcomes = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        found[sandbox] = before | {
            name: f"**{outcome['verdict']}**" if outcome["faults"] else outcome["verdict"]
            for name, outcome in outcomes.items()
        }
    return found


def table(attacks: list[Attack], verdicts: dict[str, dict[str, str]]) -> str:
    """A row for each attack."""
    lines = [
        f"{len(attacks)} attacks. A dash: not tried there.\n",
        f"| attack | what it tries | what stops it | {' | '.join(SANDBOXES)} |",
        f"| --- | --- | --- |{' --- |' * len(SANDBOXES)}",
    ]
    for attack in attacks:
        came = " | ".join(verdicts[sandbox].get(attack.name, "-") for sandbox in SANDBOXES)
        exploits, stops = (text.replace("|", "\\|") for text in (attack.exploits, attack.stops))
        lines.append(f"| `{attack.name}` | {exploits} | {stops} | {came} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
