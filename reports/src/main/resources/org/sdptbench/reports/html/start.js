// Light and dark, and the start of everything.

/** Follows the system until the button is pressed; a browser that forbids storage forgets it. */
function startTheme() {
  const button = document.getElementById('theme');
  const root = document.documentElement;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const KEY = 'sdptbench-theme';
  function stored() {
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }
  function isDark() {
    return root.dataset.theme === undefined ? system.matches : root.dataset.theme === 'dark';
  }
  function show() {
    button.setAttribute('aria-pressed', String(isDark()));
  }
  if (['light', 'dark'].includes(stored())) {
    root.dataset.theme = stored();
  }
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      window.localStorage.setItem(KEY, root.dataset.theme);
    } catch {
      // Not kept, then.
    }
    show();
  });
  system.addEventListener('change', show);
  show();
}

document.documentElement.classList.add('scripted');
startTheme();
document.querySelectorAll('.table table').forEach(sortable);
document.querySelectorAll('figure[data-figure]').forEach(startChart);
document.addEventListener('click', (event) => {
  const cell = event.target.closest('button.cell');
  if (cell !== null) {
    openCell(cell);
  }
});
dialog.querySelector('.close').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', () => { tip.hidden = true; document.body.append(tip); });
startFilter();
