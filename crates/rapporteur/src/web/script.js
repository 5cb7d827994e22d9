// What a page can do more where scripts run. Nothing here is needed for reading.
"use strict";

// g, then a letter, leads to a screen; / leads to the search.
let waiting = false;
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find")?.focus();
  } else if (waiting) {
    waiting = false;
    document.querySelector(`.rail a[data-key="${CSS.escape(event.key)}"]`)?.click();
  } else if (event.key === "g") {
    waiting = true;
    setTimeout(() => { waiting = false; }, 1200);
  }
});

// Reading and reviewing: what carries data-press is pressed by its key; a fold opens and takes the cursor into its first field.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("details form")) {
    const fold = event.target.closest("details");
    fold.open = false;
    fold.querySelector("summary")?.focus();
    return;
  }
  if (waiting || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const pressed = document.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  if (pressed.tagName === "SUMMARY") unfold(pressed.closest("details"));
  else pressed.click();
}, true);

function unfold(fold) {
  document.querySelectorAll(".verdicts details, .differ details").forEach((other) => { other.open = other === fold; });
  fold.open = true;
  fold.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}
// An address that ends in the name of a fold opens it.
const fold = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (fold && fold.tagName === "DETAILS") unfold(fold);

// Copies a text that is there to be copied.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    navigator.clipboard?.writeText(text.value);
    button.textContent = "Copied";
  });
});

// Words that are selected in the text go into the field of a correction that was in use last.
let taking = null;
document.querySelectorAll("[data-take]").forEach((field) => {
  field.addEventListener("focus", () => { taking = field; });
  field.nextElementSibling?.querySelector(".take")?.removeAttribute("hidden");
});
document.querySelector(".deciding .text")?.addEventListener("mouseup", () => {
  const chosen = document.getSelection();
  const words = chosen.toString().trim();
  if (!taking || !taking.closest("details")?.open || !words) return;
  taking.value = words;
  taking.focus();
});
