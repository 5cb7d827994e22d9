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
