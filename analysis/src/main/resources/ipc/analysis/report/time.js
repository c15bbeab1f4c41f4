function overTime() {
  const all = series.filter((each) => each.rounds.length > 0 && each.rounds.every((round) => round.startMillis !== null));
  if (all.length === 0) {
    none('Over time: the start of the rounds is unknown, because their histograms were not read.');
    return;
  }
  let shown = 'p50';
  const kinds = [['p50', 'p50'], ['mean', 'mean'], ['p99', 'p99'], ['max', 'max'], ['min', 'min']];
  const probe = all.filter((each) => each.main).flatMap((each) => each.rounds).filter((round) => round.lowNanos !== null)
    .sort((one, other) => one.startMillis - other.startMillis);
  const own = probe.length === 0 ? [] : [{ key: 'probe', words: 'reference probe', group: 'placement of the CPUs', family: '',
    look: { color: 'probe', dash: [], mark: 'rect', line: false }, search: 'reference probe' }];
  const made = new Figure({
    name: 'time',
    label: 'Latency of each round over the run, and the reference probe',
    height: () => (narrow() ? 380 : 480),
    lines: [...all.map((each) => line(each, { look: { ...each.look, line: false } })), ...own],
    first: [...all.filter((each) => timed.length === 0 || timed.includes(each)).map((each) => each.key), 'probe'],
    open: false,
    config: (lines) => ({
      type: 'line',
      data: { datasets: lines.map(({ each, key, look }) => (key === 'probe'
        ? { key, label: 'reference probe', color: theme().probe, borderColor: theme().probe,
          backgroundColor: theme().probe, borderWidth: 3, pointStyle: 'line', pointRadius: 3, pointBorderWidth: 2, order: 1,
          data: probe.flatMap((round) => [
            { x: round.startMillis / 1e3, y: round.lowNanos }, { x: round.startMillis / 1e3, y: round.highNanos }, GAP]) }
        : { key, label: each.name, ...styled(look, { showLine: false, pointRadius: 4 }),
          data: each.rounds.map((round) => ({ x: round.startMillis / 1e3, y: Math.max(1, round[shown]) })) })) },
      options: {
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
        scales: { x: axis.linear('since the run began', { ticks: { callback: seconds } }), y: axis.log(`round’s ${shown}`,
          { options: around(lines.flatMap(({ each }) => (each ? each.rounds.map((round) => Math.max(1, round[shown]))
            : probe.flatMap((round) => [round.lowNanos, round.highNanos])))) }) },
        plugins: { tooltip: { callbacks: { title: (items) => items.map((item) => seconds(item.raw.x)),
          label: (item) => `${item.dataset.label}: ${time(item.raw.y)}` } } },
      },
    }),
    figures: () => table(['cell (µs)', 'round', 'began (s)', ...kinds.map(([, words]) => words), 'probe low', 'probe high'],
      all.flatMap((each) => each.rounds.map((round, i) => [each.name, String(i + 1), exact(round.startMillis / 1e3, String),
        ...kinds.map(([kind]) => exact(round[kind], micros)), exact(round.lowNanos, micros), exact(round.highNanos, micros)]))),
    controls: [select('Figure', kinds, (value) => { shown = value; made.draw(); })],
  });
}
