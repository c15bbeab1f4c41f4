#!/usr/bin/env bash
# Does `compare` find a known slowdown? Measures a transport with and without a known delay on the way back, again and again, and
# compares. Each comparison should be called worse, unless the CPUs moved between the two runs. Prints the verdicts.
#
# Usage: slowed-down.sh [comparisons (6)] [transport (sysv/spin)] [delay in nanoseconds (22)] [options of `run.sh quick` (--rounds 8)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
comparisons=${1:-6} transport=${2:-sysv/spin} delay=${3:-22}
shift $(($# > 3 ? 3 : $#))
[ $# -gt 0 ] || set -- --rounds 8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
measure() {
  "$home/run.sh" quick RoundTrip -p transport="$transport" --add-delay "$1" --out "$2" "${@:3}" >/dev/null 2>"$work/log" ||
    { cat "$work/log"; exit 1; }
}
for number in $(seq 1 "$comparisons"); do
  measure 0 "$work/without-$number" "$@"
  measure "$delay" "$work/with-$number" "$@"
  "$home/run.sh" compare --across options "$work/without-$number" "$work/with-$number" >"$work/compared" || [ $? -ne 2 ]
  grep -E '^\| .*round trip' "$work/compared" || true
  sed -n "1s/^/$number: /p" "$work/compared" | tee -a "$work/all"
done
awk '{ gsub(/[,:]/, "")
    for (i = 1; i < NF; i++) {
      verdict = $(i + 1) ~ /^(no|not|too)$/ ? $(i + 1) " " $(i + 2) : $(i + 1)
      if ($i ~ /^[0-9]+$/) count[verdict] += $i
    } }
  END { answers = count["slower"] + count["faster"] + count["no change"] + count["not decided"]
    printf "%d of %d comparisons are called slower; %d have too few rounds, %d are not comparable\n",
      count["slower"], answers, count["too few"], count["not comparable"] }' "$work/all"
