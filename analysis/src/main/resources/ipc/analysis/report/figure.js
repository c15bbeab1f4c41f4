/* Ends a line; the next point begins another. */
const GAP = { x: NaN, y: NaN };

const placeOf = (name) => document.querySelector(`[data-chart="${name}"]`);

/* Tells why a chart has no data. Its section stays hidden. */
function none(text) {
  document.querySelector('#absent ul').append(element('li', {}, text));
}

/* A sentence below a chart. */
function remark(name, text) {
  placeOf(name).append(element('p', { class: 'none' }, text));
}

/* Shows the section of a chart that has data, and its link in the navigation. */
function reveal(place) {
  const section = place.closest('section');
  [section, place.closest('.part'), document.querySelector(`nav a[href="#${section.id}"]`).parentElement]
    .filter((each) => each !== null).forEach((each) => { each.hidden = false; });
}

const charts = [];

/**
 * One chart with its parts: the canvas, which the keyboard can walk through, the value under the cursor as text, switches for its
 * lines, and a table of figures. `config` makes Chart.js's configuration from the lines that are switched on. It is called again
 * whenever the lines or the colours change.
 */
class Figure {
  constructor({ name, label, height, config, figures, controls = [], lines = [], first = null, open = true, key = () => [] }) {
    this.config = config;
    this.height = height;
    this.lines = lines;
    this.key = key;
    this.first = new Set(first || lines.map((line) => line.key));
    this.on = new Set(this.first);
    const place = placeOf(name);
    reveal(place);
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

  /* A table of many thousand figures is made when a reader opens it. */
  fill() {
    this.behind.replaceChildren(this.behind.firstChild, ...(this.behind.open ? [this.figures()] : []));
  }

  draw() {
    if (this.chart) {
      this.chart.destroy();
    }
    const wanted = this.height(this.holder);
    const height = onPaper() ? Math.min(wanted, PAPER_HEIGHT) : wanted;
    this.holder.style.height = `${height}px`;
    const chosen = this.lines.filter((line) => this.on.has(line.key));
    // Two lines of different groups may have the same name.
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
    // If there is no room for names beside the lines.
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

  /* Puts one line before all others. With null, all are alike again. */
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

  /* Switches lines by name, by family, or one by one. */
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
      ? [element('p', { class: 'none' }, `${more} more lines. Type a part of a name in the box above to find them.`)] : []));
    this.boxes.forEach((refresh) => refresh());
  }

  /* A switch for one line or for several. */
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

  /* Skips the gaps between intervals, and datasets that only decorate. */
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
