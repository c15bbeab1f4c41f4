#!/usr/bin/env bash
# Does the kind of shared memory matter? Pairs System V shared memory with each other region in one fork and one peer, with spin
# round trips of 64 bytes. Prints each verdict with its interval. Less than one per cent either way is expected.
#
# Usage: regions.sh [repetitions (1)] [options of `run.sh paired` (none), such as --rounds 6]
. "$(dirname "$0")/lib.sh"
repetitions=${1:-1}
shift $(($# > 0 ? 1 : 0))
make_work_directory
for _ in $(seq 1 "$repetitions"); do
  for region in posix memfd mmap-tmpfs mmap; do
    run "$work/out" paired sysv/spin "$region/spin" "$@"
    jq -r --arg region "$region" '.paired[] | "\($region): \(.verdict)"' "$work/out/run.json"
  done
done
