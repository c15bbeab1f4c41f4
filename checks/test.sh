#!/usr/bin/env bash
# The test driver. run.sh reads it for `./run.sh test`, and it uses run.sh's functions.
[ -n "${arguments:-}" ] || exec "$(dirname "$0")/../run.sh" test "$@"

# Every JDK from 17 up on this machine, in CI; the JDK in use elsewhere.
test_jdks() {
  echo "$java"
  [ "${CI:-}" = true ] || return 0
  local candidate
  for candidate in /usr/lib/jvm/*/bin/java; do
    if [ -x "${candidate%java}javac" ] && is_at_least 17 "$candidate"; then readlink -f -- "$candidate"; fi
  done
}

# Programs that some tests need besides Java and Maven: a command that shows that the program is there, and its packages.
test_tools="tmux tmux
zsh zsh
ansible-playbook ansible-core
sshd openssh-server
chromedriver chromium chromium-driver"

# CI installs them. Elsewhere the tests that need them are skipped, with a message.
require_test_tools() {
  local tool packages missing=() wanted=()
  while read -r tool packages; do
    PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || { missing+=("$tool"); wanted+=("$packages"); }
  done <<<"$test_tools"
  [ ${#missing[@]} -gt 0 ] || return 0
  local command
  command=$(install_command "${wanted[*]}" "${wanted[*]}" "${wanted[*]}")
  # In a subshell, so that the tests run even if the installation fails.
  if [ "${CI:-}" = true ]; then
    (need "${missing[*]}, for tests," "$command") || say "tests that need ${missing[*]} are left out"
  else
    say "tests that need ${missing[*]} are left out${command:+; this installs what they need: $command}"
  fi
}

# Says how many tests of the last run were skipped, and for which missing programs. Tests name them: "tmux is missing".
report_skipped() {
  local reasons missing programs
  reasons=$(grep -h '<skipped' "$home"/target/{surefire,failsafe}-reports/TEST-*.xml 2>/dev/null)
  [ -n "$reasons" ] || return 0
  missing=$(grep -o 'Assumption failed: [^ ]* is missing' <<<"$reasons")
  programs=$(sed 's/Assumption failed: \(.*\) is missing/\1/' <<<"$missing" | sort -u | paste -sd ' ')
  say "skipped tests: $(wc -l <<<"$reasons")${programs:+; of these, $(wc -l <<<"$missing") need missing programs: $programs}"
}

# If the kernel allows it, the tests see no objects but their own: System V objects, POSIX queues and /dev/shm. Otherwise they tell
# their own from those of other runs by creator and cleanup ledger.
enter_own_namespaces() {
  [ -z "${own_namespaces:-}" ] && [ $EUID = 0 ] || return 0
  unshare --ipc --mount true 2>/dev/null || return 0
  own_namespaces=yes exec unshare --ipc --mount bash -c '
    mount -t tmpfs -o nosuid,nodev,mode=1777 none /dev/shm
    [ ! -d /dev/mqueue ] || mount -t mqueue none /dev/mqueue
    exec "$@"' - "$home/run.sh" $($yes && echo --yes) "${arguments[@]}"
}

run_tests() {
  enter_own_namespaces
  require_maven
  # The program kill, not the shell's own command, because tests start it.
  type -P kill >/dev/null || need kill "$(install_command procps procps-ng procps)"
  require_test_tools
  # Checks of the whole code run once, with all tests, on the first JDK. Slow tests that do not depend on the JDK run only there
  # too.
  local jdks candidate version versions=" " what=testing failed=false first=() others=("-DexcludedGroups=once | faults")
  if [ "${1:-}" = --faults ]; then
    shift
    what="testing faults alone,"
    set -- "-Dgroups=faults | faults-always" -Dsurefire.failIfNoSpecifiedTests=false "$@"
    first=(-DexcludedGroups=) others=(-DexcludedGroups=once)
  elif [ $# = 0 ]; then
    first=(-Donce)
  fi
  jdks=$(test_jdks) || exit 2
  for candidate in $jdks; do
    java_version "$candidate"
    version=${REPLY%%[!0-9]*}
    case $versions in *" $version "*) continue ;; esac
    versions="$versions$version "
    say "$what on Java $version"
    java=$candidate
    maven clean verify "${first[@]}" "$@" || failed=true
    report_skipped
    $failed && exit 1
    first=("${others[@]}")
  done
}

run_tests "${arguments[@]:1}"
exit 0
