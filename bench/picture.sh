#!/usr/bin/env bash
# Makes the picture at the top of the README from a result directory. It shows the text that the run printed, as in a terminal,
# and the report's percentile chart below it.
#
# Usage: picture.sh RESULT [PICTURE (docs/overview.png)]
#
# Needs chromium and, if pngquant is installed, makes the file smaller with it.
. "$(dirname "$0")/lib.sh"
[ $# -ge 1 ] || { usage >&2; exit 2; }
result=$(cd "$1" && pwd)
picture=${2:-$home/docs/overview.png}
width=1000
need chromium
make_work_directory

# The notes are not part of what a run prints, and its last line stands only there.
text=$(sed '/^### /,$d' "$result/table.md")
[[ $text = *Details:* ]] || text+=$'\n\n'"Details: results/$(basename "$result") (report.html has charts, table.md has all notes)"
profile=$(jq -r .profile "$result/run.json")

{
  # Its policy allows no script but its own.
  sed '/<meta http-equiv="Content-Security-Policy"/,/>/d' "$result/report.html"
  cat <<'PAGE'
<style>
  .terminal { background: #1c2128; color: #e6edf3; font: 15px/1.35 "DejaVu Sans Mono", monospace; margin: 0 0 1rem; padding: 1rem;
    border-radius: 8px; overflow: hidden; white-space: pre; }
  body > :not(main), main > :not(.terminal, #percentiles), #percentiles details, #percentiles p { display: none !important; }
  main { padding-block: 0; }
</style>
PAGE
  printf '<pre class="terminal" hidden>$ ./run.sh %s\n' "$profile"
  sed 's/&/\&amp;/g; s/</\&lt;/g' <<<"$text"
  cat <<'PAGE'
</pre>
<script>
  addEventListener('load', () => {
    const terminal = document.querySelector('.terminal');
    terminal.hidden = false;
    document.querySelector('main').prepend(terminal);
    document.documentElement.dataset.height = Math.ceil(document.getElementById('percentiles').getBoundingClientRect().bottom) + 16;
  });
</script>
PAGE
} >"$work/page.html"
# browse HEIGHT OPTION...
browse() {
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" --window-size=$width,"$1" \
    --virtual-time-budget=5000 "${@:2}" "file://$work/page.html" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
}
height=$(browse 1000 --dump-dom | sed -n 's/^<html.* data-height="\([0-9]*\)".*/\1/p')
[ -n "$height" ] || refuse "the report has no chart of latency by percentile"
browse "$height" --screenshot="$work/picture.png" >/dev/null
if command -v pngquant >/dev/null; then pngquant --force --output "$picture" 64 "$work/picture.png"
else cp "$work/picture.png" "$picture"
fi
echo "$picture"
