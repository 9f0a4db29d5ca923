// Sends the report from within the page: shows how far it is, tries again when the connection
// breaks (the receipt makes it happen once), and puts the answer in the form's place, so that the
// browser keeps neither an address nor an entry of it. While much is arriving it also solves the
// proof of work while one writes. Without this script the browser sends the form itself.

const PAUSES = [2, 5, 10, 20, 30]; // seconds before each new try
const STALLED = 120; // seconds without any sign of life
const SUMS_AT_ONCE = 4;

const place = document.querySelector("[data-sending]");
const progress = place?.querySelector("progress");
if (place) start(place.closest("form"));

function start(form) {
  let isSending = false;
  let proof = solve(form.querySelector("[data-challenge]"), form);
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || event.submitter?.name) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    say("proof");
    await proof;
    await deliver(form);
    isSending = false;
  });
}

async function deliver(form) {
  let isProven = false;
  for (let turn = 0; ; ) {
    const answer = await post(form);
    if (answer?.status === 429 && !isProven) {
      // The flood came after this form: take over what the new one asks, photos and all stay.
      isProven = true;
      form.elements.proof.value = answer.page.querySelector("[name=proof]")?.value ?? "";
      say("proof");
      if (await solve(answer.page.querySelector("[data-challenge]"), form)) continue;
    }
    if (answer) return show(answer.page);
    if (turn === PAUSES.length) return say("broken");
    say("again");
    await new Promise((done) => { setTimeout(done, PAUSES[turn] * 1000); });
    turn += 1;
  }
}

// Resolves to nothing where the answer is not ours: no connection, or a proxy that has lost us.
function post(form) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    let watch;
    const isAlive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), STALLED * 1000);
    };
    request.open("POST", form.getAttribute("action"));
    request.responseType = "document";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      isAlive();
      say(loaded < total ? "upload" : "stored", loaded / total);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(watch);
      const isOurs = request.response?.querySelector("main") && ![502, 504].includes(request.status);
      done(isOurs ? { status: request.status, page: request.response } : null);
    });
    isAlive();
    say("upload", 0);
    request.send(new FormData(form));
  });
}

async function show(page) {
  document.title = page.title;
  for (const name of ["lang", "dir"]) document.documentElement[name] = page.documentElement[name];
  document.body.replaceWith(document.adoptNode(page.body));
  const first = document.querySelector("#faults") ?? document.querySelector("h1");
  first.tabIndex = -1;
  window.scrollTo(0, 0);
  first.focus();
  // A form that came back needs its scripts anew; the fragment makes the browser run them again.
  for (const script of page.querySelectorAll("script[type=module]")) {
    await import(`${script.getAttribute("src")}#${performance.now()}`);
  }
}

// True when solved. Then nobody need answer the question: it goes; where it fails, it stays.
async function solve(box, form) {
  if (!box || !globalThis.crypto?.subtle) return false;
  box.hidden = true;
  try {
    const challenge = JSON.parse(box.dataset.challenge);
    const proof = JSON.stringify({ challenge, solution: await solution(challenge.parameters) });
    form.elements.proof.value += ` ${btoa(proof)}`;
    return true;
  } catch {
    box.hidden = false;
    return false;
  }
}

// Counts up until a key derived from nonce and counter begins as the challenge wants it. The
// browser derives in threads of its own: the page stays quick, and no worker is needed.
async function solution({ algorithm, cost, keyLength, keyPrefix, nonce, salt }) {
  const derivation = {
    name: "PBKDF2", hash: algorithm.replace("PBKDF2/", ""), iterations: cost, salt: bytes(salt),
  };
  for (let counter = 0; ; counter += SUMS_AT_ONCE) {
    const keys = await Promise.all(Array.from({ length: SUMS_AT_ONCE }, async (_, number) => {
      const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
      new DataView(password.buffer).setUint32(password.length - 4, counter + number);
      const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
      return hex(await crypto.subtle.deriveBits(derivation, key, keyLength * 8));
    }));
    const fits = keys.findIndex((key) => key.startsWith(keyPrefix));
    if (fits >= 0) return { counter: counter + fits, derivedKey: keys[fits] };
  }
}

function bytes(digits) {
  return Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(what, share) {
  place.hidden = false;
  progress.hidden = share === undefined;
  if (share !== undefined) progress.value = share;
  const tenths = Math.floor((share ?? 0) * 10) / 10; // not every step, for those who are read to
  const percent = tenths.toLocaleString(document.documentElement.lang, { style: "percent" });
  const words = `${place.dataset[what]}${what === "upload" ? ` ${percent}` : ""}`;
  const status = place.querySelector("[role=status]");
  if (status.textContent !== words) status.textContent = words;
}
