#!/usr/bin/env bash
# How often does `compare` raise a false alarm on this machine? Measures the same thing again and again, and compares each run with
# the one before. Every cell that is called slower is a false alarm. At most one cell in fifty may be.
#
# Usage: against-itself.sh [comparisons (20)] [options of `run.sh quick` (--rounds 10)]
. "$(dirname "$0")/lib.sh"
comparisons=${1:-20}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- --rounds 10
make_work_directory
run "$work/0" quick "$@"
for number in $(seq 1 "$comparisons"); do
  run "$work/$number" quick "$@"
  compared "$number" "$work/$((number - 1))" "$work/$number"
done
count_verdicts
