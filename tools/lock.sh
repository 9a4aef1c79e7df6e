#!/usr/bin/env bash
# Resolves pyproject.toml for Linux, Windows and macOS and for every supported Python at once, and writes
# requirements.lock (the program) and requirements-dev.lock (the program, its tests and its build back end).
# Versions and hashes only; --no-config keeps mirrors and other settings of this machine out of them.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"${PYTHON:-python3}" -m venv "$tools/venv"
"$tools/venv/bin/python" -m pip install --quiet --disable-pip-version-check uv

for name in $(env | sed -n 's/^\(UV_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
compile() {
    "$tools/venv/bin/uv" pip compile pyproject.toml --no-config --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade "$@"
}
compile --output-file requirements.lock
compile --extra dev --output-file requirements-dev.lock
