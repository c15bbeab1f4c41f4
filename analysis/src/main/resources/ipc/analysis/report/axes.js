const mix = (depth) => {
  const ground = [1, 3, 5].map((i) => parseInt(theme().ground.slice(i, i + 2), 16));
  return `rgb(${theme().deep.map((deep, i) => Math.round(ground[i] + (deep - ground[i]) * depth)).join(', ')})`;
};

const axis = {
  /* Names as many places as there is room for, and every decade. Below a decade the places are evenly spaced. */
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
  /* Names these places only. */
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
/* Leaves a margin, so that no mark is cut at the edge of a logarithmic chart. */
const around = (values, factor = 1.25) => (values.length === 0 ? {}
  : { min: Math.min(...values) / factor, max: Math.max(...values) * factor });
