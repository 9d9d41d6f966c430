"""The rules that DESIGN states: data flows one way, stages are pure, the public names are what they are."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import crosslight

SOURCE = Path(crosslight.__file__).parent
COMMON = {"model", "errors", "settings", "_version", "data", "vectors", "threads"}
MAY_IMPORT = {
    "model": {"errors"},
    "vectors": {"errors"},
    "acquire": COMMON | {"extract"},
    "extract": COMMON,
    "annotate": COMMON,
    "collate": COMMON,
    "discover": COMMON,
    "present": COMMON,
    "export": COMMON,
    "store": COMMON,
    "data": set(),
}
"""What each room may import beside itself. Only flow, cli, scale, watch and cache join the stages."""


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """Everything in a file's syntax tree, read once for all rules."""
    return tuple(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def imports(file: Path) -> set[str]:
    """The rooms of crosslight that a file imports, wherever in it the import stands."""
    found = set()
    for node in nodes(file):
        names = (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
        found |= {n.split(".")[1] for n in names if n.startswith("crosslight.")}
        if isinstance(node, ast.ImportFrom) and node.module == "crosslight":
            found |= {a.name for a in node.names}
    return found


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_no_arrow_points_upward(room):
    for file in sorted((SOURCE / room).rglob("*.py")):
        beyond = imports(file) - MAY_IMPORT[room] - {room}
        assert not beyond, f"{file.relative_to(SOURCE)} imports {beyond}"


def test_every_room_has_its_rule():
    rooms = {p.name for p in SOURCE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert rooms - set(MAY_IMPORT) == {"cli", "scale", "watch"}


@pytest.mark.parametrize("room", ["annotate", "collate", "present", "export", "model"])
def test_stages_do_no_input_or_output_of_their_own(room):
    for file in (SOURCE / room).rglob("*.py"):
        for node in nodes(file):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"print", "input"}, f"{file}: {node.func.id} at line {node.lineno}"


def test_nothing_catches_every_exception_and_goes_on():
    for file in SOURCE.rglob("*.py"):
        for node in nodes(file):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                raises_again = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
                assert raises_again or caught not in {"everything", "Exception", "BaseException"}, (
                    f"{file}: line {node.lineno} catches {caught}"
                )


def test_the_public_names_are_all_there_and_documented():
    for name in crosslight.__all__:
        one = getattr(crosslight, name)
        if name != "__version__":
            assert (one.__doc__ or "").strip(), f"crosslight.{name} has no docstring"
    assert dir(crosslight) == sorted(crosslight.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = crosslight.nothing


def test_a_room_of_the_same_name_does_not_hide_the_function():
    code = "import crosslight.annotate.installed, crosslight; from crosslight import annotate; assert annotate is crosslight.annotate; assert callable(annotate)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_package_loads_no_heavy_part():
    code = "import sys, crosslight, crosslight.cli.app, crosslight.cli.store; print(sorted(m for m in ('spacy', 'numpy', 'onnxruntime', 'trafilatura', 'jinja2', 'httpx2') if m in sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
