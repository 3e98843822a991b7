// Words that a member selects in a passage go with the link to its form. Without this the form asks for them.
const LONGEST = 500;

for (const hint of document.querySelectorAll(".with-script")) hint.hidden = false;

/** Where the selection begins in the passage's own words, without the number that is printed before its heading. */
function offset(passage, range) {
  const before = document.createRange();
  before.setStart(passage, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const copy = before.cloneContents();
  for (const one of copy.querySelectorAll("[data-unquoted], rt")) one.remove();
  return copy.textContent.trimStart().length;
}

/** The selected words, without readings and the number. */
function words(range) {
  const copy = range.cloneContents();
  for (const one of copy.querySelectorAll("[data-unquoted], rt, .visually-hidden")) one.remove();
  return copy.textContent.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}

const links = [...document.querySelectorAll("[data-quotable]")]
  .map((passage) => ({ passage, link: passage.parentElement.querySelector("[data-quote-link]") }))
  .filter(({ link }) => link)
  .map((one) => ({ ...one, href: one.link.getAttribute("href"), label: [...one.link.childNodes].map((node) => node.cloneNode(true)) }));
let shown = null;

function clear() {
  if (!shown) return;
  shown.link.setAttribute("href", shown.href);
  shown.link.replaceChildren(...shown.label.map((node) => node.cloneNode(true)));
  shown.link.classList.remove("has-quote");
  shown = null;
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return; // the link keeps the last words
  const range = selection.getRangeAt(0);
  const found = links.find(({ passage }) => passage.contains(range.startContainer));
  const text = found && found.passage.contains(range.endContainer) ? words(range) : "";
  if (!text) return;
  clear();
  shown = found;
  const query = new URLSearchParams({ quote: text, at: String(offset(found.passage, range)) });
  found.link.setAttribute("href", `${found.href}&${query}`);
  const short = text.length > 20 ? `${text.slice(0, 20)}…` : text;
  found.link.textContent = `「${short}」に意見を書く`;
  found.link.classList.add("has-quote");
});

document.addEventListener("keydown", (event) => event.key === "Escape" && clear());
