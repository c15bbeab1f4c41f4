#!/usr/bin/env bash
# Runs the short tests with real processes, and one small run, on emulated AArch64 and 32-bit ARM: Debian's user-mode emulator in a
# small Debian tree with a Java runtime. This machine's kernel serves the translated system calls. So the tests show whether sizes,
# offsets, numbers, flags and the widths of arguments are right for the architecture. The figures mean nothing, and the memory
# ordering of a real processor is not tested.
#
# Usage: emulated.sh [arm64|armhf|both (both)] [directory for the trees]
#
# Needs root on Debian, 600 MB per tree, and ten minutes to create one. Trees in a named directory are kept and reused, with the
# output of the tests beside them; others are removed at the end. Mounts, processes and shared memory are in namespaces of their
# own and end with them. The kernel's list of emulators is separate too. If the system already had such a list, the script removes
# its own entries. Only `kill -9` leaves something behind: the directory in /var/tmp.
#
# Needs: apt-get install debootstrap qemu-user-static maven
. "$(dirname "$0")/../bench/lib.sh"

# A 32-bit address space holds no large heap, and the emulator needs part of it.
heap=-Xmx512m

emulator() { case $1 in arm64) echo qemu-aarch64 ;; armhf) echo qemu-arm ;; esac; }

# Everything below runs as the first process of new namespaces.

# The kernel starts the emulator for programs of the architecture. It opens the file now, so the tree need not contain it.
register() {
  local list=/proc/sys/fs/binfmt_misc name
  name=$(emulator "$1")
  [ -e $list/register ] || mount -t binfmt_misc binfmt_misc $list
  if [ -e "$list/$name" ]; then return; fi
  cat "/usr/lib/binfmt.d/$name.conf" >$list/register
  registered+=("$list/$name")
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

# The tree gets the project, Maven's packages and a temporary folder, at the same paths as outside.
furnish() {
  local tree=$1 place
  # A separate mount, so that the root directory is in the tree's list of mounts.
  mount --bind "$tree" "$tree"
  mount -t proc proc "$tree/proc"
  mount --rbind /dev "$tree/dev"
  mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
  for place in "$work/project" "$HOME/.m2"; do
    mkdir -p "$tree$place"
    mount --bind "$place" "$tree$place"
  done
}

# A quick start matters most, because each JVM and its compiler are emulated.
java_in() {
  mkdir -p "$work/$1/bin"
  cat >"$work/$1/bin/java" <<END
#!/bin/sh
exec chroot "$2" sh -c 'cd "\$0" && exec java $heap -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "\$@"' "\$PWD" "\$@"
END
  chmod +x "$work/$1/bin/java"
}

tests=AbiTest,PosixTest,KilledProcessTest,CleanupLedgerTest,RegionTest,FutexWaitTest,KernelTransportsTest
tests+=,TransportContractTest#everyMessageComesBackWholeAndInOrder+aWindowOfMessagesIsUnderWayInEitherDirection
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
  # In memory, because a 32-bit program cannot list a directory of ext4 here: its entries have 64-bit positions.
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

# From here on the script runs in the caller's namespaces.
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
  # Processes that were just killed may still be writing.
  for _ in 1 2 3 4 5; do rm -rf --one-file-system "$work" && break; sleep 1; done
}
trap tidy_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# The tests read the sources in place and write nothing there.
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
