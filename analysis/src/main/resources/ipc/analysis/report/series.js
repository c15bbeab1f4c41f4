function grouped(all, title) {
  const groups = new Map();
  for (const each of all) {
    const name = title(each);
    if (!groups.has(name)) {
      groups.set(name, []);
    }
    groups.get(name).push(each);
  }
  return [...groups];
}

/*
 * Transports of one family use the same wait strategy, which makes most of their latency: `sysv/spin` and `mmap/spin` are of one
 * family. `pipe/spin`, which repeats a kernel call, and plain `pipe`, which sleeps in it, are of two others.
 */
const several = data.runs.length > 1;
const transports = new Set(data.series.map((each) => each.label));
function familyOf(each) {
  const slash = each.label.indexOf('/');
  if (each.paired || slash < 0) {
    const known = each.cost && each.cost.sleeps !== null && !each.paired;
    return known ? `others that ${each.cost.sleeps ? 'sleep' : 'poll'}` : 'others';
  }
  const wait = each.label.slice(slash + 1);
  return transports.has(each.label.slice(0, slash)) ? `others that ${wait}` : wait;
}

const series = data.series.map((each, key) => {
  const tag = several ? `${data.runs[each.run].tag}: ` : '';
  return { ...each, key, family: familyOf(each), transport: each.label, label: tag + each.label, name: tag + each.name };
});

/* Few transports have a colour each. With more, each family has a colour, and its lines differ by dash and mark. */
function looks(all) {
  const single = new Set(all.map((each) => `${each.group}\n${each.transport}`)).size <= LIGHT.lines.length;
  const colors = grouped(all, (each) => `${each.group}\n${single ? each.transport : each.family}`);
  colors.forEach(([, members], color) => members.forEach((each, i) => {
    const turn = i + 2 * Math.floor(color / LIGHT.lines.length);
    each.look = { color: color % LIGHT.lines.length, dash: DASHES[turn % DASHES.length],
      mark: MARKS[(single ? color + i : turn) % MARKS.length] };
  }));
}
looks(series);

const line = (each, extra = {}) => ({ key: each.key, words: each.paired ? each.name : each.label, group: each.group,
  family: each.family, name: each.name, look: each.look, search: each.name.toLowerCase(), each, ...extra });

/* The keys of the lines drawn at first: of many lines the first group, and of many in it the fastest of each family. */
function few(all) {
  if (all.length <= MOST_AT_FIRST) {
    return all.map((each) => each.key);
  }
  const group = all.filter((each) => each.group === all[0].group);
  return (group.length <= MOST_AT_FIRST ? group : grouped(group, (each) => `${each.run}\n${each.family}`)
    .map(([, members]) => members.reduce((best, each) => (each.all.p50 < best.all.p50 ? each : best)))
    .slice(0, MOST_WITH_LABELS)).map((each) => each.key);
}
/* Main metrics come first. Pairs come first only if nothing else was measured. */
const main = series.filter((each) => each.main && !each.paired);
const timed = (main.length > 0 ? main : series).filter((each) => !each.throughput || !each.main);
const first = few(timed.length > 0 ? timed : series);

const FIGURES = [['min', 'min'], ['mean', 'mean'], ['p50', 'p50'], ['p90', 'p90'], ['p99', 'p99'], ['p999', 'p99.9'],
  ['p9999', 'p99.99'], ['max', 'max']];
const LATENCIES = [['p50', 'p50'], ['mean', 'mean'], ['p99', 'p99'], ['max', 'max']];
const FEWEST_FOR_P9999 = 10000;
const figure = (each, name, words) => (each.few.includes(words) || (name === 'p9999' && each.all.operations < FEWEST_FOR_P9999)
  ? '-' : exact(each.all[name], micros));
const summaries = (all) => table(['cell (µs)', 'operations', ...FIGURES.map(([, words]) => words)],
  all.map((each) => [each.name, exact(each.all.operations, String),
    ...FIGURES.map(([name, words]) => figure(each, name, words))]));
