function distribution() {
  const all = series.filter((each) => each.bins.length > 0);
  if (all.length === 0) {
    none('Distribution: no histograms were read for this report.');
    return;
  }
  const groups = grouped(all, (each) => each.group);
  let shown = groups.find(([, members]) => members.some((each) => first.includes(each.key))) || groups[0];
  let order = 'table';
  const rowsOf = () => (order === 'table' ? shown[1] : [...shown[1]].sort((one, other) => one.all.p50 - other.all.p50));
  const edge = (bin) => 10 ** (bin / data.binsPerDecade);
  const rowHeight = () => (onPaper() ? Math.min(24, (PAPER_HEIGHT - 100) / shown[1].length) : 24);
  const made = new Figure({
    name: 'distribution',
    label: 'Distribution of latencies, one row per cell, latency on a logarithmic axis',
    height: () => 100 + rowHeight() * shown[1].length,
    config: () => {
      const rows = rowsOf();
      const labels = rows.map((each) => each.label);
      const bins = rows.flatMap((each, row) => {
        const most = Math.max(...each.bins.map(([, count]) => count));
        return each.bins.map(([bin, count]) => ({ x: [edge(bin), edge(bin + 1)], y: labels[row], name: each.label, count,
          share: count / each.all.operations, depth: Math.sqrt(count / most) }));
      });
      const limits = { min: Math.min(...bins.map((each) => each.x[0])), max: Math.max(...bins.map((each) => each.x[1])) };
      return {
        type: 'bar',
        data: { labels, datasets: [
          { mute: true, type: 'scatter', label: 'median', data: rows.map((each, row) => ({ x: each.all.p50, y: labels[row] })),
            pointStyle: 'line', pointRotation: 90, pointRadius: rowHeight() / 2.4, pointBorderWidth: 3,
            borderColor: theme().text, order: 0 },
          { key: 'bins', data: bins, barThickness: rowHeight() * 0.78, grouped: false, order: 1,
            backgroundColor: (context) => mix(context.raw ? 0.1 + 0.9 * context.raw.depth : 0) }] },
        options: {
          indexAxis: 'y',
          interaction: { mode: 'nearest', axis: 'xy', intersect: true },
          scales: {
            x: axis.log('latency', { options: limits }),
            above: axis.log('', { options: { ...limits, position: 'top' } }),
            y: { type: 'category', labels, offset: true, grid: { display: false }, border: { color: theme().line },
              ticks: { color: theme().text, autoSkip: false, callback: (row) => short(labels[row]),
                font: { size: Math.max(7, Math.min(12, rowHeight() * 0.7)) } } },
          },
          plugins: { tooltip: { callbacks: { title: () => [],
            label: ({ raw }) => (raw.name ? `${raw.name}: ${raw.count} operations (${number(100 * raw.share)} %) took `
              + `${time(Math.round(raw.x[0]))} to ${time(Math.round(raw.x[1]))}` : `${raw.y}: median ${time(raw.x)}`) } } },
        },
      };
    },
    figures: () => summaries(rowsOf()),
    controls: [...chooser(groups, shown, (group) => { shown = group; made.draw(); made.fill(); }),
      ...(all.length > 3 ? [select('Order', [['table', 'as in the table'], ['p50', 'by median']], (value) => {
        order = value;
        made.draw();
        made.fill();
      })] : [])],
  });
}
