#!/bin/sh
# Measures on one host of a fleet. Ansible's script module brings this file there and starts it with the host's name in the
# inventory; behind the last line stands the packed program. What came of it is printed between lines of ours, in base64: a
# terminal may lie in between, and nothing but this connection and what every Linux has is needed, no Python and no second
# connection. Everything lies in the directory that Ansible made for this file, on the disk of the home directory by default,
# and is gone in the end, with those of Ansible's directories that then are empty.
set -u
umask 077
machine=$1
set -- @ARGUMENTS@
say() { printf 'ipc-roundtrip: %s\n' "$*"; }
refuse() { say "refused $*"; say end; exit 0; }
for tool in bash tar gzip tail base64 mktemp; do
  command -v $tool >/dev/null 2>&1 || refuse "there is no $tool on this host"
done
ansible=$(dirname -- "$0")
directory=$(mktemp -d "$ansible/measure.XXXXXX" 2>/dev/null || mktemp -d "${HOME:-/nowhere}/.ipc-roundtrip.XXXXXX") ||
  refuse "no directory can be made beside $0 or in ${HOME:-/nowhere}"
run=
end() {
  trap '' HUP INT TERM PIPE
  if [ -n "$run" ]; then
    kill "$run" 2>/dev/null
    wait "$run"
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
# What an option writes beside itself is gone in the end, too.
cd "$directory" || refuse "$directory cannot be entered"
# In the background, so that a signal need not wait for its end.
"$directory/ipc-roundtrip/run.sh" "$@" --machine "$machine" --out "$directory/result" \
  </dev/null >"$directory/table" 2>"$directory/log" &
run=$!
wait "$run"
code=$?
run=
# Whoever listened may be gone: then there is still a directory to remove.
trap '' PIPE
say "exit $code"
say log
tail -c 65536 -- "$directory/log" | base64
if [ -f "$directory/result/run.json" ]; then
  tar -cf - -C "$directory" result | gzip >"$directory/result.tar.gz"
  size=$(wc -c <"$directory/result.tar.gz")
  if [ "$size" -le @MOST_BYTES@ ]; then
    say result
    base64 <"$directory/result.tar.gz"
  else
    say "oversized $size"
  fi
fi
say end
exit 0
