// Tables that sort, and their cells, which open the runs behind them.

/**
 * Turns a heading to its next order and the others to none: the order of its first press, the
 * other one, that of the plan again.
 */
function nextDirection(head, heads) {
  const first = head.querySelector('button.sort').dataset.first;
  const other = first === 'ascending' ? 'descending' : 'ascending';
  const now = head.getAttribute('aria-sort');
  const next = now === 'none' ? first : now === first ? other : 'none';
  heads.forEach((each) => each.setAttribute('aria-sort', each === head ? next : 'none'));
  return next;
}

/** Numbers by size, words by the alphabet; what is missing is last either way. */
function compareValues(a, b, direction) {
  const missing = (value) => value === undefined || value === null;
  if (missing(a) || missing(b)) {
    return Number(missing(a)) - Number(missing(b));
  }
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  return direction === 'ascending' ? order : -order;
}

function sortable(table) {
  const body = table.tBodies[0];
  // What others published stays below: it is there to compare with, not to compete.
  const published = [...body.rows].filter((row) => row.classList.contains('published'));
  const planned = [...body.rows].filter((row) => !published.includes(row));
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  heads.forEach((head, column) => {
    head.querySelector('button.sort').addEventListener('click', () => {
      const direction = nextDirection(head, heads);
      const value = (row) => {
        const cell = row.cells[column];
        if (cell.classList.contains('number')) {
          return cell.dataset.value === undefined ? undefined : Number(cell.dataset.value);
        }
        return cell.textContent;
      };
      const rows = direction === 'none' ? planned : [...planned].sort((a, b) => compareValues(value(a), value(b), direction));
      body.append(...rows, ...published);
    });
  });
}

const dialog = document.getElementById('runs-dialog');

/** Opens the runs of a cell that the filter lets through. */
function openCell(button) {
  const all = indexes(button.dataset.runs).map((i) => data.runs[i]);
  const runs = all.filter(passes);
  document.getElementById('runs-title').textContent = button.dataset.place;
  const body = dialog.querySelector('.dialog-body');
  const list = element('div');
  body.replaceChildren(element('p', {}, summary(button, all.length, runs.length)), list);
  listRuns(list, runs);
  dialog.showModal();
  body.scrollTop = 0;
}

function summary(button, all, chosen) {
  const { value } = button.closest('td').dataset;
  const { n, low, high } = button.dataset;
  const state = value === undefined ? `No value: ${button.textContent}. ` : `Stored value ${value}, from ${n} planned ${n.endsWith(' of 1') ? 'value' : 'values'}. `;
  const interval = low === undefined ? '' : `95 % interval ${low} to ${high}. `;
  return `${state}${interval}${chosen === all ? `Runs: ${all}.` : `The filter leaves ${chosen} of ${all} runs.`}`;
}
