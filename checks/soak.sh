#!/usr/bin/env bash
# Does anything grow or stay behind? Runs `desktop` repeatedly, and looks at launcher, forks and peers twice a second: resident
# memory and open file descriptors. Prints the medians of both for each run and role, in the second and in the last quarter of a
# process's life. It takes the largest process, and also prints what is left at the end. The exit code is 1 if a run fails or
# something is left. It is also 1 if descriptors of a role increase from run to run, or if its memory grows by more than a
# tenth. Fewer than two runs with all roles give 1, too.
#
# Usage: soak.sh [minutes (30)] [options of desktop]
set -u
home=$(cd "$(dirname "$0")/.." && pwd)
minutes=${1:-30}
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
left() { { ls -A "$TMPDIR"; ls -A /dev/shm /dev/mqueue 2>/dev/null; awk 'FNR > 1 { print FILENAME, $1, $2 }' /proc/sysvipc/*; } | sort; }
left >"$work/before"

# look RUN: prints a line per process: run, role, process, kB resident, file descriptors
look() {
  local entry role words rss
  for entry in /proc/[0-9]*; do
    words=$(tr '\0' ' ' <"$entry/cmdline") 2>/dev/null || continue
    case $words in
      *java*"-Dipc.private=$TMPDIR"*ForkedMain*) role=fork ;;
      *java*"-Dipc.private=$TMPDIR"*PeerMain*) role=peer ;;
      *java*"-Dipc.private=$TMPDIR"*-jar*) role=launcher ;;
      *) continue ;;
    esac
    rss=$(awk '/^VmRSS/ { print $2 }' "$entry/status" 2>/dev/null)
    [ -n "$rss" ] && echo "$1 $role ${entry#/proc/} $rss $(ls "$entry/fd" 2>/dev/null | wc -l)"
  done
}

status=0 run=0
: >"$work/looks"
end=$(($(date +%s) + minutes * 60))
while [ "$(date +%s)" -lt $end ]; do
  run=$((run + 1))
  "$home/run.sh" desktop "$@" --out "$work/run-$run" >"$work/out" 2>"$work/err" &
  launcher=$!
  while kill -0 $launcher 2>/dev/null; do look $run >>"$work/looks" 2>/dev/null; sleep 0.5; done
  wait $launcher || { echo "run $run failed:"; cat "$work/err"; status=1; }
  rm -rf "$work/run-$run"
done

# A process with fewer looks was seen only while it started or ended. A fork lives for seconds.
awk -v least=5 '
  { key = $1 " " $2 " " $3; n = ++looks[key]; rss[key, n] = $4; descriptors[key, n] = $5 }
  function median(of, key, from, to,   i, j, n, sorted, value) {
    for (i = from; i <= to; i++) {
      value = of[key, i]
      for (j = n++; j > 0 && sorted[j - 1] > value; j--) sorted[j] = sorted[j - 1]
      sorted[j] = value
    }
    return sorted[int(n / 2)]
  }
  function keep(store, group, value) { if (value > store[group]) store[group] = value }
  END {
    for (key in looks) {
      if (looks[key] < least) continue
      split(key, part, " "); group = part[1] " " part[2]; quarter = int(looks[key] / 4)
      processes[group]++
      keep(youngRss, group, median(rss, key, quarter + 1, 2 * quarter))
      keep(oldRss, group, median(rss, key, looks[key] - quarter + 1, looks[key]))
      keep(youngFds, group, median(descriptors, key, quarter + 1, 2 * quarter))
      keep(oldFds, group, median(descriptors, key, looks[key] - quarter + 1, looks[key]))
    }
    for (group in processes)
      printf "%s %d %.1f %.1f %d %d\n", group, processes[group], youngRss[group] / 1e3, oldRss[group] / 1e3, youngFds[group], oldFds[group]
  }' "$work/looks" | sort -k2,2 -k1,1n >"$work/summary"
echo "run role processes | MB young old | descriptors young old"
awk '{ print $1, $2, $3, "|", $4, $5, "|", $6, $7 }' "$work/summary"
awk '
  !($2 in firstRss) { firstRss[$2] = $5; firstFds[$2] = $7 }
  { lastRss[$2] = $5; lastFds[$2] = $7; runs[$2]++ }
  END {
    for (i = split("launcher fork peer", roles, " "); i > 0; i--)
      if (runs[roles[i]] < 2) { print roles[i] " was seen in " runs[roles[i]] + 0 " runs, and two are needed"; grown = 1 }
    for (role in firstRss) {
      printf "%s, first run to last: %.1f to %.1f MB, %d to %d descriptors\n", role, firstRss[role], lastRss[role], firstFds[role], lastFds[role]
      if (lastRss[role] > 1.1 * firstRss[role] || lastFds[role] > firstFds[role]) grown = 1
    }
    exit grown
  }' "$work/summary" || { echo "that is growth, or nothing to go by"; status=1; }
sleep 3
if left | diff "$work/before" - >"$work/diff"; then echo "$run runs, and nothing is left"; else echo "left:"; cat "$work/diff"; status=1; fi
exit $status
