// Rows of four numbers in percent: what is drawn, and what the form sends.

const SMALLEST = 0.5;

export function read(row) {
  const box = {};
  for (const [side, input] of Object.entries(inputs(row))) {
    box[side] = Number.parseFloat(input.value.replace(",", "."));
    if (Number.isNaN(box[side])) return null;
  }
  return box;
}

// Whatever is drawn stays inside the photo.
export function write(row, box) {
  const width = Math.min(Math.max(box.width, SMALLEST), 100);
  const height = Math.min(Math.max(box.height, SMALLEST), 100);
  const kept = {
    x: Math.min(Math.max(box.x, 0), 100 - width),
    y: Math.min(Math.max(box.y, 0), 100 - height),
    width,
    height,
  };
  for (const [side, input] of Object.entries(inputs(row))) input.value = kept[side].toFixed(2);
}

export function clear(row) {
  for (const input of Object.values(inputs(row))) input.value = "";
}

export function emptyRow(rows) {
  const empty = [...rows.rows].find((row) => values(row).every((value) => !value));
  if (empty) return empty;
  const row = rows.rows[0].cloneNode(true);
  clear(row);
  rows.append(row);
  return row;
}

export function values(row) {
  return Object.values(inputs(row)).map((input) => input.value);
}

export function setValues(row, kept) {
  Object.values(inputs(row)).forEach((input, number) => { input.value = kept[number]; });
}

function inputs(row) {
  const [x, y, width, height] = row.querySelectorAll("input");
  return { x, y, width, height };
}
