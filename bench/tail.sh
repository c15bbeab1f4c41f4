#!/usr/bin/env bash
# How does our tail compare with the machine's own? Alternates the spin ping-pong in C (src/test/c/floor.c) with ours, sysv/spin
# with 8 bytes: floor, ours, floor, ours. Both read the clock once per round trip, record every round trip, and take equally
# long in all. Prints each slice, then both maxima with their ratio, and the OS statistics of our long operations.
#
# Usage: tail.sh [slices of each (10)] [seconds per slice (3)] [options for fork and peer (none)]
. "$(dirname "$0")/lib.sh"
slices=${1:-10} seconds=${2:-3} options=${3:-}
make_work_directory
compile floor
figure() { sed -n "s/.* $1=\([0-9.]*\).*/\1/p"; }
# The number of round trips that fills the seconds at the present pace.
floor() {
  local pace
  pace=$("$work/floor" sysv 1000000 | figure mean)
  "$work/floor" sysv "$(awk -v pace="$pace" -v seconds="$seconds" 'BEGIN { printf "%d", seconds * 1e9 / pace }')"
}
# The run's lock keeps our other runs away. If another run holds it, this one waits.
ours() {
  local status
  while true; do
    rm -rf "$work/run"
    status=0
    "$home/run.sh" quick RoundTrip -p transport=sysv/spin -p size=8 --cpus 0,1 -wi 2 -w 500ms -i 1 -r "${seconds}s" --out "$work/run" \
      ${options:+-jvmArgsAppend "$options"} >"$work/log" 2>&1 || status=$?
    [ "$status" = 0 ] && return
    grep -q "another measurement is running" "$work/log" || { cat "$work/log"; exit 1; }
    sleep 5
  done
}
echo "slice: floor p50 p99.9 p99.99 max µs | ours p50 p99.9 p99.99 max µs | ours: long operations, ms in all, run queue, of it JIT, stolen, unexplained"
for slice in $(seq 1 "$slices"); do
  floor >"$work/floor.txt"
  ours
  echo "$slice $(figure p50 <"$work/floor.txt") $(figure p99.9 <"$work/floor.txt") $(figure p99.99 <"$work/floor.txt")" \
    "$(figure max <"$work/floor.txt")" "$(jq -r '.cells[0] | (.metrics[0].all | .p50, .p999, .p9999, .max),
      (.tail | .longestNanos, .operations, .totalNanos, (.causes | .runQueueNanos, .compilerNanos, .stolenNanos, .unexplainedNanos))
      | round' "$work/run/run.json" | tr '\n' ' ')" >>"$work/slices"
  tail -n 1 "$work/slices" | awk '{ printf "%d: %d ns %d ns %.1f µs %.1f | %d ns %d ns %.1f µs %.1f | %d, %.1f, ≤ %.1f, ≤ %.1f, ≤ %.1f, ≥ %.1f\n",
    $1, $2, $3, $4 / 1000, $5 / 1000, $6, $7, $8 / 1000, $9 / 1000, $11, $12 / 1e6, $13 / 1e6, $14 / 1e6, $15 / 1e6, $16 / 1e6 }'
done
awk '{ if ($5 > floor) floor = $5; if ($9 > ours) ours = $9 }
  END { printf "maximum over all slices: floor %.1f µs, ours %.1f µs, ratio %.2f\n", floor / 1000, ours / 1000, ours / floor }' "$work/slices"
echo "medians over the slices: maximum of the floor $(awk '{ print $5 / 1000 }' "$work/slices" | median) µs, of ours" \
  "$(awk '{ print $9 / 1000 }' "$work/slices" | median) µs; ratio of the two by slice $(awk '{ print $9 / $5 }' "$work/slices" | median);" \
  "of the 99.99th percentiles $(awk '{ print $8 / $4 }' "$work/slices" | median)"
