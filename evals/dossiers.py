"""Writes a dossier for each annotated story: ``python -m evals.dossiers OUT`` (then score.py accounts-all ACCOUNTS OUT)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from crosslight.annotate.pipeline import read
from crosslight.export.record import dossier_record
from crosslight.flow import lay
from crosslight.vectors import MiniLM
from evals.corpora import corpora, stories
from evals.parses import parsed


def main(out: Path) -> None:
    """One JSON file a story in ``out``."""
    folder = corpora()
    if folder is None:
        sys.exit("set CROSSLIGHT_CORPORA to the folder of the corpora")
    out.mkdir(parents=True, exist_ok=True)
    encoder = MiniLM(threads=1)
    for name, articles in stories(folder / "accounts"):
        dossier = lay(map(read, parsed(articles)), encoder)
        (out / f"{name}.json").write_text(json.dumps(dossier_record(dossier)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
