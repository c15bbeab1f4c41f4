#!/usr/bin/env bash
# How does a mapped file on a disk differ from shared memory? Measures spin round trips through System V shared memory and
# through mapped files on a disk and on tmpfs. Each runs with and without a process that dirties the same disk and forces
# writeback all the time. Prints the table's row and the tail's OS statistics for each. The writer takes CPU time from both, but
# only the file on the disk has page faults.
#
# Usage: under-writeback.sh [seconds each (4)] [directory on the disk (target)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
seconds=${1:-4} disk=${2:-$home/target}
work=$(mktemp -d)
dirt=$(mktemp -d "$disk/dirt.XXXXXX")
writer=
trap '[ -z "$writer" ] || kill "$writer" 2>/dev/null; rm -rf "$work" "$dirt"' EXIT
dirty() { while :; do dd if=/dev/zero of="$dirt/file" bs=1M count=16 conv=notrunc status=none; sync -f "$dirt"; done; }
# The n-th number of this name in run.json: shmem has the first one, mmap the second.
faults() { awk -v n="$1" '$1 == "\"minorFaults\"" { seen++; if (seen > 2 * n - 2 && seen <= 2 * n) sum += $3 } END { print sum }' "$work/out/run.json"; }
measure() {
  rm -rf "$work/out"
  "$home/run.sh" quick RoundTrip -p transport=sysv/spin,mmap/spin -r "${seconds}s" --mmap-dir "$2" --machine "$1" --out "$work/out" \
    2>"$work/err" | grep -E "^\| $1|^- tail" || { cat "$work/err"; exit 1; }
  echo "  page faults of both processes: shmem $(faults 1), mmap $(faults 2)"
}
echo "| machine | shmem min | mean | max | mmap min | mean | max |"
for state in quiet writing; do
  if [ $state = writing ]; then dirty & writer=$!; fi
  measure "$state, file on disk" "$disk"
  measure "$state, file on tmpfs" /dev/shm
done
