#!/usr/bin/env bash
# Alternates the published method in C (src/test/c/oneway.c) with ours (OneWay), both unpinned. Each sends 2000 messages, one every
# 2 ms, through System V shared memory and through a mapped file. Prints min and mean in microseconds and, for each region, the
# ratio of the medians.
#
# Usage: against-published.sh [repetitions (5)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
repetitions=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -o "$work/oneway" "$home/src/test/c/oneway.c" -lpthread
published() { "$work/oneway" "$1" 2000 2000 | sed 's/.* min=\([0-9.]*\) .* mean=\([0-9.]*\) .* max=\([0-9.]*\) us/\1 \2 \3/'; }
ours() {
  java -XX:-UsePerfData -Djmh.ignoreLock=true -cp "$home/target/ipc-roundtrip.jar" org.openjdk.jmh.Main OneWay \
    -p transport="$1"/condvar -f 1 -wi 1 -w 1s -i 4 -r 1s -prof ipc.histogram.LatencyProfiler \
    -jvmArgsAppend -Dipc.mmapDir="$home/target" -rf json -rff "$work/out.json" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  awk '/"oneWay"/ { inside = 1 }
       inside && /"score" :/ { mean = $3 / 1000 }
       inside && /"(0.0|100.0)" :/ { gsub(/["]/, "", $1); value[$1] = $3 / 1000 }
       inside && /scoreUnit/ { print value["0.0"], mean, value["100.0"]; exit }' "$work/out.json"
}
echo "region: C min mean max | ours min mean max"
for _ in $(seq 1 "$repetitions"); do
  for region in sysv mmap; do
    c=$(published "$([ $region = sysv ] && echo sysv || echo "$home/target/oneway.$$")")
    mine=$(ours $region)
    echo "$c $mine" | tee -a "$work/$region" | sed "s/^/$region: /"
  done
done
median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
for region in sysv mmap; do
  for column in 1 2; do
    c=$(cut -d' ' -f$column "$work/$region" | median) mine=$(cut -d' ' -f$((column + 3)) "$work/$region" | median)
    echo "$region $([ $column = 1 ] && echo min || echo mean): C $c, ours $mine, ratio $(echo "$mine $c" | awk '{ printf "%.2f", $1 / $2 }')"
  done
done
