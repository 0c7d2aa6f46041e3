// The filter by method, task and seed.

const selects = {
  method: document.getElementById('filter-method'),
  task: document.getElementById('filter-task'),
  seed: document.getElementById('filter-seed'),
};

/** Whether a run is chosen by the filter. */
function passes(run) {
  return (
    (selects.method.value === '' || run.rows.includes(Number(selects.method.value))) &&
    (selects.task.value === '' || run.task === Number(selects.task.value)) &&
    (selects.seed.value === '' || run.seed === Number(selects.seed.value))
  );
}

function fillSelect(select, options) {
  select.replaceChildren(element('option', { value: '' }, 'all'), ...options.map(([value, text]) => element('option', { value }, text)));
}

/** Fades cells none of whose runs are chosen, hides rows of such cells only, lists the rest. */
function applyFilter() {
  const chosen = data.runs.map(passes);
  const count = chosen.filter(Boolean).length;
  for (const row of document.querySelectorAll('.table tbody tr')) {
    const cells = [...row.querySelectorAll('button.cell')];
    if (cells.length > 0) {
      const inside = cells.map((cell) => indexes(cell.dataset.runs).some((i) => chosen[i]));
      cells.forEach((cell, i) => cell.classList.toggle('out', !inside[i]));
      row.hidden = !inside.includes(true);
    }
  }
  document.getElementById('filter-count').textContent =
    count === chosen.length ? `${count} runs` : `${count} of ${chosen.length} runs`;
  listRuns(document.getElementById('all-runs'), data.runs.filter((run, i) => chosen[i]));
}

function startFilter() {
  const seeds = [...new Set(data.runs.map((run) => run.seed))].sort((a, b) => a - b);
  fillSelect(selects.method, data.rows.map((row, i) => [i, row]));
  const tasks = new Set(data.runs.map((run) => run.task));
  fillSelect(selects.task, [...tasks].map((task) => [task, taskName(task)]));
  fillSelect(selects.seed, seeds.map((seed) => [seed, seed]));
  Object.values(selects).forEach((select) => select.addEventListener('change', applyFilter));
  document.getElementById('filter-reset').addEventListener('click', () => {
    Object.values(selects).forEach((select) => { select.value = ''; });
    applyFilter();
  });
  applyFilter();
}
