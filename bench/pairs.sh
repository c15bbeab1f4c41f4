#!/usr/bin/env bash
# How narrow are the intervals of a paired comparison, compared with unpaired means? Repeats shmem against mmap in turn for ten
# seconds, and both separately, spinning; then in turn with sleeping receivers, round trip and paced. Prints each verdict with its
# interval's half-width, also in per cent of the level, and the rounds' means of the unpaired cells.
#
# Usage: pairs.sh [repetitions (5)]
. "$(dirname "$0")/lib.sh"
repetitions=${1:-5}
make_work_directory
measure() {
  run "$work/out" paired "$@"
  jq -r 'def three: if . == 0 then 0 else (. | fabs | log10 | floor) as $d | pow(10; 2 - $d) as $f | . * $f | round / $f end;
    (.paired[] | select(.low != null) | ((.high - .low) / 2) as $half
      | "\(.cell): \(.verdict); half-width \($half | three) ns, \(100 * $half / .levelNanos | three) % of the level"),
    (.cells[] | select(.pairs == null and .metrics != [])
      | "\(.id): means of the rounds in ns: \([.metrics[0].rounds[].mean | three | tostring] | join(" "))")' "$work/out/run.json"
}
for repetition in $(seq 1 "$repetitions"); do
  echo "repetition $repetition"
  measure sysv/spin mmap/spin 'Paired[.]' RoundTrip -p transport=sysv/spin,mmap/spin --rounds 6 -i 2 -r 1s
done
echo "sleepers"
measure sysv/condvar mmap/condvar Paired --rounds 6 -i 2 -r 1s
