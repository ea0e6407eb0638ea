#!/bin/sh
# The whole suite on SQLite, then whatever asks for rows on a real PostgreSQL.
# Both are always run; red if either is.
set -u
cd "$(dirname "$0")/.."
py=.venv/bin/python
status=0
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
# Hundreds of processes are started: each would compile all of our code again.
unset PYTHONDONTWRITEBYTECODE
# What is dear to make (the invented city's files, its lake, a demonstration) is made once.
GOLDTHREAD_TEST_SHARED=$(mktemp -d "${TMPDIR:-/tmp}/goldthread-shared-XXXXXX")
export GOLDTHREAD_TEST_SHARED
trap 'rm -rf "$GOLDTHREAD_TEST_SHARED"' EXIT
trap 'exit 130' INT TERM

# Real browsers, real kills and real clocks run beside each other on two cores. What
# failed is run once more, alone; red is what fails twice. Both are in the output.
judged() {
    "$@"
    code=$?
    [ "$code" = 1 ] || return "$code"
    echo "== once more, alone: what failed"
    "$@" -n 0 --last-failed --last-failed-no-failures none
}

# Files in the order of tests/conftest.py, the longest first.
two="-n 2 --dist loadfile --no-loadscope-reorder --durations=25"

took=""
began=$(date +%s)
timed() {
    now=$(date +%s)
    took="$took, $1 $((now - began)) s"
    began=$now
}

echo "== everything, on SQLite"
GOLDTHREAD_TEST_DB=sqlite
export GOLDTHREAD_TEST_DB
# shellcheck disable=SC2086
judged $py -m pytest -q $two -m "not bench" "$@" || status=1
timed "SQLite"
echo "== what asks for rows, on PostgreSQL"
GOLDTHREAD_TEST_DB=postgres
# shellcheck disable=SC2086
judged $py -m pytest -q $two --rows-only -m "not bench and not browser" "$@" || status=1
timed "PostgreSQL"
echo "== took: ${took#, }"
exit $status
