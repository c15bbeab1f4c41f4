#!/usr/bin/env bash
# How often does `compare` raise a false alarm on this machine? Measures the same thing again and again, and compares each run with
# the one before. Every cell that is called worse is a false alarm. At most one cell in fifty may be.
#
# Usage: against-itself.sh [comparisons (20)] [options of `run.sh quick` (--rounds 10)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
comparisons=${1:-20}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- --rounds 10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/run.sh" quick "$@" --out "$work/0" >/dev/null 2>"$work/log" || { cat "$work/log"; exit 1; }
for number in $(seq 1 "$comparisons"); do
  "$home/run.sh" quick "$@" --out "$work/$number" >/dev/null 2>"$work/log" || { cat "$work/log"; exit 1; }
  "$home/run.sh" compare "$work/$((number - 1))" "$work/$number" >"$work/compared" || [ $? -ne 2 ]
  grep -E '^\| (slower|faster) ' "$work/compared" || true
  sed -n "1s/^/$number: /p" "$work/compared" | tee -a "$work/all"
done
awk '{ gsub(/[,:]/, "")
    for (i = 1; i < NF; i++) {
      verdict = $(i + 1) ~ /^(no|not|too)$/ ? $(i + 1) " " $(i + 2) : $(i + 1)
      if ($i ~ /^[0-9]+$/) count[verdict] += $i
    } }
  END { answers = count["slower"] + count["faster"] + count["no change"] + count["not decided"]
    printf "%d of %d compared cells are called slower, %d faster; %d have too few rounds, %d are not comparable\n",
      count["slower"], answers, count["faster"], count["too few"], count["not comparable"] }' "$work/all"
