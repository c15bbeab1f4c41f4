#!/usr/bin/env bash
# Does every reader turn any bytes into a result or one clear message? Jazzer feeds all readers at the same time, in 256 MB each and
# at the lowest priority, with bytes that reach ever more code. Findings are kept below target/fuzz, and so are the bytes that
# reached the most code; the next run continues from them. Exit code 1 if there is a finding, or if a reader was not fuzzed.
#
# Usage: fuzz.sh [seconds (60)] [reader...]     a reader is a class XFuzz in the tests, by its X: RunJson, Archive, ...; all by default
. "$(dirname "$0")/../bench/lib.sh"
seconds=${1:-60}
shift $(($# > 0 ? 1 : 0))
jazzer=0.30.0
# Packages whose branches guide the fuzzer.
followed='ipc.**:org.HdrHistogram.**:one.jfr.**:one.convert.**:org.apache.commons.compress.archivers.tar.**:org.openjdk.jmh.runner.options.**'
# An input that takes longer counts as a hang, even on a busy machine and beside all other readers.
hangs_seconds=300
cd "$home"
work=$home/target/fuzz
mvn -q -B --strict-checksums package -DskipTests
for artifact in jazzer jazzer-api; do
  mvn -q -B --strict-checksums dependency:copy -Dartifact="com.code-intelligence:$artifact:$jazzer" -DoutputDirectory="$work/lib"
done
mvn -q -B --strict-checksums dependency:build-classpath -Dmdep.outputFile="$work/classpath"
classpath=$home/target/test-classes:$home/target/classes:$(cat "$work/classpath"):$(printf '%s:' "$work"/lib/*.jar)

names=$(cd target/test-classes && find ipc -name '*Fuzz.class' | sort | tr / . | sed 's/\.class$//')
for reader in "$@"; do
  grep -q "\.${reader}Fuzz$" <<<"$names" ||
    refuse "unknown reader $reader; choose from: $(sed 's/.*\.\(.*\)Fuzz$/\1/' <<<"$names" | tr '\n' ' ')"
done
[ $# = 0 ] || names=$(grep -E "\.($(IFS='|'; echo "$*"))Fuzz$" <<<"$names")
readers() { for name in $names; do reader=${name##*.}; echo "$name ${reader%Fuzz}"; done; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# fuzz CLASS READER
fuzz() {
  mkdir -p "$work/$2/corpus" "$work/$2/findings" "$scratch/$2"
  cd "$scratch/$2"
  nice -n 19 java -Xmx256m -XX:+UseSerialGC -XX:-UsePerfData -XX:-OmitStackTraceInFastThrow -Djava.io.tmpdir="$scratch/$2" \
    -cp "$classpath" com.code_intelligence.jazzer.Jazzer --target_class="$1" \
    --instrumentation_includes="$followed" --custom_hook_includes="$followed" --keep_going=20 --reproducer_path="$scratch/$2" \
    -artifact_prefix="$work/$2/findings/" -max_total_time="$seconds" -max_len=65536 -timeout=$hangs_seconds \
    -report_slow_units=$hangs_seconds -print_final_stats=1 "$work/$2/corpus" "$home/src/test/resources/ipc/fuzz/$2" \
    >"$work/$2/log" 2>&1 || true
}
while read -r class reader; do (fuzz "$class" "$reader") & done < <(readers)
wait

failed=false
printf '| reader | executions | a second | coverage | findings |\n|---|---|---|---|---|\n'
while read -r class reader; do
  # last PATTERN: the last number after the pattern in the log; ? if there is none
  last() { grep -ao "$1 *[0-9]*" "$work/$reader/log" | tail -n 1 | grep -o '[0-9]*$' || echo '?'; }
  executions=$(last stat::number_of_executed_units:)
  findings=$(find "$work/$reader/findings" -type f | wc -l)
  { [ "$findings" = 0 ] && [ "$executions" != '?' ] && [ "$executions" != 0 ]; } || failed=true
  printf '| %s | %s | %s | %s | %s |\n' "$reader" "$executions" "$(last stat::average_exec_per_sec:)" "$(last cov:)" "$findings"
done < <(readers)
! $failed
