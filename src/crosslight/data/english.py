"""Small words by which English is known from other languages in Latin script."""

from __future__ import annotations

ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "was",
        "for",
        "on",
        "that",
        "with",
        "as",
        "at",
        "by",
        "it",
        "from",
        "be",
        "has",
        "have",
        "said",
        "his",
        "her",
        "he",
        "she",
        "they",
        "were",
        "are",
        "an",
        "who",
    ]
)
"""English prose has about two of these in five words, other languages under one in ten."""
