function pairs() {
  const all = data.pairs;
  const itself = all.filter((each) => each.itself);
  if (all.length === 0) {
    none('Paired differences: no pairs were measured. ./run.sh paired A B measures a pair, and ./run.sh paired A A shows how'
      + ' “no difference” looks.');
    return;
  }
  const every = [...all.filter((each) => !each.itself), ...itself];
  const decided = every.filter(({ difference }) => difference.low !== null);
  const without = every.length - decided.length;
  const pairsWithout = every.filter((each) => !decided.includes(each)).reduce((sum, { difference }) => sum + difference.pairs, 0);
  if (decided.length === 0) {
    none(`Paired differences: none of ${all.length} placements has enough pairs for an interval. Measure more rounds`
      + ' (--rounds).');
    return;
  }
  const rows = decided.slice(0, MOST_PAIRS);
  const nameOf = (each) => (several ? `${data.runs[each.run].tag}: ` : '') + (each.itself ? 'A/A: ' : '') + each.name;
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
              : [short(`${row + 1}. ${nameOf(rows[row])}`), `at ${time(rows[row].difference.levelNanos)}`]) } }),
        },
        plugins: { upright: { at: 0 }, tooltip: { filter: (item) => !item.dataset.mute,
          callbacks: { title: () => [], label: (item) => rows[item.raw.y].difference.verdict } } },
      },
    }),
    key: () => rows.map((each, row) => [null, `${row + 1}. ${nameOf(each)}, at ${time(each.difference.levelNanos)}`]),
    figures: () => table(['pair', 'A/A', 'level (ns)', 'difference', 'low', 'high', 'would have seen', 'pairs', 'verdict'],
      [...decided, ...every.filter((each) => !decided.includes(each))].map((each, row) => [`${row + 1}. ${nameOf(each)}`,
        each.itself ? 'yes' : 'no',
        ...['levelNanos', 'differenceNanos', 'low', 'high', 'detectableNanos'].map((part) => exact(each.difference[part],
          (nanos) => nanos.toFixed(part === 'levelNanos' ? 1 : 3).replace('-', '−'))),
        exact(each.difference.pairs, String), each.difference.verdict])),
  });
  if (without > 0) {
    remark('pairs', `Left out: ${without} placement${without === 1 ? '' : 's'} with ${pairsWithout} pairs in all, too few for an`
      + ' interval.');
  }
  if (decided.length > rows.length) {
    remark('pairs', `The chart shows the first ${rows.length} of ${decided.length}. The table has all of them.`);
  }
  if (itself.length === 0) {
    none('No transport was paired with itself. ./run.sh paired sysv/spin sysv/spin does that, and report takes several'
      + ' directories.');
  }
}
