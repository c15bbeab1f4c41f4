#!/usr/bin/env bash
# Does the kind of shared memory matter? Pairs System V shared memory with each other region in one fork and one peer, with spin
# round trips of 64 bytes. Prints each verdict with its interval. Less than one per cent either way is expected. Prints each
# verdict with its interval; the expected difference is below one per cent.
#
# Usage: regions.sh [repetitions (1)] [options of `run.sh paired` (none), such as --rounds 6]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
repetitions=${1:-1}
shift $(($# > 0 ? 1 : 0))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for _ in $(seq 1 "$repetitions"); do
  for region in posix memfd mmap-tmpfs mmap; do
    rm -rf "$work/out"
    "$home/run.sh" paired sysv/spin "$region/spin" "$@" --out "$work/out" >"$work/table" 2>"$work/err" ||
      { cat "$work/table" "$work/err"; exit 1; }
    grep -E "^- round trip, spin: " "$work/table" | sed "s/^- /$region: /" || { cat "$work/table" "$work/err"; exit 1; }
  done
done
