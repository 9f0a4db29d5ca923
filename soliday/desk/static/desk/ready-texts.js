// A ready text goes behind what was typed, without leaving the page. Without this script the button
// brings the page again with the text in the field.

const field = document.querySelector("[data-desk-answer]");
for (const button of document.querySelectorAll("[data-desk-ready]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const parts = [field.value.trim(), button.dataset.deskReady];
    field.value = parts.filter(Boolean).join("\n\n");
    field.focus();
  });
}
