#!/usr/bin/env bash
# How narrow is a paired comparison beside unpaired means? Repeats, in one run each: shmem against mmap in turn, ten seconds of
# measuring, and the two by themselves, spin; then in turn with sleepers, round trip and paced. Prints the verdicts, behind each
# its interval's half-width and what that is of the level, and, of the unpaired cells, the means of the rounds.
#
# Usage: pairs.sh [repetitions (5)]
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
repetitions=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Of the table: fails where it has neither a verdict nor a row's note.
half_widths() {
  awk '/^- mmap .*\] of [0-9]/ {
      line = $0
      gsub("−", "-", line)
      match(line, /\[[^]]*\] of [0-9.]+ [^ :]+/)
      split(substr(line, RSTART + 1, RLENGTH - 1), part, /, |\] of | /)
      half = (part[2] - part[1]) / 2
      printf "%s; half-width %.3g %s, %.3g %% of the level\n", $0, half, part[4], 100 * half / part[3]
      found = 1
      next
    }
    /^- (mmap|round trip)/ { print; found = 1 }
    END { exit !found }'
}
measure() {
  rm -rf "$work/out"
  "$home/run.sh" paired "$@" --out "$work/out" 2>"$work/err" | half_widths || { cat "$work/err"; exit 1; }
}
for repetition in $(seq 1 "$repetitions"); do
  echo "repetition $repetition"
  measure sysv/spin mmap/spin 'Paired[.]' RoundTrip -p transport=sysv/spin,mmap/spin --rounds 2 -i 5 -r 1s
done
echo "sleepers"
measure sysv/condvar mmap/condvar Paired --rounds 2 -i 5 -r 1s
