#!/usr/bin/env bash
# Does a paired comparison find differences that do not exist, and find those that do? Compares a transport with itself, again and
# again, two seconds each, without or with a known delay of the contender. Prints each verdict, then how many intervals exclude
# zero (expected without a delay: 5 in 100), separately for runs below and above 300 ns per round trip.
#
# Usage: pairs-against-itself.sh [runs (200)] [delay in nanoseconds (none)] [transport (sysv/spin)]
. "$(dirname "$0")/lib.sh"
runs=${1:-200} delay=${2:-} transport=${3:-sysv/spin}
make_work_directory
for number in $(seq 1 "$runs"); do
  run "$work/out" paired "$transport" "$transport" --rounds 6 -i 1 -r 400ms ${delay:+--add-delay "$delay"}
  # The most frequent placement is first.
  jq -c '.paired[0]' "$work/out/run.json" >>"$work/all"
  echo "$number $(jq -r '.paired[0].verdict' "$work/out/run.json")"
done
jq -rs 'def line(name): "\(name): \(map(select(.low > 0 or .high < 0)) | length) of \(length) intervals exclude zero, \(
      map(select(.low > 0)) | length) of them above it";
  map(select(.low != null)) as $with
  | ($with | map(select(.levelNanos <= 300)) | line("below 300 ns")),
    ($with | map(select(.levelNanos > 300)) | line("above 300 ns")),
    ($with | line("in all")) + "; \(length - ($with | length)) runs had too few allocations for an interval"' "$work/all"
