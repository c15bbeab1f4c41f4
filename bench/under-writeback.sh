#!/usr/bin/env bash
# How does a mapped file on a disk differ from shared memory? Measures spin round trips through System V shared memory and
# through mapped files on a disk and on tmpfs. Each runs with and without a process that dirties the same disk and forces
# writeback all the time. Prints min, mean and max, and the page faults of both processes. The writer takes CPU time from both, but
# only the file on the disk has page faults.
#
# Usage: under-writeback.sh [seconds each (4)] [directory on the disk (target)]
. "$(dirname "$0")/lib.sh"
seconds=${1:-4} disk=${2:-$home/target}
work=$(mktemp -d)
dirt=$(mktemp -d "$disk/dirt.XXXXXX")
writer=
trap '[ -z "$writer" ] || kill "$writer" 2>/dev/null; rm -rf "$work" "$dirt"' EXIT
dirty() { while :; do dd if=/dev/zero of="$dirt/file" bs=1M count=16 conv=notrunc status=none; sync -f "$dirt"; done; }
measure() {
  run "$work/out" quick RoundTrip -p transport=sysv/spin,mmap/spin -r "${seconds}s" --mmap-dir "$2"
  jq -r --arg state "$1" '.cells[] | "\($state), \(.params.transport): min \(.metrics[0].all.min) ns, mean "
    + "\(.metrics[0].all.mean | round) ns, max \(.metrics[0].all.max / 1000 | round) µs; page faults of both processes: "
    + "\(.tail.fork.minorFaults + .tail.peer.minorFaults)"' "$work/out/run.json"
}
for state in quiet writing; do
  if [ $state = writing ]; then dirty & writer=$!; fi
  measure "$state, file on disk" "$disk"
  measure "$state, file on tmpfs" /dev/shm
done
