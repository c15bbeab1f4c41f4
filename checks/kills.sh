#!/usr/bin/env bash
# Is anything left behind after a signal, whichever process gets it, and whenever? Each run measures one cell. At a random moment a
# signal goes to some of its processes at once: launcher, fork, peer, or keeper, the shell that cleans up after a killed launcher.
# Prints how each run ended and what it left. If launcher and keeper were both killed, `clean` must find and remove what is left.
# Continues until the given number of signals has hit a process; late ones are counted separately. Exit code 1 if anything leaks,
# or if an end does not say which process died. With SIGQUIT or SIGSTOP, one process gets it at a time. A launcher that was stopped
# is continued after ten seconds.
#
# Usage: kills.sh [signals (200)] [seed (a random one)] [KILL | QUIT | STOP]
set -u
home=$(cd "$(dirname "$0")/.." && pwd)
kills=${1:-200} seed=${2:-$RANDOM} signal=${3:-KILL}
RANDOM=$seed
benchmarks=(RoundTrip RoundTrip RoundTrip OneWay Throughput Paired)
transports=(memfd/spin sysv/condvar mmap/futex posix/futex memfd/sysv-sem sysv-mq posix-mq fifo pipe uds-stream tcp chronicle-queue
  aeron-ipc chronicle-queue-tmpfs agrona-ring mapped-bytes signal)
# As many rounds of the first transport as every benchmark accepts.
for_all=12
victims=(launcher fork peer keeper "launcher fork" "fork peer" "launcher peer" "launcher keeper" "keeper fork" "keeper peer"
  "launcher fork peer" "launcher fork peer keeper")
[ "$signal" = KILL ] || victims=(launcher fork peer keeper)

work=$(mktemp -d)
export TMPDIR=$work/tmp
mkdir "$TMPDIR" "$work/mapped"
finish() { processes | xargs -r kill -KILL 2>/dev/null; rm -rf "$work"; }
trap finish EXIT
trap 'exit 130' INT TERM HUP

now() { date +%s%3N; }

# Finds the processes of this script only, by its directory.
processes() {
  local entry
  for entry in /proc/[0-9]*; do
    if tr '\0' '\n' <"$entry/cmdline" | grep -qF -e "=$TMPDIR/ipc-roundtrip-" -e "$work/run-"; then basename "$entry"; fi
  done 2>/dev/null
}
# This user's System V objects of mode 0600, one per line. Other runs of this user create and remove such objects too.
systemv() {
  local list
  for list in shm msg sem; do
    awk -v list=$list -v user="$EUID" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
      $at["cuid"] == user && $at["perms"] == 600 { print list, $2 }' "/proc/sysvipc/$list"
  done | sort
}
posix_queues() {
  if [ "$(stat -f -c %T /dev/mqueue 2>/dev/null)" = mqueue ]; then ls -A /dev/mqueue
  else unshare -m sh -c 'mount -t mqueue none /tmp && ls -A /tmp' 2>/dev/null
  fi
}
names() {
  { posix_queues; ls -A /dev/shm 2>/dev/null; } | grep ipc-roundtrip | sort
  systemv
}
files() { find "$TMPDIR" "$work/mapped" -mindepth 1 -maxdepth 1; find "$work" -maxdepth 1 -name '*ipc-roundtrip-*'; }
left() { processes | sed 's/^/process /'; files; names | comm -13 "$work/before" -; }
# The shell that cleans up waits up to six seconds for a process that is in its way.
left_at_last() {
  local found= try
  for try in $(seq 40); do
    found=$(left)
    [ -n "$found" ] || return
    sleep 0.2
  done
  echo "$found" | tr '\n' ' '
}

# start BENCHMARK TRANSPORT: in the background, as process $run
start() {
  local parameters=(-p transport="$2")
  case $1 in
    RoundTrip) [ "$2" = signal ] && parameters+=(-p size=8) ;;
    OneWay) parameters+=(-p rateHz=500) ;;
    Paired) parameters=(-p pair="memfd/spin:$2") ;;
  esac
  "$home/run.sh" quick "$1" "${parameters[@]}" -wi 1 -w 100ms -i 2 -r 400ms --mmap-dir "$work/mapped" --out "$out" \
    >"$work/out" 2>"$work/err" &
  run=$!
}

lives() { local stat; { read -r stat <"/proc/$1/stat"; } 2>/dev/null && [[ ${stat##*) } != Z* ]]; }

# pid_of VICTIM: the process id in this run; run.sh becomes the launcher
pid_of() {
  case $1 in
    launcher) echo "$run" ;;
    keeper) pgrep -P "$run" -f ipc-roundtrip-keeper ;;
    fork) pgrep -P "$run" -f -- "-Dipc.private=$TMPDIR/.*ForkedMain" ;;
    peer) pgrep -f -- "-Dipc.private=$TMPDIR/.*ipc.peer.PeerMain" ;;
  esac | head -n 1
}

# kill_at_once VICTIM...: waits for a fork or peer that has not started yet, while the run lasts. Sets $hit.
kill_at_once() {
  local whom pid pids=()
  hit=
  for whom in "$@"; do
    until pid=$(pid_of "$whom"); [ -n "$pid" ] || ! lives "$run"; do sleep 0.02; done
    [ -n "$pid" ] && pids+=("$whom=$pid")
  done
  for whom in "${pids[@]}"; do if lives "${whom#*=}"; then hit="$hit ${whom%=*}"; fi; done
  [ -z "$hit" ] || kill "-$signal" "${pids[@]#*=}" 2>/dev/null
}

ends_with() { [[ $(tail -c 50 "$file" | tr -d '[:space:]') == *"$1" ]]; }

# Prints incomplete result files. Only a killed launcher can leave one, and only under a temporary name.
not_whole() {
  local file
  find "$out" -type f | while read -r file; do
    case ${file#"$out/"} in
      run.json) ends_with '}' || echo "$file" ;;
      jmh.json) ends_with ']' || echo "$file" ;;
      report.html) ends_with '</html>' || echo "$file" ;;
      .* | */.*) echo "$file" ;;
      *.part) case $hit in *launcher*) ;; *) echo "$file" ;; esac ;;
      table.md | histograms/*.hlog | pairs/* | crashes/*) ;;
      *) echo "$file" ;;
    esac
  done
}

# how_it_ended CODE: a description; it begins with UNCLEAR if nothing says which process died
how_it_ended() {
  local table reason died='the fork died: exit code 137, signal 9|the peer \(process [0-9]+\) died: exit code 137, signal 9'
  table=$("$home/run.sh" table "$out" 2>&1)
  reason=$(sed -n 's/.* failed in round 1: //p' "$work/err" | head -n 1)
  case $1:$hit in
    137:*launcher*)
      if [ ! -e "$out" ]; then echo "killed before there was a result directory"
      elif grep -q "^- Incomplete: " <<<"$table"; then echo "killed, the table says incomplete"
      elif grep -q "cut off before it had begun" <<<"$table"; then echo "killed, the result directory is still empty"
      elif is_complete; then echo "killed, all was written"
      else echo "UNCLEAR: killed, the table says: $table"
      fi ;;
    0:*)
      if is_complete && grep -q "^Details: " "$work/out"; then echo "exit 0, the table is complete"
      else echo "UNCLEAR: exit 0, the table says: $table"
      fi ;;
    1:*fork* | 1:*peer* | 1:*launcher*)
      if grep -qE "$died|stopped by a signal" <<<"$reason"; then echo "exit 1, $reason" | sed -E 's/process [0-9]+/process N/g'
      else echo "UNCLEAR: exit 1: $(cat "$work/err")"
      fi ;;
    *) echo "UNCLEAR: exit $1: $(tail -n 3 "$work/err")" ;;
  esac
}

# Whether the result has one cell with all of its figures.
is_complete() {
  grep -q '"complete" *: *true' "$out/run.json" && [ "$(find "$out/histograms" -name '*.hlog' | wc -l)" -ge 1 ] &&
    ! grep -qE 'incomplete|failed' <<<"$table"
}

is_refused() { grep -q "another measurement is running" "$work/err"; }

echo "seed $seed"
# Builds the program if necessary.
"$home/run.sh" list >/dev/null || exit 1
names >"$work/before"
began=$(now)
until out=$work/run-whole; start RoundTrip memfd/spin; wait $run; do
  is_refused || { cat "$work/err"; exit 1; }
  sleep 5
  began=$(now)
done
whole=$(($(now) - began))
rm -rf "$out"

hits=0 late=0 leaks=0 unclear=0
declare -A ends
while [ $hits -lt "$kills" ]; do
  benchmark=${benchmarks[RANDOM % ${#benchmarks[@]}]}
  known=${#transports[@]}
  [ "$benchmark" = RoundTrip ] || known=$for_all
  transport=${transports[RANDOM % known]}
  chosen=${victims[RANDOM % ${#victims[@]}]}
  after=$((RANDOM * whole / 32768))
  out=$work/run-$((hits + late))
  # Other runs may have begun or ended meanwhile.
  names >"$work/before"
  start "$benchmark" "$transport"
  sleep "$((after / 1000)).$(printf %03d $((after % 1000)))"
  kill_at_once $chosen
  if [ "$signal$hit" = "STOP launcher" ]; then (sleep 10; kill -CONT "$run" 2>/dev/null) & fi
  { wait $run; code=$?; } 2>/dev/null
  found=
  case $hit in *keeper*launcher* | *launcher*keeper*) ;; *) found=$(left_at_last) ;; esac
  if is_refused; then
    sleep 5
    continue
  fi
  cleaned=
  case $hit in *keeper*launcher* | *launcher*keeper*)
    cleaned=$("$home/run.sh" clean --yes 2>&1) || found="what clean could not remove: $cleaned"
    found="$found$(left_at_last)" ;;
  esac
  if [ -n "$hit" ]; then hits=$((hits + 1)); else late=$((late + 1)); fi
  end=$(how_it_ended $code)
  [ -e "$out" ] && broken=$(not_whole) && [ -n "$broken" ] && end="UNCLEAR: not whole: $broken; $end"
  case $end in UNCLEAR*) unclear=$((unclear + 1)) ;; esac
  ends[${hit:- nobody}: $end]=$((${ends[${hit:- nobody}: $end]:-0} + 1))
  printf '%4d %-10s %-22s %-27s %5d ms  %s\n' $hits "$benchmark" "$transport" "${hit:- nobody}" "$after" "$end"
  if [ -n "$found" ]; then
    leaks=$((leaks + 1))
    echo "     LEAK: $found"
  fi
  rm -rf "$out"
done
for end in "${!ends[@]}"; do printf '%5d x%s\n' "${ends[$end]}" "$end"; done | sort -rn
echo "$hits kills, $late more came too late: $leaks leaks, $unclear unclear ends"
[ "$leaks" = 0 ] && [ "$unclear" = 0 ]
