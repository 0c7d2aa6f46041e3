// Values of charts: under the pointer, by arrow keys, and as a table.

const tip = document.querySelector('body > .tip');
const NEAR = 22;

/**
 * Makes a drawing tell its values. `find` gives the points in the svg's own units, each with the
 * text that belongs to it.
 */
function readable(drawing, label, find) {
  const svg = drawing.querySelector('svg');
  const spot = drawn('circle', { class: 'spot', r: 7, visibility: 'hidden' });
  svg.append(spot);
  drawing.tabIndex = 0;
  drawing.setAttribute('role', 'group');
  drawing.setAttribute('aria-label', `${label}. Arrow keys read its values.`);
  let spots = null;
  let now = -1;

  function points() {
    spots ??= find().sort((a, b) => a.x - b.x || a.y - b.y);
    return spots;
  }
  function show(i) {
    now = i;
    const { x, y, text } = points()[i];
    spot.setAttribute('cx', x);
    spot.setAttribute('cy', y);
    spot.setAttribute('visibility', 'visible');
    const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
    const home = drawing.closest('dialog') ?? document.body;
    home.append(tip);
    tip.textContent = text;
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(at.x + 12, window.innerWidth - width - 8))}px`;
    tip.style.top = `${at.y - height - 12 > 0 ? at.y - height - 12 : at.y + 14}px`;
  }
  function hide() {
    now = -1;
    tip.hidden = true;
    spot.setAttribute('visibility', 'hidden');
  }

  drawing.addEventListener('pointermove', (event) => {
    const matrix = svg.getScreenCTM();
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const reach = NEAR / matrix.a;
    let nearest = -1;
    let least = reach * reach;
    points().forEach((point, i) => {
      const distance = (point.x - at.x) ** 2 + (point.y - at.y) ** 2;
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    });
    if (nearest < 0) {
      hide();
    } else if (nearest !== now) {
      show(nearest);
    }
  });
  drawing.addEventListener('pointerleave', hide);
  drawing.addEventListener('blur', hide);
  drawing.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined && points().length > 0) {
      event.preventDefault();
      show(now < 0 ? (step > 0 ? 0 : points().length - 1) : (now + step + points().length) % points().length);
    } else if (event.key === 'Escape' && now >= 0) {
      event.preventDefault();
      hide();
    }
  });
}

/** A row of a chart's data as text, in the unit of the chart's axis. */
function rowText({ header, rows, inPoints }, row) {
  return rows[row]
    .map((value, i) => {
      const name = header[i].replaceAll('_', ' ');
      if (i === 0) {
        return value;
      }
      return inPoints.includes(i) ? `${name}: ${short(100 * value)} points` : `${name}: ${short(value)}`;
    })
    .filter((line, i) => rows[row][i] !== '' && header[i] !== 'state')
    .join('\n');
}

function startChart(figure) {
  const chart = data.charts[figure.dataset.figure];
  const { header, rows } = chart;
  const caption = figure.querySelector('figcaption').textContent;
  readable(figure.querySelector('.drawing'), caption, () =>
    chart.points.map(([x, y, what]) => ({ x, y, text: typeof what === 'number' ? rowText(chart, what) : what })));
  const details = figure.querySelector('details.values');
  details.addEventListener('toggle', () => {
    if (details.querySelector('table') === null) {
      details.append(
        element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Values' },
          element('table', {},
            element('thead', {}, element('tr', {}, header.map((name) => element('th', { scope: 'col' }, name)))),
            element('tbody', {}, rows.map((row) => element('tr', {}, row.map((value) => element('td', {}, value))))))));
    }
  });
}
