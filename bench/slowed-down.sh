#!/usr/bin/env bash
# Does `compare` find a known slowdown? Measures a transport with and without a known delay on the way back, again and again, and
# compares. Each comparison should be called slower, unless the CPUs moved between the two runs. Prints the verdicts.
#
# Usage: slowed-down.sh [comparisons (6)] [transport (sysv/spin)] [delay in nanoseconds (22)] [options of `run.sh quick` (--rounds 8)]
. "$(dirname "$0")/lib.sh"
comparisons=${1:-6} transport=${2:-sysv/spin} delay=${3:-22}
shift $(($# > 3 ? 3 : $#))
[ $# -gt 0 ] || set -- --rounds 8
make_work_directory
for number in $(seq 1 "$comparisons"); do
  run "$work/without" quick RoundTrip -p transport="$transport" --add-delay 0 "$@"
  run "$work/with" quick RoundTrip -p transport="$transport" --add-delay "$delay" "$@"
  compared "$number" --across options "$work/without" "$work/with"
done
count_verdicts
