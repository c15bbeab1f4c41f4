#!/usr/bin/env bash
# How narrow is a paired comparison beside unpaired means? Repeats, in one run each: shmem against mmap in turn, ten seconds of
# measuring, and the two by themselves, spin; then in turn with sleepers, round trip and paced. Prints the verdicts and, of
# the unpaired cells, the means of the rounds.
#
# Usage: pairs.sh [repetitions (5)]
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
repetitions=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
measure() {
  rm -rf "$work/out"
  "$home/run.sh" paired "$@" --out "$work/out" 2>"$work/err" | grep -E '^- (mmap|round trip)' || { cat "$work/err"; exit 1; }
}
for repetition in $(seq 1 "$repetitions"); do
  echo "repetition $repetition"
  measure sysv/spin mmap/spin 'Paired[.]' RoundTrip -p transport=sysv/spin,mmap/spin --rounds 2 -i 5 -r 1s
done
echo "sleepers"
measure sysv/condvar mmap/condvar Paired --rounds 2 -i 5 -r 1s
