#!/usr/bin/env bash
# Alternates the published method in C (src/test/c/oneway.c) with ours (OneWay), both unpinned. Each sends 2000 messages, one every
# 2 ms, through System V shared memory and through a mapped file. Prints min and mean in microseconds and, for each region, the
# ratio of the medians.
#
# Usage: against-published.sh [repetitions (5)]
. "$(dirname "$0")/lib.sh"
repetitions=${1:-5}
make_work_directory
compile oneway
published() { "$work/oneway" "$1" 2000 2000 | sed 's/.* min=\([0-9.]*\) .* mean=\([0-9.]*\) .* max=\([0-9.]*\) us/\1 \2 \3/'; }
ours() {
  benchmark oneWay OneWay -p transport="$1"/condvar -wi 1 -w 1s -i 4 -r 1s -jvmArgsAppend -Dipc.mmapDir="$home/target" |
    awk '{ print $1 / 1000, $5 / 1000, $4 / 1000 }'
}
echo "region: C min mean max | ours min mean max"
for _ in $(seq 1 "$repetitions"); do
  for region in sysv mmap; do
    c=$(published "$([ $region = sysv ] && echo sysv || echo "$home/target/oneway.$$")")
    mine=$(ours $region)
    echo "$c $mine" | tee -a "$work/$region" | sed "s/^/$region: /"
  done
done
for region in sysv mmap; do
  for column in 1 2; do
    c=$(cut -d' ' -f$column "$work/$region" | median) mine=$(cut -d' ' -f$((column + 3)) "$work/$region" | median)
    echo "$region $([ $column = 1 ] && echo min || echo mean): C $c, ours $mine, ratio $(echo "$mine $c" | awk '{ printf "%.2f", $1 / $2 }')"
  done
done
