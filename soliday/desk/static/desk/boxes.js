// A photo at work: boxes drawn by mouse, finger or keys, turned, cropped, and each step undone. All
// is kept in the form's own fields. Without this script the same fields are filled in by hand.

import { clear, emptyRow, read, setValues, values, write } from "./rows.js";
import { seen, stored, turnedPicture } from "./turning.js";

const STEP = 1; // percent that an arrow key moves
const SMALLEST = 1;
const HANDLE = 16; // pixels
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PLACES = [["x", "left"], ["y", "top"], ["width", "width"], ["height", "height"]];

for (const element of document.querySelectorAll("[data-desk-photo]")) start(element);

function start(element) {
  const find = (name) => element.querySelector(`[data-desk-${name}]`);
  const photo = {
    element,
    frame: find("frame"),
    image: find("frame").querySelector("img"),
    rows: find("rows"),
    crop: find("cropped").rows[0],
    turn: element.querySelector("select[name$='-turn']"),
    cropping: find("crop"),
    undo: find("undo"),
    history: [],
  };
  find("keys").hidden = false;
  find("tools").hidden = false;
  find("numbers").open = false;
  find("numbers").addEventListener("input", () => draw(photo));
  find("numbers").addEventListener("change", () => done(photo));
  find("add").addEventListener("click", () => addInTheMiddle(photo));
  for (const button of element.querySelectorAll("[data-desk-turn]")) {
    button.addEventListener("click", () => turnBy(photo, Number(button.dataset.deskTurn)));
  }
  for (const decision of element.querySelectorAll("[data-desk-decision]")) {
    decision.addEventListener("change", () => draw(photo));
  }
  photo.cropping.addEventListener("click", () => setCropping(photo, !isCropping(photo)));
  photo.undo.addEventListener("click", () => undo(photo));
  photo.frame.addEventListener("pointerdown", (event) => drawNew(event, photo));
  photo.image.addEventListener("load", () => draw(photo));
  done(photo);
}

// Every finished step is kept, so that it can be taken back.
function done(photo) {
  const now = JSON.stringify({
    rows: [...photo.rows.rows].map(values).filter((row) => row.some(Boolean)),
    crop: values(photo.crop),
    turn: photo.turn.value,
  });
  if (photo.history.at(-1) !== now) photo.history.push(now);
  draw(photo);
}

function undo(photo) {
  photo.history.pop();
  const before = JSON.parse(photo.history.at(-1));
  [...photo.rows.rows].forEach(clear);
  for (const row of before.rows) setValues(emptyRow(photo.rows), row);
  setValues(photo.crop, before.crop);
  photo.turn.value = before.turn;
  draw(photo);
}

function turnOf(photo) {
  return Number(photo.turn.value) || 0;
}

function isCropping(photo) {
  return photo.cropping.getAttribute("aria-pressed") === "true";
}

function setCropping(photo, is) {
  photo.cropping.setAttribute("aria-pressed", String(is));
}

function turnBy(photo, degrees) {
  photo.turn.value = String((turnOf(photo) + degrees) % 360);
  done(photo);
}

function addInTheMiddle(photo) {
  const row = emptyRow(photo.rows);
  put(photo, row, { x: 40, y: 40, width: 20, height: 20 });
  done(photo);
  boxOf(photo, row)?.focus();
}

function seenBox(photo, row) {
  const box = read(row);
  return box && seen(box, turnOf(photo));
}

function put(photo, row, box) {
  write(row, stored(box, turnOf(photo)));
}

// One element for each row that holds four numbers, one for the crop, and the found faces.
function draw(photo) {
  photo.undo.disabled = photo.history.length < 2;
  drawPicture(photo);
  for (const old of photo.frame.querySelectorAll(".desk-box")) {
    if (!photo.rows.contains(old.row) || !read(old.row)) old.remove();
  }
  let number = 0;
  for (const row of photo.rows.rows) {
    const box = seenBox(photo, row);
    if (!box) continue;
    number += 1;
    const element = boxOf(photo, row) ?? newBox(photo, row);
    element.setAttribute("aria-label", `${photo.rows.dataset.deskLabel} ${number}`);
    place(element, box);
  }
  drawCrop(photo);
  drawFaces(photo);
}

function drawPicture(photo) {
  const turn = turnOf(photo);
  const old = photo.frame.querySelector("canvas");
  if (Number(old?.dataset.turn ?? 0) === turn) return;
  old?.remove();
  photo.image.hidden = Boolean(turn);
  if (!turn) return;
  const canvas = turnedPicture(photo.image, turn);
  canvas.dataset.turn = turn;
  photo.frame.prepend(canvas);
}

function drawCrop(photo) {
  const box = seenBox(photo, photo.crop);
  let shade = photo.frame.querySelector(".desk-crop");
  if (!box) return shade?.remove();
  if (!shade) {
    shade = document.createElement("div");
    shade.className = "desk-crop";
    photo.frame.append(shade);
  }
  return place(shade, box);
}

function drawFaces(photo) {
  const decisions = photo.element.querySelectorAll("[data-desk-decision]");
  photo.frame.querySelectorAll("[data-desk-face]").forEach((face, number) => {
    const [x, y, width, height] = [...decisions[number].closest("div").querySelectorAll("[type=hidden]")]
      .map((input) => Number(input.value));
    const box = seen({ x, y, width, height }, turnOf(photo));
    for (const [side] of PLACES) face.setAttribute(side, `${box[side]}%`);
    face.nextElementSibling.setAttribute("x", `${box.x}%`);
    face.nextElementSibling.setAttribute("y", `${box.y}%`);
    face.dataset.decision = decisions[number].value || "none";
  });
}

function place(element, box) {
  for (const [side, property] of PLACES) element.style.setProperty(property, `${box[side]}%`);
}

function newBox(photo, row) {
  const element = document.createElement("div");
  element.className = "desk-box";
  element.tabIndex = 0;
  element.setAttribute("role", "img");
  element.row = row;
  element.addEventListener("keydown", (event) => pressed(event, row, photo));
  element.addEventListener("pointerdown", (event) => move(event, element, photo));
  photo.frame.append(element);
  return element;
}

function boxOf(photo, row) {
  return [...photo.frame.querySelectorAll(".desk-box")].find((each) => each.row === row);
}

function pressed(event, row, photo) {
  const box = seenBox(photo, row);
  const [across, down] = ARROWS[event.key] ?? [0, 0];
  if (event.key === "Delete" || event.key === "Backspace") {
    clear(row);
    photo.frame.querySelector(".desk-box")?.focus();
  } else if (across || down) {
    const [x, y] = event.shiftKey ? ["width", "height"] : ["x", "y"];
    put(photo, row, { ...box, [x]: box[x] + across * STEP, [y]: box[y] + down * STEP });
  } else {
    return;
  }
  event.preventDefault();
  done(photo);
}

// Over a box too while cropping: the crop may begin anywhere.
function drawNew(event, photo) {
  if (event.button !== 0 || (!isCropping(photo) && event.target.closest(".desk-box"))) return;
  event.preventDefault();
  const from = pointOf(event, photo.frame);
  const row = isCropping(photo) ? photo.crop : emptyRow(photo.rows);
  follow(event, photo.frame, (moved) => {
    const to = pointOf(moved, photo.frame);
    put(photo, row, {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(to.x - from.x),
      height: Math.abs(to.y - from.y),
    });
    draw(photo);
  }, () => {
    const box = read(row);
    if (!box || box.width < SMALLEST || box.height < SMALLEST) clear(row);
    setCropping(photo, false);
    done(photo);
  });
}

function move(event, element, photo) {
  if (isCropping(photo)) return;
  event.preventDefault();
  event.stopPropagation();
  element.focus();
  const from = pointOf(event, photo.frame);
  const box = seenBox(photo, element.row);
  const corner = element.getBoundingClientRect();
  const isCorner = event.clientX > corner.right - HANDLE && event.clientY > corner.bottom - HANDLE;
  follow(event, photo.frame, (moved) => {
    const to = pointOf(moved, photo.frame);
    const [across, down] = [to.x - from.x, to.y - from.y];
    put(photo, element.row, isCorner
      ? { ...box, width: box.width + across, height: box.height + down }
      : { ...box, x: box.x + across, y: box.y + down });
    draw(photo);
  }, () => done(photo));
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

function pointOf(event, frame) {
  const area = frame.getBoundingClientRect();
  const percent = (part, whole) => Math.min(Math.max((part / whole) * 100, 0), 100);
  return {
    x: percent(event.clientX - area.left, area.width),
    y: percent(event.clientY - area.top, area.height),
  };
}
