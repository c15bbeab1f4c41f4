function tracks() {
  const all = data.tracks.filter((each) => each.rounds.some((round) => round.length > 0));
  if (all.length === 0) {
    if (data.pairs.length > 0) {
      none('Within pairs: the blocks of these pairs were not read.');
    }
    return;
  }
  let shown = all[0];
  const nameOf = (each) => (several ? `${data.runs[each.run].tag}: ` : '') + each.name;
  const parts = ['baseline', 'contender', 'slowest block'];
  /* Leaves out the time between two rounds of a pair, in which other cells were measured. */
  const sheet = () => {
    let end = 0;
    return shown.rounds.filter((round) => round.length > 0).map((round, i) => {
      const start = end;
      const length = round.at(-1)[0] - round[0][0];
      end += length + Math.max(1, length / round.length);
      return { start: start / 1e3, number: i + 1,
        points: round.map((point) => [(start + point[0] - round[0][0]) / 1e3, ...point]) };
    });
  };
  const made = new Figure({
    name: 'tracks',
    label: 'A pair over the run: medians of both sides and the slowest block',
    height: () => (narrow() ? 340 : 400),
    lines: parts.map((part, column) => ({ key: part, words: part, group: '', family: part, search: part, column,
      look: { color: [0, 3, 1][column], dash: DASHES[column], mark: MARKS[column], line: column < 2 } })),
    config: (lines) => {
      const rounds = sheet();
      return {
        type: 'line',
        data: { datasets: lines.map(({ key, column, look }) => ({ key, label: key,
          ...styled(look, column === 2 ? { showLine: false, pointRadius: 2 } : { pointRadius: 1.5, borderWidth: 1.5 }),
          data: rounds.flatMap(({ points }) => [...points.map((point) => ({ x: point[0], y: Math.max(1, point[column + 2]),
            at: point[1] / 1e3 })), GAP]) })) },
        options: {
          interaction: { mode: 'nearest', axis: 'xy', intersect: false },
          scales: {
            x: axis.linear('rounds one after the other, by their start', { options: {
              afterBuildTicks: (scale) => { scale.ticks = rounds.map(({ start }) => ({ value: start })); } },
              ticks: { autoSkip: true, align: 'start',
                callback: (value) => seconds(rounds.find(({ start }) => start === value).points[0][1] / 1e3) } }),
            y: axis.log('time of an operation'),
          },
          plugins: { tooltip: { callbacks: { title: (items) => items.map((item) => seconds(item.raw.at)),
            label: (item) => `${item.dataset.label}: ${time(item.raw.y)}` } } },
        },
      };
    },
    figures: () => table(['round', 'began (s)', ...parts.map((part) => `${part} (µs)`)],
      sheet().flatMap(({ number: round, points }) => points.map((point) => [String(round), exact(point[1] / 1e3, String),
        ...parts.map((part, i) => exact(point[i + 2], micros))]))),
    controls: all.length < 2 ? [] : [select('Pair', all.map((each, i) => [i, nameOf(each)]), (value) => {
      shown = all[Number(value)];
      made.draw();
      made.fill();
    })],
  });
}
