// Buttons that open the browser's print dialogue; without JavaScript they stay hidden and the menu does the same.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
