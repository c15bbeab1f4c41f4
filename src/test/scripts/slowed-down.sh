#!/usr/bin/env bash
# Does `compare` see what is there? Measures a transport with and without a known delay in the way back, again and again, and
# compares: each comparison should be called worse, unless the machine's CPUs moved between the two runs. Prints verdicts.
#
# Usage: slowed-down.sh [comparisons (6)] [transport (sysv/spin)] [delay in nanoseconds (22)] [options of `run.sh quick` (--rounds 8)]
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
comparisons=${1:-6} transport=${2:-sysv/spin} delay=${3:-22}
shift $(($# > 3 ? 3 : $#))
[ $# -gt 0 ] || set -- --rounds 8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
measure() {
  "$home/run.sh" quick RoundTrip -p transport="$transport" --add-delay "$1" --out "$2" "${@:3}" >/dev/null 2>"$work/log" ||
    { cat "$work/log"; exit 1; }
}
for number in $(seq 1 "$comparisons"); do
  measure 0 "$work/without-$number" "$@"
  measure "$delay" "$work/with-$number" "$@"
  "$home/run.sh" compare --across options "$work/without-$number" "$work/with-$number" >"$work/compared" || [ $? -ne 2 ]
  grep -E '^\| *(mean|p50|p99|.*RoundTrip|.*round trip)' "$work/compared" || true
  sed -n "s/^- cells: /$number: /p" "$work/compared" | tee -a "$work/all"
done
awk '{ worse += $2; better += $4; none += $6; few += $10; not += $14 }
  END { printf "of %d comparisons with an answer %d were called worse; %d had too few rounds, %d were not comparable\n",
    worse + better + none, worse, few, not }' "$work/all"
