// What a target is read as, told while it is typed. Without this script a button asks for it.
const form = document.querySelector("[data-reading-form]");
if (form) start(form);

function start(form) {
  const watched = ["target_text", "baseline_text", "name", "unit", "role", "better", "indicator"];
  let timer = 0;
  let asked = 0;
  form.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; });

  async function read() {
    const turn = (asked += 1);
    const body = new FormData(form);
    body.set("read", "1");
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || turn !== asked) return; // saving says what is wrong
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-reading] dl");
    if (fresh) form.querySelector("[data-reading]").replaceChildren(fresh);
  }

  form.addEventListener("input", (event) => {
    if (event.isComposing || !watched.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(read, 400);
  });
  form.addEventListener("compositionend", () => { timer = setTimeout(read, 400); });
  document.addEventListener("click", (event) => {
    const example = event.target.closest("[data-example]");
    if (!example || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    form.elements.name.value = example.dataset.example;
    form.elements.name.focus();
    read();
  });
}
