#!/usr/bin/env bash
# How much does `quick` use on small machines? Limits this one: as it is, one CPU, half a CPU, and 256 MB of memory without
# swap. Prints time, CPU time and peak memory. The peak of all processes together is that of their control group, which includes
# files in memory. The peaks of launcher, fork and peer are resident sets, each with the shared parts.
#
# Usage: small.sh [options of quick]
#
# Needs root, and control groups of version 1 or 2 in which new groups can be created.
. "$(dirname "$0")/lib.sh"
[ "$(id -u)" = 0 ] || refuse "it takes root: control groups are made"

if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  version=2 memory=/sys/fs/cgroup/ipc-roundtrip-$$ cpu=/sys/fs/cgroup/ipc-roundtrip-$$
  echo "+memory +cpu" >/sys/fs/cgroup/cgroup.subtree_control
else
  version=1
  memory=/sys/fs/cgroup/memory$(sed -n 's/.*:memory://p' /proc/self/cgroup)/ipc-roundtrip-$$
  cpu=/sys/fs/cgroup/cpu$(sed -n 's/^[0-9]*:\(.*,\|\)cpu\(,.*\|\)://p' /proc/self/cgroup)/ipc-roundtrip-$$
fi
work=$(mktemp -d)
trap 'rm -rf "$work"; rmdir "$memory" "$cpu" 2>/dev/null || true' EXIT

# limit HALF_A_CPU MEGABYTES: sets the limits whose argument is not empty
limit() {
  case $version$1 in 1?*) echo 50000 >"$cpu/cpu.cfs_quota_us" ;; 2?*) echo "50000 100000" >"$cpu/cpu.max" ;; esac
  case $version$2 in
    1?*) echo "$2M" >"$memory/memory.limit_in_bytes"; echo "$2M" >"$memory/memory.memsw.limit_in_bytes" 2>/dev/null || true ;;
    2?*) echo "$2M" >"$memory/memory.max"; echo 0 >"$memory/memory.swap.max" 2>/dev/null || true ;;
  esac
}

# The largest VmHWM of each kind of process, in MB.
watch_peaks() {
  local kind pid peak
  declare -A peaks=([launcher]=0 [fork]=0 [peer]=0)
  while kill -0 "$1" 2>/dev/null; do
    for pid in $(cat "$memory/cgroup.procs"); do
      case $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") in
        *ForkedMain*) kind=fork ;; *PeerMain*) kind=peer ;; *java*" -jar "*) kind=launcher ;; *) continue ;;
      esac
      peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) || continue
      [ "${peak:-0}" -le "${peaks[$kind]}" ] || peaks[$kind]=$peak
    done
    sleep 0.5
  done
  for kind in launcher fork peer; do printf ' %8d' $((peaks[$kind] / 1024)); done
}

# measure NAME HALF_A_CPU MEGABYTES COMMAND...
measure() {
  local name=$1 half=$2 megabytes=$3 status=0 run start peaks all
  shift 3
  mkdir -p "$memory" "$cpu"
  limit "$half" "$megabytes"
  start=$(date +%s%N)
  (
    self=$BASHPID
    echo "$self" >"$cpu/cgroup.procs"
    echo "$self" >"$memory/cgroup.procs"
    TIMEFORMAT='%U %S'
    time "$@" >"$work/out" 2>"$work/err"
  ) 2>"$work/time" &
  run=$!
  peaks=$(watch_peaks $run)
  wait $run || status=$?
  all=$(cat "$memory/memory.max_usage_in_bytes" 2>/dev/null || cat "$memory/memory.peak")
  printf '%-12s exit %d %7.1f s %7.1f s %8d MB %s\n' "$name" $status "$(((10#$(date +%s%N) - start) / 10000000))e-2" \
    "$(awk 'END { print $1 + $2 }' "$work/time")" $((all / 1000000)) "$peaks"
  [ $status = 0 ] || tail -n 5 "$work/err"
  # The shell of run.sh ends a moment after its JVM.
  for _ in $(seq 50); do rmdir "$memory" 2>/dev/null && break; sleep 0.1; done
  [ "$memory" = "$cpu" ] || rmdir "$cpu"
}

one=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\([0-9]*\).*/\1/p' /proc/self/status)
printf '%-12s %6s %9s %9s %11s  %8s %8s %8s\n' quick "" time CPU together launcher fork "peer MB"
measure "as it is" "" "" "$home/run.sh" quick --out "$work/1" "$@"
measure "one CPU" "" "" taskset -c "$one" "$home/run.sh" quick --out "$work/2" "$@"
measure "half a CPU" half "" "$home/run.sh" quick --out "$work/3" "$@"
measure "256 MB" "" 256 "$home/run.sh" quick --out "$work/4" "$@"
