"""The rules of docs/architecture.md that a reader should be able to rely on without looking."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "stockpile_client"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 400  # lines; past this a module is asking to be two

NETWORK_MODULES = {
    *("aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket"),
    *("socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "websockets", "xmlrpc"),
    *("PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore"),
}


def dotted_name(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_names(tree: ast.Module) -> set[str]:
    """Every module that the source imports, and each ``a.b`` of a ``from a import b``."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def test_data_flows_one_way():
    # a process of its own: in ours the linter would switch off every logger that is there
    linter = [str(Path(sys.executable).with_name("lint-imports")), "--config", "pyproject.toml", "--no-cache"]
    run = subprocess.run(linter, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert run.returncode == 0, run.stdout


def test_the_command_line_loads_no_qt():
    script = """
import importlib, pkgutil, sys
import stockpile_client.cli as cli
for module in pkgutil.walk_packages(cli.__path__, cli.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted(name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))))
"""
    finished = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert finished.stdout.split() == []


def reaches_the_network(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:length]) in NETWORK_MODULES for length in range(1, len(parts) + 1))


def test_no_module_imports_the_network():
    imports = {relative(path): imported_names(parsed(path)) for path in MODULES}
    assert [(path, name) for path, names in imports.items() for name in names if reaches_the_network(name)] == []


def test_no_module_is_longer_than_a_reader_can_hold():
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_every_module_says_what_lives_in_it():
    assert [relative(path) for path in MODULES if not ast.get_docstring(parsed(path))] == []


@pytest.mark.parametrize("folder", ["core", "disclosure", "tables"])
def test_quantities_never_become_floats(folder):
    offenders = [
        f"{relative(path)}:{node.lineno}"
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]
    assert offenders == []
