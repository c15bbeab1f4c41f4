#!/usr/bin/env bash
# How does a round trip grow with the size of its message? Sends 8 bytes to 1 MiB through shared memory, a pipe and a Unix
# stream, in one run of interleaved rounds. Two spinning threads of one JVM that copy and verify the same bytes take part, too.
# Prints the tables by size. For 64 KiB and more it prints each transport's p50 and mean divided by the threads', round by round.
# At 1 they are equal.
#
# Usage: sizes.sh [rounds (6)] [options of `run.sh quick` (-r 700ms)]
. "$(dirname "$0")/lib.sh"
rounds=${1:-6}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- -r 700ms
make_work_directory
run "$work/out" quick RoundTrip ThreadHandOff --rounds "$rounds" -p transport=memfd/spin,pipe,uds-stream -p wait=spin \
  -p size=8,64,512,4096,16384,65536,262144,1048576 "$@"
"$home/run.sh" table --by size "$work/out"
for figure in p50 mean; do
  ratios $figure '.benchmark == "ThreadHandOff"' '(.params.size | tonumber) >= 65536' "$work/out"
done
