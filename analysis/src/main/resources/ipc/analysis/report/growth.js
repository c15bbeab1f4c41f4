/* Shows how a figure grows with size or rate, with one line per transport. */
function growth(name, what, at, words, all, by, title, missing) {
  const found = grouped(all.filter((each) => at(each) !== null && at(each) > 0),
    (each) => `${each.run}\n${by(each)}\n${each.transport}`).filter(([, members]) => new Set(members.map(at)).size > 1);
  if (found.length === 0) {
    none(missing);
    return;
  }
  const groups = new Set(found.map(([, members]) => by(members[0])));
  const all1 = found.map(([, members], key) => ({ ...members[0], key, group: by(members[0]),
    name: groups.size > 1 ? `${members[0].label} (${by(members[0])})` : members[0].label,
    members: [...members].sort((one, other) => at(one) - at(other)) }));
  looks(all1);
  const lines = all1.map((each) => line(each));
  const kinds = [...LATENCIES.map(([value, text]) => [value, `latency, ${text}`]),
    ...(all1.some((each) => each.members.every((member) => member.perSecond)) ? [['perSecond', 'messages a second']] : [])];
  let shown = all1.every((each) => each.throughput) ? 'perSecond' : 'p50';
  const value = (each) => (shown === 'perSecond' ? each.perSecond : Math.max(1, each.all[shown]));
  const said = (each) => (shown === 'perSecond' ? `${number(each)} a second` : time(each));
  const places = [...new Set(all1.flatMap((each) => each.members.map(at)))].sort((one, other) => one - other);
  const made = new Figure({
    name,
    label: `${title}, one line per transport, both axes logarithmic`,
    height: () => (narrow() ? 360 : 440),
    lines,
    first: few(all1),
    config: (on) => ({
      type: 'line',
      data: { datasets: on.map(({ each, key, look, ending }) => ({ key, label: each.name, ending,
        ...styled(look, { pointRadius: 4 }),
        data: each.members.filter((member) => value(member) > 0).map((member) => ({ x: at(member), y: value(member) })) })) },
      options: {
        parsing: false,
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
        scales: { x: axis.at(what, places, words), y: axis.log(kinds.find(([kind]) => kind === shown)[1],
          shown === 'perSecond' ? { words: number } : {}) },
        plugins: { tooltip: { callbacks: { title: () => [],
          label: (item) => `${item.dataset.label}, ${words(item.raw.x)}: ${said(item.raw.y)}` } } },
      },
    }),
    figures: () => table(['transport (µs)', what, 'messages a second', ...LATENCIES.map(([, text]) => text)],
      all1.flatMap((each) => each.members.map((member) => [each.name, exact(at(member), words),
        exact(member.perSecond, number), ...LATENCIES.map(([kind, text]) => figure(member, kind, text))]))),
    controls: [select('Figure', kinds, (chosen) => { shown = chosen; made.draw(); }, shown)],
  });
}
