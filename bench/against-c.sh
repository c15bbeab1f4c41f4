#!/usr/bin/env bash
# How much overhead does this program add to a mechanism? Alternates a ping-pong in plain C (src/test/c/pingpong.c) with ours,
# one mechanism after the other: C, ours, C. Both are pinned to CPUs 0 and 1, exchange verified messages of 64 bytes, and run for a
# second. A slice counts only if the medians of its two C runs agree within 10 %, so that a moving machine does not decide.
# Prints every slice that counts, with the reference probes of the C runs (a spin round trip between the same CPUs). Then it
# prints the medians of the ratios ours / C for each mechanism. Fails if a mechanism has no slice that counts.
#
# Usage: [JAR=FILE] against-c.sh [slices that count (10)] [mechanisms (pipe uds-stream futex sem condvar; spin is there too)]
. "$(dirname "$0")/lib.sh"
wanted=${1:-10}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- pipe uds-stream futex sem condvar
most=$((4 * wanted))
transport() {
  case $1 in
    pipe | uds-stream) echo "$1" ;;
    futex | sem | condvar | spin) echo "memfd/$1" ;;
    *) refuse "unknown mechanism $1; choose from pipe, uds-stream, futex, sem, condvar, spin" ;;
  esac
}
for mechanism in "$@"; do transport "$mechanism" >/dev/null; done
make_work_directory
compile pingpong
# p50, mean, p99.9, max, and the mean of the two reference probes.
c() {
  "$work/pingpong" "$1" 1 0 1 | tr ' ' '\n' | awk -F= '{ value[$1] = $2 }
    END { print value["p50"], value["mean"], value["p99.9"], value["max"], (value["spin_before"] + value["spin_after"]) / 2 }'
}
ours() {
  benchmark rtt RoundTrip -p transport="$(transport "$1")" -p size=64 -wi 2 -w 400ms -i 1 -r 1s -jvmArgsAppend -Dipc.cpus=0,1 |
    awk '{ print $2, $5, $3, $4 }'
}
for mechanism in "$@"; do : >"$work/$mechanism"; done
echo "slice mechanism: C p50 mean p99.9 max µs, probe ns | ours p50 mean p99.9 max µs | ratio p50 mean"
for slice in $(seq 1 "$most"); do
  open=false
  for mechanism in "$@"; do
    [ "$(wc -l <"$work/$mechanism")" -lt "$wanted" ] || continue
    open=true
    before=$(c "$mechanism")
    mine=$(ours "$mechanism")
    after=$(c "$mechanism")
    echo "$before $mine $after" | awk -v slice="$slice" -v mechanism="$mechanism" '{
      agree = $1 / $10; if (agree < 1) agree = 1 / agree
      if (agree > 1.1) exit
      p50 = ($1 + $10) / 2; mean = ($2 + $11) / 2; p999 = ($3 + $12) / 2; max = $4 > $13 ? $4 : $13
      printf "%d %s: %.2f %.2f %.1f %.0f, %.0f | %.2f %.2f %.1f %.0f | %.3f %.3f\n", slice, mechanism, p50 / 1000, mean / 1000,
        p999 / 1000, max / 1000, ($5 + $14) / 2, $6 / 1000, $7 / 1000, $8 / 1000, $9 / 1000, $6 / p50, $7 / mean }' |
      tee -a "$work/$mechanism"
  done
  $open || break
done
status=0
for mechanism in "$@"; do
  counted=$(wc -l <"$work/$mechanism")
  if [ "$counted" = 0 ]; then
    echo "$mechanism: none of $most slices counted: the machine was not steady"
    status=1
  else
    echo "$mechanism: $counted slices counted; medians of the ratios:" \
      "p50 $(awk '{ print $(NF - 1) }' "$work/$mechanism" | median)" \
      "mean $(awk '{ print $NF }' "$work/$mechanism" | median); ratio of p50 from" \
      "$(awk '{ print $(NF - 1) }' "$work/$mechanism" | sort -n | head -n 1) to" \
      "$(awk '{ print $(NF - 1) }' "$work/$mechanism" | sort -n | tail -n 1)"
  fi
done
exit $status
