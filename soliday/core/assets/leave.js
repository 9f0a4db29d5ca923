// Leaves the page at once, by click or Escape: first nothing of it is left, then Back finds nothing
// of it. Without this script the link alone leads away.

const link = document.querySelector("a[data-leave]");
// Escape closes what these open, so it leaves only when pressed once more.
const OPENS = "select, input[type=date]";
if (link) start();

function start() {
  link.querySelector("kbd").hidden = false;
  link.setAttribute("aria-keyshortcuts", "Escape");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const field = document.activeElement;
    if (field?.matches(OPENS)) field.blur();
    else leave();
  });
  // A browser that kept the whole page for Back shows a fresh one instead.
  window.addEventListener("pageshow", (event) => event.persisted && location.replace(location.pathname));
}

function leave() {
  const address = link.href;
  document.title = "";
  document.body.replaceChildren();
  location.replace(address);
}
