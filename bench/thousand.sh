#!/usr/bin/env bash
# How much time and memory do tables and the report of a thousand machines take? Copies the record of one result directory a
# thousand times, each with another machine name. Prints wall time and peak resident memory of every kind of table and
# of the report.
#
# Usage: thousand.sh RESULT [directories (1000)] [options of `run.sh table` in place of the usual ones]
. "$(dirname "$0")/lib.sh"
[ $# -ge 1 ] || { usage >&2; exit 2; }
result=$1
directories=${2:-1000}
shift $(($# > 2 ? 2 : $#))
make_work_directory
# A build would count as the first table's time.
quietly "$home/run.sh" list
for number in $(seq -w 1 "$directories"); do
  mkdir -p "$work/results/$number"
done
# One process for all, because a thousand starts of jq take long.
jq -c --argjson directories "$directories" 'range(1; $directories + 1) as $number | .machine.name = "board \($number)"' \
  "$result/run.json" | awk -v folder="$work/results" -v width=${#directories} '{
    file = sprintf("%s/%0" width "d/run.json", folder, NR); print >file; close(file) }'
echo "$directories directories, run.json of $(wc -c <"$result/run.json") bytes each"

# measure COMMAND...: wall time and peak memory, which is read from the kernel until the command ends.
measure() {
  local begin end pid peak=0 now status=0
  begin=$(date +%s%N)
  "$home/run.sh" "$@" >"$work/table" 2>"$work/err" &
  pid=$!
  while now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status" 2>/dev/null) && kill -0 $pid 2>/dev/null; do
    [ "${now:-0}" -gt "$peak" ] && peak=$now
    sleep 0.02
  done
  wait $pid || status=$?
  end=$(date +%s%N)
  [ $status = 0 ] || { cat "$work/err" >&2; exit 1; }
  printf '%5d.%02d s %5d MB %8d lines  %s\n' $(((end - begin) / 1000000000)) $(((end - begin) / 10000000 % 100)) \
    $((peak / 1024)) "$(wc -l <"$work/table")" "${*//$work\//}"
}

if [ $# -gt 0 ]; then
  measure table "$@" "$work/results/*"
else
  measure table "$work/results/*"
  measure table --wide "$work/results/*"
  measure table --by transport "$work/results/*"
  measure report --out "$work/report.html" "$work/results/*"
  echo "the report has $(wc -c <"$work/report.html") bytes"
fi
