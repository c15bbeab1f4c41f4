/* Copies the table. Some browsers keep the clipboard from a page in a file; then an older command does it. */
async function copy() {
  const said = document.getElementById('copied');
  try {
    await navigator.clipboard.writeText(data.markdown);
    said.textContent = 'copied';
  } catch (refused) {
    const text = element('textarea', { 'aria-hidden': 'true', readonly: '' });
    text.value = data.markdown;
    document.body.append(text);
    text.select();
    said.textContent = document.execCommand('copy') ? 'copied' : 'this browser does not let a page copy';
    text.remove();
  }
}

function redraw() {
  document.querySelectorAll('svg[data-color]').forEach(paint);
  charts.forEach((each) => each.draw());
}

document.querySelectorAll('.scroll').forEach(watch);
document.getElementById('copy').addEventListener('click', copy);
percentiles();
distribution();
cost();
growth('sizes', 'bytes of a message', (each) => each.bytes, bytes, series.filter((each) => each.main && !each.paired),
  (each) => each.bySize, 'Latency by size', 'Sizes: no transport was measured at several sizes. ./run.sh sizes does that.');
growth('rates', 'messages a second', (each) => each.hertz, hertz, series.filter((each) => !each.paired && !each.throughput),
  (each) => each.byRate, 'Latency by rate', 'Rates: no transport was measured at several rates. ./run.sh rates does that.');
pairs();
overTime();
tracks();
dark.addEventListener('change', redraw);
paper.addEventListener('change', redraw);
const absent = document.getElementById('absent');
absent.hidden = absent.querySelectorAll('li').length === 0;
let wasNarrow = narrow();
addEventListener('resize', () => {
  if (narrow() !== wasNarrow) {
    wasNarrow = narrow();
    redraw();
  }
});
/* Paper shows the notes and all tables. */
const unfolded = [];
addEventListener('beforeprint', () => {
  unfolded.push(...document.querySelectorAll('#notes:not([open]), #more:not([open])'));
  unfolded.forEach((each) => { each.open = true; });
  printing = true;
  redraw();
});
addEventListener('afterprint', () => {
  unfolded.splice(0).forEach((each) => { each.open = false; });
  printing = false;
  redraw();
});
document.documentElement.dataset.drawn = String(charts.length);
