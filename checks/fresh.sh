#!/usr/bin/env bash
# Do the README's two commands work on a machine with nothing installed? Creates a Debian base system (debootstrap's minbase)
# and tries them in separate copies of it. They must ask before they install, and install what they need after a yes or --yes.
# They must work without a network the second time, and reject an older Java if the Debian release has one.
#
# Usage: fresh.sh [--whole] [release (this machine's)]
#
# By default `desktop` is tried with the profile `quick` and `test` with one class; with --whole both are run as they are.
#
# Needs root and a network; some minutes, with --whole half an hour; and 3 GB in /var/tmp, which are removed at the end. Mounts,
# processes and shared memory are in separate namespaces. Needs: apt-get install debootstrap iproute2 util-linux
. "$(dirname "$0")/../bench/lib.sh"

make_base() {
  debootstrap --variant=minbase "$release" "$work/base" "$(mirror)" >"$work/debootstrap.log" 2>&1 ||
    { tail -n 20 "$work/debootstrap.log"; refuse "no base system could be made"; }
  # The network access and the certificates are those of this machine.
  cp -L /etc/resolv.conf "$work/base/etc/resolv.conf"
  mkdir -p "$work/base/usr/local/share/ca-certificates" "$work/base/root/ipc-roundtrip"
  cp -a /usr/local/share/ca-certificates/. "$work/base/usr/local/share/ca-certificates"
  tar -C "$home" --exclude=./target --exclude=./results --exclude=./.git -cf - . | tar -C "$work/base/root/ipc-roundtrip" -xf -
}

# machine NAME: a copy of the base system, mounted on $tree
machine() {
  tree=$work/$1
  mkdir -p "$tree" "$work/$1.upper" "$work/$1.work"
  mount -t overlay overlay -o "lowerdir=$work/base,upperdir=$work/$1.upper,workdir=$work/$1.work" "$tree"
  mount -t proc proc "$tree/proc"
  mount --rbind /sys "$tree/sys"
  mount --rbind /dev "$tree/dev"
  mount -t tmpfs -o mode=1777 tmpfs "$tree/dev/shm"
  say "$1:"
}

# on COMMAND: runs a command in the machine, with the environment of a login
on() { chroot "$tree" env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c "cd ~/ipc-roundtrip && $1"; }
offline() { unshare --net sh -c 'ip link set lo up && "$@"' sh bash -c "$(declare -f on); tree='$tree'; on '$1'"; }
# at_terminal ANSWER COMMAND: runs a command and types the answer to every question
at_terminal() {
  local letter said='' typed
  mkfifo "$work/typed"
  exec {typed}<>"$work/typed"
  rm "$work/typed"
  SHELL=/bin/bash script -qec "$(declare -f on); tree='$tree'; on '$2'" /dev/null <&"$typed" |
  while IFS= read -r -d '' -n 1 letter; do
    printf %s "$letter"
    said+=$letter
    case $said in *'[y/N] ') echo "$1" >&"$typed"; said= ;; esac
  done
}

# check WHAT EXIT_CODE TEXT COMMAND...: checks a command's exit code and output; TEXT is an extended regular expression
check() {
  local what=$1 expected=$2 text=$3 status=0 log
  shift 3
  number=$((number + 1))
  log=$work/$number.log
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ $status = "$expected" ] && grep -Eq "$text" "$log"; then say "  ok: $what"
  else
    say "  FAILED: $what: exit code $status, and:"
    tail -n 30 "$log"
    failures=$((failures + 1))
  fi
  grep -E "^ipc-roundtrip: .*(missing|needed)|Tests run: [0-9, a-zA-Z:]*$|- round trip, spin" "$log" | cut -c 1-230 | sed 's/^/    /' || true
}

inside() {
  local measure="quick" test="-Dtest=PlanTest -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=NoIT -Dfailsafe.failIfNoSpecifiedTests=false"
  local asks='missing; this installs it: apt-get install -y openjdk-[0-9]+-jdk-headless; run that command, or say --yes'
  number=0 failures=0
  if $whole; then measure=desktop test=; fi
  say "making Debian $release"
  make_base

  machine asked
  check "without a terminal nothing is installed, and the command named" 2 "$asks" on "./run.sh $measure"
  check "the same of the tests" 2 "$asks" on "./run.sh test"
  check "a no is a no" 2 "Java 17 or newer \(a JDK\) is needed" at_terminal n "./run.sh $measure"
  check "nor by a user without sudo, who is told so" 2 "missing; this installs it, as root: apt-get" \
    on "chmod 755 /root && setpriv --reuid 65534 --clear-groups ./run.sh $measure --yes"
  check "and nothing was" 0 none on "test ! -e /usr/bin/java && test ! -e /usr/bin/mvn && echo none"
  check "a yes at the terminal installs what measuring takes, and measures" 0 "Details: " at_terminal y "./run.sh $measure"
  check "a second run without a network" 0 "Details: " offline "./run.sh $measure"

  machine yes
  check "--yes installs what testing takes, and tests" 0 "Tests run: [1-9]" on "./run.sh test --yes $test"
  check "a second time without a network" 0 "Tests run: [1-9]" offline "./run.sh test $test"
  check "and measures without one" 0 "Details: " offline "./run.sh quick"

  machine older
  if on "apt-get update && apt-get install -y --no-install-recommends openjdk-11-jre-headless" >"$work/older.log" 2>&1; then
    check "an older Java is named" 2 "is missing, for /usr/bin/java is 11.*; this installs it" on "./run.sh $measure"
    check "and one that is new enough installed beside it" 0 "Details: " on "./run.sh quick --yes"
    check "as the one of -jvm, too" 2 "^ipc-roundtrip: -jvm .* is Java 11.*; 17 or newer is needed" \
      on "./run.sh quick -jvm /usr/lib/jvm/java-11-openjdk-*/bin/java"
  else
    say "  Debian $release has no older Java"
  fi
  [ $failures = 0 ] && say "all is well" || say "$failures failed"
  exit $((failures > 0))
}

if [ "${1:-}" = inside ]; then
  work=$2 whole=$3 release=$4
  inside
fi

# From here on the script runs in the caller's namespaces.
whole=false
if [ "${1:-}" = --whole ]; then whole=true; shift; fi
release=${1:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
[ "$(id -u)" = 0 ] || refuse "it takes root: mounts, and programs run in a tree of their own"
for tool in debootstrap unshare setpriv ip script; do
  command -v $tool >/dev/null || refuse "$tool is missing; apt-get install debootstrap iproute2 util-linux bsdutils"
done
work=$(mktemp -d /var/tmp/ipc-roundtrip-fresh-XXXXXX)
namespaces=
tidy_up() {
  [ -z "$namespaces" ] || kill -KILL "$namespaces" 2>/dev/null || true
  # Processes that were just killed may still be writing.
  for _ in 1 2 3 4 5; do rm -rf --one-file-system "$work" && break; sleep 1; done
}
trap tidy_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --ipc --mount-proc bash "$0" inside "$work" $whole "$release" &
namespaces=$!
status=0
wait "$namespaces" || status=$?
namespaces=
exit $status
