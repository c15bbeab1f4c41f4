#!/usr/bin/env bash
# Runs `run.sh fleet` on three hosts made of this machine by namespaces. Each has its own network, IPC objects, home, /tmp and sshd,
# and no Python. One works, one is killed after its first round, and one has no shared memory; a fourth is switched off.
# Prints the table. Fails unless every host has the expected row and nothing is left behind.
#
# Needs root, ip, openssh-server and ansible-core. Usage: fleet.sh [forks (1)] [profile and options]
. "$(dirname "$0")/../bench/lib.sh"
forks=${1:-1}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- quick RoundTrip -p transport=sysv/condvar,mmap/condvar --rounds 3
need ip unshare nsenter ssh ssh-keygen /usr/sbin/sshd ansible-playbook
[ "$(id -u)" = 0 ] || refuse "root is needed for the namespaces"
# Not below /tmp, because every host has a /tmp of its own.
work=$(mktemp -d /var/tmp/ipc-roundtrip-fleet.XXXXXX)
tag=ipc$$
hosts="whole killed without"
# ours HOST: the processes of a host, found by its network namespace.
ours() { ip netns pids "$tag-$1" 2>/dev/null || true; }
clean_up() {
  local host pid
  for host in $hosts; do
    for pid in $(ours $host); do kill -9 "$pid" 2>/dev/null || true; done
    ip netns del "$tag-$host" 2>/dev/null || true
  done
  ip link del "$tag" 2>/dev/null || true
  rm -rf "$work"
  if $made; then rmdir /run/sshd 2>/dev/null || true; fi
}
made=false
trap clean_up EXIT
trap 'exit 130' INT TERM

# sshd, as root, changes its root to this directory.
[ -d /run/sshd ] || { mkdir /run/sshd && made=true; }
ssh-keygen -q -t ed25519 -N '' -f "$work/user"
ip link add "$tag" type bridge
ip addr add 10.213.7.1/24 dev "$tag"
ip link set "$tag" up
: >"$work/known_hosts"
echo '[boards]' >"$work/inventory"

# host NAME NUMBER COMMAND: creates a namespace, runs the command in it, and starts sshd there.
host() {
  local name=$1 number=$2 before=$3 address=10.213.7.$2
  mkdir -p "$work/$name/tmp" "$work/$name/root"
  ip netns add "$tag-$name"
  ip link add "$tag-$number" type veth peer name eth0 netns "$tag-$name"
  ip link set "$tag-$number" master "$tag" up
  ip netns exec "$tag-$name" ip addr add "$address/24" dev eth0
  ip netns exec "$tag-$name" ip link set eth0 up
  ip netns exec "$tag-$name" ip link set lo up
  ssh-keygen -q -t ed25519 -N '' -f "$work/$name/key"
  echo "$address $(cut -d ' ' -f 1-2 "$work/$name/key.pub")" >>"$work/known_hosts"
  cp "$work/user.pub" "$work/$name/authorized"
  cat >"$work/$name/sshd_config" <<END
ListenAddress $address
Port 22
HostKey $work/$name/key
AuthorizedKeysFile $work/$name/authorized
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM no
StrictModes no
PidFile none
Subsystem sftp internal-sftp
END
  # A Python on the host would hide that one is needed.
  ip netns exec "$tag-$name" unshare -m -i sh -c "
    mount --make-rprivate /
    mount --bind '$work/$name/tmp' /tmp
    mount --bind '$work/$name/root' /root
    mount -t tmpfs tmpfs /dev/shm
    for python in /usr/bin/python3 /usr/bin/python3.*; do [ -e \$python ] && mount --bind /dev/null \$(readlink -f \$python); done
    $before
    exec /usr/sbin/sshd -D -e -f '$work/$name/sshd_config'" >"$work/$name/sshd.log" 2>&1 &
  disown
  echo "$name ansible_host=$address" >>"$work/inventory"
}
host whole 11 true
host killed 12 true
# This host has no System V segments, and shm_open fails.
host without 13 'echo 0 >/proc/sys/kernel/shmmni; mount -t tmpfs -o ro tmpfs /dev/shm'
cat >>"$work/inventory" <<END
off ansible_host=10.213.7.14
[boards:vars]
ansible_user=root
ansible_ssh_private_key_file=$work/user
ansible_ssh_common_args=-F none -o UserKnownHostsFile=$work/known_hosts -o ConnectTimeout=5
ipc_java_home=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
END

# As soon as the second host has written its first round, its measuring process is killed.
(
  exec >/dev/null 2>&1
  while sleep 0.05; do
    for pid in $(ours killed); do
      result=$(tr '\0' '\n' <"/proc/$pid/cmdline" | sed -n '/ipc-roundtrip.jar$/,$p' | grep -A 1 -x -- --out | tail -n 1) ||
        continue
      if [ -n "$result" ] && grep -q "\"histogram\" :" "/proc/$pid/root$result/run.json"; then kill -9 "$pid"; exit; fi
    done
  done
) &
killer=$!

status=0
mkdir "$work/temporary"
TMPDIR=$work/temporary "$home/run.sh" fleet "$work/inventory" "$@" \
  --forks "$forks" --timeout 10 --out "$work/out" >"$work/table" 2>"$work/err" || status=$?
kill $killer 2>/dev/null || true
cat "$work/err" "$work/table"
fail() { echo "$*" >&2; cat "$work/out/ansible.log" >&2; exit 1; }
expect() { grep -Eq -- "$1" "$work/table" || fail "missing: $1"; }
figures='(\| +[0-9.]+ ){5}'
dashes='(\| +- ){5}'
expect "^\| whole +\| round trip, condvar +$figures$figures\|"
expect "^\| without +\| round trip, condvar +$dashes$figures\|"
expect "^\| killed +\| +$dashes$dashes\|"
expect "^\| off +\| +$dashes$dashes\|"
expect '^- killed: no result: its run was ended by signal 9 after [1-9] of [0-9]+ rounds'
expect '^- off: no result: unreachable: '
expect 'condvar, shmem: not measured: System V shared memory'
[ $status = 1 ] || fail "exit code $status in place of 1"
"$home/run.sh" table "$work/out" | cmp - "$work/table"

left() { fail "left behind $*"; }
# JMH's lock file may stay.
nothing_left() {
  local host files pid objects
  # run.sh removes its files a moment after its end, on the hosts too.
  sleep 5
  for host in $hosts; do
    files=$(find "$work/$host/root" "$work/$host/tmp" -mindepth 1 ! -name jmh.lock)
    [ -z "$files" ] || left "on $host: $files"
    for pid in $(ours $host); do
      case $(cat "/proc/$pid/comm") in
        sshd) objects=$(nsenter -t "$pid" -m -i sh -c 'ls /dev/shm; ipcs -m -q -s | grep ^0x') && left "on $host: $objects" ;;
        *) left "on $host: $(tr '\0' ' ' <"/proc/$pid/cmdline")" ;;
      esac
    done
  done
  files=$(find "$work/temporary" -mindepth 1)
  [ -z "$files" ] || left "here: $files"
}
nothing_left

# When the fleet is ended, its runs on the hosts must end too.
TMPDIR=$work/temporary "$home/run.sh" fleet "$work/inventory" desktop --out "$work/ended" >/dev/null 2>&1 &
fleet=$!
until [ -n "$(find "$work/whole/root" -name run.json)" ] && [ -n "$(find "$work/without/root" -name run.json)" ]; do sleep 0.2; done
kill $fleet
wait $fleet || true
nothing_left
echo "every host has its row, and nothing is left"
