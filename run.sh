#!/usr/bin/env bash
# Finds or installs Java, builds ipc-roundtrip if its sources are newer than its jar, and starts it. Works from any directory,
# through a symbolic link, and beside a ready-made ipc-roundtrip.jar without Maven or sources. `./run.sh help` says what it can do.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@" # by sh
set -u
say() { printf 'ipc-roundtrip: %s\n' "$*" >&2; }
refuse() { say "$@"; exit 2; }
case $OSTYPE in
  linux-musl*) refuse "the GNU C library is needed, and this system's is musl" ;;
  linux*) ;;
  *) refuse "Linux is the supported system, and this is $OSTYPE" ;;
esac

# The owner can always read what this program makes, and nobody else can write to it, whatever the umask is.
umask u+rwx,go-w
# Java reads paths as UTF-8, and messages are in English, whatever the locale is. Bash complains where there is no such locale.
[ -n "$( (LC_ALL=C.UTF-8) 2>&1)" ] || export LC_ALL=C.UTF-8 LANGUAGE=
(pwd -P) >/dev/null 2>&1 || refuse "the working directory is not there any more; change to another one"
script=$(readlink -f -- "${BASH_SOURCE[0]}") || refuse "readlink failed (exit code $?)"
home=${script%/*} && built=$home/target/ipc-roundtrip.jar log=$home/target/build.log
for text in "$home" "$PWD" "${TMPDIR:-}" "$@"; do
  case $text in *[![:print:][:cntrl:]]*) refuse "$(printf %q "$text") has bytes that are no characters here; use another name" ;; esac
done
case $home in *:* | *[$'\U10000'-$'\U10ffff']*) # Java's class path
  refuse "Java finds no program below $home, because of a colon or a rare letter in the path; move the project" ;; esac
[ "${CI:-}" = true ] && yes=true || yes=false; arguments=()
for argument in "$@"; do
  if [ "$argument" = --yes ] && [ "$1" != clean ]; then yes=true; else arguments+=("$argument"); fi
done

# java_version JAVA, is_at_least NUMBER JAVA: set REPLY to its version, such as 17.0.9, which a JDK's file "release" names.
java_version() {
  local text real
  real=$(readlink -f -- "$1")
  text=$(cat "${real%/bin/*}/release" 2>/dev/null)
  [[ $text =~ JAVA_VERSION=\"([^\"]+)\" ]] ||
    text=$("$1" -XX:+IgnoreUnrecognizedVMOptions -XX:-UsePerfData -version 2>&1) || text="${text:-exit code $?}"
  [[ $text =~ (JAVA_VERSION=|\ version\ )\"([^\"]+)\" ]] || refuse "$1 does not start here: ${text%%$'\n'*}"
  REPLY=${BASH_REMATCH[2]}
}
is_at_least() { java_version "$2" && [ "${REPLY%%[!0-9]*}" -ge "$1" ]; }
# The command that installs something here: install_command APT DNF APK (apk with the GNU library is Wolfi's)
install_command() {
  if command -v apt-get >/dev/null; then echo "apt-get install -y $1"
  elif command -v dnf >/dev/null; then echo "dnf install -y $2"
  elif command -v apk >/dev/null; then echo "apk add $3"; fi
}
# need WHAT COMMAND [WHY]: says how to get what is missing and, if allowed, gets it.
need() {
  local command=$2 missing="$1 is missing${3:+, for $3}" answer
  [ -n "$command" ] || refuse "$missing; install it with this system's package manager"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || refuse "$missing; this installs it, as root: $command"
    command="sudo $command"
  fi
  $yes || { [ -t 0 ] && [ -t 2 ]; } ||
    refuse "$missing; this installs it: $command; run that command, or say --yes and it is run for you"
  say "$missing; this installs it: $command"
  $yes || read -r -p "ipc-roundtrip: run it now? [y/N] " answer
  $yes || case $answer in [yY]*) ;; *) refuse "$1 is needed" ;; esac
  case $command in *apt-get*) ${command%%apt-get*}apt-get update >&2 || true ;; esac
  DEBIAN_FRONTEND=noninteractive $command >&2 || refuse "that did not work; $1 is needed"
}
has_compiler() { [ -x "$(dirname -- "$(readlink -f -- "$1")")/javac" ]; }
# Sets java to the one to use: JAVA_HOME's, else the one on the PATH. If it will not do, instead says why. Building takes a compiler.
find_java() {
  java=${JAVA_HOME:+"$JAVA_HOME/bin/java"}
  java=${java:-$(command -v java)} instead=
  if [ ! -x "$java" ]; then instead=${JAVA_HOME:+"JAVA_HOME=$JAVA_HOME holds none"}
  elif ! is_at_least 17 "$java"; then instead="$java is $REPLY"
  elif $building && ! has_compiler "$java"; then instead="$java is $REPLY without a compiler"
  else return 0; fi
  return 1
}
require_java() {
  find_java && return
  # The newest long-term JDK that the package lists know; 17 where they are empty, as on a machine that never updated them.
  local version kind=jre what="Java 17 or newer" dnf=headless
  for version in 25 21 17; do apt-cache show openjdk-$version-jdk-headless >/dev/null 2>&1 && break; done
  if [ -f "$home/pom.xml" ]; then kind=jdk what="$what (a JDK)" dnf=devel; fi
  [ -z "${JAVA_HOME:-}" ] || refuse "$what is needed, but $instead; name one by JAVA_HOME, or unset it"
  need "$what" "$(install_command "openjdk-$version-$kind-headless" "java-21-openjdk-$dnf" \
    "openjdk-17 openjdk-17-default-jvm")" "$instead"
  find_java || refuse "Java is installed, but no java of version 17 or newer is on the PATH; set JAVA_HOME"
}

require_maven() { command -v mvn >/dev/null || need Maven "$(install_command maven maven maven)"; }
maven() {
  # Such a short run does not benefit from the second compiler. Maven's own libraries cause warnings of JDK 24 and later.
  local quiet="-XX:-UsePerfData -XX:TieredStopAtLevel=1"
  is_at_least 23 "$java" && quiet="$quiet --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  # A download with a wrong checksum ends the build.
  JAVA_HOME=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")") MAVEN_OPTS="${MAVEN_OPTS:-} $quiet" \
    mvn -B --strict-checksums -f "$home/pom.xml" "$@"
}
build() {
  require_maven
  { mkdir -p "$home/target" && : >"$log"; } 2>/dev/null ||
    refuse "the jar is not there or older than its sources, and $home/target cannot be written; copy the project to where you may"
  say "building; this happens only once (log: $log)"
  rm -rf "$home/target/classes/META-INF/versions" # a JDK before 22 would pack these without compiling them again
  maven package -DskipTests >"$log" 2>&1 && return
  # A warning of the compiler fails the build, so it is a reason.
  grep -m 20 -E '^\[(WARNING|ERROR)\] .*(\.java:|Fail|fail|Non-)' "$log" >&2 || tail -n 20 "$log" >&2
  refuse "the build failed; the whole log is $log"
}

first=${arguments[0]:-} building=false jar=$home/ipc-roundtrip.jar
if [ -f "$home/pom.xml" ]; then
  jar=$built
  if [ "$first" = test ] || [ ! -f "$jar" ]; then building=true; else
    newer=$(cd / && find "$home/pom.xml" "$home"/{,analysis/}src/main "$home/jmh-profiles" -newer "$jar" -print -quit) ||
      refuse "find failed (exit code $?), so nobody knows whether the jar is older than its sources"
    [ -z "$newer" ] || building=true
  fi
elif [ "$first" = test ]; then refuse "test needs the sources, and here is only the jar"
elif [ ! -f "$jar" ]; then refuse "neither pom.xml nor ipc-roundtrip.jar stands beside $script"
fi
require_java
# A JDK before 22 leaves the classes of src/main/java22 out of the jar. Without them, only they are missing.
$building || [ "$jar" != "$built" ] || [ ! -w "$home/target" ] || ! command -v mvn >/dev/null || ! is_at_least 22 "$java" ||
  ! has_compiler "$java" || grep -qaF META-INF/versions/22/ipc/ "$jar" || building=true
if [ "$first" = test ]; then . "$home/checks/test.sh"; fi
if [ "$first" = fleet ] && [ ${#arguments[@]} -gt 2 ]; then # its help needs no Ansible
  command -v ansible-playbook >/dev/null || need Ansible "$(install_command ansible-core ansible-core ansible-core)"
  command -v ssh >/dev/null || need ssh "$(install_command openssh-client openssh-clients openssh-client)"
fi
$building && build

# The launcher makes and removes this directory. The JVM must know its name when it starts; JDK 20 and later warn if there is none.
# Its path must suit libffi, which reads its own up to the first blank, and options that commas, semicolons or % divide.
temporary=$(readlink -f -- "${TMPDIR:-/tmp}") || temporary=${TMPDIR:-/tmp}
case $temporary in *[[:space:],\;%]*) temporary=/tmp
  say "/tmp is used instead of TMPDIR, because native libraries do not take blanks, commas, semicolons or % in its path" ;; esac
printf -v private '%s/ipc-roundtrip-%05d%05d' "$temporary" $((${SRANDOM:-$RANDOM} % 100000)) $RANDOM
options=(-XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+DisplayVMOutputToStderr "-Djava.io.tmpdir=$private"
  "-Djna.tmpdir=$private" "-Dipc.private.new=$private" "-Dipc.home=$home" --enable-native-access=ALL-UNNAMED)
# These only read results, so a small heap is enough.
case $first in table | report | advise) options+=(-Xms32m -Xmn20m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20) ;; esac
is_at_least 23 "$java" && options+=(--sun-misc-unsafe-memory-access=allow)
# These variables and this limit can keep a JVM from starting. It says so in words of its own, and not in one line.
inherited=${JAVA_TOOL_OPTIONS+ JAVA_TOOL_OPTIONS=$JAVA_TOOL_OPTIONS}${JDK_JAVA_OPTIONS+ JDK_JAVA_OPTIONS=$JDK_JAVA_OPTIONS}
inherited=$inherited${_JAVA_OPTIONS+ _JAVA_OPTIONS=$_JAVA_OPTIONS}; [ "$(ulimit -v)" = unlimited ] || inherited+=" ulimit -v $(ulimit -v)"
[ -z "$inherited" ] || words=$(timeout 20 "$java" "${options[@]}" -XX:ErrorFile=/dev/null -version 2>&1 </dev/null) ||
  [ $? = 124 ] || # it waits for a debugger
  refuse "Java does not start with$inherited: $(sed -E '/Picked up|^Error occurred|^#? *$|[Ff]atal/d; s/^# *//' <<<"$words" | head -n 1)"
[ "${REPLY%%[!0-9]*}" -lt 20 ] || problem=$(mkdir -m 700 "$private" 2>&1) ||
  refuse "${problem#mkdir: }; name another directory by TMPDIR"
[ -t 2 ] && options+=(-Dipc.terminal=true) && [ -t 0 ] && options+=(-Dipc.asks=true)
exec "$java" "${options[@]}" -jar "$jar" "${arguments[@]}"
