const LOWEST = 270;
const HIGHEST = 520;
/* The first chart ends where the first screen ends, if that leaves it high enough to be read. */
function inFirstScreen(holder) {
  const top = holder.getBoundingClientRect().top + scrollY;
  return Math.max(LOWEST, Math.min(HIGHEST, innerHeight - top - 16));
}

function percentiles() {
  if (series.length === 0) {
    none('Percentiles: no cell of this report was measured.');
    return;
  }
  const places = [1, 2, 10, 100, 1e3, 1e4, 1e5, 1e6];
  const limits = { min: 1, max: 1e6 };
  const across = () => (narrow() || onPaper() ? axis.at('percentile, %', places.filter((place) => place !== 2 && place !== 1e5),
    (oneIn) => percentile(oneIn).replace(' %', ''), limits) : axis.at('percentile', places, percentile, limits));
  new Figure({
    name: 'percentiles',
    label: 'Latency by percentile, one line per cell, both axes logarithmic',
    height: (holder) => (narrow() ? 380 : onPaper() ? 420 : inFirstScreen(holder)),
    lines: series.map((each) => line(each)),
    first,
    config: (lines) => ({
      type: 'line',
      data: { datasets: lines.map(({ each, key, look, ending }) => ({ key, label: each.name, ending,
        data: each.curve.map(([x, y]) => ({ x, y: Math.max(1, y) })),
        ...styled(look, { pointRadius: ({ raw }) => (raw && places.includes(raw.x) ? 4 : 0) }) })) },
      options: {
        parsing: false,
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
        scales: { x: across(), y: axis.log('latency') },
        plugins: { ends: { at: 100 }, tooltip: { callbacks: { title: (items) => items.map((item) => percentile(item.raw.x)),
          label: (item) => `${item.dataset.label}: ${time(item.raw.y)}` } } },
      },
    }),
    figures: () => summaries(series),
  });
}
