// Does what Wagtail's inline scripts would do: our policy runs no script written into a page.
// Data comes as JSON beside the field; a short list says what may be started with it.

const STARTERS = {
  initDateChooser: (id, options) => window.initDateChooser(id, options),
  initTimeChooser: (id, options) => window.initTimeChooser(id, options),
  initDateTimeChooser: (id, options) => window.initDateTimeChooser(id, options),
  PageChooser: (id, options) => new window.PageChooser(id, options),
  SnippetChooser: (id, options) => new window.SnippetChooser(id, options),
  ImageChooser: (id, options) => new window.ImageChooser(id, options),
  DocumentChooser: (id, options) => new window.DocumentChooser(id, options),
  TaskChooser: (id, options) => new window.TaskChooser(id, options),
  Chooser: (id, options) => new window.Chooser(id, options),
};

function startAll(root) {
  for (const data of root.querySelectorAll("script[data-desk-start]")) {
    if (data.dataset.deskStarted) continue;
    data.dataset.deskStarted = "yes";
    STARTERS[data.dataset.deskStart]?.(data.dataset.deskFor, JSON.parse(data.textContent));
  }
}

function selectAllLocales() {
  document.querySelector("[name='select_all']")?.addEventListener("change", (event) => {
    for (const each of document.querySelectorAll("[name='locales']")) each.checked = event.target.checked;
  });
}

startAll(document);
selectAllLocales();
// Dialogs and panels come later.
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node instanceof Element) startAll(node.parentElement ?? node);
  }
}).observe(document.body, { childList: true, subtree: true });
