// Autosave of one item: 2 s after the last key, on leaving, and by the button. What was typed stays in the page
// whatever happens: no network, an expired session, a frozen edition, somebody else's save in between.
import { createEditor } from "./richtext.js";

const REST = 2000;
const HEARTBEAT = 20000;

const form = document.querySelector("[data-autosave]");
if (form) start(form);

function start(form) {
  const panel = form.closest("[data-item]");
  const state = document.querySelector("[data-save-state]");
  const notice = panel.querySelector("[data-save-notice]");
  const { title, version } = form.elements;
  let editor = null;
  let timer = 0;
  let typed = 0; // counts changes
  let kept = 0; // what was saved last
  let running = null;
  let stopped = false;

  const say = (words, kind = "") => {
    state.querySelector("[data-words]").textContent = words;
    state.classList.toggle("saved", kind === "saved");
    state.classList.toggle("stopped", kind === "stopped");
    state.setAttribute("role", kind === "stopped" ? "alert" : "status");
  };
  const tell = (html) => {
    notice.innerHTML = html;
    notice.hidden = !html;
  };
  const sentence = (words, kind = "warn", more = "") => {
    const box = document.createElement("p");
    box.textContent = words;
    tell(`<div class="notice notice-${kind}" role="alert"><div>${box.outerHTML}${more}</div></div>`);
  };
  const isDirty = () => typed !== kept;

  const changed = () => {
    typed += 1;
    if (stopped) return;
    say("書きかけ（まもなく保存）");
    clearTimeout(timer);
    timer = setTimeout(save, REST);
  };

  async function save({ closing = false, address = form.action, extra = {} } = {}) {
    clearTimeout(timer);
    if (editor?.isComposing) {
      timer = setTimeout(save, REST / 4); // never in the middle of a Japanese conversion
      return false;
    }
    if (running) {
      await running;
      if (!isDirty() && !closing) return true;
    }
    running = send({ closing, address, extra });
    const done = await running;
    running = null;
    if (done && isDirty() && !stopped) timer = setTimeout(save, REST);
    return done;
  }

  async function send({ closing, address, extra }) {
    const sent = typed;
    const data = new FormData(form);
    if (closing) data.set("closing", "1");
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    say("保存中");
    let answer;
    try {
      answer = await fetch(address, {
        method: "POST", body: data, redirect: "manual", keepalive: new URLSearchParams(data).toString().length < 60000,
        headers: { Accept: "application/json" },
      });
    } catch {
      return offline();
    }
    if (answer.ok) return saved(await answer.json(), sent);
    if (answer.status === 409) return refused(await answer.json());
    if (answer.status === 422) {
      sentence((await answer.json()).sentence, "bad");
      say("保存できません", "stopped");
      return false;
    }
    return answer.type === "opaqueredirect" || answer.status === 403 ? expired(answer) : offline();
  }

  function saved(said, sent) {
    kept = sent;
    stopped = false;
    version.value = said.version;
    say(`保存しました ${said.saved_at}`, "saved");
    tell("");
    panel.querySelector("[data-conflict]")?.remove();
    if (said.removed.length) sentence(`本文から${said.removed.join("、")}を取り除いて保存しました。`);
    document.dispatchEvent(new CustomEvent("item-saved", { detail: { title: said.title, empty: !said.body } }));
    return true;
  }

  function offline() {
    say("保存できません（つながりません）", "stopped");
    sentence("サーバーにつながりません。書いた文はこの画面に残っています。つながりしだい、自動で保存します。");
    clearTimeout(timer);
    timer = setTimeout(save, REST * 5);
    return false;
  }

  function expired(answer) {
    stopped = true;
    say("保存を止めています", "stopped");
    if (answer.status === 403) return forbidden();
    sentence("しばらく操作がなかったため、サインインの期限が切れました。書いた文はこの画面に残っています。", "warn",
      `<p class="row"><a class="button" target="_blank" href="${form.dataset.signIn}">別の窓でサインインする</a>
       <button class="button button-primary" type="button" data-again>もう一度保存する</button></p>`);
    bindAgain();
    return false;
  }

  function forbidden() {
    sentence("この項目を保存できませんでした。役割が変わったか、この画面が古くなっています。書いた文はこの画面に残っています。", "bad",
      '<p class="row"><button class="button" type="button" data-again>もう一度保存する</button></p>');
    bindAgain();
    return false;
  }

  // Signing in again changes the form's token: fetch the page for a fresh one first.
  function bindAgain() {
    notice.querySelector("[data-again]").addEventListener("click", async () => {
      const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
      if (!answer?.ok) return expired(answer ?? { status: 0 });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-autosave] [name=csrfmiddlewaretoken]");
      if (!fresh) return forbidden();
      form.elements.csrfmiddlewaretoken.value = fresh.value;
      stopped = false;
      return save({ closing: true });
    });
  }

  function refused(said) {
    stopped = true;
    clearTimeout(timer);
    say("自動保存を止めています", "stopped");
    if (said.conflict) return showConflict(said.conflict);
    sentence(said.sentence, "bad", said.frozen ? carryOver(said.next) : "");
    notice.querySelector("[data-carry]")?.addEventListener("click", carry);
    notice.querySelector("[data-copy]")?.addEventListener("click", copy);
    return false;
  }

  // A conflict: the new version number stays in the panel and never enters the form before the person has chosen.
  function showConflict(html) {
    panel.querySelector("[data-conflict]")?.remove();
    const box = document.createElement("div");
    box.innerHTML = html;
    const conflict = box.firstElementChild;
    form.before(conflict);
    bindConflict(conflict);
    conflict.querySelector("[tabindex='-1']")?.focus();
    return false;
  }

  function bindConflict(conflict) {
    stopped = true;
    for (const button of conflict.querySelectorAll("[data-choice]")) {
      button.addEventListener("click", async (event) => {
        event.preventDefault();
        if (button.dataset.choice === "both") return both(conflict);
        const done = await save({ address: form.dataset.settle, extra: { choice: button.value } });
        if (done && button.dataset.choice === "theirs") location.reload();
      });
    }
  }

  function both(conflict) {
    conflict.querySelector("[data-choices]").hidden = true;
    const own = conflict.querySelector("[data-mine]");
    if (own) own.hidden = true;
    const finish = conflict.querySelector("[data-finish]");
    finish.hidden = false;
    finish.querySelector("button").addEventListener("click", () =>
      save({ address: form.dataset.settle, extra: { choice: conflict.querySelector("[data-choice=mine]").value } }));
    editor?.focus();
  }

  function carryOver(next) {
    const key = `hashira-carry:${form.dataset.lineage}`;
    sessionStorage.setItem(key, JSON.stringify({ title: title.value, body: form.elements.body.value }));
    const copyIt = '<button class="button" type="button" data-copy>文を写し取る</button>';
    if (!next) return `<p>次の版ができたら、この項目を開くと、ここに書いた文を入れられます。</p><p class="row">${copyIt}</p>`;
    return `<p class="row"><button class="button button-primary" type="button" data-carry="${next.number}">次の版（第${next.number}版）のこの項目で続ける</button>${copyIt}</p>`;
  }

  function carry(event) {
    kept = typed; // the text travels along, so leaving loses nothing
    location.href = form.dataset.next.replace("/0/", `/${event.target.dataset.carry}/`);
  }

  async function copy() {
    const box = document.createElement("div");
    box.innerHTML = form.elements.body.value;
    await navigator.clipboard.writeText(`${title.value}\n${box.innerText}`);
    say("文を写し取りました");
  }

  function takeCarried() {
    const key = `hashira-carry:${form.dataset.lineage}`;
    const carried = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (!carried || (carried.title === title.value && carried.body === form.elements.body.value)) return;
    sentence("前の版で保存できなかった文があります。", "warn",
      '<p class="row"><button class="button" type="button" data-put>ここに入れる</button><button class="button button-quiet" type="button" data-drop>捨てる</button></p>');
    notice.querySelector("[data-put]").addEventListener("click", () => {
      title.value = carried.title;
      editor.put(carried.body);
      sessionStorage.removeItem(key);
      tell("");
      changed();
    });
    notice.querySelector("[data-drop]").addEventListener("click", () => {
      sessionStorage.removeItem(key);
      tell("");
    });
  }

  async function beat() {
    if (document.hidden) return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(form.dataset.here, { method: "POST", body: data, redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const { others } = await answer.json();
    const here = document.querySelector("[data-who-is-here]");
    here.hidden = !others.length;
    const words = others.length ? `${others.join("、")}もこの項目を開いています` : "";
    if (here.querySelector("[data-words]").textContent !== words) here.querySelector("[data-words]").textContent = words;
  }

  editor = createEditor(form, { changed, told: (words) => sentence(words) });
  form.addEventListener("input", (event) => {
    if (event.target.name && event.target.name !== "body" && !event.isComposing) changed();
  });
  form.addEventListener("compositionend", (event) => {
    if (event.target.name === "title") changed();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!panel.querySelector("[data-conflict]")) save({ closing: true });
  });
  // Links inside the page wait for the save; a refusal keeps the person here.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!isDirty() || stopped || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if (await save()) location.href = link.href;
  });
  document.addEventListener("submit", async (event) => {
    if (event.target === form || event.target.method !== "post" || !isDirty() || stopped || event.target.dataset.sent) return;
    event.preventDefault();
    const button = event.submitter;
    if (!(await save())) return;
    event.target.dataset.sent = "1";
    event.target.requestSubmit(button);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && isDirty() && !stopped) save();
  });
  window.addEventListener("online", () => { if (isDirty() && !stopped) save(); });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty()) event.preventDefault();
  });
  const drawn = panel.querySelector("[data-conflict]");
  if (drawn) { typed = 1; bindConflict(drawn); }
  takeCarried();
  beat();
  setInterval(beat, HEARTBEAT);
}
