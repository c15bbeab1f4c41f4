/* The clipboard, and where a browser keeps it from a page of a file, the way that works without asking. */
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
    said.textContent = document.execCommand('copy') ? 'copied' : 'this browser does not let pages copy';
    text.remove();
  }
}

function redraw() {
  document.querySelectorAll('svg[data-color]').forEach(paint);
  charts.forEach((each) => each.draw());
}

document.getElementById('copy').addEventListener('click', copy);
percentiles();
distribution();
cost();
growth('sizes', 'bytes of a message', (each) => each.bytes, bytes, series.filter((each) => each.main && !each.paired),
  (each) => each.bySize, 'Latency by size', 'No transport was measured at several sizes; ./run.sh sizes measures them.');
growth('rates', 'messages a second', (each) => each.hertz, hertz, series.filter((each) => !each.paired && !each.throughput),
  (each) => each.byRate, 'Latency by rate', 'No transport was measured at several rates; ./run.sh rates measures them.');
pairs();
overTime();
tracks();
dark.addEventListener('change', redraw);
paper.addEventListener('change', redraw);
let wasNarrow = narrow();
addEventListener('resize', () => {
  if (narrow() !== wasNarrow) {
    wasNarrow = narrow();
    redraw();
  }
});
addEventListener('beforeprint', () => { printing = true; redraw(); });
addEventListener('afterprint', () => { printing = false; redraw(); });
document.documentElement.dataset.drawn = String(charts.length);
