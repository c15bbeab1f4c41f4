#!/usr/bin/env bash
# Does a paired comparison find differences that do not exist, and find those that do? Compares a transport with itself, again and
# again, two seconds each, without or with a known delay of the contender. Prints each verdict, then how many intervals exclude
# zero (expected without a delay: 5 in 100), separately for runs below and above 300 ns per round trip.
#
# Usage: pairs-against-itself.sh [runs (200)] [delay in nanoseconds (none)] [transport (sysv/spin)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
runs=${1:-200} delay=${2:-} transport=${3:-sysv/spin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for run in $(seq 1 "$runs"); do
  rm -rf "$work/out"
  "$home/run.sh" paired "$transport" "$transport" --rounds 6 -i 1 -r 400ms ${delay:+--add-delay "$delay"} --out "$work/out" \
    >"$work/table" 2>"$work/err" || { cat "$work/err"; exit 1; }
  # The most frequent placement is first.
  echo "$run $(sed -n 's/^- round trip[^:]*: //p' "$work/table" | head -n 1)" | tee -a "$work/all"
done
awk '/\[/ { far = 0; for (i = 1; i < NF; i++) if ($i == "of") { far = $(i + 1) > 300; break }
       runs[far]++; if (/ (slower|faster) by /) { shown[far]++; if (/: \+/) positive[far]++ } }
  !/\[/ { none++ }
  END { for (far = 0; far <= 1; far++) printf "%s 300 ns: %d of %d intervals exclude zero, %d of them above it\n",
      far ? "above" : "below", shown[far], runs[far], positive[far]
    printf "in all: %d of %d; %d runs had too few allocations for an interval\n", shown[0] + shown[1], runs[0] + runs[1], none }' "$work/all"
