#!/usr/bin/env bash
# Builds ipc-roundtrip if its sources are newer than its jar, then hands over to it. Works from any directory, through a
# symbolic link, and beside a ready-made ipc-roundtrip.jar without Maven or sources. `./run.sh help` says what it can do.
set -u

say() { printf 'ipc-roundtrip: %s\n' "$*" >&2; }
refuse() { say "$@"; exit 2; }

[ "$(uname -s)" = Linux ] || refuse "Linux is the supported system, and this is $(uname -s)"

case $(ldd --version 2>&1) in *musl*) refuse "the GNU C library is needed, and this system's is musl" ;; esac

# The owner can always read what this script makes, and nobody else can write to it, whatever the umask is.
umask u+rwx,go-w
# Java reads paths as UTF-8, and the system's messages are in English, whatever the locale is. Bash complains where there is no
# such locale.
[ -n "$( (LC_ALL=C.UTF-8) 2>&1)" ] || export LC_ALL=C.UTF-8 LANGUAGE=

home=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
built=$home/target/ipc-roundtrip.jar
log=$home/target/build.log

# Java knows paths only as characters.
unreadable=$(printf '%s\n' "$home" "$PWD" "${TMPDIR:-}" "$@" | sed -n '/^[[:print:][:cntrl:]]*$/!{p;q}')
[ -z "$unreadable" ] || refuse "$(printf %q "$unreadable") has bytes that are no characters here; use another name"

yes=false
[ "${CI:-}" = true ] && yes=true
arguments=()
for argument in "$@"; do
  if [ "$argument" = --yes ] && [ "$1" != clean ]; then yes=true; else arguments+=("$argument"); fi
done

# The version number of a java command, or nothing.
java_version() { "$1" -XX:+IgnoreUnrecognizedVMOptions -XX:-UsePerfData -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1; }
is_new_enough() { local version; version=$(java_version "$1") && [ "${version:-0}" -ge 17 ] 2>/dev/null; }
# Building takes a compiler too; running a ready-made jar does not.
is_enough() { is_new_enough "$1" && { ! $building || [ -x "$(dirname -- "$(readlink -f -- "$1")")/javac" ]; }; }

# The command that installs something here: install_command APT DNF APK (apk with the GNU library is Wolfi's)
install_command() {
  if command -v apt-get >/dev/null; then echo "apt-get install -y $1"
  elif command -v dnf >/dev/null; then echo "dnf install -y $2"
  elif command -v apk >/dev/null; then echo "apk add $3"
  fi
}

# need WHAT COMMAND [WHY]: says how to get what is missing and, if allowed, gets it.
need() {
  local what=$1 command=$2 missing="$1 is missing${3:+, for $3}" answer
  [ -n "$command" ] || refuse "$missing; install it with this system's package manager"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || refuse "$missing; this installs it, as root: $command"
    command="sudo $command"
  fi
  if ! $yes && ! { [ -t 0 ] && [ -t 2 ]; }; then
    refuse "$missing; this installs it: $command; run that command, or say --yes and it is run for you"
  fi
  say "$missing; this installs it: $command"
  if ! $yes; then
    read -r -p "ipc-roundtrip: run it now? [y/N] " answer
    case $answer in [yY]*) ;; *) refuse "$what is needed" ;; esac
  fi
  case $command in *apt-get*) ${command%%apt-get*}apt-get update >&2 || true ;; esac
  DEBIAN_FRONTEND=noninteractive $command >&2 || refuse "that did not work; $what is needed"
}

find_java() {
  local candidate
  for candidate in ${JAVA_HOME:+"$JAVA_HOME/bin/java"} "$(command -v java || true)"; do
    if [ -n "$candidate" ] && is_enough "$candidate"; then java=$candidate; return 0; fi
  done
  return 1
}

# A JDK is needed to build; to run a ready-made jar a Java runtime is enough.
needs_build() {
  [ -f "$home/pom.xml" ] || return 1
  [ -f "$built" ] || return 0
  [ -n "$(find "$home/pom.xml" "$home/src/main" "$home/analysis/src/main" "$home/jmh-profiles" -newer "$built" -print -quit)" ]
}

# The newest long-term JDK the package lists know; 17 where they are empty, as on a machine that never updated them.
apt_jdk() {
  local version
  for version in 25 21 17; do
    if apt-cache show openjdk-$version-jdk-headless >/dev/null 2>&1; then break; fi
  done
  echo openjdk-$version-jdk-headless
}

# Describes the java that was found instead.
java_instead() {
  local candidate version
  for candidate in ${JAVA_HOME:+"$JAVA_HOME/bin/java"} "$(command -v java || true)"; do
    if [ -x "$candidate" ]; then
      version=$("$candidate" -XX:-UsePerfData -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
      if is_new_enough "$candidate"; then version="$version without a compiler"; fi
      echo "$candidate is $version"
      return
    fi
  done
  [ -z "${JAVA_HOME:-}" ] || echo "JAVA_HOME=$JAVA_HOME holds none"
}

require_java() {
  find_java && return
  local candidate
  for candidate in ${JAVA_HOME:+"$JAVA_HOME/bin/java"} "$(command -v java || true)"; do
    if [ -x "$candidate" ] && [ -z "$(java_version "$candidate")" ]; then
      refuse "$candidate does not start here: $("$candidate" -version 2>&1 | head -n 1)"
    fi
  done
  local jdk instead
  jdk=$(apt_jdk)
  instead=$(java_instead)
  if [ -f "$home/pom.xml" ]; then
    need "Java 17 or newer (a JDK)" "$(install_command "$jdk" java-21-openjdk-devel "openjdk-17 openjdk-17-default-jvm")" "$instead"
  else
    need "Java 17 or newer" "$(install_command "${jdk/jdk/jre}" java-21-openjdk-headless "openjdk-17 openjdk-17-default-jvm")" "$instead"
  fi
  unset JAVA_HOME
  find_java || refuse "Java is installed, but no java of version 17 or newer is on the PATH; set JAVA_HOME"
}

require_maven() {
  command -v mvn >/dev/null || need Maven "$(install_command maven maven maven)"
}

require_ansible() {
  command -v ansible-playbook >/dev/null || need Ansible "$(install_command ansible-core ansible-core ansible-core)"
  command -v ssh >/dev/null || need ssh "$(install_command openssh-client openssh-clients openssh-client)"
}

maven() {
  # A download with a wrong checksum ends the build. Such a short run does not benefit from the second compiler. Maven's own
  # libraries cause warnings of JDK 24 and later.
  local quiet="-XX:-UsePerfData -XX:TieredStopAtLevel=1"
  [ "$(java_version "$java")" -ge 23 ] && quiet="$quiet --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  JAVA_HOME=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")") MAVEN_OPTS="${MAVEN_OPTS:-} $quiet" \
    mvn -B --strict-checksums -f "$home/pom.xml" "$@"
}

build() {
  require_maven
  { mkdir -p "$home/target" && : >"$log"; } 2>/dev/null ||
    refuse "the jar is not there or older than its sources, and $home/target cannot be written; copy the project to where you may"
  say "building; this happens only once (log: $log)"
  if ! maven -q package -DskipTests >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    refuse "the build failed; the whole log is $log"
  fi
}

# Every JDK from 17 up on this machine, in CI; the JDK in use elsewhere.
test_jdks() {
  echo "$java"
  [ "${CI:-}" = true ] || return 0
  local candidate
  for candidate in /usr/lib/jvm/*/bin/java; do
    if [ -x "${candidate%java}javac" ] && is_new_enough "$candidate"; then readlink -f -- "$candidate"; fi
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

run_tests() {
  [ -f "$home/pom.xml" ] || refuse "test needs the sources, and here is only the jar"
  require_maven
  # The program kill, not the shell's own command, because tests start it.
  type -P kill >/dev/null || need kill "$(install_command procps procps-ng procps)"
  require_test_tools
  # Checks of the whole code run once, with all tests, on the first JDK. Slow tests that do not depend on the JDK run only there
  # too.
  local jdks candidate versions=" " what=testing failed=false first=() others=("-DexcludedGroups=once | faults")
  if [ "${1:-}" = --faults ]; then
    shift
    what="testing faults alone,"
    set -- "-Dgroups=faults | faults-always" -Dsurefire.failIfNoSpecifiedTests=false "$@"
    first=(-DexcludedGroups=) others=(-DexcludedGroups=once)
  elif [ $# = 0 ]; then
    first=(-Donce)
  fi
  jdks=$(test_jdks)
  for candidate in $jdks; do
    case $versions in *" $(java_version "$candidate") "*) continue ;; esac
    versions="$versions$(java_version "$candidate") "
    say "$what on Java $(java_version "$candidate")"
    java=$candidate
    maven clean verify "${first[@]}" "$@" || failed=true
    report_skipped
    $failed && exit 1
    first=("${others[@]}")
  done
}

building=false
if [ -f "$home/pom.xml" ] && { [ "${arguments[0]:-}" = test ] || needs_build; }; then building=true; fi
require_java
if [ "${arguments[0]:-}" = test ]; then
  run_tests "${arguments[@]:1}"
  exit 0
fi
# Help needs no Ansible.
if [ "${arguments[0]:-}" = fleet ] && [ ${#arguments[@]} -gt 2 ]; then require_ansible; fi
jar=$built
if [ ! -f "$home/pom.xml" ]; then
  jar=$home/ipc-roundtrip.jar
  [ -f "$jar" ] || refuse "neither pom.xml nor ipc-roundtrip.jar stands beside $home/run.sh"
elif $building; then
  build
fi

# The JVMs write temporary files to a private directory. Its file "owner" names the process that it belongs to, so that `clean`
# finds what a crash left. Its folder "elsewhere" has one line for each object in another place that must be removed. A small
# shell makes the directory and removes it when the last holder of a pipe has ended. The holder is this process, which becomes
# the JVM. Its children do not inherit the pipe. The shell removes several times, because a fork and its peer outlive the
# launcher by a moment. They make nothing new then, because the folder is gone.
make_private() {
  local stat fields
  # Everything that can be known is collected first, so that the directory has no owner file only for a moment.
  read -r stat <"/proc/$$/stat" && stat=${stat##*) }
  read -r -a fields <<<"$stat"
  printf -v stat '%s\n' "process $$" "started ${fields[19]}" "boot $(cat /proc/sys/kernel/random/boot_id)" \
    "pids $(readlink /proc/self/ns/pid)"
  private=$(mktemp -d "${TMPDIR:-/tmp}/ipc-roundtrip-XXXXXXXXXX" 2>&1) ||
    refuse "${private#mktemp: }; name another directory by TMPDIR"
  { printf %s "$stat" >"$private/owner"; } 2>/dev/null
  mkdir "$private/elsewhere"
}

# remove_systemv KIND WHAT SINCE: removes the object that a line names, found as in ipc.posix.Orphan. It must be this user's,
# have mode 0600, and be no older than the line. It is removed by its id, because another object may have its key by now. Fails
# if it still exists.
remove_systemv() {
  local list option id key place words names=()
  local -A row
  case $1 in
    SEGMENT) list=shm option=-m id=shmid ;;
    QUEUE) list=msg option=-q id=msqid ;;
    SEMAPHORES) list=sem option=-s id=semid ;;
  esac
  [ -r "/proc/sysvipc/$list" ] || return 0
  while read -r -a words; do
    [ ${#names[@]} -gt 0 ] || { names=("${words[@]}"); continue; }
    for place in "${!names[@]}"; do row[${names[place]}]=${words[place]}; done
    [ "${row[cuid]} ${row[perms]}" = "$EUID 600" ] && [ "${row[ctime]}" -ge $(($3 - 1)) ] || continue
    printf -v key 0x%x "${row[key]}"
    case $1:$key:${row[$id]}: in
      # A segment has no key. Its creator and its length identify it.
      SEGMENT:0x0:*) [ "${row[cpid]}:${row[size]}" = "$2" ] || continue ;;
      "$1:$2:"*) ;;
      *) continue ;;
    esac
    # The kernel counts users of segments only.
    [ "${row[nattch]:-0}" = 0 ] && ipcrm "$option" "${row[$id]}"
    return
  done <"/proc/sysvipc/$list"
}

# settle LINE: removes what the line names. Fails if the object exists or may exist.
settle() {
  local text
  text=$(readlink -- "$1") || return 0
  case $text in
    /*) rm -rf -- "$text" ;;
    # If the queue file system is not mounted, only `clean` can remove a queue, with a system call.
    mq:/*) [ "$(stat -f -c %T /dev/mqueue)" = mqueue ] && rm -f -- "/dev/mqueue${text#mq:}" ;;
    SEGMENT:* | QUEUE:* | SEMAPHORES:*) remove_systemv "${text%%:*}" "${text#*:}" "$(stat -c %Y -- "$1" || echo 0)" ;;
  esac
}

# lives PROCESS: whether it lives. A process that has ended may stay listed if the container's first process does not reap it.
lives() {
  local stat
  read -r stat <"/proc/$1/stat" && [[ ${stat##*) } != Z* ]]
}

# settle_all FIRST: deletes each line whose writer has ended and whose object is gone. The first call handles paths only. Queues
# and semaphore sets have a cleaner of their own (SystemVCleaner), which goes first. Fails if a line stays.
settle_all() {
  local line writer stays=0
  for line in "$private/gone"/*; do
    [ -L "$line" ] || continue
    writer=${line##*/}
    if $1 && [[ $(readlink -- "$line") != /* ]]; then stays=1
    elif settle "$line" && ! lives "${writer%%-*}"; then rm -f -- "$line"
    else stays=1
    fi
  done
  return $stays
}

# those_left: forks and peers of this run that still live
those_left() {
  local entry word
  for entry in /proc/[0-9]*; do
    while IFS= read -r -d '' word; do
      if [ "$word" = "-Dipc.private=$private" ]; then echo "${entry#/proc/}"; break; fi
    done <"$entry/cmdline"
  done
}

# An object that cannot be removed keeps its line, and the directory keeps its owner file, so that `clean` finds both.
tidy_up() {
  local pause first=true each left
  mv "$private/elsewhere" "$private/gone"
  for pause in 0 0.3 0.7 1 1 1 1; do
    sleep $pause
    for each in "$private"/* "$private"/.[!.]*; do
      case ${each##*/} in owner | gone) ;; *) rm -rf -- "$each" ;; esac
    done
    if settle_all $first; then rm -rf -- "$private"; fi
    left=$($first || those_left)
    first=false
    case $pause:$left in
      # A process that outlives the launcher by a moment may still make a file.
      0:* | 0.3:*) ;;
      *:) [ -e "$private" ] || return ;;
      # A process that was stopped before it asked the kernel to end it with its parent does not end by itself.
      1:*) kill -KILL $left ;;
    esac
  done
}

coproc keeper {
  trap '' INT TERM HUP PIPE
  make_private
  exec 2>/dev/null
  printf '%s\0' "$private"
  exec >/dev/null
  cat
  tidy_up
}
tidying=$!
if ! { IFS= read -r -d '' private <&"${keeper[0]:-}"; } 2>/dev/null; then
  wait "$tidying"
  # Otherwise the shell has given the reason.
  [ $? = 2 ] || say "the shell that tidies up afterwards was killed"
  exit 2
fi
# Opened again, because bash would close a copy when this process becomes another program.
exec 9>"/dev/fd/${keeper[1]}" {keeper[0]}<&- {keeper[1]}>&-

options=(-XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1 "-Djava.io.tmpdir=$private" "-Djna.tmpdir=$private"
  "-Dipc.private=$private" "-Dipc.home=$home" --enable-native-access=ALL-UNNAMED)
# Commands that only read results get a small heap. The others begin with a share of the memory.
case ${arguments[0]:-} in
  table | report | advise) options+=(-Xms32m -Xmn20m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20) ;;
esac
[ "$(java_version "$java")" -ge 23 ] && options+=(--sun-misc-unsafe-memory-access=allow)
[ -t 2 ] && options+=(-Dipc.terminal=true)
[ -t 0 ] && [ -t 2 ] && options+=(-Dipc.asks=true)
[ $$ = 1 ] || exec "$java" "${options[@]}" -jar "$jar" "${arguments[@]}"

# The kernel ends all processes of a container with its first one, so this shell outlives Java until everything is removed.
(
  # A background process of a script ignores Ctrl-C by default.
  trap - INT QUIT
  exec "$java" "${options[@]}" -jar "$jar" "${arguments[@]}"
) <&0 &
child=$!
exec 9>&-
for signal in INT TERM HUP; do
  trap "interrupted=true; kill -$signal $child 2>/dev/null" $signal
done
interrupted=true
while $interrupted; do
  interrupted=false
  wait $child
  status=$?
  # Status 127 means that the child had already been waited for when the signal came.
  [ $status = 127 ] || code=$status
done
while kill -0 "$tidying" 2>/dev/null; do wait "$tidying"; done
exit "$code"
