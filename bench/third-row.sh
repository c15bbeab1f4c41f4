#!/usr/bin/env bash
# The published table's third row is a system without shared memory, on which a mapped file is the alternative. This script measures
# on such a system: in separate namespaces, without System V shared memory (kernel.shmmni = 0) and without /dev/shm. Prints its
# table with the published rows below it.
#
# Usage: third-row.sh DIRECTORY PROFILE [options of the run]     # an empty or new directory for the results
#
# Needs root for the namespaces.
. "$(dirname "$0")/lib.sh"

if [ "${1:-}" != inside ]; then
  [ $# -ge 2 ] || { usage >&2; exit 2; }
  exec unshare --mount --ipc "$0" inside "$@"
fi
directory=$2
shift 2
echo 0 >/proc/sys/kernel/shmmni
# The devices that every /dev has, and no others.
dev=$(mktemp -d)
mount -t tmpfs none "$dev"
for name in null zero full random urandom tty; do
  : >"$dev/$name"
  mount --bind "/dev/$name" "$dev/$name"
done
ln -s /proc/self/fd "$dev/fd"
mount -o remount,ro "$dev"
mount --move "$dev" /dev
rmdir "$dev"

status=0
"$home/run.sh" "$@" --out "$directory" >/dev/null || status=$?
[ $status = 2 ] || "$home/run.sh" table --published "$directory"
exit $status
