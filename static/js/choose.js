// Lists out of which items are chosen: the words filter while they are typed, and what was chosen stays chosen.
for (const box of document.querySelectorAll("[data-choose]")) {
  const words = box.querySelector("[data-choose-words]");
  const said = box.querySelector("[data-choose-count]");
  const lines = [...box.querySelectorAll("[data-choose-depth]")].map((line) => ({
    line, depth: Number(line.dataset.chooseDepth), text: line.textContent.normalize("NFKC").toLowerCase(),
    isOpen: line.querySelector("input") !== null,
  }));
  if (!said) continue; // the server found nothing: only it can look again
  const button = box.querySelector("[data-choose-filter]");
  button.hidden = words.value === ""; // else the list is short already, and only the server knows the rest

  const filter = () => {
    const wanted = words.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    let [above, count] = [0, 0]; // above: the depth of the line below that is shown, whose parents follow
    for (const { line, depth, text, isOpen } of [...lines].reverse()) {
      const isHit = isOpen && wanted.every((word) => text.includes(word));
      line.hidden = !(isHit || depth < above);
      if (!line.hidden) above = depth;
      count += isHit;
    }
    said.hidden = wanted.length === 0;
    said.textContent = `${count}項目が当てはまります。`;
  };

  const list = box.querySelector(".choose-list");
  const chosen = list.querySelector("input:checked");
  if (chosen) list.scrollTop += chosen.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;

  words.addEventListener("input", (event) => event.isComposing || filter());
  words.addEventListener("compositionend", filter);
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && button.hidden) event.preventDefault();
  });
}
