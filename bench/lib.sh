# Functions that the scripts of bench/ and checks/ share. They get $home (the project), $work (a directory that is removed at the
# end, after make_work_directory) and $jar (the program; JAR names another one).
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=${JAR:-$home/target/ipc-roundtrip.jar}
me=${0##*/}

say() { echo "$me: $(date +%T) $*"; }
refuse() { echo "$me: $*" >&2; exit 2; }

# Prints the comment at the script's beginning.
usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; }

# need PROGRAM...: refuses to begin if one is missing.
need() {
  local program
  for program; do command -v "$program" >/dev/null || refuse "$program is missing; install it"; done
}

make_work_directory() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
}

# quietly COMMAND...: says what the command printed only if it fails, and ends the script then.
quietly() {
  "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}

# run OUT ARGUMENT...: a run of the program with its result in a new directory.
run() {
  rm -rf "$1"
  quietly "$home/run.sh" "${@:2}" --out "$1"
}

# mirror [RELEASE]: where this machine gets the packages of a Debian release, its own by default.
mirror() {
  apt-get indextargets --format '$(REPO_URI) $(SUITE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    awk -v release="${1:-$(. /etc/os-release && echo "$VERSION_CODENAME")}" '$3 == release && $4 == "main" { print $1; exit }'
}

compile() { gcc -O2 -Wall -Wextra -o "$work/$1" "$home/src/test/c/$1.c" -lpthread; }

# The median of the numbers on standard input.
median() {
  sort -g | awk '{ v[NR] = $1 }
    END { if (NR) { m = (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2; printf (m < 1000 ? "%.4g\n" : "%.0f\n"), m } }'
}

# benchmark METRIC ARGUMENT...: one fork under plain JMH. Prints min, p50, p99.9, max and mean of the metric, in nanoseconds.
benchmark() {
  quietly java -XX:-UsePerfData -Djmh.ignoreLock=true -cp "$jar" org.openjdk.jmh.Main "${@:2}" -f 1 -foe true \
    -prof ipc.histogram.LatencyProfiler -rf json -rff "$work/jmh.json"
  jq -r --arg metric "$1" '.[0].secondaryMetrics[$metric] | [(.scorePercentiles | .["0.0"], .["50.0"], .["99.9"], .["100.0"]), .score]
    | @tsv' "$work/jmh.json"
}

# compared NUMBER ARGUMENT...: compares two results. Prints each cell's verdict and keeps it for count_verdicts.
compared() {
  "$home/run.sh" compare --format json "${@:2}" >"$work/compared" 2>"$work/log" || [ $? -ne 2 ] || { cat "$work/log" >&2; exit 1; }
  jq -r --arg number "$1" '.cells[] | "\($number): \(.name): \(.verdict)"' "$work/compared"
  jq -r '.cells[].verdict' "$work/compared" >>"$work/verdicts"
}

count_verdicts() {
  jq -Rrn '[inputs] | group_by(.) | map({(.[0]): length}) | add // {} | . as $count
    | def n(verdict): $count[verdict] // 0;
      (n("slower") + n("faster") + n("no change") + n("not decided")) as $answers
    | "\(n("slower")) of \($answers) compared cells are called slower, \(n("faster")) faster; "
      + "\(n("too few rounds")) have too few rounds, \(n("not comparable")) are not comparable"' "$work/verdicts"
}

# ratios FIGURE BASE SELECTION RESULT: each round's figure of every other cell, divided by that of the base cell with the same size.
# BASE and SELECTION are jq conditions on a cell of run.json. Prints the median of the rounds and their range.
ratios() {
  jq -r --arg figure "$1" 'def median: sort | (.[((length - 1) / 2) | floor] + .[(length / 2) | floor]) / 2;
    def two: . * 100 | round / 100;
    [.cells[] | select(.metrics != [])] as $cells
    | $cells[] | select(('"$3"') and (('"$2"') | not)) | . as $cell
    | first($cells[] | select(('"$2"') and .params.size == $cell.params.size)) as $base
    | [$cell.metrics[0].rounds, $base.metrics[0].rounds] | transpose | map(.[0][$figure] / .[1][$figure]) as $ratios
    | "\($cell.params.transport // "threads"), \($cell.params.size) bytes: \($figure) \($ratios | median | two) times, by round "
      + "\($ratios | min | two) to \($ratios | max | two)"' "$4/run.json"
}
