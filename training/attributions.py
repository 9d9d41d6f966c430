"""Trains the tagger of attributions on PolNeAR's train part (the texts stay outside the package; only weights are shipped).

    python -m training.attributions features train|dev      parse, and keep the columns
    python -m training.attributions words                   word vectors from the sentence encoder
    python -m training.attributions train NAME [--all] [--epochs N] [--seed N] [--minutes M]   (again: goes on where it stopped)
    python -m training.attributions ship NAME               weights to src/crosslight/data/attributions/tagger.npz

Without ``--all`` every twentieth article of the train part is held out and scored after each epoch.
"""

from __future__ import annotations

import argparse
import collections
import os
import pickle
import random
import re
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from crosslight.annotate.attributions import features, quotations
from crosslight.annotate.attributions.tagger import (
    BUCKETS,
    DILATIONS,
    LEFT,
    RIGHT,
    TREE,
    apart,
    cue_head,
    distance,
    indexed,
    relation,
    static,
)
from crosslight.model import Article

CORPUS = Path(os.environ["CROSSLIGHT_CORPORA"]) / "attributions" / "polnear"
SHIPPED = Path(__file__).parent.parent / "src/crosslight/data/attributions/tagger.npz"
SCRATCH = Path(os.environ.get("CROSSLIGHT_SCRATCH", "build/attributions"))
SIZE, PAIR, LAYERS = 128, 48, DILATIONS


# ---- the corpus ----------------------------------------------------------------------------------------------------
def records(file: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """One file of annotations: each attribution's spans by role, discontinuous ones as their hull."""
    spans, found = {}, []
    for line in file.read_text(encoding="utf-8").splitlines():
        cols = line.split("\t")
        if cols[0].startswith("T") and len(cols) > 1:
            at = [tuple(map(int, s.split())) for s in cols[1].split(" ", 1)[1].split(";")]
            spans[cols[0]] = (at[0][0], at[-1][1])
        elif cols[0].startswith("E") and len(cols) > 1:
            record = collections.defaultdict(list)
            for part in cols[1].split():
                role, ref = part.split(":")
                if ref in spans:
                    record[re.sub(r"\d+$", "", role).lower()].append(spans[ref])
            found.append(record)
    return found


def corpus(part: str) -> dict[str, tuple[str, list]]:
    """Each text with its annotations, one list for each annotator who read it."""
    found: dict[str, tuple[str, list]] = {}
    for file in sorted((CORPUS / part / "attributions").glob("*.ann")):
        key = file.stem if (CORPUS / part / "text" / f"{file.stem}.txt").exists() else file.stem.rsplit("_", 1)[0]
        text = (CORPUS / part / "text" / f"{key}.txt").read_bytes().decode("utf-8")
        found.setdefault(key, (text, []))[1].append(records(file))
    return found


def keep_features(part: str) -> None:
    """Parses a part and keeps its columns in the scratch folder."""
    from evals.parses import parsed

    said = corpus(part)
    rows = [
        (p.article.id, p.article.text, features.columns(p.doc, quotations.find(p.article.text)), said[p.article.id][1])
        for p in parsed([Article(id=k, text=v[0]) for k, v in said.items()])
    ]
    SCRATCH.mkdir(parents=True, exist_ok=True)
    (SCRATCH / f"{part}.pkl").write_bytes(pickle.dumps(rows))


def keep_words() -> None:
    """Vectors of the train part's words and of the parser's vocabulary, from the sentence encoder, by their first principal directions."""
    from spacy.strings import hash_string

    from crosslight.vectors import MiniLM

    words = collections.Counter(
        w for text, _ in corpus("train").values() for w in re.findall(r"[a-z]+(?:['’][a-z]+)?", text.lower())
    )
    common = sorted(w for w, n in words.items() if n >= 2)
    from evals.parses import parser

    lemmas = sorted(
        {
            t.lemma_.lower()
            for doc in parser().pipe([" ".join(common[i : i + 200]) for i in range(0, len(common), 200)])
            for t in doc
        }
    )
    vocabulary = sorted(set(common) | set(lemmas))
    vectors = MiniLM().encode(vocabulary)
    vectors = vectors - vectors.mean(0)
    _, _, turn = np.linalg.svd(vectors[::3], full_matrices=False)
    small = vectors @ turn[:64].T
    small /= small.std()
    keys = np.array([hash_string(w) for w in vocabulary], np.uint64)
    order = np.argsort(keys)
    np.savez(SCRATCH / "words.npz", keys=keys[order], vectors=np.clip(np.round(small[order] * 20), -127, 127).astype(np.int8))


# ---- the network ---------------------------------------------------------------------------------------------------
class Network(nn.Module):
    """Convolutions over the text and over the tree; cues tagged; for each cue, where its source and content begin and end."""

    def __init__(self, tags: int, deps: int, entities: int) -> None:
        super().__init__()
        self.deps = deps + 1
        self.word, self.tag, self.dep = nn.Embedding(BUCKETS, 24), nn.Embedding(tags + 1, 12), nn.Embedding(deps + 1, 12)
        self.entity, self.quote = nn.Embedding(entities + 1, 6), nn.Embedding(6, 6)
        wide = features.WIDTH + 2 * 64 + 3 * 24 + 12 * 4 + 6 + 6 + features.FLAGS
        self.inward = nn.Linear(wide, SIZE)
        self.near = nn.ModuleList(nn.Conv1d(SIZE, SIZE, 3, padding=d, dilation=d) for d in LAYERS)
        self.tree = nn.ModuleList(nn.Linear(SIZE, SIZE, bias=False) for _ in LAYERS)
        self.norm = nn.ModuleList(nn.LayerNorm(SIZE) for _ in LAYERS)
        self.cue = nn.Linear(SIZE, 3)
        self.ask, self.tell = nn.Linear(3 * SIZE, PAIR), nn.Linear(SIZE, PAIR, bias=False)
        self.far, self.branch = nn.Embedding(2 * 24, PAIR), nn.Embedding(TREE * (deps + 1) * 4, PAIR)
        self.apart = nn.Embedding(7 * 5, PAIR)
        self.begin = nn.Linear(PAIR, 2)
        self.after = nn.ModuleList(nn.Linear(SIZE, PAIR, bias=False) for _ in range(2))
        self.since = nn.ModuleList(nn.Embedding(24, PAIR) for _ in range(2))
        self.finish = nn.Linear(PAIR, 2)
        self.none = nn.Linear(3 * SIZE, 2)
        self.drop = nn.Dropout(0.25)
        for e in (self.far, self.branch, self.apart, *self.since):
            nn.init.normal_(e.weight, std=0.05)

    def forward(self, x: dict[str, torch.Tensor]) -> torch.Tensor:
        """Hidden rows of one stretch of text."""
        tag, dep = self.tag(x["tag"]), self.dep(x["dep"])
        head = x["head"]
        lemma = self.word(x["lemma"])
        row = [x["vector"], x["static"], x["static"][head], self.word(x["lower"]), lemma, lemma[head]]
        row += [tag, dep, tag[head], dep[head], self.entity(x["entity"]), self.quote(x["quote"]), x["flags"]]
        h = torch.relu(self.inward(self.drop(torch.cat(row, -1))))
        for near, tree, norm in zip(self.near, self.tree, self.norm, strict=True):
            new = near(h.T.unsqueeze(0))[0].T + tree(h)[head]
            h = norm(h + self.drop(torch.relu(new)))
        return h


def spread(c: features.Columns, names: dict[str, np.ndarray], words: tuple[np.ndarray, np.ndarray]) -> dict[str, torch.Tensor]:
    """A text's columns as tensors."""
    long = lambda a: torch.from_numpy(np.asarray(a).astype(np.int64))  # noqa: E731
    return {
        "vector": torch.from_numpy(c.vector),
        "static": torch.from_numpy(static(c, *words)),
        "lower": long(c.lower % BUCKETS),
        "lemma": long(c.lemma % BUCKETS),
        "tag": long(indexed(names["tag"], c.tag)),
        "dep": long(indexed(names["dep"], c.dep)),
        "entity": long(indexed(names["entity"], c.entity)),
        "quote": long(c.quote),
        "head": long(c.head),
        "flags": torch.from_numpy(c.flags),
    }


# ---- gold as rows --------------------------------------------------------------------------------------------------
def rows_of(c: features.Columns, span: tuple[int, int]) -> tuple[int, int] | None:
    """Rows that lie inside a range of characters (first, last)."""
    a, b = int(np.searchsorted(c.end, span[0], "right")), int(np.searchsorted(c.start, span[1], "left")) - 1
    return (a, b) if a <= b else None


def examples(c: features.Columns, said: list) -> list[tuple[tuple[int, int], tuple[int, int] | None, tuple[int, int] | None]]:
    """(cue, source, content) of every attribution, as rows."""
    found = []
    for r in said:
        if r.get("cue") and (cue := rows_of(c, r["cue"][0])):
            source = rows_of(c, r["source"][0]) if r.get("source") else None
            content = rows_of(c, r["content"][0]) if r.get("content") else None
            found.append((cue, source, content))
    return found


def windows(c: features.Columns, dep: np.ndarray, deps: int, cues: list[tuple[int, int]]) -> tuple[np.ndarray, ...]:
    """For each cue: the rows of its window (-1 beyond the text), and how each relates to it."""
    rows = np.array([np.arange(a - LEFT, a + RIGHT) for a, _ in cues])
    inside = (rows >= 0) & (rows < len(c))
    safe = np.where(inside, rows, 0)
    far = np.array([distance(rows[n] - a) for n, (a, _) in enumerate(cues)])
    branch = np.array([relation(c, dep, cue_head(c.head, a, b), deps)[safe[n]] for n, (a, b) in enumerate(cues)])
    split = np.array([apart(c, a, safe[n]) for n, (a, b) in enumerate(cues)])
    return safe, inside, far, branch, split


def pair_loss(net: Network, h: torch.Tensor, c: features.Columns, dep: np.ndarray, gold: list) -> torch.Tensor:
    """Cross entropy of where sources and contents begin and end, over gold cues."""
    cues = [g[0] for g in gold]
    safe, inside, far, branch, split = windows(c, dep, net.deps, cues)
    long = lambda a: torch.from_numpy(np.asarray(a).astype(np.int64))  # noqa: E731
    safe, inside = long(safe), torch.from_numpy(inside)
    heads = [cue_head(c.head, a, b) for a, b in cues]
    q = torch.cat([h[[a for a, _ in cues]], h[[b for _, b in cues]], h[heads]], -1)
    z = net.ask(q)[:, None] + net.tell(h)[safe] + net.far(long(far)) + net.branch(long(branch)) + net.apart(long(split))
    begin = net.begin(net.drop(torch.relu(z))).masked_fill(~inside[..., None], -1e4)
    none = net.none(q)
    total = torch.zeros(())
    for role in (0, 1):
        at = [(g[1 + role][0] - g[0][0] + LEFT, g[1 + role][1] - g[0][0] + LEFT) if g[1 + role] else None for g in gold]
        wide = LEFT + RIGHT
        begins = torch.tensor([wide if a is None or not 0 <= a[0] < wide else a[0] for a in at])
        total = total + functional.cross_entropy(
            torch.cat([begin[..., role], none[:, role : role + 1]], -1), begins, reduction="sum"
        )
        use = [n for n, a in enumerate(at) if a is not None and a[0] >= 0 and a[1] < wide]
        if not use:
            continue
        firsts = torch.tensor([at[n][0] for n in use])
        first_rows = safe[use, firsts]
        since = torch.arange(wide)[None] - firsts[:, None]
        ends = (
            z[use]
            + net.after[role](h[first_rows])[:, None]
            + net.since[role](long(distance(since.numpy().clip(0)) - 0).clamp(0, 23))
        )
        score = net.finish(net.drop(torch.relu(ends)))[..., role].masked_fill(~inside[use] | (since < 0), -1e4)
        total = total + functional.cross_entropy(score, torch.tensor([at[n][1] for n in use]), reduction="sum")
    return total


def bio(c: features.Columns, gold: list) -> torch.Tensor:
    """0 outside, 1 first, 2 further row of a cue."""
    tags = torch.zeros(len(c), dtype=torch.long)
    for (a, b), _, _ in sorted(gold, key=lambda g: g[0][1] - g[0][0], reverse=True):
        tags[a : b + 1] = 2
        tags[a] = 1
    return tags


# ---- training ------------------------------------------------------------------------------------------------------
def vocabulary(rows: list) -> dict[str, np.ndarray]:
    """The tags, dependencies and entity types there are, by hash."""
    return {k: np.unique(np.concatenate([getattr(r[2], k) for r in rows])) for k in ("tag", "dep", "entity")}


def weights(net: Network, names: dict[str, np.ndarray], words: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    """Everything that the tagger needs, by name."""
    out = {k: v.detach().numpy().copy() for k, v in net.state_dict().items()}
    out |= {f"names.{k}": v for k, v in names.items()} | {"words.keys": words[0], "words.vectors": words[1]}
    return out


def annotated(rows: list, names: dict[str, np.ndarray], words: tuple[np.ndarray, np.ndarray]) -> list[tuple]:
    """Each reading of each text: its columns, its tensors, its labels' places, its attributions as rows."""
    data = []
    for _, _, c, readings in rows:
        x, dep = spread(c, names, words), indexed(names["dep"], c.dep)
        data.extend((c, x, dep, examples(c, said)) for said in readings)
    return data


def train(name: str, *, everything: bool, epochs: int, seed: int, minutes: float) -> None:  # noqa: PLR0915 - one loop, told straight through
    """Trains one network, scores it on the held-out articles, keeps its weights (the mean over the last steps)."""
    from training.attributions_score import held_out_score

    torch.manual_seed(seed)
    rng = random.Random(seed)
    torch.set_num_threads(1)
    rows = pickle.loads((SCRATCH / "train.pkl").read_bytes())
    loaded = np.load(SCRATCH / "words.npz")
    words = (loaded["keys"], loaded["vectors"])
    names = vocabulary(rows)
    fit = rows if everything else [r for n, r in enumerate(rows) if n % 20]
    held = [r for n, r in enumerate(rows) if n % 20 == 0]
    data = annotated(fit, names, words)
    net = Network(len(names["tag"]), len(names["dep"]), len(names["entity"]))
    best = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.01)
    steps = epochs * len(data) // 2
    plan = torch.optim.lr_scheduler.OneCycleLR(best, 2.5e-3, total_steps=steps + 2, pct_start=0.1)
    mean = {k: v.clone() for k, v in net.state_dict().items()}
    began, kept = time.time(), SCRATCH / f"{name}.state"
    first, total = 0, epochs * len(data)
    if kept.exists():
        state = torch.load(kept, weights_only=False)
        net.load_state_dict(state["net"])
        best.load_state_dict(state["best"])
        plan.load_state_dict(state["plan"])
        mean, first = state["mean"], state["next"]
        plan.total_steps = steps + 2  # fewer or more passes than planned when it stopped: the rate falls to nothing at their end
        plan._schedule_phases[-1]["end_step"] = steps + 1  # noqa: SLF001 - torch offers no other way to shorten a plan
    seen: collections.Counter[str] = collections.Counter()
    for n in range(first, total):
        if n % len(data) == 0 or n == first:
            order = list(range(len(data)))
            random.Random(seed * 1000 + n // len(data)).shuffle(order)
            net.train()
        step(net, data[order[n % len(data)]], rng, seen)
        if n % 2:
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            best.step()
            best.zero_grad()
            plan.step()
            for k, v in net.state_dict().items():
                mean[k].mul_(0.997).add_(v, alpha=0.003)
        late = (time.time() - began) / 60 > minutes and n % 2
        if late or n == total - 1 or n % len(data) == len(data) - 1:
            print(
                f"{name} {n / len(data):.2f} epochs {time.time() - began:.0f}s tags/row {seen['tags'] / seen['rows']:.4f} pairs/cue {seen['pairs'] / seen['cues']:.3f}",
                flush=True,
            )
            seen.clear()
            torch.save(
                {"net": net.state_dict(), "best": best.state_dict(), "plan": plan.state_dict(), "mean": mean, "next": n + 1}, kept
            )
        if late or n == total - 1:
            live = {k: v.clone() for k, v in net.state_dict().items()}
            net.load_state_dict(mean)
            found = weights(net, names, words)
            np.savez(SCRATCH / f"{name}.npz", **found)
            net.load_state_dict(live)
            if not everything:
                print("   ", held_out_score(found, held[:70]), flush=True)
            return


def step(net: Network, example: tuple, rng: random.Random, seen: collections.Counter[str]) -> None:
    """Adds the gradients of one annotated text."""
    c, x, dep, gold = example
    h = net(x)
    tags = functional.cross_entropy(net.cue(net.drop(h)), bio(c, gold), reduction="sum")
    chosen = gold if len(gold) <= 60 else rng.sample(gold, 60)
    pairs = pair_loss(net, h, c, dep, chosen) if chosen else torch.zeros(())
    ((tags / 30 + pairs / 60) / 2).backward()
    seen.update(tags=float(tags.detach()), pairs=float(pairs.detach()), rows=len(c), cues=len(chosen))


def ship(name: str) -> None:
    """Writes a network's weights to the package: half floats (no figure moves by more than .001), word vectors as bytes."""
    found = dict(np.load(SCRATCH / f"{name}.npz"))
    small = {k: v.astype(np.float16) if v.dtype == np.float32 else v for k, v in found.items()}
    np.savez_compressed(SHIPPED, **small)
    print(SHIPPED, SHIPPED.stat().st_size)


def main() -> None:
    """Reads the command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("what", choices=["features", "words", "train", "ship"])
    cli.add_argument("name", nargs="?", default="train")
    cli.add_argument("--all", action="store_true")
    cli.add_argument("--epochs", type=int, default=8)
    cli.add_argument("--seed", type=int, default=7)
    cli.add_argument("--minutes", type=float, default=7.0)
    a = cli.parse_args()
    if a.what == "features":
        keep_features(a.name)
    elif a.what == "words":
        keep_words()
    elif a.what == "ship":
        ship(a.name)
    else:
        train(a.name, everything=a.all, epochs=a.epochs, seed=a.seed, minutes=a.minutes)


if __name__ == "__main__":
    main()
