#!/bin/sh
# Everything a machine can judge without running a test. Stops at the first red.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
$bin/ruff format --check --quiet src tests tools benchmarks
$bin/ruff check --quiet src tests tools benchmarks
$bin/lint-imports --no-logo >/tmp/goldthread-imports.$$ 2>&1 || { cat /tmp/goldthread-imports.$$; rm -f /tmp/goldthread-imports.$$; exit 1; }
rm -f /tmp/goldthread-imports.$$
$bin/mypy --no-error-summary src/goldthread
echo "format, lint, floors and types hold"
