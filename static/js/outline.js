// The outline: folding, finding, arrow keys, moving by keys and by dragging. Everything also works by plain links and forms.
import Sortable from "../vendor/sortablejs/sortable.esm.js";

const root = document.querySelector("[data-outline]");
if (root) start(root);

function start(root) {
  const key = `hashira-folded:${root.dataset.base}`;
  const folded = new Set(JSON.parse(sessionStorage.getItem(key) ?? "[]"));
  const said = root.querySelector("[data-outline-said]");

  const fold = (item, isFolded) => {
    const button = item.querySelector(":scope > .outline-row > [data-fold]");
    if (!button) return;
    button.setAttribute("aria-expanded", String(!isFolded));
    item.querySelector(":scope > ul").hidden = isFolded;
    folded[isFolded ? "add" : "delete"](item.dataset.item);
    sessionStorage.setItem(key, JSON.stringify([...folded]));
  };

  const list = () => root.querySelector("[data-outline-list]");
  const links = () => [...list().querySelectorAll(".outline-row > a")].filter((link) => link.offsetParent !== null);

  function dress() {
    const current = list().querySelector(".outline-row.current");
    for (const item of list().querySelectorAll("li[data-item]")) {
      if (folded.has(item.dataset.item) && !item.contains(current)) fold(item, true);
    }
    if (current) {
      const box = list().getBoundingClientRect();
      const row = current.getBoundingClientRect();
      if (row.top < box.top || row.bottom > box.bottom) list().scrollTop += row.top - box.top - box.height / 3;
    }
    if (root.dataset.shape !== undefined && !list().querySelector(".outline-found")) makeSortable();
  }

  function makeSortable() {
    for (const branch of list().querySelectorAll("ul")) {
      Sortable.create(branch, {
        group: "outline", draggable: "li[data-item]", handle: ".outline-row", delay: 300, delayOnTouchOnly: true,
        forceFallback: true, fallbackTolerance: 5, fallbackOnBody: true, swapThreshold: 0.6, animation: 0,
        onEnd: dropped,
      });
    }
    for (const link of links()) link.draggable = false; // the browser would drag the link itself
  }

  async function dropped({ item, from, to, oldIndex, newIndex }) {
    if (from === to && oldIndex === newIndex) return;
    const siblings = [...to.children].filter((child) => child.dataset.item);
    const data = { parent: to.dataset.under, index: siblings.indexOf(item) };
    await act(`${root.dataset.base}items/${item.dataset.item}/move/`, data, item.dataset.item);
  }

  // Sends a change of the tree and draws the outline anew; a refusal is said and nothing has moved.
  async function act(address, data, lineage) {
    const body = new FormData();
    for (const [name, value] of Object.entries(data)) body.set(name, value);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(address, { method: "POST", body, redirect: "manual", headers: { "HX-Request": "true" } }).catch(() => null);
    const done = answer?.ok ?? false;
    let words = "動かしました。";
    if (answer?.type === "opaqueredirect") {
      words = "サインインの期限が切れているため、動かしていません。入り直してから、この画面を開き直してください。";
    } else if (!done) {
      const page = answer ? new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim() : "";
      words = page || "動かせませんでした。つながりを確かめて、もう一度行ってください。";
    }
    await refresh(location.search);
    tell(words, done);
    list().querySelector(`li[data-item="${lineage}"] > .outline-row > a`)?.focus();
    return done;
  }

  function tell(words, done) {
    said.textContent = words;
    said.className = done ? "visually-hidden" : "notice notice-bad outline-said";
  }

  let soon;
  // The list comes from the page of the outline alone, which is quick; what the item's own head says follows.
  async function refresh(search) {
    const fresh = await pageAt(root.dataset.base + search);
    if (!fresh) return;
    list().replaceWith(fresh.querySelector("[data-outline-list]"));
    root.querySelector("#outline-title + p").replaceWith(fresh.querySelector("#outline-title + p"));
    const row = list().querySelector(`li[data-item="${root.dataset.current}"] > .outline-row`);
    row?.classList.add("current");
    row?.querySelector("a").setAttribute("aria-current", "true");
    dress();
    clearTimeout(soon);
    if (root.dataset.current) soon = setTimeout(refreshHead, 500); // after the last of several moves
  }

  async function refreshHead() {
    const fresh = await pageAt(location.href);
    for (const part of ["[data-number]", "[data-steps]"]) {
      const [old, now] = [document.querySelector(part), fresh?.querySelector(part)];
      if (!old || !now) continue;
      const focused = old.contains(document.activeElement) ? document.activeElement.value : "";
      old.replaceWith(now);
      if (focused) now.querySelector(`[value=${focused}]`)?.focus();
    }
  }

  async function pageAt(address) {
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fold]");
    if (button) fold(button.closest("li"), button.getAttribute("aria-expanded") === "true");
  });

  root.addEventListener("keydown", (event) => {
    const link = event.target.closest(".outline-row > a");
    if (!link || event.isComposing) return;
    const item = link.closest("li");
    const step = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "raise", ArrowRight: "lower" }[event.key];
    if (!step) return;
    event.preventDefault();
    if (event.altKey) {
      if (root.dataset.shape !== undefined && item.dataset.item) {
        act(`${root.dataset.base}items/${item.dataset.item}/step/`, { step }, item.dataset.item);
      }
    } else if (step === "up" || step === "down") {
      const all = links();
      all[all.indexOf(link) + (step === "up" ? -1 : 1)]?.focus();
    } else fold(item, step === "raise");
  });

  const finder = root.querySelector("form.outline-tools");
  finder.querySelector("[data-filter]").hidden = true; // here the list follows by itself
  let rest;
  finder.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(rest);
    rest = setTimeout(() => {
      const asked = new URLSearchParams(new FormData(finder));
      refresh([...asked.values()].some(Boolean) ? `?${asked}` : "");
    }, 300);
  });

  document.addEventListener("item-saved", ({ detail }) => {
    const row = list().querySelector(".outline-row.current > a > span:last-child");
    if (row) row.textContent = detail.title;
  });

  // The buttons of the item move without leaving the page, so what is being written is not disturbed.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-steps]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    act(form.action, { step: event.submitter.value }, root.dataset.current).then(() =>
      document.querySelector(`[data-steps] [value=${event.submitter.value}]`)?.focus());
  });

  dress();
}
