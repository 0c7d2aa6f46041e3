// The runs: reading them, and listing them in a table whose lines open.

const data = JSON.parse(document.getElementById('data').textContent);
const LINES_AT_ONCE = 200;

/** Indexes of runs from their ranges, e.g. "3-17 20". */
function indexes(ranges) {
  const found = [];
  for (const range of ranges.split(' ')) {
    if (range !== '') {
      const [first, last = first] = range.split('-').map(Number);
      for (let i = first; i <= last; i++) {
        found.push(i);
      }
    }
  }
  return found;
}

function taskName(task) {
  const { suite, dataset, shots } = data.tasks[task];
  const name = suite === dataset ? dataset : `${suite}/${dataset}`;
  return shots === 0 ? name : `${name}, ${shots} ${shots === 1 ? 'shot' : 'shots'}`;
}

function seconds(value) {
  return `${short(Math.round(10 * value) / 10)} s`;
}

/** The columns of a list of runs: heading, value to sort by, text, and whether it is a number. */
function listColumns(runs) {
  const metrics = data.metrics.filter((name) => runs.some((run) => run.metrics && name in run.metrics));
  return [
    { head: 'method', value: (run) => run.rows.map((row) => data.rows[row]).join(' | ') },
    { head: 'task', value: (run) => taskName(run.task) },
    { head: 'seed', value: (run) => run.seed, number: true },
    { head: 'outcome', value: (run) => run.outcome, state: true },
    ...metrics.slice(0, 4).map((name) => ({
      head: name,
      value: (run) => run.metrics?.[name],
      text: points,
      number: true,
    })),
    { head: 'parameters', value: (run) => run.cost?.trainableParameters, text: short, number: true },
    { head: 'training time', value: (run) => run.cost?.trainSeconds, text: seconds, number: true },
    { head: 'peak memory', value: (run) => run.cost?.peakMemoryBytes, text: (bytes) => `${(bytes / 2 ** 30).toFixed(2)} GiB`, number: true },
  ];
}

/** Lists runs in a place; with one run, all about it is shown at once. */
function listRuns(place, runs) {
  if (runs.length === 0) {
    place.replaceChildren(element('p', {}, 'No run.'));
    return;
  }
  const columns = listColumns(runs);
  const body = element('tbody');
  const more = element('button', { type: 'button', class: 'more' });
  let order = runs;
  let shown = 0;

  function show() {
    const next = order.slice(shown, shown + LINES_AT_ONCE);
    body.append(...next.map((run) => line(run, columns)));
    shown += next.length;
    more.textContent = `Show more (${shown} of ${order.length} shown)`;
    more.hidden = shown === order.length;
  }
  function reorder(compare) {
    order = compare === null ? runs : [...runs].sort(compare);
    shown = 0;
    body.replaceChildren();
    show();
  }

  const heads = columns.map((column) => {
    const button = element('button', { type: 'button', class: 'sort', 'data-first': column.number ? 'descending' : 'ascending' }, element('span', {}, column.head));
    const head = element('th', { scope: 'col', 'aria-sort': 'none', class: column.number ? 'number' : 'word' }, button);
    button.addEventListener('click', () => {
      const direction = nextDirection(head, heads);
      reorder(direction === 'none' ? null : (a, b) => compareValues(column.value(a), column.value(b), direction));
    });
    return head;
  });
  more.addEventListener('click', () => {
    const first = shown;
    show();
    body.querySelectorAll('button.open')[first]?.focus();
  });
  show();
  place.replaceChildren(
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Runs' },
      element('table', { class: 'list' }, element('thead', {}, element('tr', {}, heads)), body)),
    more);
  if (runs.length === 1) {
    body.querySelector('button.open').click();
  }
}

/** A line of the list; its button shows or hides all about the run below it. */
function line(run, columns) {
  const [first, ...rest] = columns;
  const open = element('button', { type: 'button', class: 'open', 'aria-expanded': 'false' }, first.value(run));
  const row = element('tr', {}, element('td', { class: 'text' }, open));
  for (const column of rest) {
    const value = column.value(run);
    const missing = value === null || value === undefined;
    const text = missing ? '–' : (column.text ?? String)(value);
    const content = column.state && value !== 'completed' ? element('span', { class: `state ${value.replace(' ', '-')}` }, text) : text;
    row.append(element('td', { class: column.number ? 'number' : 'text' }, content));
  }
  let detail = null;
  open.addEventListener('click', () => {
    if (detail === null) {
      detail = element('tr', {}, element('td', { class: 'detail', colspan: columns.length }, aboutRun(run)));
      row.after(detail);
    } else {
      detail.remove();
      detail = null;
    }
    open.setAttribute('aria-expanded', String(detail !== null));
  });
  return row;
}
