"""The documentation tells what is there: every command, option and exit code; its links lead somewhere; its examples run."""

import doctest
import io
import re
import shlex

import pytest
import typer.main
from rich.console import Console
from tests.commands import run_alone, run_here
from tests.conftest import ROOT

import crosslight
from crosslight.cli import EXIT_CODES
from crosslight.cli.app import app
from crosslight.present import terminal

CLI = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "src").rglob("*.md"), *(ROOT / "examples").rglob("README.md")]
)


def subcommands(commands, over=""):
    """Every command by its whole name ("feeds check"), groups left out."""
    named = {}
    for name, command in commands.items():
        inner = getattr(command, "commands", None)
        named |= subcommands(inner, f"{over}{name} ") if inner else {f"{over}{name}": command}
    return named


COMMANDS = subcommands(typer.main.get_command(app).commands)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name):
    section = CLI.split(f"## `crosslight {name} ")[1].split("\n## ")[0]
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert f"`{option}" in section, f"{option} of {name} is not documented"


def test_every_documented_option_exists():
    known = {o for c in COMMANDS.values() for p in c.params for o in p.opts} | {"--version", "--help"}
    assert set(re.findall(r"`(--[a-z-]+)", CLI)) <= known


def test_every_exit_code_is_documented():
    table = CLI.split("## Exit codes")[1].split("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)} == set(EXIT_CODES)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:", "#")):
            assert (page.parent / target.split("#")[0]).exists(), f"{page.name} links to {target}"


@pytest.mark.usefixtures("vectors_once")
def test_the_python_page_runs_as_it_stands(monkeypatch):
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs/reference/python.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.attempted > 10
    assert result.failed == 0


def commands_of(page: str) -> list[str]:
    """The crosslight commands that a page tells the reader to type."""
    return [
        line.removeprefix("$ ")
        for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("$ crosslight")
    ]


@pytest.mark.usefixtures("vectors_once")
@pytest.mark.parametrize(
    ("page", "alone"), [("README.md", "ingest"), ("docs/tutorial.md", "verify"), ("docs/how-to/keep-stories.md", "doctor")]
)
def test_the_commands_of_the_page_run(page, alone, tmp_path, monkeypatch):
    """In the order of the page; those that ``alone`` names in processes of their own, the rest in this one."""
    commands = [shlex.split(command)[1:] for command in commands_of((ROOT / page).read_text(encoding="utf-8"))]
    assert alone in [command[0] for command in commands]
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for command in commands:
        run = (run_alone if command[0] == alone else run_here)(*command)
        assert run.returncode == 0, f"{command}\n{run.stderr}"


@pytest.mark.usefixtures("vectors_once")
def test_the_readme_shows_what_the_command_prints():
    stream = io.StringIO()
    dossier = crosslight.compare(crosslight.read([ROOT / "examples" / "ferry"]).articles)
    terminal.render(dossier, Console(file=stream, width=80, force_terminal=True, color_system=None))
    printed = iter([line.rstrip() for line in stream.getvalue().split("\n")])
    block = README.split("```text\n")[1].split("```")[0]
    shown = [line for line in block.split("\n") if line not in ("", "…")]
    assert len(shown) > 50
    assert [line for line in shown if line not in printed] == []  # in this order, with nothing but gaps between


def test_the_readme_names_the_two_commands():
    assert "make demo" in README
    assert "make test" in README
