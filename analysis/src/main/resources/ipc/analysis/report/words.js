/* A time with its unit: whole nanoseconds below a microsecond, three digits above. */
function time(nanos) {
  const size = Math.abs(nanos);
  if (size < 1e3) {
    return `${Number.isInteger(nanos) ? nanos : nanos.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)} ns`;
  }
  const [unit, name] = size < 1e6 ? [1e3, 'µs'] : size < 1e9 ? [1e6, 'ms'] : [1e9, 's'];
  const value = nanos / unit;
  return `${value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0)} ${name}`;
}
/* The same for the round values beside an axis. */
const tick = (nanos) => {
  const [unit, name] = nanos < 1e3 ? [1, 'ns'] : nanos < 1e6 ? [1e3, 'µs'] : nanos < 1e9 ? [1e6, 'ms'] : [1e9, 's'];
  return `${Number((nanos / unit).toPrecision(3))} ${name}`;
};
/* Microseconds as in the tables: to the nanosecond below one. */
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
