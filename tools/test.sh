#!/bin/sh
# The whole suite on SQLite, then every room that keeps rows on a real PostgreSQL.
# Both are always run; red if either is.
set -u
cd "$(dirname "$0")/.."
py=.venv/bin/python
status=0
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"

# Real browsers, real kills and real clocks run beside each other on two cores. What
# failed is run once more, alone; red is what fails twice. Both are in the output.
judged() {
    "$@"
    code=$?
    [ "$code" = 1 ] || return "$code"
    echo "== once more, alone: what failed"
    "$@" -n 0 --last-failed --last-failed-no-failures none
}

echo "== everything, on SQLite"
GOLDTHREAD_TEST_DB=sqlite
export GOLDTHREAD_TEST_DB
judged $py -m pytest -q -n 2 --dist loadfile -m "not bench" --durations=15 "$@" || status=1
echo "== rooms that keep rows, on PostgreSQL"
GOLDTHREAD_TEST_DB=postgres
judged $py -m pytest -q -n 2 --dist loadfile -m "not bench and not browser" \
    $(ls -d tests/audit tests/partners tests/web tests/config tests/intake tests/notes tests/strategy tests/delivery tests/desk tests/assessment tests/cli tests/journeys 2>/dev/null) "$@" || status=1
exit $status
