#!/usr/bin/env bash
# Does `compare` cry wolf here? Measures the same thing again and again and compares each run with the one before: whatever is
# called worse is a false alarm. At most one cell in fifty may be.
#
# Usage: against-itself.sh [comparisons (20)] [options of `run.sh quick` (--rounds 10)]
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
comparisons=${1:-20}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- --rounds 10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/run.sh" quick "$@" --out "$work/0" >/dev/null 2>"$work/log" || { cat "$work/log"; exit 1; }
for number in $(seq 1 "$comparisons"); do
  "$home/run.sh" quick "$@" --out "$work/$number" >/dev/null 2>"$work/log" || { cat "$work/log"; exit 1; }
  "$home/run.sh" compare "$work/$((number - 1))" "$work/$number" >"$work/compared" || [ $? -ne 2 ]
  grep -E '\| (worse|better) ' "$work/compared" || true
  sed -n "s/^- cells: /$number: /p" "$work/compared" | tee -a "$work/all"
done
awk '{ worse += $2; better += $4; none += $6; few += $10; not += $14 }
  END { printf "of %d cells with an answer %d were called worse and %d better; %d had too few rounds, %d were not comparable\n",
    worse + better + none, worse, better, few, not }' "$work/all"
