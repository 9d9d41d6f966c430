"""What the two classifiers see: features of a frame (for its root) and of a phrase in it (for its role)."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosslight.annotate.events.frames import Frame, Grammar

ACTORS = frozenset(("PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"))
CONTENT = frozenset(("VERB", "NOUN", "ADJ", "ADV", "AUX", "ADP", "PART", "SCONJ"))
HELPERS = {
    "not": "not",
    "n't": "not",
    "never": "not",
    "will": "will",
    "'ll": "will",
    "wo": "will",
    "would": "would",
    "must": "must",
    "should": "must",
    "could": "may",
    "may": "may",
    "might": "may",
}
AUXILIARIES = frozenset(("aux", "neg", "prt"))


def _lists() -> str:
    return (resources.files("crosslight.data") / "events" / "lexicon.json").read_text("utf-8")


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """A lemma's candidate roots, from the word lists in ``data/events/lexicon.json``."""
    lists: dict[str, str] = json.loads(_lists())
    roots: dict[str, set[str]] = {}
    for root, words in lists.items():
        if root.startswith("_"):
            continue
        for word in words.split():
            roots.setdefault(word, set()).add(root)
    return {word: tuple(sorted(found)) for word, found in roots.items()}


def of_frame(grammar: Grammar, frame: Frame) -> list[str]:
    """Features of a frame for its root: lemmas by their path, pairs with the predicate, lexicon roots."""
    known = lexicon()
    top = grammar.lemma[frame.top]
    found = ["bias", "kind=" + frame.kind, f"top={top}"]
    if frame.passive:
        found.append("passive")
    found.extend("lex.top=" + r for r in known.get(top, ()))
    helped = sorted(
        {
            HELPERS[grammar.lemma[i]]
            for path, i in frame.words
            if grammar.dep[i] in AUXILIARIES and grammar.lemma[i] in HELPERS and path.count(".") == 0
        }
    )
    found.extend(f"{h}.top={top}" for h in helped)
    found.extend(f"{h}.lex={r}" for h in helped for r in known.get(top, ()))
    if helped:
        found.append("helped=" + "+".join(helped))
    chain = top
    for path, i in frame.words:
        found.extend(_of_word(grammar, top, path, i))
        if path in ("x", "x.x"):
            chain = grammar.lemma[i]
    found.append("verb=" + top)
    if chain != top:
        found.extend(("chain=" + chain, "verb=" + chain))
    return found


def _of_word(grammar: Grammar, top: str, path: str, i: int) -> list[str]:
    """What one word below the predicate adds."""
    lemma, dep = grammar.lemma[i], grammar.dep[i]
    if dep in AUXILIARIES:
        whole = [f"verb={grammar.lemma[grammar.head[i]]}_{lemma}"] if dep == "prt" else []
        return [f"{dep}={lemma}@{path}", *whole]
    if grammar.pos[i] not in CONTENT or path.startswith("subj"):
        return []
    steps = path.count(".")
    found = [f"w={lemma}"]
    if steps < 2:
        found.append(f"{path}={lemma}")
        if steps == 0 or path.startswith(("x.", "obj.")):
            found.append(f"{top}>{path}={lemma}")
    for root in lexicon().get(lemma, ()):
        found.append(f"lex={root}")
        if steps < 2:
            found.append(f"lex.{path}={root}")
    return found


def of_phrases(grammar: Grammar, frame: Frame, root: str) -> list[list[str]]:
    """Features of each phrase in reach for its role in a frame of that root."""
    named = sorted(i for _, i in frame.phrases if grammar.entity[i] in ACTORS and i > frame.top)
    after = sorted(i for _, i in frame.phrases if i > frame.top)
    paths = {path for path, _ in frame.phrases}
    objects = "obj" if "obj" in paths else "with" if "with" in paths else "none"
    table = []
    for path, i in frame.phrases:
        rank = min(named.index(i), 3) if i in named else -1
        place = min(after.index(i), 4) if i in after else -1
        found = _of_phrase(grammar, frame, path, i, root)
        found.extend((f"rank={rank}", f"rank={rank}|{root}", f"place={place}", f"named={min(len(named), 3)}|{rank}"))
        if "&" in path:
            found.append(f"conj={path}|{root}|{objects}")
        table.append(found)
    return table


def _of_phrase(grammar: Grammar, frame: Frame, path: str, i: int, root: str) -> list[str]:
    entity = grammar.entity[i] or "-"
    pos = grammar.pos[i]
    lemma = grammar.lemma[frame.top]
    bare = path.replace("&", "")
    steps = bare.split(".")
    governor = grammar.lemma[grammar.head[i]] if grammar.pos[grammar.head[i]] in ("NOUN", "ADP") else "-"
    voice = "p" if frame.passive else "a"
    side = "<" if i < frame.top else ">"
    return [
        "bias",
        f"path={bare}|{voice}",
        f"path={bare}|{root}",
        f"path={bare}|{lemma}",
        f"last={steps[-1]}",
        f"last2={'.'.join(steps[-2:])}",
        f"first={steps[0]}|{root}",
        f"depth={len(steps)}|{'&' in path}",
        f"entity={entity}",
        f"entity={entity}|{root}",
        f"entity={entity}|{steps[-1]}",
        f"pos={pos}|{side}",
        f"side={side}|{root}",
        f"kind={frame.kind}|{bare}",
        f"governor={governor}",
        f"governor={governor}|{root}" if path.startswith("obj") else "-",
        f"lemma={grammar.lemma[i]}" if pos != "PROPN" else "name",
        f"top={path.startswith('^')}|{side}",
    ]


@cache
def acts() -> frozenset[str]:
    """Nouns that name acts, and so open frames of their own."""
    raw: dict[str, str] = json.loads(_lists())
    return frozenset(raw["_acts"].split())
