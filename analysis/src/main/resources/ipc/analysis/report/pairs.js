function pairs() {
  const all = data.pairs;
  const itself = all.filter((each) => each.itself);
  if (all.length === 0) {
    none('pairs', 'No pairs were measured; ./run.sh paired A B measures one, and ./run.sh paired A A what no difference looks'
      + ' like.');
    return;
  }
  const every = [...all.filter((each) => !each.itself), ...itself];
  const rows = every.slice(0, MOST_PAIRS);
  const nameOf = (row) => (several ? `${data.runs[every[row].run].tag}: ` : '') + (every[row].itself ? 'A/A: ' : '')
    + every[row].name;
  const share = (nanos, row) => (100 * nanos) / rows[row].difference.levelNanos;
  new Figure({
    name: 'pairs',
    label: 'Paired differences in per cent with 95 % intervals, A/A last',
    height: () => 100 + Math.max(12, Math.min(40, (PAPER_HEIGHT - 100) / rows.length)) * rows.length,
    config: () => ({
      type: 'line',
      plugins: [upright],
      data: { datasets: [true, false].flatMap((aa) => {
        const own = rows.map((each, row) => row).filter((row) => rows[row].itself === aa);
        const shape = styled({ color: aa ? 1 : 0, dash: [], mark: aa ? 'rectRot' : 'circle' });
        return [
          { mute: true, ...shape, pointStyle: 'line', pointRotation: 90, pointRadius: 7, pointBorderWidth: 3,
            data: own.filter((row) => rows[row].difference.low !== null).flatMap((row) => [
              { x: share(rows[row].difference.low, row), y: row },
              { x: share(rows[row].difference.high, row), y: row }, GAP]) },
          { key: `medians ${aa}`, ...shape, showLine: false, pointRadius: 6,
            data: own.map((row) => ({ x: share(rows[row].difference.differenceNanos, row), y: row })) }];
      }) },
      options: {
        interaction: { mode: 'nearest', axis: 'y', intersect: false },
        scales: {
          x: axis.linear('difference, % of what an operation takes'),
          y: axis.linear('', { options: { reverse: true, min: -0.5, max: rows.length - 0.5,
            afterBuildTicks: (scale) => { scale.ticks = rows.map((each, value) => ({ value })); } },
            ticks: { autoSkip: false, color: theme().text, callback: (row) => (narrow() ? String(row + 1)
              : [short(`${row + 1}. ${nameOf(row)}`), `at ${time(rows[row].difference.levelNanos)}`]) } }),
        },
        plugins: { upright: { at: 0 }, tooltip: { filter: (item) => !item.dataset.mute,
          callbacks: { title: () => [], label: (item) => rows[item.raw.y].difference.verdict } } },
      },
    }),
    key: () => rows.map((each, row) => [null, `${row + 1}. ${nameOf(row)}, at ${time(each.difference.levelNanos)}`]),
    figures: () => table(['pair', 'A/A', 'level (ns)', 'difference', 'low', 'high', 'would have seen', 'pairs', 'verdict'],
      every.map(({ itself: aa, difference }, row) => [`${row + 1}. ${nameOf(row)}`, aa ? 'yes' : 'no',
        ...['levelNanos', 'differenceNanos', 'low', 'high', 'detectableNanos'].map((part) => exact(difference[part],
          (nanos) => nanos.toFixed(part === 'levelNanos' ? 1 : 3).replace('-', '−'))),
        exact(difference.pairs, String), difference.verdict])),
  });
  if (every.length > rows.length) {
    none('pairs', `Drawn are the first ${rows.length} of ${every.length}; the table has all of them.`);
  }
  if (itself.length === 0) {
    none('pairs', 'No transport was paired with itself in these runs; ./run.sh paired sysv/spin sysv/spin does that, and report'
      + ' takes both directories.');
  }
}
