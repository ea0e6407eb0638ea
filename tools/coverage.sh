#!/bin/sh
# Branch coverage of core, and of each room's services and rules, by the tests of that
# room alone (style.md §11 asks for all of it). A figure to look at and mend, not a gate:
# all rooms take half an hour. `sh tools/coverage.sh strategy desk` measures two.
set -u
cd "$(dirname "$0")/.."
py=.venv/bin/python
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
COVERAGE_FILE="$kept/data"
export COVERAGE_FILE

rooms=$*
if [ -z "$rooms" ]; then
    rooms=core
    for room in src/goldthread/*/; do
        room=$(basename "$room")
        ls "src/goldthread/$room"/services* "src/goldthread/$room"/rules* >/dev/null 2>&1 &&
            [ -d "tests/$room" ] && rooms="$rooms $room"
    done
fi
for room in $rooms; do
    here="src/goldthread/$room"
    what="$here/services*,$here/services/*,$here/rules*,$here/rules/*"
    [ "$room" = core ] && what="$here/*"
    echo "== $room"
    $py -m coverage run --branch --include="$what" -m pytest -q \
        -m "not browser and not bench" "tests/$room" | tail -n 1
    $py -m coverage report -m --skip-covered
done
