/* A sample of a line: dash, mark and colour. */
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
  const color = svg.dataset.color === 'probe' ? theme().probe : theme().lines[svg.dataset.color];
  for (const part of svg.children) {
    part.setAttribute('stroke', color);
    part.setAttribute('fill', part.tagName === 'path' ? color : 'none');
  }
}

const styled = (look, extra = {}) => {
  const color = theme().lines[look.color];
  return { color, borderColor: color, backgroundColor: color, borderDash: look.dash, pointStyle: look.mark, borderWidth: 2,
    pointBorderWidth: 2, pointRadius: 3, pointHoverRadius: 6, clip: 6, ...extra };
};
