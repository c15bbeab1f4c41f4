#!/usr/bin/env bash
# Does anything stay behind, whoever is killed, and whenever? Each run measures one transport; at a random moment of it, from the
# first to the last, launcher, fork, peer, or two or all of them, are killed by SIGKILL. Prints how each run ended, and what it left.
# Exit code 1 if there is a leak, or an end without a clear word.
#
# Usage: kills.sh [kills (200)] [seed (a random one)]
set -u
home=$(cd "$(dirname "$0")/../../.." && pwd)
kills=${1:-200} RANDOM=${2:-$RANDOM$RANDOM}
transports=(memfd/spin sysv/condvar mmap/futex posix/futex memfd/sysv-sem sysv-mq posix-mq fifo pipe uds-stream tcp signal aeron-ipc
  chronicle-queue chronicle-queue-tmpfs agrona-ring mapped-bytes)
victims=(launcher fork peer "launcher fork" "fork peer" "launcher fork peer")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work/tmp
mkdir "$TMPDIR" "$work/mapped"

# What a run of ours can leave, in words. Others' System V objects come and go: those without a process of ours count only if
# they stay, and are none that were there before.
systemv() { for list in shm msg sem; do awk -v list=$list 'NR > 1 { print list, $2 }' "/proc/sysvipc/$list"; done | sort; }
files() { { ls -A "$TMPDIR" "$work/mapped"; ls -A /dev/shm /dev/mqueue 2>/dev/null | grep ipc-roundtrip; } | grep -v ':$' | grep . | sort; }
processes() {
  local entry
  exec 2>/dev/null
  for entry in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$entry/cmdline" | grep -qF -e "$TMPDIR" -e "--out $work"; then basename "$entry"; fi
  done
}

# pid_of WHOM
pid_of() {
  local pattern
  case $1 in launcher) pattern="-jar .*--out $work" ;; fork) pattern="ipc.private=$TMPDIR.*ForkedMain" ;; peer) pattern="ipc.private=$TMPDIR.*PeerMain" ;; esac
  pgrep -f -- "$pattern" | head -n 1
}

now() { date +%s%3N; }

start=$(now)
"$home/run.sh" quick RoundTrip -p transport=memfd/spin -wi 1 -w 100ms -i 2 -r 300ms --mmap-dir "$work/mapped" --out "$work/whole" \
  >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
whole=$(($(now) - start))
systemv >"$work/before"
leaks=0 unclear=0
declare -A ends
for number in $(seq 1 "$kills"); do
  transport=${transports[RANDOM % ${#transports[@]}]}
  chosen=${victims[RANDOM % ${#victims[@]}]}
  after=$((RANDOM * whole / 32768)) size=64
  [ "$transport" = signal ] && size=8
  out=$work/run-$number
  "$home/run.sh" quick RoundTrip -p transport="$transport" -p size=$size -wi 1 -w 100ms -i 2 -r 300ms --mmap-dir "$work/mapped" --out "$out" \
    >"$work/out" 2>"$work/err" &
  run=$!
  sleep "$((after / 1000)).$(printf %03d $((after % 1000)))"
  killed=
  for whom in $chosen; do
    # A fork or a peer that is not there yet is waited for, as long as the run goes on.
    pid=$(pid_of "$whom")
    while [ -z "$pid" ] && [ -z "$killed" ] && kill -0 $run 2>/dev/null; do sleep 0.05; pid=$(pid_of "$whom"); done
    if [ -n "$pid" ] && kill -KILL "$pid" 2>/dev/null; then killed="$killed $whom"; fi
  done
  { wait $run; code=$?; } 2>/dev/null
  # run.sh's shell and the peer outlive the launcher by a moment.
  for _ in $(seq 30); do
    left="$(processes)$(files)$(systemv | comm -13 "$work/before" - | awk '{ print $1 $2 }')"
    [ -z "$left" ] && break
    sleep 0.1
  done
  reason=$(grep -o 'failed in round 1: .*' "$work/err" | head -n 1)
  table=$("$home/run.sh" table "$out" 2>&1)
  case "$code$killed" in
    0*) end="exit 0: it was over, or nobody was hit" ;;
    137*launcher*) if [ ! -e "$out" ]; then end="launcher killed before there was a result directory"
      elif grep -q "incomplete: this run was cut off" <<<"$table"; then end="launcher killed, table says incomplete"
      elif grep -q "cut off before it had begun" <<<"$table"; then end="launcher killed, result directory still empty"
      elif grep -q "^- profile quick" <<<"$table"; then end="launcher killed, all was written"
      else end="UNCLEAR: launcher killed, table says: $table"; fi ;;
    1*) case $reason in
        *"exit code 137"*|*"the fork"*|*"the peer"*) end="exit 1, ${reason#failed in round 1: }" ;;
        *) end="UNCLEAR: exit 1: $(cat "$work/err")" ;;
      esac ;;
    *) end="UNCLEAR: exit $code after a kill of${killed:- nobody}: $(tail -n 3 "$work/err")" ;;
  esac
  end=$(sed "s/process [0-9]*/process N/g" <<<"$end")
  case $end in UNCLEAR*) unclear=$((unclear + 1)) ;; esac
  ends[$end]=$((${ends[$end]:-0} + 1))
  if [ -n "$left" ]; then
    leaks=$((leaks + 1))
    echo "LEAK after a kill of$killed at $after ms of $transport: $left"
    systemv >"$work/before"
  fi
  printf '%4d %-22s %-22s %5d ms  %s\n' "$number" "$transport" "${killed:- nobody}" "$after" "$end"
  rm -rf "$out"
done
for end in "${!ends[@]}"; do printf '%5d x %s\n' "${ends[$end]}" "$end"; done | sort -rn
echo "$kills kills: $leaks leaks, $unclear ends without a clear word"
[ "$leaks" = 0 ] && [ "$unclear" = 0 ]
