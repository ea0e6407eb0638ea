#!/bin/sh
# Makes .venv from the lock file and sees that the machine has what we call on.
# usage: tools/bootstrap.sh run|dev
# Needs nothing but a POSIX shell and Python 3.11 or later. Safe to run twice.
set -eu
cd "$(dirname "$0")/.."
kind="${1:-run}"
say() { printf '%s\n' "goldthread: $*" >&2; }

find_python() {
    for name in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "expected Python 3.11 or later, found none; install it (Debian: apt-get install python3)."
    exit 1
}

# Debian packages: asked for only when what they bring is missing.
wanted=""
want() { wanted="$wanted $1"; }
has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || ls /usr/lib/*/"$1"* >/dev/null 2>&1; }

python=$(find_python)
if [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    want python3-venv
fi
if [ "$(uname -s)" = Linux ]; then
    has_library libpango-1.0.so.0 || want libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || want libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || want libharfbuzz-subset0
    if [ "$kind" = dev ]; then
        command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || want chromium
        # The node that drives Chromium wants it, and minimal Debian has none.
        has_library libatomic.so.1 || want libatomic1
        command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want postgresql
    fi
fi
if [ -n "$wanted" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing system packages:$wanted"
        apt-get update -qq >/dev/null
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
    else
        say "these system packages are missing; install them and run this again:"
        say "    sudo apt-get update && sudo apt-get install --no-install-recommends$wanted"
        [ "$kind" = run ] && [ -x .venv/bin/python ] || exit 1
    fi
fi

# The stamp holds the hash of all that decides what the environment contains.
state=$(cat requirements/"$kind".txt requirements/uv.txt requirements/node.txt pyproject.toml package-lock.json \
    tools/vendor.py tools/bootstrap.sh 2>/dev/null | cksum)
stamp=".venv/.goldthread-$kind"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && [ -d src/goldthread/web/static/vendor ]; then
    exit 0
fi

if [ ! -x .venv/bin/python ]; then
    say "making .venv with $("$python" --version)"
    "$python" -m venv .venv
fi
if ! .venv/bin/python -c 'import importlib.metadata as m; assert m.version("uv") in open("requirements/uv.txt").read()' 2>/dev/null; then
    say "installing the installer"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
fi
say "installing the locked packages ($kind)"
.venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r requirements/"$kind".txt
# The checkout itself, importable and with its command, without a network or a build.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >/dev/null
printf '%s\n' "$(pwd)/src" >"$site/goldthread-checkout.pth"
cat >.venv/bin/goldthread <<SCRIPT
#!$(pwd)/.venv/bin/python
import sys
from goldthread.cli import main
sys.exit(main())
SCRIPT
chmod +x .venv/bin/goldthread
say "fetching the front-end files"
.venv/bin/python tools/vendor.py
printf '%s' "$state" >"$stamp"
