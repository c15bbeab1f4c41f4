/* Draws the charts of a report. Everything shown comes from the JSON in this page; text goes in as text, never as markup. */
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paper = matchMedia('print');
  let printing = false;

  /*
   * Eight colours that stay apart for the colour-blind (simulated for both kinds of red-green blindness) and have a contrast of
   * 3 against the ground, seven marks and five dashes: no line is told from another by colour alone.
   */
  const LIGHT = { text: '#1b1f24', faint: '#57606a', line: '#d8dee4', ground: '#ffffff', yardstick: '#7d8792',
    lines: ['#0100b7', '#99540a', '#00a500', '#f63194', '#1e93e3', '#620753', '#9318e3', '#0b3b00'], deep: [1, 62, 138] };
  const DARK = { text: '#e6edf3', faint: '#9ea7b3', line: '#2c343d', ground: '#12161b', yardstick: '#7d8792',
    lines: ['#507aff', '#ffdf0a', '#2ec62a', '#f699ad', '#16e7fa', '#cf18c4', '#e11400', '#007e65'], deep: [141, 200, 255] };
  const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3], [14, 4]];
  const MARKS = ['circle', 'triangle', 'rect', 'rectRot', 'cross', 'crossRot', 'star'];

  /* So many lines can be followed; of more, the quickest of each family is drawn at first. */
  const MOST_AT_FIRST = 12;
  const MOST_WITH_LABELS = 14;
  /* What a browser draws and lists without a wait. */
  const MOST_DRAWN = 500;
  const MOST_LISTED = 400;
  const MOST_PAIRS = 60;
  const MOST_NAMED = 200;
  /* Inside the margins of A4, in CSS pixels; the height leaves room for a heading. */
  const PAPER_WIDTH = 680;
  const PAPER_HEIGHT = 860;
  const FONT = '12px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif';
  Chart.defaults.font.family = 'system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif';

  const onPaper = () => paper.matches || printing;
  const theme = () => (dark.matches && !onPaper() ? DARK : LIGHT);
  const narrow = () => !printing && document.documentElement.clientWidth < 640;

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) {
        made.setAttribute(key, value);
      }
    }
    made.append(...children);
    return made;
  }

  /* Figures in words. */

  /* With its unit: whole nanoseconds below a microsecond, else three digits. */
  function time(nanos) {
    const size = Math.abs(nanos);
    if (size < 1e3) {
      return `${Number.isInteger(nanos) ? nanos : nanos.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)} ns`;
    }
    const [unit, name] = size < 1e6 ? [1e3, 'µs'] : size < 1e9 ? [1e6, 'ms'] : [1e9, 's'];
    const value = nanos / unit;
    return `${value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0)} ${name}`;
  }
  /* The same beside an axis, where places are round. */
  const tick = (nanos) => {
    const [unit, name] = nanos < 1e3 ? [1, 'ns'] : nanos < 1e6 ? [1e3, 'µs'] : nanos < 1e9 ? [1e6, 'ms'] : [1e9, 's'];
    return `${Number((nanos / unit).toPrecision(3))} ${name}`;
  };
  /* As the timing tables have them: microseconds, to the nanosecond below one. */
  function micros(nanos) {
    if (nanos < 0) {
      return `−${micros(-nanos)}`;
    }
    const [hundredths, tenths] = [Math.round(nanos / 10), Math.round(nanos / 100)];
    return nanos < 1e3 ? (Math.round(nanos) / 1e3).toFixed(3) : hundredths < 1000 ? (hundredths / 100).toFixed(2)
      : tenths < 1000 ? (tenths / 10).toFixed(1) : String(Math.round(nanos / 1e3));
  }
  const number = (value) => (value >= 1000 ? Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 0 })
    : Number(value.toPrecision(3)).toString());
  const percentile = (oneIn) => {
    const digits = Math.min(7, Math.ceil(Math.log10(oneIn)) + 1);
    return `${Number((100 - 100 / oneIn).toFixed(digits))} %`;
  };
  const bytes = (value) => (value >= 1048576 && value % 1048576 === 0 ? `${value / 1048576} MiB`
    : value >= 1024 && value % 1024 === 0 ? `${value / 1024} KiB` : `${value} B`);
  const hertz = (value) => (value >= 1000 ? `${number(value / 1000)} kHz` : `${number(value)} Hz`);
  const seconds = (value) => `${Number(value.toFixed(1))} s`;

  /* A cell of a table: the figure in words, the figure itself for programs. */
  const exact = (value, words) => (value === null || value === undefined ? '-'
    : element('data', { value: String(value) }, words(value)));

  function table(header, rows) {
    const head = element('tr');
    header.forEach((cell) => head.append(element('th', { scope: 'col' }, cell)));
    const body = element('tbody');
    for (const row of rows) {
      const line = element('tr');
      row.forEach((cell, column) => line.append(element(column === 0 ? 'th' : 'td', column === 0 ? { scope: 'row' } : {}, cell)));
      body.append(line);
    }
    return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'the figures as a table' },
      element('table', { class: 'figures' }, element('thead', {}, head), body));
  }

  function select(label, options, change, at) {
    const input = element('select');
    options.forEach(([value, words]) => input.append(element('option', { value }, words)));
    if (at !== undefined) {
      input.value = String(at);
    }
    input.addEventListener('change', () => change(input.value));
    return element('label', {}, `${label} `, input);
  }

  /* A name beside an axis leaves room for the chart. */
  function short(text) {
    const most = narrow() ? 15 : onPaper() ? 36 : 60;
    return text.length > most ? `${text.slice(0, most / 3)}…${text.slice(1 + Math.floor(most / 3) - most)}` : text;
  }

  const ruler = document.createElement('canvas').getContext('2d');
  function widthOf(text) {
    ruler.font = FONT;
    return ruler.measureText(text).width;
  }

  const mix = (depth) => {
    const ground = [1, 3, 5].map((i) => parseInt(theme().ground.slice(i, i + 2), 16));
    return `rgb(${theme().deep.map((deep, i) => Math.round(ground[i] + (deep - ground[i]) * depth)).join(', ')})`;
  };

  const axis = {
    /* Only as many names as there is room for; a decade is always named. Over less than a decade places are as on a ruler. */
    log(words, extra = {}) {
      const narrowRange = (scale) => scale.max / scale.min < 8;
      return {
        type: 'logarithmic',
        afterBuildTicks(scale) {
          if (narrowRange(scale)) {
            const raw = (scale.max - scale.min) / 6;
            const decade = 10 ** Math.floor(Math.log10(raw));
            const step = decade * [1, 2, 5, 10].find((each) => each * decade >= raw);
            scale.ticks = [];
            for (let value = Math.ceil(scale.min / step) * step; value <= scale.max; value += step) {
              scale.ticks.push({ value: Number(value.toPrecision(12)) });
            }
          }
        },
        ticks: {
          color: theme().faint, maxRotation: 0, autoSkip: false,
          callback(value) {
            const decades = Math.log10(this.max / this.min);
            const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
            const among = (digits) => digits.some((each) => Math.abs(digit - each) < 1e-6);
            const decade = Math.round(Math.log10(value));
            const named = narrowRange(this) || (among(decades < 3 && !narrow() ? [1, 2, 5] : [1])
              && !(narrow() && decades > 5 && this.isHorizontal() && decade % 2 !== 0));
            return named ? (extra.words || tick)(value) : '';
          },
        },
        grid: { color: (context) => (context.tick && context.tick.label ? theme().line : 'transparent') },
        border: { color: theme().line },
        title: { display: words !== '', text: words, color: theme().faint },
        ...extra.options,
      };
    },
    /* Named at these places and no others. */
    at(words, places, name, extra = {}) {
      return axis.log(words, { options: {
        afterBuildTicks: (scale) => { scale.ticks = places.map((value) => ({ value })); },
        ticks: { color: theme().faint, autoSkip: false, maxRotation: 0, callback: name },
        grid: { color: theme().line }, ...extra } });
    },
    linear(words, extra = {}) {
      return {
        type: 'linear', ticks: { color: theme().faint, maxRotation: 0, ...extra.ticks }, grid: { color: theme().line },
        border: { color: theme().line }, title: { display: words !== '', text: words, color: theme().faint }, ...extra.options,
      };
    },
  };
  /* So that no mark is cut in half at the edge of a logarithmic chart. */
  const around = (values, factor = 1.25) => (values.length === 0 ? {}
    : { min: Math.min(...values) / factor, max: Math.max(...values) * factor });

  /* Names beside points, where they do not run into each other. */
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
   * Names at the right of lines, each with a sample of its line, as near as others allow to where the line ends; or, where all
   * lines run together in the end, to where it is at `at`.
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

  /* A vertical line at one value of the x axis. */
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

  const charts = [];

  /*
   * One chart with all that belongs to it: its canvas, which the keyboard can walk through, what is under the cursor in words,
   * the switches of its lines and its figures as a table. `config` makes Chart.js's configuration from the lines that are
   * switched on, anew whenever these or the colours change.
   */
  class Figure {
    constructor({ name, label, height, config, figures, controls = [], lines = [], first = null, open = true, key = () => [] }) {
      this.config = config;
      this.height = height;
      this.lines = lines;
      this.key = key;
      this.first = new Set(first || lines.map((line) => line.key));
      this.on = new Set(this.first);
      const place = document.querySelector(`[data-chart="${name}"]`);
      this.canvas = element('canvas', { tabindex: '0', role: 'img',
        'aria-label': `${label}. Arrow keys go from value to value; the table below has all of them.` });
      this.holder = element('div', { class: 'canvas' }, this.canvas);
      this.readout = element('output', { class: 'readout', 'aria-live': 'polite' });
      this.legend = element('div', { class: 'legend', 'aria-hidden': 'true' });
      this.behind = element('details', { class: 'behind' }, element('summary', {}, 'The figures as a table'));
      place.append(...(controls.length > 0 ? [element('div', { class: 'controls' }, ...controls)] : []), this.holder,
        this.readout, this.legend, ...(lines.length > 1 ? [this.switches(open && !narrow())] : []), this.behind);
      this.figures = figures;
      this.behind.addEventListener('toggle', () => this.fill());
      this.canvas.addEventListener('keydown', (event) => this.walk(event));
      this.canvas.addEventListener('blur', () => this.point(null));
      this.canvas.addEventListener('pointerleave', () => this.highlight(null));
      this.draw();
      charts.push(this);
    }

    /* Tables of many thousand figures are made when somebody looks. */
    fill() {
      this.behind.replaceChildren(this.behind.firstChild, ...(this.behind.open ? [this.figures()] : []));
    }

    draw() {
      if (this.chart) {
        this.chart.destroy();
      }
      const height = onPaper() ? Math.min(this.height(), PAPER_HEIGHT) : this.height();
      this.holder.style.height = `${height}px`;
      const chosen = this.lines.filter((line) => this.on.has(line.key));
      // Two of different kinds may have one name among their own.
      const clear = new Set(chosen.map((line) => line.words)).size === chosen.length;
      const named = chosen.map((each) => ({ ...each, ending: clear ? each.words : each.name || each.words }));
      const config = this.config(named.slice(0, MOST_DRAWN));
      config.options = { animation: false, responsive: true, maintainAspectRatio: false, ...config.options };
      config.options.onHover = (event, active, chart) => this.highlight(active.length > 0
        ? chart.data.datasets[active[0].datasetIndex].key : null);
      config.options.plugins = { legend: { display: false }, ...config.options.plugins };
      config.options.plugins.tooltip = { animation: false, usePointStyle: true, boxPadding: 4,
        ...config.options.plugins.tooltip };
      const labelled = chosen.length <= MOST_WITH_LABELS && !narrow() && config.data.datasets.some((each) => each.ending);
      if (labelled) {
        const room = Math.max(...config.data.datasets.map((each) => widthOf(each.ending || '')));
        config.options.layout = { padding: { right: 50 + room } };
        config.plugins = [...(config.plugins || []), ends];
      }
      // Where there is no room for names beside the lines.
      this.legend.replaceChildren(...(!labelled && chosen.length > 1 && chosen.length <= MOST_WITH_LABELS
        ? named.map((each) => element('span', {}, sample(each.look), each.ending)) : []),
      ...(narrow() ? this.key().map(([look, words]) => element('span', {}, ...(look ? [sample(look)] : []), words)) : []));
      this.highlighted = null;
      this.at = null;
      this.chart = new Chart(this.canvas, config);
      if (printing) {
        this.chart.resize(PAPER_WIDTH, height);
      }
      if (this.count) {
        this.count.textContent = `${Math.min(chosen.length, MOST_DRAWN)} of ${this.lines.length} lines drawn`;
      }
    }

    /* One line before all others; null: all alike again. */
    highlight(key) {
      if (key === this.highlighted || (this.chart.data.datasets.length < 3 && key !== null)) {
        return;
      }
      this.highlighted = key;
      for (const dataset of this.chart.data.datasets) {
        if (dataset.key !== undefined && dataset.color) {
          dataset.faded = key !== null && dataset.key !== key;
          dataset.borderColor = dataset.faded ? `${dataset.color}38` : dataset.color;
          dataset.backgroundColor = dataset.borderColor;
          dataset.order = dataset.key === key ? -1 : 0;
        }
      }
      this.chart.update('none');
    }

    /* Which lines are drawn: by name, by family, or one by one. */
    switches(open) {
      this.count = element('output', { class: 'count' });
      this.filter = element('input', { type: 'search', placeholder: 'part of a name', size: '14' });
      this.filter.addEventListener('input', () => {
        const words = this.filter.value.toLowerCase().split(/[\s,]+/).filter((word) => word !== '');
        this.choose(words.length === 0 ? this.first
          : this.lines.filter((each) => words.some((word) => each.search.includes(word))).map((each) => each.key));
        this.list();
      });
      const button = (words, keys) => {
        const made = element('button', { type: 'button' }, words);
        made.addEventListener('click', () => {
          this.filter.value = '';
          this.choose(keys());
          this.list();
        });
        return made;
      };
      const every = () => this.lines.map((line) => line.key);
      const few = this.first.size < this.lines.length ? [button('A few', () => this.first)] : [];
      this.entries = element('div');
      this.list();
      return element('details', { class: 'lines', ...(open ? { open: '' } : {}) },
        element('summary', {}, 'Lines: ', this.count),
        element('div', { class: 'controls' }, ...(this.lines.length > MOST_AT_FIRST
          ? [element('label', {}, 'Only ', this.filter)] : []), ...few, button('All', every), button('None', () => [])),
        this.entries);
    }

    choose(keys) {
      this.on = new Set(keys);
      this.draw();
      (this.boxes || []).forEach((refresh) => refresh());
    }

    set(keys, on) {
      keys.forEach((key) => (on ? this.on.add(key) : this.on.delete(key)));
      this.draw();
      this.boxes.forEach((refresh) => refresh());
    }

    list() {
      const filtered = this.filter.value !== '';
      const listed = (filtered ? this.lines.filter((line) => this.on.has(line.key)) : this.lines).slice(0, MOST_LISTED);
      this.boxes = [];
      const groups = grouped(listed, (line) => line.group);
      const made = groups.map(([title, members]) => {
        const families = grouped(members, (line) => line.family);
        const many = members.length > MOST_AT_FIRST && members.length > families.length;
        const rows = element('div', { class: many ? 'families' : 'list' });
        for (const [family, its] of families) {
          const list = rows.className === 'families' ? element('div', { class: 'list' }) : rows;
          if (list !== rows) {
            rows.append(this.box(family, its.map((line) => line.key), null), list);
          }
          its.forEach((line) => list.append(this.box(line.words, [line.key], line.look)));
        }
        return groups.length < 2 ? rows : element('fieldset', {}, element('legend', {},
          this.box(title, members.map((line) => line.key), null)), rows);
      });
      const more = this.lines.length - listed.length;
      this.entries.replaceChildren(...made, ...(more > 0 && !filtered
        ? [element('p', { class: 'none' }, `${more} more lines; part of a name in the box above finds them.`)] : []));
      this.boxes.forEach((refresh) => refresh());
    }

    /* A switch of one line, or of several at once. */
    box(words, keys, look) {
      const input = element('input', { type: 'checkbox' });
      const label = element('label', {}, input, ...(look ? [sample(look)] : []), words);
      input.addEventListener('change', () => this.set(keys, input.checked));
      if (look) {
        label.addEventListener('pointerenter', () => this.highlight(this.on.has(keys[0]) ? keys[0] : null));
        label.addEventListener('pointerleave', () => this.highlight(null));
      }
      this.boxes.push(() => {
        const on = keys.filter((key) => this.on.has(key)).length;
        input.checked = on === keys.length;
        input.indeterminate = on > 0 && on < keys.length;
        label.classList.toggle('off', on === 0);
      });
      return label;
    }

    walk(event) {
      const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
      if (event.key === 'Escape') {
        this.point(null);
      } else if (steps[event.key]) {
        event.preventDefault();
        const seen = this.chart.data.datasets.map((dataset, i) => i).filter((i) => this.walkable(i).length > 0);
        if (seen.length === 0) {
          return;
        }
        const [across, along] = steps[event.key];
        const at = this.at || { dataset: seen[0], place: along > 0 ? -1 : 0 };
        const row = Math.max(0, seen.indexOf(at.dataset));
        const dataset = seen[Math.min(seen.length - 1, Math.max(0, row + across))];
        const places = this.walkable(dataset);
        this.point({ dataset, place: Math.min(places.length - 1, Math.max(0, at.place + along)) });
      }
    }

    /* Gaps between intervals are no points, and what only decorates is skipped. */
    walkable(dataset) {
      const { data: points, mute } = this.chart.data.datasets[dataset];
      return mute ? [] : points.map((point, i) => i).filter((i) => points[i] !== null && !Number.isNaN(points[i].x));
    }

    point(at) {
      if (at === null && this.at === null) {
        return;
      }
      this.at = at;
      if (at === null) {
        this.chart.setActiveElements([]);
        this.chart.tooltip.setActiveElements([], { x: 0, y: 0 });
        this.readout.textContent = '';
        this.highlight(null);
      } else {
        const active = [{ datasetIndex: at.dataset, index: this.walkable(at.dataset)[at.place] }];
        this.highlight(this.chart.data.datasets[at.dataset].key);
        const { x, y } = this.chart.getDatasetMeta(at.dataset).data[active[0].index];
        this.chart.setActiveElements(active);
        this.chart.tooltip.setActiveElements(active, { x, y });
        this.chart.update('none');
        const { title, body } = this.chart.tooltip;
        this.readout.textContent = [...title, ...body.flatMap((part) => part.lines)].join(', ');
      }
      this.chart.render();
    }
  }

  /* How a line looks, beside its name: dash and mark, not colour alone. */
  function sample(look) {
    const space = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(space, 'svg');
    svg.setAttribute('width', look.line === false ? '14' : '34');
    svg.setAttribute('height', '14');
    svg.setAttribute('viewBox', look.line === false ? '10 0 14 14' : '0 0 34 14');
    svg.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS(space, 'line');
    Object.entries({ x1: 1, y1: 7, x2: 33, y2: 7, 'stroke-width': look.line === false ? 0 : 2,
      'stroke-dasharray': look.dash.join(' ') }).forEach(([key, value]) => line.setAttribute(key, value));
    const paths = { circle: 'M13 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0z', triangle: 'M17 2l5 9h-10z', rect: 'M13 3h8v8h-8z',
      rectRot: 'M17 2l5 5-5 5-5-5z', cross: 'M17 2v10M12 7h10', crossRot: 'M13 3l8 8M21 3l-8 8',
      star: 'M17 2v10M12 7h10M13 3l8 8M21 3l-8 8' };
    const mark = document.createElementNS(space, 'path');
    mark.setAttribute('d', paths[look.mark]);
    mark.setAttribute('stroke-width', '2');
    svg.append(line, mark);
    svg.dataset.color = look.color;
    paint(svg);
    return svg;
  }
  function paint(svg) {
    const color = svg.dataset.color === 'yardstick' ? theme().yardstick : theme().lines[svg.dataset.color];
    for (const part of svg.children) {
      part.setAttribute('stroke', color);
      part.setAttribute('fill', part.tagName === 'path' ? color : 'none');
    }
  }

  /* Ends a line; the next point begins another. */
  const GAP = { x: NaN, y: NaN };

  function none(name, words) {
    document.querySelector(`[data-chart="${name}"]`).append(element('p', { class: 'none' }, words));
  }

  const styled = (look, extra = {}) => {
    const color = theme().lines[look.color];
    return { color, borderColor: color, backgroundColor: color, borderDash: look.dash, pointStyle: look.mark, borderWidth: 2,
      pointBorderWidth: 2, pointRadius: 3, pointHoverRadius: 6, clip: 6, ...extra };
  };

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
   * Transports of one family wait in the same way, which is what makes most of their latency: `sysv/spin` and `mmap/spin` are of
   * one, `pipe/spin`, whose kernel call is made again and again, and plain `pipe`, which sleeps in it, of others.
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

  /* Where few lines have names of their own each has its own colour; else each family, told apart inside by dash and mark. */
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

  /* Of many, the first group's; of these, the quickest of each family. */
  function few(all) {
    if (all.length <= MOST_AT_FIRST) {
      return all.map((each) => each.key);
    }
    const group = all.filter((each) => each.group === all[0].group);
    return (group.length <= MOST_AT_FIRST ? group : grouped(group, (each) => `${each.run}\n${each.family}`)
      .map(([, members]) => members.reduce((best, each) => (each.all.p50 < best.all.p50 ? each : best)))
      .slice(0, MOST_WITH_LABELS)).map((each) => each.key);
  }
  /* What a series is asked for first: the main metric of what is no pair; where only pairs were measured, those. */
  const main = series.filter((each) => each.main && !each.paired);
  const timed = (main.length > 0 ? main : series).filter((each) => !each.throughput || !each.main);
  const first = few(timed.length > 0 ? timed : series);

  const FIGURES = [['min', 'min'], ['mean', 'mean'], ['p50', 'p50'], ['p90', 'p90'], ['p99', 'p99'], ['p999', 'p99.9'],
    ['p9999', 'p99.99'], ['max', 'max']];
  const FEWEST_FOR_P9999 = 10000;
  const figure = (each, name, words) => (each.few.includes(words) || (name === 'p9999' && each.all.operations < FEWEST_FOR_P9999)
    ? '-' : exact(each.all[name], micros));
  const summaries = (all) => table(['cell (µs)', 'operations', ...FIGURES.map(([, words]) => words)],
    all.map((each) => [each.name, exact(each.all.operations, String),
      ...FIGURES.map(([name, words]) => figure(each, name, words))]));

  function percentiles() {
    if (series.length === 0) {
      none('percentiles', 'No cell of this report was measured.');
      return;
    }
    const places = [1, 2, 10, 100, 1e3, 1e4, 1e5, 1e6];
    const limits = { min: 1, max: 1e6 };
    const across = () => (narrow() || onPaper() ? axis.at('percentile, %', places.filter((place) => place !== 2 && place !== 1e5),
      (oneIn) => percentile(oneIn).replace(' %', ''), limits) : axis.at('percentile', places, percentile, limits));
    new Figure({
      name: 'percentiles',
      label: 'Latency by percentile, one line per cell, both axes logarithmic',
      height: () => (narrow() ? 380 : 520),
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

  /* Which cells a chart shows that has room for those of one kind. */
  function chooser(groups, shown, change) {
    return groups.length < 2 ? [] : [select('Cells', groups.map(([title], i) => [i, title]), (at) => change(groups[Number(at)]),
      groups.indexOf(shown))];
  }

  function distribution() {
    const all = series.filter((each) => each.bins.length > 0);
    if (all.length === 0) {
      none('distribution', 'No histograms were read for this report.');
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

  const LATENCIES = [['p50', 'p50'], ['mean', 'mean'], ['p99', 'p99'], ['max', 'max']];

  function cost() {
    const cpu = (each) => each.cost.forkNanosPerMessage + each.cost.peerNanosPerMessage;
    const all = series.filter((each) => each.cost && each.main && !each.paired && !each.throughput && cpu(each) > 0);
    if (all.length === 0) {
      none('cost', 'No cell of this report has both a latency and a CPU time of its messages; ./run.sh all measures every'
        + ' transport’s.');
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

  /* How a figure grows with size or rate: one line per transport. */
  function growth(name, what, at, words, all, by, title, missing) {
    const found = grouped(all.filter((each) => at(each) !== null && at(each) > 0),
      (each) => `${each.run}\n${by(each)}\n${each.transport}`).filter(([, members]) => new Set(members.map(at)).size > 1);
    if (found.length === 0) {
      none(name, missing);
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

  function overTime() {
    const all = series.filter((each) => each.rounds.length > 0 && each.rounds.every((round) => round.startMillis !== null));
    if (all.length === 0) {
      none('time', 'When the rounds began is not known here: their histograms were not at hand.');
      return;
    }
    let shown = 'p50';
    const kinds = [['p50', 'p50'], ['mean', 'mean'], ['p99', 'p99'], ['max', 'max'], ['min', 'min']];
    const yardstick = all.filter((each) => each.main).flatMap((each) => each.rounds).filter((round) => round.lowNanos !== null)
      .sort((one, other) => one.startMillis - other.startMillis);
    const own = yardstick.length === 0 ? [] : [{ key: 'yardstick', words: 'yardstick', group: 'placement of the CPUs', family: '',
      look: { color: 'yardstick', dash: [], mark: 'rect', line: false }, search: 'yardstick' }];
    const made = new Figure({
      name: 'time',
      label: 'Latency of each round over the run, and the yardstick of the placement',
      height: () => (narrow() ? 380 : 480),
      lines: [...all.map((each) => line(each, { look: { ...each.look, line: false } })), ...own],
      first: [...all.filter((each) => timed.length === 0 || timed.includes(each)).map((each) => each.key), 'yardstick'],
      open: false,
      config: (lines) => ({
        type: 'line',
        data: { datasets: lines.map(({ each, key, look }) => (key === 'yardstick'
          ? { key, label: 'yardstick', color: theme().yardstick, borderColor: theme().yardstick,
            backgroundColor: theme().yardstick, borderWidth: 3, pointStyle: 'line', pointRadius: 3, pointBorderWidth: 2, order: 1,
            data: yardstick.flatMap((round) => [
              { x: round.startMillis / 1e3, y: round.lowNanos }, { x: round.startMillis / 1e3, y: round.highNanos }, GAP]) }
          : { key, label: each.name, ...styled(look, { showLine: false, pointRadius: 4 }),
            data: each.rounds.map((round) => ({ x: round.startMillis / 1e3, y: Math.max(1, round[shown]) })) })) },
        options: {
          interaction: { mode: 'nearest', axis: 'xy', intersect: false },
          scales: { x: axis.linear('since the run began', { ticks: { callback: seconds } }), y: axis.log(`round’s ${shown}`,
            { options: around(lines.flatMap(({ each }) => (each ? each.rounds.map((round) => Math.max(1, round[shown]))
              : yardstick.flatMap((round) => [round.lowNanos, round.highNanos])))) }) },
          plugins: { tooltip: { callbacks: { title: (items) => items.map((item) => seconds(item.raw.x)),
            label: (item) => `${item.dataset.label}: ${time(item.raw.y)}` } } },
        },
      }),
      figures: () => table(['cell (µs)', 'round', 'began (s)', ...kinds.map(([, words]) => words), 'yardstick low', 'high'],
        all.flatMap((each) => each.rounds.map((round, i) => [each.name, String(i + 1), exact(round.startMillis / 1e3, String),
          ...kinds.map(([kind]) => exact(round[kind], micros)), exact(round.lowNanos, micros), exact(round.highNanos, micros)]))),
      controls: [select('Figure', kinds, (value) => { shown = value; made.draw(); })],
    });
  }

  function tracks() {
    const all = data.tracks.filter((each) => each.rounds.some((round) => round.length > 0));
    if (all.length === 0) {
      none('tracks', data.pairs.length === 0 ? 'No pairs were measured.' : 'The blocks of these pairs were not read.');
      return;
    }
    let shown = all[0];
    const nameOf = (each) => (several ? `${data.runs[each.run].tag}: ` : '') + each.name;
    const parts = ['baseline', 'contender', 'slowest block'];
    /* Measured time alone: what lies between two rounds of a pair is other cells' time. */
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
              x: axis.linear('rounds, one after the other, and when they began', { options: {
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

  /* The clipboard, and where a browser keeps it from a page of a file, the way that works without asking. */
  async function copy() {
    const said = document.getElementById('copied');
    try {
      await navigator.clipboard.writeText(data.markdown);
      said.textContent = 'copied';
    } catch (refused) {
      const text = element('textarea', { 'aria-hidden': 'true', readonly: '' });
      text.value = data.markdown;
      document.body.append(text);
      text.select();
      said.textContent = document.execCommand('copy') ? 'copied' : 'this browser does not let pages copy';
      text.remove();
    }
  }

  function redraw() {
    document.querySelectorAll('svg[data-color]').forEach(paint);
    charts.forEach((each) => each.draw());
  }

  document.getElementById('copy').addEventListener('click', copy);
  percentiles();
  distribution();
  cost();
  growth('sizes', 'bytes of a message', (each) => each.bytes, bytes, series.filter((each) => each.main && !each.paired),
    (each) => each.bySize, 'Latency by size', 'No transport was measured at several sizes; ./run.sh sizes measures them.');
  growth('rates', 'messages a second', (each) => each.hertz, hertz, series.filter((each) => !each.paired && !each.throughput),
    (each) => each.byRate, 'Latency by rate', 'No transport was measured at several rates; ./run.sh rates measures them.');
  pairs();
  overTime();
  tracks();
  dark.addEventListener('change', redraw);
  paper.addEventListener('change', redraw);
  let wasNarrow = narrow();
  addEventListener('resize', () => {
    if (narrow() !== wasNarrow) {
      wasNarrow = narrow();
      redraw();
    }
  });
  addEventListener('beforeprint', () => { printing = true; redraw(); });
  addEventListener('afterprint', () => { printing = false; redraw(); });
  document.documentElement.dataset.drawn = String(charts.length);
})();
