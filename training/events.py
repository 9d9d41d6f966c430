"""Trains the event annotator's weights on the PLV sentences; with ``--folds 5`` prints cross-validated figures instead.

    python training/events.py [--folds 5]

Data: events/PLV_train.tsv of the corpora (CROSSLIGHT_CORPORA): 1,050 news sentences with source, target and PLOVER root
(Hu et al., "Leveraging Codebook Knowledge with NLI and ChatGPT for Zero-Shot Political Relation Classification", ACL 2024).
Only weights of features leave this script, no sentence.
"""

from __future__ import annotations

import argparse
import collections
import csv
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evals.parses import parsed

from crosslight.annotate.events import features, reading
from crosslight.annotate.events.frames import Frame, Grammar, extent, frames
from crosslight.annotate.events.weights import NONE, Linear, Weights
from crosslight.model import Article

OUT = Path(__file__).resolve().parent.parent / "src" / "crosslight" / "data" / "events" / "weights.npz"
OTHER_WEIGHT = 0.1
BACKGROUND_WEIGHT = 0.05
BACKGROUND = 120
ROOT_C, ROLE_C = 0.5, 0.5
LEAST = 2
ROUNDS, JUDGED = 1, 1.0


@dataclass
class Example:
    id: str
    text: str
    doc: object
    grammar: Grammar
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    root: str
    fold: int = 0


def corpus() -> list[Example]:
    """The sentences with the offsets of their source and target."""
    path = Path(os.environ["CROSSLIGHT_CORPORA"]) / "events" / "PLV_train.tsv"
    rows, out = [], []
    for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, spans, opened = "", {}, {}
        for part in re.finditer(r"</?([st])>|([^<]+)|<", row["marked_sentence"]):
            mark = part.group(1)
            if mark and not part.group().startswith("</"):
                opened[mark] = len(text)
            elif mark:
                spans[mark] = (opened.get(mark, 0), len(text))
            else:
                text += part.group()
        rows.append((f"plv-{len(rows)}", text, spans.get("s"), spans.get("t"), row["gold_root"]))
    for row, one in zip(rows, parsed([Article(id=r[0], text=r[1]) for r in rows]), strict=True):
        out.append(Example(row[0], row[1], one.doc, Grammar.of(one), *row[2:]))
    spread(out, 5)
    return out


def background() -> list[Grammar]:
    """Ordinary news, most of whose predicates tell no PLOVER event: the first articles of PolNeAR's training part."""
    folder = Path(os.environ["CROSSLIGHT_CORPORA"]) / "attributions" / "polnear" / "train" / "text"
    files = sorted(folder.glob("*.txt"))[:BACKGROUND]
    return [Grammar.of(one) for one in parsed([Article(id=f.stem, text=f.read_text("utf-8")) for f in files])]


def background_bags(grammars: list[Grammar]) -> list[list[str]]:
    bags = []
    for grammar in grammars:
        bags.extend(
            features.of_frame(grammar, f) for f in frames(grammar, 0, len(grammar.head), features.lexicon(), features.acts())
        )
    return bags


def spread(examples: list[Example], folds: int) -> None:
    """Folds by groups of near-duplicate sentences (Jaccard of words over 0.5)."""
    words = [frozenset(re.findall(r"\w+", e.text.lower())) for e in examples]
    group = list(range(len(examples)))

    def find(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i, a in enumerate(words):
        for j in range(i):
            if len(a & words[j]) > 0.5 * len(a | words[j]):
                group[find(i)] = find(j)
    order = list({find(i): None for i in range(len(examples))})
    np.random.default_rng(7).shuffle(order)
    place = {g: k % folds for k, g in enumerate(order)}
    for i, e in enumerate(examples):
        e.fold = place[find(i)]


def touching(example: Example, frame: Frame, span: tuple[int, int] | None) -> list[tuple[int, int]]:
    """(cost, index) of the phrases of a frame whose head lies in the gold span, or else whose extent touches it."""
    if span is None:
        return []
    inside, around = [], []
    for at, (path, i) in enumerate(frame.phrases):
        token = example.doc[i]
        cost = path.count(".") + 2 * path.count("^")
        if token.idx < span[1] and token.idx + len(token) > span[0]:
            inside.append((cost, at))
        else:
            first, last = extent(example.grammar, i)
            if example.doc[first].idx < span[1] and example.doc[last - 1].idx + len(example.doc[last - 1]) > span[0]:
                around.append((cost + last - first, at))
    return sorted(inside) or sorted(around)


def every(example: Example) -> list[Frame]:
    return [f for s in example.doc.sents for f in frames(example.grammar, s.start, s.end, features.lexicon(), features.acts())]


def chosen(example: Example, found: list[Frame], judge: Weights | None = None) -> tuple[int, int, int] | None:
    """The frame that tells the gold event, with its actor's and recipient's phrase.

    At first the one with the shortest paths to both (a word of the root's list beside it counts two steps);
    with a ``judge`` the one that it finds likeliest.
    """
    best = None
    for n, frame in enumerate(found):
        s, t = touching(example, frame, example.source), touching(example, frame, example.target)
        if s and t:
            known = features.lexicon()
            lemmas = {example.grammar.lemma[frame.top]} | {example.grammar.lemma[i] for p, i in frame.words if p.count(".") < 2}
            hit = any(example.root in known.get(w, ()) for w in lemmas)
            cost = float(s[0][0] + t[0][0] - 2 * hit + (frame.kind == "noun"))
            if judge is not None:
                row = judge.root.probabilities([features.of_frame(example.grammar, frame)])[0]
                cost -= JUDGED * float(np.log(row[judge.root.classes.index(example.root)] + 1e-4))
            if best is None or cost < best[0]:
                best = (cost, n, s[0][1], t[0][1])
    return best[1:] if best else None


def fit(bags: list[list[str]], labels: list[str], weights: list[float], c: float) -> Linear:
    """A softmax regression over the features seen LEAST times or more."""
    counts = collections.Counter(f for bag in bags for f in set(bag))
    names = sorted(f for f, n in counts.items() if n >= LEAST)
    index = {f: i for i, f in enumerate(names)}
    where, ends = [], [0]
    for bag in bags:
        where.extend(sorted({index[f] for f in bag if f in index}))
        ends.append(len(where))
    x = csr_matrix((np.ones(len(where), np.float32), where, ends), shape=(len(bags), len(names)))
    model = LogisticRegression(C=c, max_iter=400, fit_intercept=False, solver="lbfgs")
    model.fit(x, labels, sample_weight=weights)
    return Linear(tuple(model.classes_), index, model.coef_.T.astype(np.float16).astype(np.float32))


def train(examples: list[Example], others: list[list[str]]) -> Weights:
    """Two rounds: the first chooses frames by path, the second by what the first has learned."""
    judge = None
    for _ in range(ROUNDS):
        judge = one_round(examples, others, judge)
    return judge


def one_round(examples: list[Example], others: list[list[str]], judge: Weights | None) -> Weights:
    bags, labels, weights = list(others), [NONE] * len(others), [BACKGROUND_WEIGHT] * len(others)
    role_bags, roles = [], []
    for e in examples:
        found = every(e)
        pick = chosen(e, found, judge)
        for n, frame in enumerate(found):
            bags.append(features.of_frame(e.grammar, frame))
            mine = pick is not None and n == pick[0]
            labels.append(e.root if mine else NONE)
            weights.append(1.0 if mine else OTHER_WEIGHT)
        if pick:
            frame = found[pick[0]]
            role_bags.extend(features.of_phrases(e.grammar, frame, e.root))
            names = {pick[1]: "actor", pick[2]: "recipient"}
            roles.extend(names.get(at, "neither") for at in range(len(frame.phrases)))
    return Weights(fit(bags, labels, weights, ROOT_C), fit(role_bags, roles, [1.0] * len(roles), ROLE_C))


def spans(example: Example, heads: tuple[int, ...]) -> list[tuple[int, int]]:
    out = []
    for i in heads:
        first, last = extent(example.grammar, i)
        out.append((example.doc[first].idx, example.doc[last - 1].idx + len(example.doc[last - 1])))
    return out


def touches(parts: list[tuple[int, int]], span: tuple[int, int] | None) -> bool:
    return span is not None and any(s < span[1] and e > span[0] for s, e in parts)


def scores(examples: list[Example], weights: Weights, wrong: list[str]) -> collections.Counter[str]:
    count: collections.Counter[str] = collections.Counter()
    for e in examples:
        theirs = reading.read(e.grammar, [(s.start, s.end) for s in e.doc.sents], weights)
        count["gold"] += 1
        count["events"] += len(theirs)
        count["root"] += any(t.root == e.root for t in theirs)
        pairs = [t for t in theirs if touches(spans(e, t.actor), e.source) and touches(spans(e, t.recipient), e.target)]
        count["pair"] += bool(pairs)
        got = any(t.root == e.root for t in pairs)
        count["triple"] += got
        count[f"ok {e.root}"] += got
        count[f"of {e.root}"] += 1
        if not got:
            wrong.append(told(e, theirs))
    return count


def told(e: Example, theirs: list[reading.Found]) -> str:
    """A miss, for reading."""

    def cut(span: tuple[int, int] | None) -> str:
        return e.text[span[0] : span[1]] if span else "-"

    lines = [f"{e.root} | {cut(e.source)} -> {cut(e.target)} | {e.text}"]
    for t in theirs:
        parts = [" & ".join(map(cut, spans(e, heads))) for heads in (t.actor, t.recipient)]
        lines.append(f"      {t.root} {t.probability:.2f} {e.doc[t.frame.top].text}: {parts[0]} -> {parts[1]}")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folds", type=int, default=0)
    options.add_argument("--wrong", type=Path)
    asked = options.parse_args()
    examples = corpus()
    others = background_bags(background())
    if asked.folds:
        total: collections.Counter[str] = collections.Counter()
        wrong: list[str] = []
        for fold in range(5):
            weights = train([e for e in examples if e.fold != fold], others)
            total += scores([e for e in examples if e.fold == fold], weights, wrong)
        n = total["gold"]
        print(
            f"root {total['root'] / n:.4f}  pair {total['pair'] / n:.4f}  triple {total['triple'] / n:.4f}  events a sentence {total['events'] / n:.3f}"
        )
        print({k[3:]: f"{total['ok ' + k[3:]]}/{total[k]}" for k in sorted(total) if k.startswith("of ")})
        if asked.wrong:
            asked.wrong.write_text("\n".join(wrong), "utf-8")
        return
    weights = train(examples, others)
    packed = {}
    for part, model in (("root", weights.root), ("role", weights.role)):
        names = sorted(model.index, key=model.index.__getitem__)
        packed[f"{part}_features"] = np.frombuffer("\n".join(names).encode(), np.uint8)
        packed[f"{part}_classes"] = np.frombuffer("\n".join(model.classes).encode(), np.uint8)
        packed[f"{part}_rows"] = model.rows.astype(np.float16)
    np.savez_compressed(OUT, **packed)


if __name__ == "__main__":
    main()
