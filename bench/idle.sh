#!/usr/bin/env bash
# How do idle states affect a wake-up? Sends messages at 10 Hz to 10 kHz to a sleeping receiver, in up to three runs. The first
# uses the machine as it is. The second has a busy loop of idle priority (SCHED_IDLE) on both CPUs, which yields to everything
# but keeps the CPUs awake. In the third, a CPU polls for 200 µs before it halts, if the guest's haltpoll governor is active and
# may be set. Prints the tables by rate. Restores every setting that it changes.
#
# Usage: idle.sh [options of `run.sh rates` (none), such as --rounds 6]
. "$(dirname "$0")/lib.sh"
poll=/sys/module/haltpoll/parameters/guest_halt_poll_ns
work=$(mktemp -d)
loops=() was= runs=0
restore() {
  [ ${#loops[@]} = 0 ] || kill "${loops[@]}" 2>/dev/null || true
  [ -z "$was" ] || echo "$was" >"$poll"
  rm -rf "$work"
}
trap restore EXIT
measure() {
  runs=$((runs + 1))
  run "$work/$runs" rates --cpus 0,1 --machine "$1" "${@:2}"
}
measure "as it is" "$@"
for cpu in 0 1; do
  taskset -c "$cpu" chrt --idle 0 sh -c 'while :; do :; done' &
  loops+=($!)
done
measure "CPUs kept awake" "$@"
kill "${loops[@]}"
loops=()
if [ "$(cat /sys/devices/system/cpu/cpuidle/current_driver 2>/dev/null)" = haltpoll ] && [ -w "$poll" ]; then
  was=$(cat "$poll")
  echo 200000 >"$poll"
  measure "halting after 200 µs of polling" "$@"
fi
"$home/run.sh" table --by rate "$work"/[0-9]*
