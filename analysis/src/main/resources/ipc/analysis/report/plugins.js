/* Writes names beside points, unless two names would overlap. */
const names = {
  id: 'names',
  afterDatasetsDraw(chart, args, options) {
    const { ctx, chartArea } = chart;
    const taken = [];
    chart.data.datasets.forEach((dataset, d) => chart.getDatasetMeta(d).data.forEach((point) => {
      taken.push([point.x - 5, point.y - 5, point.x + 5, point.y + 5]);
    }));
    const free = (box) => box[0] > chartArea.left && box[2] < chartArea.right
      && !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
    ctx.save();
    ctx.font = FONT;
    ctx.fillStyle = theme().text;
    ctx.textBaseline = 'middle';
    chart.data.datasets.forEach((dataset, d) => chart.getDatasetMeta(d).data.forEach((point, i) => {
      const text = options.of(dataset.data[i]);
      const width = ctx.measureText(text).width;
      for (const [x, y] of [[9, 0], [-9 - width, 0], [-width / 2, -14], [-width / 2, 14]]) {
        const box = [point.x + x, point.y + y - 6, point.x + x + width, point.y + y + 6];
        if (free(box)) {
          taken.push(box);
          ctx.fillText(text, box[0], point.y + y);
          break;
        }
      }
    }));
    ctx.restore();
  },
};

/*
 * Names at the right of lines, each with a sample of its line. A name stands as near to the end of its line as the others allow.
 * If all lines meet at the end, `at` says where on the x axis the lines are compared.
 */
const ends = {
  id: 'ends',
  afterDatasetsDraw(chart, args, options) {
    const { ctx, chartArea } = chart;
    const labels = chart.data.datasets.map((dataset, d) => {
      const points = chart.getDatasetMeta(d).data;
      const place = options.at === undefined ? -1 : dataset.data.findLastIndex((point) => point.x <= options.at);
      return { dataset, point: points.at(place) };
    }).filter(({ point }) => point).map((label) => ({ ...label, y: label.point.y })).sort((one, other) => one.y - other.y);
    const gap = 16;
    labels.forEach((label, i) => { label.y = Math.max(label.y, i === 0 ? chartArea.top + 4 : labels[i - 1].y + gap); });
    for (let i = labels.length - 1; i >= 0; i--) {
      labels[i].y = Math.min(labels[i].y, i === labels.length - 1 ? chartArea.bottom : labels[i + 1].y - gap);
    }
    ctx.save();
    ctx.font = FONT;
    ctx.textBaseline = 'middle';
    const x = chartArea.right + 12;
    for (const { dataset, y } of labels) {
      ctx.globalAlpha = dataset.faded ? 0.3 : 1;
      ctx.strokeStyle = dataset.color;
      ctx.fillStyle = dataset.color;
      ctx.lineWidth = 2;
      ctx.setLineDash(dataset.borderDash);
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x + 28, y);
      ctx.stroke();
      ctx.setLineDash([]);
      Chart.helpers.drawPoint(ctx, { pointStyle: dataset.pointStyle, radius: 4, borderWidth: 2 }, x + 14, y);
      ctx.fillStyle = theme().text;
      ctx.fillText(dataset.ending, x + 34, y);
    }
    ctx.restore();
  },
};

/* Draws a vertical line at one value of the x axis. */
const upright = {
  id: 'upright',
  beforeDatasetsDraw(chart, args, options) {
    const { ctx, chartArea, scales } = chart;
    const x = scales.x.getPixelForValue(options.at);
    ctx.save();
    ctx.strokeStyle = theme().text;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};
