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

/* A cell of a table: people read the text, programs read the value. */
const exact = (value, words) => (value === null || value === undefined ? '-'
  : element('data', { value: String(value) }, words(value)));

/* A box with a table says how to see the rest, if there is more than it shows. */
const hints = new ResizeObserver((entries) => entries.forEach(({ target }) => hint(target)));
function hint(box) {
  const wide = box.scrollWidth > box.clientWidth + 1;
  const tall = box.scrollHeight > box.clientHeight + 1;
  const found = box.previousElementSibling;
  if (found && found.className === 'hint') {
    found.remove();
  }
  if (wide || tall) {
    const rows = box.querySelectorAll('tbody tr').length;
    const more = `${wide ? 'sideways for more columns' : ''}${wide && tall ? ', ' : ''}${tall ? `down for all ${rows} rows` : ''}`;
    box.before(element('p', { class: 'hint' }, `Scroll inside the table: ${more}.`));
  }
}
function watch(box) {
  hints.observe(box);
  return box;
}

function table(header, rows) {
  const head = element('tr');
  header.forEach((cell) => head.append(element('th', { scope: 'col' }, cell)));
  const body = element('tbody');
  for (const row of rows) {
    const line = element('tr');
    row.forEach((cell, column) => line.append(element(column === 0 ? 'th' : 'td', column === 0 ? { scope: 'row' } : {}, cell)));
    body.append(line);
  }
  return watch(element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'the figures as a table' },
    element('table', { class: 'figures' }, element('thead', {}, head), body)));
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

/* Shortens a name beside an axis, to leave room for the chart. */
function short(text) {
  const most = narrow() ? 15 : onPaper() ? 36 : 60;
  return text.length > most ? `${text.slice(0, most / 3)}…${text.slice(1 + Math.floor(most / 3) - most)}` : text;
}

const ruler = document.createElement('canvas').getContext('2d');
function widthOf(text) {
  ruler.font = FONT;
  return ruler.measureText(text).width;
}

/* Chooses the group of cells that a chart shows, if it has room for one group only. */
function chooser(groups, shown, change) {
  return groups.length < 2 ? [] : [select('Cells', groups.map(([title], i) => [i, title]), (at) => change(groups[Number(at)]),
    groups.indexOf(shown))];
}
