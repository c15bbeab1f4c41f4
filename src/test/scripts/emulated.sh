#!/usr/bin/env bash
# Runs the short tests with real processes, and one small run, on AArch64 and 32-bit ARM. It uses Debian's user-mode emulation
# in a small Debian tree with a Java runtime. System calls are translated and made by this machine's own kernel, so it shows
# whether sizes, offsets, numbers, flags and the widths of arguments are the architecture's. Its figures mean nothing, and how a
# real processor orders its loads and stores is not seen.
#
# Usage: emulated.sh [arm64|armhf|both (both)] [directory for the trees]
#
# Takes root, on Debian; 600 MB a tree and ten minutes to make it. Trees in a directory that is named are kept and used again,
# and what the tests said stands beside them; others are removed in the end. Mounts, processes and shared memory are in
# namespaces of their own and end with them. The kernel's list of emulators is also in a namespace. If the system had such a
# list before, this script removes what it added. Only `kill -9` leaves something: its directory in /var/tmp.
#
# Needs: apt-get install debootstrap qemu-user-static maven
set -euo pipefail
home=$(cd "$(dirname "$0")/../../.." && pwd)
refuse() { echo "emulated.sh: $*" >&2; exit 2; }
say() { echo "emulated.sh: $(date +%T) $*"; }

# 32 bits of addresses hold no large heap, and the emulator is in them too.
heap=-Xmx512m

emulator() { case $1 in arm64) echo qemu-aarch64 ;; armhf) echo qemu-arm ;; esac; }

# Everything below runs as the first process of its own namespaces.

# The kernel starts the emulator for programs of the architecture; it opens it now, so that it need not be in the tree.
register() {
  local list=/proc/sys/fs/binfmt_misc name
  name=$(emulator "$1")
  [ -e $list/register ] || mount -t binfmt_misc binfmt_misc $list
  if [ -e "$list/$name" ]; then return; fi
  cat "/usr/lib/binfmt.d/$name.conf" >$list/register
  registered+=("$list/$name")
}

# The package source of this machine.
mirror() {
  apt-get indextargets --format '$(REPO_URI) $(SUITE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    awk -v release="$1" '$3 == release && $4 == "main" { print $1; exit }'
}

make_tree() {
  local architecture=$1 tree=$2 release
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  rm -rf --one-file-system "$tree.new"
  debootstrap --arch="$architecture" --variant=minbase "$release" "$tree.new" "$(mirror "$release")" &&
    { mountpoint -q "$tree.new/proc" || mount -t proc proc "$tree.new/proc"; } &&
    chroot "$tree.new" sh -c 'export DEBIAN_FRONTEND=noninteractive
      apt-get update && apt-get install -y --no-install-recommends default-jre-headless procps && apt-get clean' &&
    umount "$tree.new/proc" &&
    mv "$tree.new" "$tree"
}

# In the tree: the project, Maven's packages and a place for processes to meet, each where it is outside.
furnish() {
  local tree=$1 place
  # A mount of its own, so that the root directory is in the tree's list of mounts.
  mount --bind "$tree" "$tree"
  mount -t proc proc "$tree/proc"
  mount --rbind /dev "$tree/dev"
  mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
  for place in "$work/project" "$HOME/.m2"; do
    mkdir -p "$tree$place"
    mount --bind "$place" "$tree$place"
  done
}

# Quick to start is what counts, as each JVM is itself emulated while it compiles.
java_in() {
  mkdir -p "$work/$1/bin"
  cat >"$work/$1/bin/java" <<END
#!/bin/sh
exec chroot "$2" sh -c 'cd "\$0" && exec java $heap -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "\$@"' "\$PWD" "\$@"
END
  chmod +x "$work/$1/bin/java"
}

tests=AbiTest,PosixTest,SystemVCleanerTest,CleanupLedgerTest,RegionTest,FutexWaitTest,KernelTransportsTest
tests+=,EveryTransportTest#everyMessageComesBackWholeAndInOrder+aWindowOfMessagesIsUnderWayInEitherDirection
tests+=+aWaitThatSomebodyElsesSignalInterruptsStillAsksAfterThePeer

run_tests() {
  local architecture=$1 log=$2
  (cd "$work/project" && mvn -B -o surefire:test -Djvm="$work/$architecture/bin/java" -Dtest="$tests" \
    -Dipc.spinningMessages=500 -Dipc.blockingMessages=200 -Dipc.futexMessages=200 -Dipc.answerSeconds=120) >"$log" 2>&1 && return
  grep -E '<<< (FAILURE|ERROR)!' "$log" | cut -c 1-300 || tail -n 20 "$log"
  return 1
}

inside() {
  local directory=$1 architecture tree failed=0
  shift
  registered=()
  trap 'for entry in "${registered[@]}"; do echo -1 >"$entry"; done' EXIT
  mount -t tmpfs -o mode=1777 tmpfs /dev/shm
  # In memory: a program of 32 bits cannot list a directory of ext4 here, whose entries have 64 bits of position.
  mkdir "$work/memory"
  mount -t tmpfs tmpfs "$work/memory"
  cp -a "$work/project/." "$work/memory"
  mount --bind "$work/memory" "$work/project"
  for architecture in "$@"; do
    tree=$directory/$architecture
    mkdir -p "$directory" "$work/$architecture"
    register "$architecture"
    if [ ! -d "$tree" ]; then
      say "$architecture: making a tree"
      if ! make_tree "$architecture" "$tree" >"$work/tree.log" 2>&1; then
        tail -n 20 "$work/tree.log"
        refuse "no tree could be made"
      fi
    fi
    furnish "$tree"
    java_in "$architecture" "$tree"
    say "$architecture: testing on $(cd "$work/project" && "$work/$architecture/bin/java" -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *os.arch = //p; s/^ *java.version = //p' | paste -s -d ' ')"
    run_tests "$architecture" "$directory/$architecture.log" || failed=1
    say "$architecture: $(sed -n 's/.*\(Tests run: .*\)/\1/p' "$directory/$architecture.log" | tail -n 1)"
    say "$architecture: a run"
    JDK_JAVA_OPTIONS=$heap chroot "$tree" sh -c "cd '$work/project' && ./run.sh quick --out /tmp/result RoundTrip \
      -p transport=sysv/spin,mmap/futex -jvmArgsAppend -Dipc.answerSeconds=120" || failed=1
  done
  exit $failed
}

if [ "${1:-}" = inside ]; then
  work=$2
  shift 2
  inside "$@"
fi

# From here on in the caller's own namespaces.
case ${1:-both} in
  both) architectures=(arm64 armhf) ;;
  arm64 | armhf) architectures=("$1") ;;
  *) refuse "$1 is not one of arm64, armhf and both" ;;
esac
[ "$(id -u)" = 0 ] || refuse "it takes root: mounts, and programs run in a tree of their own"
for tool in debootstrap mvn unshare setpriv; do
  command -v $tool >/dev/null || refuse "$tool is missing; apt-get install debootstrap qemu-user-static maven util-linux"
done
for architecture in "${architectures[@]}"; do
  name=$(emulator "$architecture")
  [ -e "/usr/lib/binfmt.d/$name.conf" ] || [ -e "/proc/sys/fs/binfmt_misc/$name" ] || refuse "apt-get install qemu-user-static"
done

work=$(mktemp -d /var/tmp/ipc-roundtrip-emulated-XXXXXX)
directory=$work/trees
[ $# -lt 2 ] || { mkdir -p "$2"; directory=$(cd "$2" && pwd); }
namespaces=
tidy_up() {
  [ -z "$namespaces" ] || kill -KILL "$namespaces" 2>/dev/null || true
  # A process that was just killed may still be writing.
  for _ in 1 2 3 4 5; do rm -rf --one-file-system "$work" && break; sleep 1; done
}
trap tidy_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# Tests use the sources as they are, and write nothing into their directory.
say "building"
mkdir "$work/project"
tar -C "$home" --exclude=./target --exclude=./.git -cf - . | tar -C "$work/project" -xf -
if ! (cd "$work/project" && mvn -q -B package -DskipTests) >"$work/build.log" 2>&1; then
  tail -n 40 "$work/build.log"
  refuse "the build failed"
fi
setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --ipc --mount-proc bash "$0" inside "$work" "$directory" \
  "${architectures[@]}" &
namespaces=$!
status=0
wait "$namespaces" || status=$?
namespaces=
exit $status
