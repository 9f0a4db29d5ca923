// Where wagtail-localize's editor finds Wagtail's choosers; it would say so in an inline script.
window.chooserUrls ??= JSON.parse(document.currentScript.dataset.urls);
