"""The dossier as one HTML file that needs nothing else: no network, no script to be read, better with one."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crosslight.present import terms
from crosslight.present.building import view
from crosslight.present.lineup import clean

if TYPE_CHECKING:
    from crosslight.model import Dossier
    from crosslight.present.views import DossierView

GRAPH_ROW = 30
GRAPH_NAME = 30


@dataclass(frozen=True, slots=True)
class _Edge:
    from_y: float
    to_y: float
    kind: str


@dataclass(frozen=True, slots=True)
class _Graph:
    """Who has it from whom: takers at the left, givers at the right, in the viewBox's units."""

    takers: tuple[tuple[str, float], ...]
    givers: tuple[tuple[str, float], ...]
    edges: tuple[_Edge, ...]
    height: int
    left: int = 230
    right: int = 420


def render(dossier: Dossier) -> str:
    """One self-contained page. It forbids itself the network; texts of the articles are inert in it."""
    shown = view(dossier)
    articles = [(a, shown.apparatus.headline(a), shown.apparatus.paragraphs(a)) for a in shown.lineup.accounts]
    style = _static("dossier.css") + _split_rules(sorted(shown.apparatus.split))
    script = _static("dossier.js")
    page = _environment().get_template("page.html.j2")
    return page.render(
        v=shown,
        version=dossier.version,
        articles=articles,
        graph=_graph(shown),
        tally=_tally(shown),
        parts=_parts(shown),
        only_ones=len(dossier.only_one),
        style=Markup(style),  # noqa: S704  # our own file, and anchors that are made of digits
        script=Markup(script),  # noqa: S704  # our own file
        style_hash=_csp_hash(style),
        script_hash=_csp_hash(script),
    )


def _final(value: object) -> object:
    """What stands in the page: no character that steers what follows it, outside the articles' own text."""
    return clean(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("crosslight.present"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=_final
    )
    found.globals.update(
        n=terms.counted,
        LEGEND=[(name, text) for name, (_, text) in terms.STANCES.items()],
        RELATIONS=terms.RELATIONS,
        FORMS=terms.FORMS,
        ORIGINS=terms.ORIGINS,
        NOTES=terms.NOTES,
        COARSE=terms.COARSE,
        PRECISIONS=terms.PRECISIONS,
    )
    return found


@cache
def _static(name: str) -> str:
    return resources.files("crosslight.present").joinpath("static", name).read_text(encoding="utf-8")


def _csp_hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _split_rules(anchors: list[str]) -> str:
    """Without a script, the further pieces of a split span are lit with its first one."""
    return "".join(f'.report:has(#{a}:target) [data-k="{a}"]{{background:var(--mark);color:var(--mark-ink)}}\n' for a in anchors)


def _tally(shown: DossierView) -> list[tuple[str, int, str, str]]:
    """What the dossier holds: link, count, of what, and what to look at first in it."""
    relations = [q.quantity.relation for q in shown.quantities]
    alone = sum(f.fact.origins < 2 for f in shown.facts)
    copies = sum(o.kind != "cites" for o in shown.origins)
    moved = [f"{relations.count(r)} {word}" for r, word in (("conflict", "in conflict"), ("updated", "updated")) if r in relations]
    return [
        ("facts", len(shown.facts), "facts told by several", f"{alone} from one origin" if alone else ""),
        ("figures", len(shown.quantities), "figures told by several", ", ".join(moved)),
        ("disputes", len(shown.sure), "disputes", f"{len(shown.unsure)} more unsure" if shown.unsure else ""),
        (
            "quotes",
            len(shown.utterances),
            "statements carried by several",
            f"{terms.counted(len(shown.speakers), 'speaker')} quoted",
        ),
        ("only-one", sum(len(lines) for _, lines in shown.only_one), "told by one alone", ""),
        ("origins", len(shown.origins), "borrowings", terms.counted(copies, "copy", "copies") if copies else ""),
    ]


def _parts(shown: DossierView) -> list[tuple[str, str, int]]:
    found = [
        ("brief", "Brief", len(shown.brief)),
        ("facts", "Facts", len(shown.facts)),
        ("figures", "Figures", len(shown.quantities)),
        ("disputes", "Disputes", len(shown.disputes)),
        ("timeline", "Timeline", len(shown.timeline)),
        ("quotes", "Quotes", shown.quotations),
        ("labels", "Labels", len(shown.labels)),
        ("only-one", "Only one", sum(len(lines) for _, lines in shown.only_one)),
        ("origins", "From whom", len(shown.origins)),
        ("commitments", "Commitments", len(shown.commitments)),
        ("notes", "Notes", len(shown.notes)),
        ("articles", "Articles", len(shown.lineup.accounts)),
    ]
    return [part for part in found if part[0] != "notes" or part[2]]


def _graph(shown: DossierView) -> _Graph:
    takers = list(dict.fromkeys(o.taker.name for o in shown.origins))
    givers = list(dict.fromkeys(o.giver for o in shown.origins))
    height = GRAPH_ROW * max(len(takers), len(givers), 1)
    taker_y = {name: height * (n + 0.5) / len(takers) for n, name in enumerate(takers)}
    giver_y = {name: height * (n + 0.5) / len(givers) for n, name in enumerate(givers)}
    edges = dict.fromkeys(_Edge(taker_y[o.taker.name], giver_y[o.giver], o.kind) for o in shown.origins)
    return _Graph(
        tuple((_short(name), y) for name, y in taker_y.items()),
        tuple((_short(name), y) for name, y in giver_y.items()),
        tuple(edges),
        height,
    )


def _short(name: str) -> str:
    return name if len(name) <= GRAPH_NAME else name[: GRAPH_NAME - 1].rstrip() + "…"
