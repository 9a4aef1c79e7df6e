#!/usr/bin/env bash
# Builds .venv from requirements-dev.lock, each file checked against its hash, and installs this checkout into it.
# Nothing outside the lock is fetched: the build back end is in the lock as well. Run it again at any time; what is
# there already is kept, so a second run needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv
say() { printf 'setup: %s\n' "$*" >&2; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11, 3.12 or 3.13 is needed and was not found. Name one: make PYTHON=/path/to/python3.11 …"
    return 1
}

python=$(find_python)
if [ -x "$venv/bin/python" ] && ! "$venv/bin/python" -c '' 2>/dev/null; then
    say "$venv belongs to a Python that is gone; building it anew"
    rm -rf "$venv"
fi
if [ ! -x "$venv/bin/python" ]; then
    say "creating $venv with $("$python" --version)"
    # Debian keeps ensurepip in python3-venv; without it the system's pip fills the environment just as well.
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv "$venv"
    else
        "$python" -m venv --without-pip "$venv"
    fi
fi

if "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    pip=("$venv/bin/python" -m pip)
elif "$python" -c 'import pip' 2>/dev/null; then
    pip=("$python" -m pip --python "$venv/bin/python")
else
    say "pip was not found. On Debian and Ubuntu: sudo apt-get install python3-pip"
    exit 1
fi
quiet=(--quiet --disable-pip-version-check --no-input)

say "installing the locked packages"
"${pip[@]}" install "${quiet[@]}" --require-hashes --only-binary :all: -r requirements-dev.lock
# The lock brings a pip of its own into the environment; from here on that one is used.
"$venv/bin/python" -m pip install "${quiet[@]}" --no-deps --no-build-isolation --no-index --editable .

"$venv/bin/python" tools/system_libraries.py
touch "$venv/.ready"
say "ready"
