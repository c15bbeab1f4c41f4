#!/usr/bin/env bash
# What a layout does that lets a payload straddle two cache lines (src/test/c/layout.c), which is how two benchmarks of "memory"
# can differ though the memory does not.
#
# Usage: straddled.sh [repetitions (5)] [seconds each (3)]
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -Wall -Wextra -o "$work/layout" "$home/src/test/c/layout.c"
for _ in $(seq 1 "${1:-5}"); do "$work/layout" "${2:-3}"; done
