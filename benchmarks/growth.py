"""Does time grow with a text's length alone? Each kind of text at one and at four times the length, parse and annotators apart.

``python -m benchmarks.growth``: process seconds of each, and the ratio (4 is linear, 16 quadratic).
"""

from __future__ import annotations

from time import process_time

from crosslight.annotate.parsed import load_parser, parse
from crosslight.annotate.pipeline import read
from crosslight.model import Article

SENTENCE = "Mayor Anna Lind said on Monday that \u201cat least 14 people\u201d of 120 had died near Port Orlu, and he denied it; "
GROWING = {
    "one sentence": SENTENCE,
    "quotation marks": '"\u201c' * 60,
    "digits": "14 1,200 3.5 " * 10,
    "punctuation": "?!.,;: " * 15,
    "names": "Anna Lind, Bo Vance, the Orlu Union, the union, he, ",
}
"""Pieces that are put together to ever longer texts of one kind."""

SIZES = (5_000, 20_000)


def main() -> None:
    """Print a line a kind."""
    parser = load_parser()
    for kind, piece in GROWING.items():
        parses, reads = [], []
        for size in SIZES:
            began = process_time()
            parsed = next(parse([Article(id="a", text=piece * (size // len(piece)), published="2026-03-12")], parser))
            parses.append(process_time() - began)
            began = process_time()
            read(parsed)
            reads.append(process_time() - began)
        print(
            f"{kind:16} parse {parses[1]:6.2f} s ({parses[1] / parses[0]:4.1f} times), annotators {reads[1]:6.2f} s ({reads[1] / reads[0]:4.1f} times)"
        )


if __name__ == "__main__":
    main()
