/** The page shows the data of the JSON in it. Text goes in as text, never as markup. */
const data = JSON.parse(document.getElementById('data').textContent);
const dark = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');
let printing = false;

/*
 * Eight colours, seven marks and five dashes: no line is told from another by colour alone. The colours stay apart in both kinds
 * of red-green blindness (simulated), and have a contrast of 3 with the ground.
 */
const LIGHT = { text: '#1b1f24', faint: '#57606a', line: '#d8dee4', ground: '#ffffff', probe: '#7d8792',
  lines: ['#0100b7', '#99540a', '#00a500', '#f63194', '#1e93e3', '#620753', '#9318e3', '#0b3b00'], deep: [1, 62, 138] };
const DARK = { text: '#e6edf3', faint: '#9ea7b3', line: '#2c343d', ground: '#12161b', probe: '#7d8792',
  lines: ['#507aff', '#ffdf0a', '#2ec62a', '#f699ad', '#16e7fa', '#cf18c4', '#e11400', '#007e65'], deep: [141, 200, 255] };
const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3], [14, 4]];
const MARKS = ['circle', 'triangle', 'rect', 'rectRot', 'cross', 'crossRot', 'star'];

/* With more lines than this, the chart begins with the fastest of each family. */
const MOST_AT_FIRST = 12;
const MOST_WITH_LABELS = 14;
/* A browser draws and lists this many without a wait. */
const MOST_DRAWN = 500;
const MOST_LISTED = 400;
const MOST_PAIRS = 60;
const MOST_NAMED = 200;
/* The area inside the margins of A4, in CSS pixels. The height leaves room for a heading. */
const PAPER_WIDTH = 680;
const PAPER_HEIGHT = 860;
const FONT = '12px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif';
Chart.defaults.font.family = 'system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif';

const onPaper = () => paper.matches || printing;
const theme = () => (dark.matches && !onPaper() ? DARK : LIGHT);
const narrow = () => !printing && document.documentElement.clientWidth < 640;
