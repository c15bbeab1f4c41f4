#!/usr/bin/env bash
# How narrow are the intervals of a paired comparison, compared with unpaired means? Repeats shmem against mmap in turn for ten
# seconds, and both separately, spinning; then in turn with sleeping receivers, round trip and paced. Prints each verdict with its
# interval's half-width, also in per cent of the level, and the rounds' means of the unpaired cells.
#
# Usage: pairs.sh [repetitions (5)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
repetitions=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Prints the verdicts of a table.md with the half-width of each interval, and the round means of other cells; fails without either.
half_widths() {
  awk '/^- .*\] of [0-9]/ {
      match($0, /\[[^]]*\] of [0-9.]+ [^ :]+/)
      split(substr($0, RSTART + 1, RLENGTH - 1), part, /, |\] of | /)
      half = (part[2] - part[1]) / 2
      printf "%s; half-width %.3g %s, %.3g %% of the level\n", $0, half, part[4], 100 * half / part[3]
      found = 1
      next
    }
    /^\| round trip, [a-z]+, (shmem|mmap) / { print; found = 1 }
    END { exit !found }' "$work/out/table.md"
}
measure() {
  rm -rf "$work/out"
  "$home/run.sh" paired "$@" --out "$work/out" >"$work/table" 2>"$work/err" && half_widths || { cat "$work/err"; exit 1; }
}
for repetition in $(seq 1 "$repetitions"); do
  echo "repetition $repetition"
  measure sysv/spin mmap/spin 'Paired[.]' RoundTrip -p transport=sysv/spin,mmap/spin --rounds 6 -i 2 -r 1s
done
echo "sleepers"
measure sysv/condvar mmap/condvar Paired --rounds 6 -i 2 -r 1s
