#!/usr/bin/env bash
# Prints how the C library and the kernel are laid out on each supported architecture, according to its compiler
# (src/test/c/abi.c): values, sizes, offsets, and the widths of results and parameters. It runs no foreign program.
#
# Usage: abi.sh > src/test/resources/ipc/posix/abi.txt     the whole table, which AbiTest compares with the code
#        abi.sh x86-64|aarch64|arm                          one column of it
#
# Debian: apt-get install gcc-x86-64-linux-gnu gcc-aarch64-linux-gnu gcc-arm-linux-gnueabihf libc6-dev-{amd64,arm64,armhf}-cross;
# for the architecture of this machine gcc and libc6-dev are enough.
. "$(dirname "$0")/../bench/lib.sh"

compiler() {
  local triplet own
  case $1 in
    x86-64) triplet=x86_64-linux-gnu own='x86_64-*linux*' ;;
    aarch64) triplet=aarch64-linux-gnu own='aarch64-*linux*' ;;
    arm) triplet=arm-linux-gnueabihf own='arm*-linux-gnueabihf' ;;
    *) refuse "$1 is not one of x86-64, aarch64 and arm" ;;
  esac
  # shellcheck disable=SC2254
  if command -v "$triplet-gcc" >/dev/null; then echo "$triplet-gcc"
  else case $(gcc -dumpmachine 2>/dev/null) in $own) echo gcc ;; *) refuse "there is no compiler for $1; install $triplet-gcc" ;; esac
  fi
}

# Prints lines of a value and its name: a number and a C expression, or widths such as 8:4,8,8 and a prototype. The two macros
# that some distributions set are undefined: a function then uses 32 bits for time and file length, unless its name ends with 64.
column() {
  local gcc
  gcc=$(compiler "$1")
  "$gcc" -std=gnu2x -Wall -Wextra -Wno-array-parameter -Werror -U_TIME_BITS -U_FILE_OFFSET_BITS -S -o - \
    "$home/src/test/c/abi.c" | awk '
    function finish() { if (prototype != "") print widths (count == 1 ? ":" : "") "\t" prototype; prototype = "" }
    $1 != "->" { next }
    $2 == "width" { widths = widths (widths == "" ? "" : count == 1 ? ":" : ",") $3; count++; next }
    { finish() }
    $2 == "function" { prototype = substr($0, 13); widths = ""; count = 0; next }
    { value = $3; sub(/^-> constant [^ ]+ /, ""); print value "\t" $0 }
    END { finish() }'
}

if [ $# -gt 0 ]; then
  column "$1"
  exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for architecture in x86-64 aarch64 arm; do column "$architecture" >"$work/$architecture"; done
echo "# Made by checks/abi.sh: one value per architecture, then its name. The value of a function is the number of bytes"
echo "# of its result, then of each parameter."
paste "$work/x86-64" "$work/aarch64" "$work/arm" | awk -F '\t' '
  BEGIN { printf "%-18s %-18s %-18s %s\n", "x86-64", "aarch64", "arm", "of" }
  $2 != $4 || $2 != $6 { print "abi.sh: the columns do not match: " $0 >"/dev/stderr"; exit 1 }
  { printf "%-18s %-18s %-18s %s\n", $1, $3, $5, $2 }'
