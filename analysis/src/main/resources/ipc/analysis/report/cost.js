function cost() {
  const cpu = (each) => each.cost.forkNanosPerMessage + each.cost.peerNanosPerMessage;
  const all = series.filter((each) => each.cost && each.main && !each.paired && !each.throughput && cpu(each) > 0);
  if (all.length === 0) {
    none('CPU cost: no cell has both a latency and the CPU time of its messages. ./run.sh all measures both.');
    return;
  }
  const groups = grouped(all, (each) => each.group);
  let shown = groups[0];
  let latency = 'p50';
  const latencyOf = (each) => Math.max(1, each.all[latency]);
  const looked = new Map();
  groups.forEach(([, members]) => {
    const single = members.length <= LIGHT.lines.length;
    grouped(members, (each) => (single ? each.transport : each.family)).forEach(([, its], color) => its.forEach((each) => {
      looked.set(each.key, { color: color % LIGHT.lines.length, dash: [],
        mark: MARKS[(several ? each.run : color) % MARKS.length], line: false });
    }));
  });
  const alike = () => grouped(shown[1], (each) => JSON.stringify(looked.get(each.key)));
  const made = new Figure({
    name: 'cost',
    label: 'Latency against CPU time per message, one point per cell, both axes logarithmic',
    height: () => (narrow() ? 400 : 520),
    config: () => ({
      type: 'scatter',
      plugins: narrow() || shown[1].length > MOST_NAMED ? [] : [names],
      data: { datasets: alike().map(([key, members]) => ({ key,
        ...styled(JSON.parse(key), { pointRadius: 5, pointHoverRadius: 8 }),
        data: members.map((each) => ({ x: cpu(each), y: latencyOf(each), each })) })) },
      options: {
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
        scales: { x: axis.log('CPU time of fork and peer per message', { options: around(shown[1].map(cpu)) }),
          y: axis.log(`latency, ${latency}`, { options: around(shown[1].map(latencyOf)) }) },
        plugins: { names: { of: (point) => point.each.label }, tooltip: { callbacks: {
          label: ({ raw }) => `${raw.each.label}: ${time(raw.y)}, CPU ${time(raw.x)} per message` } } },
      },
    }),
    figures: () => table(['cell (µs)', 'CPU of the fork', 'CPU of the peer', ...LATENCIES.map(([, words]) => words)],
      shown[1].map((each) => [each.name, exact(each.cost.forkNanosPerMessage, micros),
        exact(each.cost.peerNanosPerMessage, micros), ...LATENCIES.map(([name, words]) => figure(each, name, words))])),
    key: () => alike().map(([key, members]) => [JSON.parse(key), members.length === 1 ? members[0].label : members[0].family]),
    controls: [...chooser(groups, shown, (group) => { shown = group; made.draw(); made.fill(); }),
      select('Latency', LATENCIES, (value) => { latency = value; made.draw(); })],
  });
}
