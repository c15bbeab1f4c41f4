#!/usr/bin/env bash
# Do three builds give the same jar, byte for byte? Builds in folders with different names, times, time zones, locales and umasks,
# the third time with all code checks. Takes minutes, and needs what a build needs.
. "$(dirname "$0")/../bench/lib.sh"
make_work_directory

# build FOLDER TIME_ZONE LOCALE UMASK [MAVEN OPTION...]
build() {
  local folder=$work/$1 zone=$2 locale=$3 mask=$4
  shift 4
  (
    set -e
    umask "$mask"
    mkdir -p "$folder"
    git -C "$home" ls-files -z | (cd "$home" && xargs -0 cp --parents -t "$folder")
    cd "$folder"
    TZ=$zone LC_ALL=$locale mvn -q -B package -DskipTests "$@" >&2
    sha256sum <target/ipc-roundtrip.jar
  )
}

first=$(build one UTC C 022)
second=$(build 'another folder' Asia/Kathmandu C.UTF-8 077)
third=$(build checked America/New_York C 022 -Donce)
printf '%s\n' "$first" "$second" "$third"
[ "$first" = "$second" ] && [ "$first" = "$third" ] || { echo "the jars differ"; exit 1; }
