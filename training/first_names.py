"""Writes ``src/crosslight/data/first_names``: first names with the gender that nearly all bearers have.

From the US Census Bureau's 1990 name files (public domain), as the package ``names`` 0.3.0 carries them.
Run: ``python training/first_names.py``
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "src/crosslight/data/first_names"
CLEAR = 0.95
"""Share of bearers from which a name counts as one gender's."""
WORLD = {
    "f": """aisha fatima khadija zainab maryam amina leila layla noor yasmin ayesha malala nadia olga svetlana tatiana natalia natalya ekaterina yekaterina irina yulia ksenia
    anastasia ludmila oksana ursula angela ingrid astrid greta sigrid mette giorgia chiara francesca giulia marine segolene simone dominique-marie sinead siobhan niamh aoife saoirse
    priya indira sonia lakshmi anjali sushma nirmala benazir hina sheikha mei xiaomei yoko keiko yuriko sakura aung-san suu dilma cristina michelle jacinda tsai nicola theresa""",
    "m": """mohammed muhammad mohamed mohammad mohamad ahmed ahmad ali hassan hussein hossein hamid abdul abdullah abdallah ibrahim ismail khalid khaled mahmoud mahmud mustafa omar osama
    saddam said tariq yasser yousef youssef yusuf vladimir dmitry dmitri sergei sergey alexei aleksei aleksandr oleksandr volodymyr mikhail nikolai yevgeny evgeny igor oleg boris viktor
    yuri anatoly andrei andriy petro pavel vaclav jean jean-claude jean-marc francois emmanuel nicolas laurent jacques pierre michel gerhard helmut olaf heiko wolfgang jurgen hans silvio
    matteo giuseppe mario luigi paolo pedro pablo jose juan luis carlos jorge javier miguel nicolas-sarkozy recep tayyip bashar benjamin ehud shimon ariel avigdor yitzhak narendra rahul
    rajiv sanjay vijay arvind imran nawaz pervez hamid-karzai ashraf hiroshi shinzo kenji takashi jinping keqiang jong-un jong-il jae-in kofi nelson jacob cyril thabo goodluck muhammadu
    robert-mugabe uhuru paul-kagame yoweri rodrigo joko ian gareth alistair callum hamish ewan declan liam sean padraig niall""",
}
"""Names common in the world's news that the census of one country hardly knows (our own list)."""


def counts(file: Path) -> dict[str, float]:
    """Name to the share of its gender that bears it, in per cent."""
    return {line.split()[0].lower(): float(line.split()[1]) for line in file.read_text("ascii").splitlines()}


def main() -> None:
    spec = find_spec("names")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install names==0.3.0")
    folder = Path(spec.origin).parent
    f, m = counts(folder / "dist.female.first"), counts(folder / "dist.male.first")
    rows: dict[str, set[str]] = {"f": set(), "m": set()}
    for name in sorted(f | m):
        share = f.get(name, 0.0) / (f.get(name, 0.0) + m.get(name, 0.0) or 1.0)
        if share >= CLEAR or share <= 1 - CLEAR:
            rows["f" if share >= CLEAR else "m"].add(name)
    for gender, names in WORLD.items():
        rows[gender].update(n for n in names.split() if n not in f and n not in m)
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = [f"{gender}\t{' '.join(sorted(names))}\n" for gender, names in sorted(rows.items())]
    (FOLDER / "first_names.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
