#!/usr/bin/env bash
# What do the alternative Java libraries cost? Measures spin round trips of 64 bytes in one run of interleaved rounds. The
# transports are shared memory, Aeron IPC, Chronicle Queue on tmpfs and on disk, Agrona's ring buffers and Chronicle's mapped
# bytes. Prints the table, then p50 and p99 of each, divided by those of memfd/spin: the median of the rounds' ratios, and the
# smallest and largest one.
#
# Usage: libraries.sh [rounds (6)] [options of `run.sh quick` (-r 1s)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-6}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- -r 1s
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/run.sh" quick RoundTrip --rounds "$rounds" \
  -p transport=memfd/spin,aeron-ipc,chronicle-queue-tmpfs,chronicle-queue,agrona-ring,mapped-bytes "$@" --out "$work/out" \
  >/dev/null 2>"$work/err" || { cat "$work/err"; exit 1; }
"$home/run.sh" table --by transport "$work/out"
# Prints for every cell its transport and the p50 and p99 of its rounds, which follow "rounds" in run.json.
awk '$1 == "\"transport\"" { gsub(/[",]/, "", $3); transport = $3 }
     $1 == "\"rounds\"" && $3 == "[" { inside = 1; round = 0 }
     inside && $1 == "\"p50\"" { p50 = $3 + 0 }
     inside && $1 == "\"p99\"" { print transport, ++round, p50, $3 + 0 }
     $1 == "\"intervals\"" { inside = 0 }' "$work/out/run.json" >"$work/rounds"
ratios() {
  awk -v column="$1" '$1 == "memfd/spin" { base[$2] = $column; next } { value[$1 " " $2] = $column }
    END { for (key in value) { split(key, part, " ")
      if (base[part[2]]) print part[1], value[key] / base[part[2]] } }' "$work/rounds" | sort -k1,1 -k2,2g |
    awk -v figure="$2" 'function flush() {
        if (n) printf "%s: %s %.2f times that of memfd/spin, by round %.2f to %.2f\n",
          name, figure, (v[int((n + 1) / 2)] + v[int(n / 2) + 1]) / 2, v[1], v[n] }
      $1 != name { flush(); n = 0; name = $1 } { v[++n] = $2 } END { flush() }'
}
ratios 3 p50
ratios 4 p99
