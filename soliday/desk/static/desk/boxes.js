// Boxes that block out parts of a photo: drawn by mouse, finger or keys, kept in the form's number
// fields. Without this script the same fields are typed by hand.

const STEP = 1; // percent that an arrow key moves
const SMALLEST = 1;

for (const photo of document.querySelectorAll("[data-desk-photo]")) {
  start(photo);
}

function start(photo) {
  const frame = photo.querySelector("[data-desk-frame]");
  const rows = photo.querySelector("[data-desk-rows]");
  photo.querySelector("[data-desk-keys]").hidden = false;
  photo.querySelector("[data-desk-tools]").hidden = false;
  photo.querySelector("[data-desk-numbers]").open = false;
  const redraw = () => draw(frame, rows);
  rows.addEventListener("input", redraw);
  photo.querySelector("[data-desk-add]").addEventListener("click", () => {
    const row = emptyRow(rows);
    write(row, { x: 40, y: 40, width: 20, height: 20 });
    redraw();
    boxOf(frame, row)?.focus();
  });
  frame.addEventListener("pointerdown", (event) => drawNew(event, frame, rows));
  redraw();
}

// One element for each row that holds four numbers.
function draw(frame, rows) {
  for (const old of frame.querySelectorAll(".desk-box")) {
    if (!rows.contains(old.row) || !read(old.row)) old.remove();
  }
  let number = 0;
  for (const row of rows.rows) {
    const box = read(row);
    if (!box) continue;
    number += 1;
    const element = boxOf(frame, row) ?? newBox(frame, row, rows);
    element.setAttribute("aria-label", `${rows.dataset.deskLabel} ${number}`);
    for (const [side, property] of [["x", "left"], ["y", "top"], ["width", "width"], ["height", "height"]]) {
      element.style.setProperty(property, `${box[side]}%`);
    }
  }
}

function newBox(frame, row, rows) {
  const element = document.createElement("div");
  element.className = "desk-box";
  element.tabIndex = 0;
  element.setAttribute("role", "img");
  element.row = row;
  element.addEventListener("keydown", (event) => pressed(event, row, frame, rows));
  element.addEventListener("pointerdown", (event) => move(event, element, frame, rows));
  frame.append(element);
  return element;
}

function boxOf(frame, row) {
  return [...frame.querySelectorAll(".desk-box")].find((each) => each.row === row);
}

function pressed(event, row, frame, rows) {
  const box = read(row);
  const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
  if (event.key === "Delete" || event.key === "Backspace") {
    clear(row);
    frame.querySelector(".desk-box")?.focus();
  } else if (across || down) {
    const [x, y] = event.shiftKey ? ["width", "height"] : ["x", "y"];
    write(row, { ...box, [x]: box[x] + across * STEP, [y]: box[y] + down * STEP });
  } else {
    return;
  }
  event.preventDefault();
  draw(frame, rows);
}

function drawNew(event, frame, rows) {
  if (event.button !== 0 || event.target.closest(".desk-box")) return;
  event.preventDefault();
  const from = place(event, frame);
  const row = emptyRow(rows);
  follow(event, frame, (moved) => {
    const to = place(moved, frame);
    write(row, {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(to.x - from.x),
      height: Math.abs(to.y - from.y),
    });
    draw(frame, rows);
  }, () => {
    const box = read(row);
    if (!box || box.width < SMALLEST || box.height < SMALLEST) clear(row);
    draw(frame, rows);
  });
}

function move(event, element, frame, rows) {
  event.preventDefault();
  event.stopPropagation();
  element.focus();
  const from = place(event, frame);
  const box = read(element.row);
  const corner = element.getBoundingClientRect();
  const isCorner = event.clientX > corner.right - 16 && event.clientY > corner.bottom - 16;
  follow(event, frame, (moved) => {
    const to = place(moved, frame);
    const [across, down] = [to.x - from.x, to.y - from.y];
    write(element.row, isCorner
      ? { ...box, width: box.width + across, height: box.height + down }
      : { ...box, x: box.x + across, y: box.y + down });
    draw(frame, rows);
  }, () => {});
}

function follow(event, frame, onMove, onEnd) {
  frame.setPointerCapture(event.pointerId);
  const end = () => {
    frame.removeEventListener("pointermove", onMove);
    frame.removeEventListener("pointerup", end);
    frame.removeEventListener("pointercancel", end);
    onEnd();
  };
  frame.addEventListener("pointermove", onMove);
  frame.addEventListener("pointerup", end);
  frame.addEventListener("pointercancel", end);
}

function place(event, frame) {
  const area = frame.getBoundingClientRect();
  const percent = (part, whole) => Math.min(Math.max((part / whole) * 100, 0), 100);
  return {
    x: percent(event.clientX - area.left, area.width),
    y: percent(event.clientY - area.top, area.height),
  };
}

function inputs(row) {
  const [x, y, width, height] = row.querySelectorAll("input");
  return { x, y, width, height };
}

function read(row) {
  const box = {};
  for (const [side, input] of Object.entries(inputs(row))) {
    box[side] = Number.parseFloat(input.value.replace(",", "."));
    if (Number.isNaN(box[side])) return null;
  }
  return box;
}

// Whatever is drawn stays inside the photo.
function write(row, box) {
  const width = Math.min(Math.max(box.width, 0.5), 100);
  const height = Math.min(Math.max(box.height, 0.5), 100);
  const kept = {
    x: Math.min(Math.max(box.x, 0), 100 - width),
    y: Math.min(Math.max(box.y, 0), 100 - height),
    width,
    height,
  };
  for (const [side, input] of Object.entries(inputs(row))) input.value = kept[side].toFixed(2);
}

function clear(row) {
  for (const input of Object.values(inputs(row))) input.value = "";
}

function emptyRow(rows) {
  const empty = [...rows.rows].find((row) => Object.values(inputs(row)).every((input) => !input.value));
  if (empty) return empty;
  const row = rows.rows[0].cloneNode(true);
  clear(row);
  rows.append(row);
  return row;
}
