#!/usr/bin/env bash
# How far are we from the machine's limit? Alternates the spin ping-pong in C (src/test/c/floor.c) with ours, sysv/spin, 8 bytes:
# C, ours, C. A slice counts only if the medians of its two C runs agree within 5 %, so that a moving machine does not decide.
# Prints every slice that counts, then the medians of the ratios. With OTHER_JAR, a second jar takes part: C, ours, other, C.
#
# Usage: [JAR=FILE] [OTHER_JAR=FILE] against-floor.sh [slices that count (10)] [slices at most (80)] [message size (8)]
. "$(dirname "$0")/lib.sh"
wanted=${1:-10} most=${2:-80} size=${3:-8}
make_work_directory
compile floor
floor() { "$work/floor" sysv 2000000 | tr ' ' '\n' | sed -n 's/^\(min\|p50\|mean\|p99\.9\|max\)=//p' | tr '\n' ' '; }
ours() { benchmark rtt RoundTrip -p transport=sysv/spin -p size="$size" -wi 2 -w 400ms -i 1 -r 700ms -jvmArgsAppend -Dipc.cpus=0,1; }
names=(ours ${OTHER_JAR:+other})
echo "slice, jar: floor min p50 p99.9 max mean | ours min p50 p99.9 max mean | ratio p50 p99.9 mean"
for name in "${names[@]}"; do : >"$work/$name"; done
for slice in $(seq 1 "$most"); do
  before=$(floor)
  mine=$(ours)
  theirs=$([ -z "${OTHER_JAR:-}" ] || jar=$OTHER_JAR ours)
  after=$(floor)
  for name in "${names[@]}"; do
    echo "$before $([ "$name" = ours ] && echo "$mine" || echo "$theirs") $after" | awk -v slice="$slice, $name" '{
      agree = $2 / $12; if (agree < 1) agree = 1 / agree
      if (agree > 1.05) exit
      p50 = ($2 + $12) / 2; p999 = ($3 + $13) / 2; mean = ($5 + $15) / 2; min = $1 < $11 ? $1 : $11; max = $4 > $14 ? $4 : $14
      printf "%s: %d %.0f %.0f %d %.1f | %d %d %d %d %.1f | %.3f %.3f %.3f\n",
        slice, min, p50, p999, max, mean, $6, $7, $8, $9, $10, $7 / p50, $8 / p999, $10 / mean }' | tee -a "$work/$name"
  done
  [ "$(wc -l <"$work/ours")" -lt "$wanted" ] || break
done
[ -s "$work/ours" ] || { echo "none of $most slices counted: the machine was not steady"; exit 1; }
# From the end: the columns are p50, p99.9, mean.
column() { awk -v from_end="$2" '{ print $(NF - from_end) }' "$work/$1" | median; }
for name in "${names[@]}"; do
  echo "$name: $(wc -l <"$work/$name") slices counted; medians of the ratios: p50 $(column "$name" 2), p99.9 $(column "$name" 1)," \
    "mean $(column "$name" 0); min less the floor's, ns: $(awk '{ print $9 - $3 }' "$work/$name" | median)"
done
