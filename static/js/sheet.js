// The KPI sheet: cells of one year. Arrow keys walk through the column, Enter saves and goes on, Escape takes the value back.
// What was typed stays in its cell whatever happens; without this script each cell is a plain form.
const sheet = document.querySelector("[data-sheet]");
if (sheet) start(sheet);

function start(sheet) {
  const state = document.querySelector("[data-save-state]");
  const notice = document.querySelector("[data-save-notice]");
  let queue = Promise.resolve(); // one save after another, in the order in which they were typed

  const say = (words, kind = "") => {
    state.querySelector("[data-words]").textContent = words;
    state.classList.toggle("saved", kind === "saved");
    state.classList.toggle("stopped", kind === "stopped");
    state.setAttribute("role", kind === "stopped" ? "alert" : "status");
  };
  const tell = (words) => {
    const box = document.createElement("div");
    box.className = "notice notice-warn";
    box.append(Object.assign(document.createElement("p"), { textContent: words }));
    notice.replaceChildren(...(words ? [box] : []));
    notice.hidden = !words;
    return false;
  };
  const inputs = () => [...sheet.querySelectorAll("form[data-cell] input[name=typed]")];
  const isDirty = (input) => input.value !== input.dataset.kept;
  const messageOf = (form) => form.querySelector("[data-part=message]");

  function dress(root) {
    for (const button of root.querySelectorAll("[data-plain]")) button.hidden = true;
  }

  function look(input) {
    input.closest("td").classList.toggle("edited", isDirty(input));
  }

  function clear(form) {
    form.closest("td").classList.remove("wrong");
    form.elements.typed.removeAttribute("aria-invalid");
    messageOf(form).replaceChildren();
    look(form.elements.typed);
  }

  // A cell that shows two figures waits until one of them is chosen by its button.
  function save(form, isChosen = false) {
    const input = form.elements.typed;
    if (!isDirty(input) || form.dataset.sending === input.value) return;
    if (form.querySelector("[data-theirs]") && !isChosen) return;
    form.dataset.sending = input.value;
    queue = queue.then(() => send(form)).finally(() => delete form.dataset.sending);
  }

  async function send(form) {
    const sent = form.elements.typed.value;
    say("保存中");
    const answer = await ask(form, "manual");
    if (!answer) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    redraw(page, form, sent);
    if (answer.ok) {
      tell("");
      say(`保存しました ${page.querySelector("[data-saved-at]").textContent.replace(/^0/, "")}`, "saved");
    } else say("保存していない値があります", "stopped");
    return answer.ok;
  }

  // The answer to a form that was sent; null, with a sentence, where there is none to be used.
  async function ask(form, redirect) {
    const headers = redirect === "manual" ? { "HX-Request": "true" } : {};
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect, headers }).catch(() => null);
    if (answer && [200, 409, 422].includes(answer.status)) return answer;
    say("保存できません", "stopped");
    if (answer?.type === "opaqueredirect") {
      tell("サインインの期限が切れました。入れた値はこの画面に残っています。別の窓でサインインしてから、もう一度 Enter を押してください。");
    } else if (answer?.status === 403 || answer?.status === 404) {
      tell("この値を保存できませんでした。役割が変わったか、画面が古くなっています。値を控えて、画面を開き直してください。");
    } else tell("サーバーにつながりません。入れた値はこの画面に残っています。つながったら、もう一度 Enter を押してください。");
    return null;
  }

  function redraw(page, form = null, sent = "") {
    for (const fresh of page.querySelectorAll("tr[data-line]")) {
      const row = document.getElementById(fresh.id);
      if (!row) continue;
      const own = row.querySelector("form[data-cell]");
      if (own) redrawCell(own, fresh.querySelector("form[data-cell]"), own === form, sent);
      for (const part of ["judgement", "state"]) {
        const now = fresh.querySelector(`[data-part=${part}]`);
        if (now) row.querySelector(`[data-part=${part}]`).replaceChildren(...now.childNodes);
      }
    }
    const [counts, tray] = ["[data-counts]", "[data-tray]"].map((part) => page.querySelector(part));
    if (counts) document.querySelector("[data-counts]").replaceWith(counts);
    const old = document.querySelector("[data-tray]");
    const isWritten = [...(old?.querySelectorAll("textarea") ?? [])].some((field) => field.value !== field.defaultValue);
    if (tray && old && !isWritten) old.replaceWith(tray);
  }

  function redrawCell(form, fresh, isOwn, sent) {
    const input = form.elements.typed;
    if (!fresh || (isDirty(input) && !isOwn)) return; // what is being typed is not touched, nor what it was based on
    const now = fresh.elements.typed;
    const isWrong = now.getAttribute("aria-invalid") === "true";
    form.elements.seen.value = fresh.elements.seen.value;
    input.dataset.kept = now.dataset.kept;
    if (!isWrong && (!isOwn || input.value === sent)) input.value = now.value;
    clear(form);
    if (!isWrong) return;
    form.closest("td").classList.add("wrong");
    input.setAttribute("aria-invalid", "true");
    messageOf(form).replaceChildren(...messageOf(fresh).childNodes);
  }

  // 提出, 承認, 公表: the plain form leads to the table, out of which the rows are taken.
  async function act(form, button) {
    const deed = button.firstChild.textContent.trim().replace(/する$/, "しました");
    say("保存中");
    await queue;
    const answer = await ask(form, "follow");
    if (!answer) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-sheet]")) {
      say("保存できません", "stopped");
      tell("サインインの期限が切れました。別の窓でサインインしてから、もう一度押してください。");
      return;
    }
    const line = form.closest("tr");
    redraw(page);
    const said = page.querySelector(".office-main > .notice");
    const isRefused = said?.classList.contains("notice-bad") ?? false;
    say(isRefused ? "保存できません" : deed, isRefused ? "stopped" : "saved");
    tell(isRefused ? said.querySelector(".notice-title").textContent.trim() : "");
    (line.querySelector("[data-part=state] button") ?? line.querySelector("input[name=typed]"))?.focus();
  }

  sheet.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.isComposing || input.name !== "typed") return;
    const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      input.value = input.dataset.kept;
      clear(input.form);
    } else if (step) {
      event.preventDefault();
      save(input.form);
      const all = inputs();
      const next = all[all.indexOf(input) + step];
      next?.focus();
      next?.select();
    }
  });
  sheet.addEventListener("input", (event) => event.target.name === "typed" && look(event.target));
  sheet.addEventListener("change", (event) => event.target.name === "typed" && save(event.target.form));
  sheet.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-cell], [data-act]")) return;
    event.preventDefault();
    if (form.matches("[data-act]")) act(form, event.submitter);
    else save(form, true);
  });
  sheet.addEventListener("click", (event) => {
    const theirs = event.target.closest("[data-theirs]");
    if (!theirs) return;
    event.preventDefault();
    const form = theirs.closest("form");
    form.elements.typed.value = form.elements.typed.dataset.kept = theirs.dataset.theirs;
    clear(form);
    form.elements.typed.focus();
    say("ほかの人の値のままにしました");
  });
  sheet.addEventListener("focusin", (event) => {
    sheet.querySelector(".at-work")?.classList.remove("at-work");
    event.target.closest("tr")?.classList.toggle("at-work", event.target.name === "typed");
  });
  window.addEventListener("beforeunload", (event) => {
    if (inputs().some(isDirty)) event.preventDefault();
  });
  dress(sheet);
  document.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });
}
