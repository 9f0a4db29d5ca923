// Draws each chosen photo anew before it is sent, smaller and without what hides in its file, and
// shows what will be sent. The server trusts none of it and does the same again; without this
// script, or where the browser cannot, the photo goes as it was chosen.

const LONGEST = 2000;
const THUMB = 160;
const QUALITY = 0.9;

const input = document.querySelector("input[type=file][name=photos]");
const place = document.querySelector("[data-photos]");
if (input && place && isDrawingTrue()) start();

function start() {
  const form = input.form;
  let turn = 0;
  let ready = Promise.resolve();
  let isWaiting = false;
  place.hidden = false;
  input.addEventListener("change", () => {
    turn += 1;
    ready = prepare([...input.files], turn);
  });
  form.addEventListener("submit", (event) => {
    if (isWaiting) event.preventDefault();
    if (isWaiting || event.submitter?.name) return;
    if (place.getAttribute("aria-busy") !== "true") return undefined;
    // Sent before the photos were ready: send again as soon as they are.
    event.preventDefault();
    isWaiting = true;
    return ready.then(() => {
      isWaiting = false;
      form.requestSubmit(event.submitter);
    });
  });

  async function prepare(files, mine) {
    place.setAttribute("aria-busy", "true");
    const shots = [];
    for (const file of files) {
      say(`${place.dataset.preparing} ${shots.length + 1}/${files.length}`);
      shots.push(await redrawn(file));
    }
    if (mine !== turn) return; // others have been chosen meanwhile
    const kept = new DataTransfer();
    for (const shot of shots) kept.items.add(shot.file);
    input.files = kept.files;
    show(shots);
    place.removeAttribute("aria-busy");
    const bytes = shots.reduce((sum, shot) => sum + shot.file.size, 0);
    say(shots.length ? `${place.dataset.ready} ${megabytes(bytes)}` : "");
  }
}

// Browsers that hide who uses them give back other pixels than were drawn: a photo must not become
// noise on its way.
function isDrawingTrue() {
  const pen = canvasOf(64, 64).getContext("2d");
  const colours = [[200, 40, 40], [40, 160, 60], [30, 60, 200], [250, 250, 250]];
  colours.forEach(([red, green, blue], number) => {
    pen.fillStyle = `rgb(${red} ${green} ${blue})`;
    pen.fillRect(16 * number, 0, 16, 64);
  });
  const pixels = pen.getImageData(0, 0, 64, 64).data;
  return pixels.every((value, at) => {
    const colour = colours[Math.floor(((at >> 2) % 64) / 16)];
    return value === (at % 4 === 3 ? 255 : colour[at % 4]);
  });
}

async function redrawn(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = drawn(picture, LONGEST);
    const thumb = drawn(picture, THUMB);
    picture.close();
    const jpeg = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    if (!jpeg) throw new Error("no picture came out");
    return { file: new File([jpeg], "photo.jpg", { type: "image/jpeg" }), thumb };
  } catch {
    return { file, thumb: null };
  }
}

function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = canvasOf(width, height);
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  return canvas;
}

function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

function show(shots) {
  const list = place.querySelector("ol") ?? document.createElement("ol");
  place.prepend(list);
  list.replaceChildren(...shots.map(({ thumb }, number) => {
    const item = document.createElement("li");
    const label = `${place.dataset.label} ${number + 1}`;
    if (thumb) {
      thumb.setAttribute("role", "img");
      thumb.setAttribute("aria-label", label);
      item.append(thumb);
    } else {
      item.textContent = `${label}: ${place.dataset.asItIs}`;
    }
    return item;
  }));
}

function say(words) {
  place.querySelector("[role=status]").textContent = words;
}

function megabytes(bytes) {
  const number = (bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  return `${number} MB`;
}
