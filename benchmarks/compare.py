"""How long five reports of 900 words take from a cold start, beside the floor: loading the same parser and parsing the same words.

``python -m benchmarks.compare``: each as a whole process, in turn, five times; medians of wall seconds and of peak memory.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stories import story

FLOOR = """
import json, sys
from crosslight.annotate.parsed import load_parser
parser = load_parser()
for line in open(sys.argv[1], encoding="utf-8"):
    parser(json.loads(line)["text"])
"""
COMMANDS = {
    "crosslight --help": ["-c", "from crosslight.cli import main; main()", "--help"],
    "spaCy load and parse": ["-c", FLOOR],
    "crosslight compare": [
        "-c",
        "from crosslight.cli import main; main()",
        "compare",
        "--no-cache",
        "--quiet",
        "--json",
        "/dev/null",
    ],
}


def main() -> None:
    """Print a line a command."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "story.jsonl"
        told = story(5, 900)
        file.write_text(
            "".join(json.dumps({"id": a.id, "text": a.text, "outlet": a.outlet, "published": a.published}) + "\n" for a in told),
            encoding="utf-8",
        )
        wall: dict[str, list[float]] = {name: [] for name in COMMANDS}
        peak: dict[str, float] = {}
        for _ in range(5):
            for name, command in COMMANDS.items():
                start = time.perf_counter()
                subprocess.run(
                    [sys.executable, *command, *([] if name.endswith("--help") else [str(file)])],
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
                wall[name].append(time.perf_counter() - start)
                # the largest child so far: commands stand in order of their size
                peak[name] = max(peak.get(name, 0), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    for name, times in wall.items():
        print(f"{name:22} {statistics.median(times):6.2f} s   up to {peak[name]:5.0f} MB")


if __name__ == "__main__":
    main()
