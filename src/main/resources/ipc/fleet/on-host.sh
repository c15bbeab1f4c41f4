#!/bin/sh
# Measures on one host of a fleet. Ansible's script module copies this file there and starts it with the host's name in the
# inventory. The packed program follows the last line. The answer is an archive with exit-code, log, and result or the reason for
# having none. It is printed in base64 between two marked lines, because a terminal may be in between. So the script needs only
# this connection and the usual tools, but no Python. All its files are in the directory that Ansible created for this script, by
# default on the disk of the home directory. The script removes them at its end, and Ansible's directories if they are empty.
set -u
umask 077
machine=$1
set -- @ARGUMENTS@
say() { printf 'ipc-roundtrip: %s\n' "$*"; }
refuse() { say "refused $*"; exit 0; }
for tool in bash tar gzip tail base64 mktemp; do
  command -v $tool >/dev/null 2>&1 || refuse "there is no $tool on this host"
done
ansible=$(dirname -- "$0")
directory=$(mktemp -d "$ansible/measure.XXXXXX" 2>/dev/null || mktemp -d "${HOME:-/nowhere}/.ipc-roundtrip.XXXXXX") ||
  refuse "no directory can be made beside $0 or in ${HOME:-/nowhere}"
run=
# A run that was killed is cleaned up by the program itself, which therefore must stay until then.
await_clean_up() {
  seconds=0
  while [ $seconds -lt 60 ] && grep -qsx "process $1" "${TMPDIR:-/tmp}"/ipc-roundtrip-*/owner; do
    sleep 1
    seconds=$((seconds + 1))
  done
}
end() {
  trap '' HUP INT TERM PIPE
  if [ -n "$run" ]; then
    kill "$run" 2>/dev/null
    wait "$run"
    await_clean_up "$run"
  fi
  rm -rf -- "$directory"
  case $ansible in
    */.ansible/tmp/ansible-tmp-*) rm -rf -- "$ansible"; rmdir -- "${ansible%/*}" 2>/dev/null && rmdir -- "${ansible%/*/*}" 2>/dev/null ;;
  esac
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
tail -n +@LINE@ -- "$0" | gzip -dc | tar -xf - -C "$directory" || refuse "the program cannot be unpacked in $directory"
# Files that an option writes to the present directory are removed at the end, too.
cd "$directory" || refuse "$directory cannot be entered"
# In the background, so that a signal takes effect at once.
"$directory/ipc-roundtrip/run.sh" "$@" --machine "$machine" --out "$directory/result" \
  </dev/null >"$directory/table" 2>"$directory/log" &
run=$!
wait "$run"
code=$?
await_clean_up "$run"
run=
# The connection may have ended; the directory must be removed all the same.
trap '' PIPE
answer=$directory/answer
mkdir -- "$answer"
echo "$code" >"$answer/exit-code"
tail -c 65536 -- "$directory/log" >"$answer/log"
if [ -f "$directory/result/run.json" ]; then
  mv -- "$directory/result" "$answer/result"
fi
pack() { tar -cf - -C "$answer" . | gzip >"$directory/answer.tar.gz"; }
pack
size=$(wc -c <"$directory/answer.tar.gz")
if [ "$size" -gt @MOST_BYTES@ ]; then
  echo "its result is too large to transfer ($size bytes)" >"$answer/reason"
  rm -rf -- "$answer/result"
  pack
fi
say answer
base64 <"$directory/answer.tar.gz"
say end
exit 0
