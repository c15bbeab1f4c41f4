#!/usr/bin/env bash
# How far are we from the machine's limit? Alternates the spin ping-pong in C (src/test/c/floor.c) with ours, sysv/spin, 8 bytes:
# C, ours, C. A slice counts only if the medians of its two C runs agree within 5 %, so that a moving machine does not decide.
# Prints every slice that counts, then the medians of the ratios.
#
# Usage: against-floor.sh [slices that count (10)] [slices at most (80)] [message size (8)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
wanted=${1:-10} most=${2:-80} size=${3:-8}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -o "$work/floor" "$home/src/test/c/floor.c"
floor() { "$work/floor" sysv 2000000 | tr ' ' '\n' | sed -n 's/^\(min\|p50\|mean\|p99\.9\|max\)=//p' | tr '\n' ' '; }
ours() {
  java -XX:-UsePerfData -Djmh.ignoreLock=true -cp "$home/target/ipc-roundtrip.jar" org.openjdk.jmh.Main RoundTrip \
    -p transport=sysv/spin -p size="$size" -f 1 -wi 2 -w 400ms -i 1 -r 700ms -prof ipc.histogram.LatencyProfiler \
    -jvmArgsAppend -Dipc.cpus=0,1 -rf json -rff "$work/out.json" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  awk '/"rtt"/ { inside = 1 }
       inside && /"score" :/ { mean = $3 + 0 }
       inside && /"(0.0|50.0|99.9|100.0)" :/ { gsub(/["]/, "", $1); value[$1] = $3 + 0 }
       inside && /scoreUnit/ { print value["0.0"], value["50.0"], value["99.9"], value["100.0"], mean; exit }' "$work/out.json"
}
echo "slice: floor min p50 p99.9 max mean | ours min p50 p99.9 max mean | ratio p50 p99.9 mean"
counted=0
for slice in $(seq 1 "$most"); do
  before=$(floor)
  mine=$(ours)
  after=$(floor)
  echo "$before $mine $after" | awk -v slice="$slice" '{
    agree = $2 / $12; if (agree < 1) agree = 1 / agree
    if (agree > 1.05) exit
    p50 = ($2 + $12) / 2; p999 = ($3 + $13) / 2; mean = ($5 + $15) / 2; min = $1 < $11 ? $1 : $11; max = $4 > $14 ? $4 : $14
    printf "%d: %d %.0f %.0f %d %.1f | %d %d %d %d %.1f | %.3f %.3f %.3f\n",
      slice, min, p50, p999, max, mean, $6, $7, $8, $9, $10, $7 / p50, $8 / p999, $10 / mean }' | tee -a "$work/counted"
  counted=$(wc -l <"$work/counted")
  [ "$counted" -lt "$wanted" ] || break
done
median() { sort -n | awk '{ v[NR] = $1 } END { if (NR) print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
echo "counted $counted slices; medians of the ratios:" \
  "p50 $(awk '{ print $(NF - 2) }' "$work/counted" | median)" \
  "p99.9 $(awk '{ print $(NF - 1) }' "$work/counted" | median)" \
  "mean $(awk '{ print $NF }' "$work/counted" | median);" \
  "ours min less floor's, ns: $(awk '{ print $8 - $2 }' "$work/counted" | median)"
