#!/usr/bin/env bash
# Runs the launcher's tests, or those whose name contains the argument. Needs JAVA_HOME to be a JDK 25.
# Each test is a function should… of a *_test.sh file and runs in a subshell with a sandbox of its own.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE PATTERN=${1:-}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/skyv-selftest.XXXXXX")
readonly WORK
trap 'rm -rf "$WORK"' EXIT

# shellcheck source-path=SCRIPTDIR source=sandbox.sh
source "$HERE/sandbox.sh"

run_test() {
  local suite=$1 name=$2 status=0 begun=$SECONDS output=$WORK/$1.output
  (
    set -euo pipefail
    new_sandbox "$WORK/$suite.$name"
    trap end_started EXIT
    "$name"
  ) >"$output" 2>&1 </dev/null &
  wait "$!" || status=$? # in the background, because before || bash would ignore the test's set -e
  if ((status == 0)); then
    echo "ok     $suite: $name ($((SECONDS - begun)) s)"
  else
    echo "FAILED $suite: $name ($((SECONDS - begun)) s)"
    sed 's/^/         /' "$output"
  fi
  rm -rf "${WORK:?}/$suite.$name"
}

run_suite() {
  local file=$1 suite names name
  suite=$(basename "$file" _test.sh)
  # shellcheck source=/dev/null
  source "$file"
  mapfile -t names < <(sed -n 's/^\(should[A-Za-z0-9]*\)() .*/\1/p' "$file")
  for name in "${names[@]}"; do
    [[ $suite.$name != *"$PATTERN"* ]] || run_test "$suite" "$name"
  done
}

# The suites mostly wait: they run side by side, and are reported one after the other.
suites=()
for file in "$HERE"/*_test.sh; do
  run_suite "$file" >"$WORK/$(basename "$file").report" 2>&1 &
  suites+=("$!")
done
for file in "$HERE"/*_test.sh; do
  wait "${suites[0]}"
  suites=("${suites[@]:1}")
  cat "$WORK/$(basename "$file").report"
done

passed=$(cat "$WORK"/*.report | grep -c '^ok ' || true)
failed=$(cat "$WORK"/*.report | grep -c '^FAILED ' || true)
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
