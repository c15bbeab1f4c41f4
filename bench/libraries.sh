#!/usr/bin/env bash
# What do the alternative Java libraries cost? Measures spin round trips of 64 bytes in one run of interleaved rounds. The
# transports are shared memory, Aeron IPC, Chronicle Queue on tmpfs and on disk, Agrona's ring buffers and Chronicle's mapped
# bytes. Prints the table, then p50 and p99 of each, divided by those of memfd/spin: the median of the rounds' ratios, and the
# smallest and largest one.
#
# Usage: libraries.sh [rounds (6)] [options of `run.sh quick` (-r 1s)]
. "$(dirname "$0")/lib.sh"
rounds=${1:-6}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- -r 1s
make_work_directory
run "$work/out" quick RoundTrip --rounds "$rounds" \
  -p transport=memfd/spin,aeron-ipc,chronicle-queue-tmpfs,chronicle-queue,agrona-ring,mapped-bytes "$@"
"$home/run.sh" table --by transport "$work/out"
for figure in p50 p99; do ratios $figure '.params.transport == "memfd/spin"' true "$work/out"; done
