#!/usr/bin/env bash
# Does a disk that writes back reach into a round trip? Spin round trips through System V shared memory and through a mapped
# file in turn, in one fork and one peer (Paired), with the file on a disk and on tmpfs, each without and with a process that
# dirties the same disk and has it written back all the time. Prints the tail of both sides in microseconds, one line per
# measurement: what disturbs the machine disturbs both; what only the file meets is the file's.
#
# Usage: under-writeback.sh [repetitions (3)] [seconds each (5)] [directory on the disk (target)]
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
repetitions=${1:-3} seconds=${2:-5} disk=${3:-$home/target}
work=$(mktemp -d)
dirt=$(mktemp -d "$disk/dirt.XXXXXX")
writer=
trap '[ -z "$writer" ] || kill $writer 2>/dev/null; rm -rf "$work" "$dirt"' EXIT
dirty() { while :; do dd if=/dev/zero of="$dirt/file" bs=1M count=16 conv=notrunc status=none; sync -f "$dirt"; done; }
measure() {
  java -XX:-UsePerfData -Djmh.ignoreLock=true -cp "$home/target/ipc-roundtrip.jar" org.openjdk.jmh.Main 'ipc.bench.Paired[.]' \
    -p pair=sysv/spin:mmap/spin -p size=64 -f 1 -wi 2 -w 1s -i 1 -r "${seconds}s" -prof ipc.histogram.LatencyProfiler \
    -jvmArgsAppend "-Dipc.cpus=0,1 -Dipc.mmapDir=$1" -rf json -rff "$work/out.json" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  awk '/"(baseline|contender)"/ { inside = 1 }
       inside && /"(50.0|99.99|99.999|99.9999|100.0)" :/ { gsub(/["]/, "", $1); value[$1] = ($3 + 0) / 1000 }
       inside && /scoreUnit/ { printf "%.2f %.1f %.1f %.1f %.1f | ", value["50.0"], value["99.99"], value["99.999"], value["99.9999"], value["100.0"]; inside = 0 }
       END { print "" }' "$work/out.json"
}
echo "file on, disk: shmem p50 p99.99 p99.999 p99.9999 max | mmap p50 p99.99 p99.999 p99.9999 max | (us)"
for _ in $(seq 1 "$repetitions"); do
  for state in quiet writing; do
    if [ $state = writing ]; then dirty & writer=$!; fi
    echo "disk,  $state: $(measure "$disk")"
    echo "tmpfs, $state: $(measure /dev/shm)"
    if [ $state = writing ]; then kill $writer; wait $writer 2>/dev/null || true; writer=; fi
  done
done
