#!/usr/bin/env bash
# What does it cost if a payload straddles two cache lines (src/test/c/layout.c)? Such a layout can make two benchmarks of "memory"
# differ although the memory is the same.
#
# Usage: straddled.sh [repetitions (5)] [seconds each (3)]
. "$(dirname "$0")/lib.sh"
make_work_directory
compile layout
for _ in $(seq 1 "${1:-5}"); do "$work/layout" "${2:-3}"; done
