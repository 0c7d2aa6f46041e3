// All about one run: settings, results, costs, curve, pictures, origin.

function part(title, content, wide = false) {
  return element('div', wide ? { class: 'wide' } : {}, element('h4', {}, title), content);
}

function methodPairs(method) {
  const { name, label, settings } = data.methods[method];
  return [['method', name], ['label', label], ...Object.entries(settings)];
}

/** A metric in points, with the stored fraction. */
function metricPairs(metrics) {
  return Object.entries(metrics).map(([name, value]) => [name, `${points(value)}  (${value})`]);
}

function aboutRun(run) {
  const parts = element('div', { class: 'parts' });
  const add = (title, content, wide) => parts.append(part(title, content, wide));
  const outcome = [['outcome', run.outcome]];
  if (run.message !== undefined) {
    outcome.push(['message', run.message]);
  }
  add('Run', pairs([...outcome, ['task', taskName(run.task)], ['seed', run.seed], ['cell', run.cell]]));
  if (run.outcome === 'not run') {
    return parts;
  }
  if (run.metrics) {
    add('Metrics on the test split', pairs(metricPairs(run.metrics)));
  }
  if (run.classAp) {
    add('AP by class', pairs(metricPairs(run.classAp)));
  }
  for (const test of run.tests ?? []) {
    add(`Tested ${test.moment}: ${taskName(test.task)}`, pairs(metricPairs(test.metrics)));
  }
  add('Method and settings', pairs(methodPairs(run.method)));
  add('Recipe', pairs(Object.entries(data.recipes[run.recipe])));
  if (run.base) {
    const how = run.base.continued ? 'trained further' : 'frozen under the method';
    add(`Trained before, ${how}`, pairs([['task', taskName(run.base.task)], ...methodPairs(run.base.method), ...Object.entries(data.recipes[run.base.recipe])]));
  }
  add('Cost', pairs(costPairs(run.cost)));
  addCurves(add, run);
  if (run.pictures) {
    add('Pictures', element('div', { class: 'pictures' }, run.pictures.map(pictureFigures)), true);
  }
  add('Origin', pairs([['started', run.started], ...Object.entries(data.origins[run.origin])]), true);
  return parts;
}

function costPairs(cost) {
  const names = {
    trainableParameters: 'trained parameters',
    totalParameters: 'parameters of the model',
    adapterBytes: 'adapter, bytes',
    trainSeconds: 'training, s',
    evaluationSeconds: 'test, s',
    inferenceSeconds: 'one image by itself, s',
    totalSeconds: 'whole run, s',
    peakMemoryBytes: 'peak memory, bytes',
  };
  return Object.entries(names).map(([key, name]) => [name, cost[key]]);
}

function addCurves(add, run) {
  if (run.steps === undefined) {
    return;
  }
  const steps = data.steps[run.steps];
  for (const [key, title] of [['validationAp', 'Validation AP by step'], ['loss', 'Training loss by step']]) {
    if (run[key]) {
      const line = steps.map((step, i) => [step, run[key][i]]).filter((point) => point[1] !== null);
      add(title, lineChart(title, line));
    }
  }
}

/** A line with its axes from zero, its points readable by mouse and by arrow keys. */
function lineChart(title, line) {
  const [width, height, left, bottom, top] = [340, 170, 46, 22, 8];
  const lastX = Math.max(...line.map((p) => p[0]), 1);
  const lastY = Math.max(...line.map((p) => p[1])) || 1;
  const x = (value) => left + (value / lastX) * (width - left - 10);
  const y = (value) => height - bottom - (value / lastY) * (height - bottom - top);
  const text = (at, down, anchor, content) => drawn('text', { class: 'axis-text', x: at, y: down, 'text-anchor': anchor }, content);
  const svg = drawn('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': title },
    drawn('path', { class: 'axis', fill: 'none', d: `M${left},${top}V${height - bottom}H${width - 10}` }),
    text(left - 5, y(lastY) + 8, 'end', short(lastY)),
    text(left - 5, y(0), 'end', '0'),
    text(left, height - 6, 'middle', '0'),
    text(x(lastX), height - 6, 'end', short(lastX)),
    drawn('polyline', { class: 'line', points: line.map((p) => `${x(p[0]).toFixed(1)},${y(p[1]).toFixed(1)}`).join(' ') }));
  const drawing = element('div', { class: 'drawing' }, svg);
  readable(drawing, title, () => line.map(([step, value]) => ({ x: x(step), y: y(value), text: `step ${step}\n${value}` })));
  return drawing;
}

/** An image with its ground truth, with what was found, and with its attention maps. */
function pictureFigures(picture) {
  const image = data.images[picture.file];
  const file = picture.file.slice(picture.file.lastIndexOf('/') + 1) + (image === undefined ? ' (image not in this page)' : '');
  const figures = [
    regionFigure(picture, image, picture.truth, 'truth', `${file}: ground truth, ${picture.truth.length}`),
    regionFigure(picture, image, picture.detections, 'found', `${file}: detections, ${picture.detections.length}, with scores`),
  ];
  for (const map of picture.attention ?? []) {
    figures.push(attentionFigure(picture, image, map));
  }
  return figures;
}

function pictureSvg(picture, image, label) {
  const svg = drawn('svg', { viewBox: `0 0 ${picture.width} ${picture.height}`, role: 'img', 'aria-label': `${label}: ${picture.file}` });
  if (image !== undefined) {
    svg.append(drawn('image', { href: image, width: picture.width, height: picture.height }));
  }
  return svg;
}

function regionFigure(picture, image, regions, kind, caption) {
  const svg = pictureSvg(picture, image, caption);
  const size = Math.max(picture.width, picture.height) / 28;
  for (const [label, x, y, width, height, score] of regions) {
    const text = score === undefined ? label : `${label} ${score.toFixed(2)}`;
    svg.append(
      drawn('rect', { class: `region ${kind}`, x, y, width, height }, drawn('title', {}, text)),
      drawn('text', { class: 'region-label', x: x + size / 5, y: Math.max(y - size / 4, size), 'font-size': size }, text));
  }
  return element('figure', {}, svg, element('figcaption', {}, caption));
}

function attentionFigure(picture, image, map) {
  const caption = `Attention of “${map.label}”`;
  const svg = pictureSvg(picture, image, caption);
  const [width, height] = [picture.width / map.columns, picture.height / map.rows];
  map.weights.forEach((weight, i) => {
    svg.append(drawn('rect', {
      class: 'heat',
      x: (i % map.columns) * width,
      y: Math.floor(i / map.columns) * height,
      width,
      height,
      'fill-opacity': ((0.75 * weight) / 255).toFixed(3),
    }));
  });
  return element('figure', {}, svg, element('figcaption', {}, caption));
}
