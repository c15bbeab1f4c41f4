#!/usr/bin/env bash
# How does a round trip grow with the size of its message? Sends 8 bytes to 1 MiB through shared memory, a pipe and a Unix
# stream, in one run of interleaved rounds. Two spinning threads of one JVM that copy and verify the same bytes take part, too.
# Prints the tables by size. For 64 KiB and more it prints the threads' p50 and mean divided by the transport's, round by round.
# At 1 they are equal. At 0.9 the threads take a tenth less time. For 64 KiB and more it prints the threads' p50 and mean
# divided by the transport's, round by round. At 1 they are equal. At 0.9 the threads take a tenth less time.
#
# Usage: sizes.sh [rounds (6)] [options of `run.sh quick` (-r 700ms)]
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-6}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- -r 700ms
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/run.sh" quick RoundTrip ThreadHandOff --rounds "$rounds" -p transport=memfd/spin,pipe,uds-stream -p wait=spin \
  -p size=8,64,512,4096,16384,65536,262144,1048576 "$@" --out "$work/out" >/dev/null 2>"$work/err" || { cat "$work/err"; exit 1; }
"$home/run.sh" table --by size "$work/out"
# Prints for every cell its transport (none for the threads), its size, and p50 and mean of its rounds.
awk '$1 == "\"benchmark\"" { transport = "threads" }
     $1 == "\"transport\"" { gsub(/[",]/, "", $3); transport = $3 }
     $1 == "\"size\"" { gsub(/[",]/, "", $3); size = $3 }
     $1 == "\"rounds\"" && $3 == "[" { inside = 1; round = 0 }
     inside && $1 == "\"mean\"" { mean = $3 + 0 }
     inside && $1 == "\"p50\"" { print transport, size, ++round, $3 + 0, mean }
     $1 == "\"intervals\"" { inside = 0 }' "$work/out/run.json" >"$work/rounds"
ratios() {
  awk -v column="$1" '$2 >= 65536 { if ($1 == "threads") threads[$2 " " $3] = $column; else transport[$1 " " $2 " " $3] = $column }
    END { for (key in transport) { split(key, part, " ")
      base = threads[part[2] " " part[3]]
      if (base) print part[1], part[2], base / transport[key] } }' "$work/rounds" | sort -k1,1 -k2,2n -k3,3g |
    awk -v figure="$2" 'function flush() {
        if (n) printf "%s, %d bytes: %s of the threads / of the transport %.2f, by round %.2f to %.2f\n", name, size, figure,
          (v[int((n + 1) / 2)] + v[int(n / 2) + 1]) / 2, v[1], v[n] }
      $1 != name || $2 != size { flush(); n = 0; name = $1; size = $2 } { v[++n] = $3 } END { flush() }'
}
ratios 4 p50
ratios 5 mean
