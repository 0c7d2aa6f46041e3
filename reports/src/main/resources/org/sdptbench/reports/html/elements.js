// Makes elements of names, attributes and text. Nothing in this page is ever made of markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, String(value));
  }
  node.append(...children.flat(Infinity));
  return node;
}

function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function drawn(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A list of names and values. */
function pairs(entries) {
  return element('dl', {}, entries.map(([name, value]) => [element('dt', {}, name), element('dd', {}, words(value))]));
}

/** A value from a record as text, unrounded. */
function words(value) {
  if (value === null || value === undefined) {
    return 'not measured';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A number for people: thousands apart, at most four digits that are not whole. */
function short(value) {
  const number = Number(value);
  if (!Number.isFinite(number)) {
    return String(value);
  }
  return number.toLocaleString('en-US', Number.isInteger(number) ? {} : { maximumSignificantDigits: 4 });
}

/** A metric in points, as the tables show it but with one more digit. */
function points(fraction) {
  return (100 * fraction).toFixed(2);
}

const collator = new Intl.Collator('en', { numeric: true });
