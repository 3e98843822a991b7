// What the assumptions of a scenario come to, told while they are typed. Without this script a button asks for it.
const form = document.querySelector("[data-scenario]");
if (form) start(form);

function start(form) {
  const place = document.querySelector("[data-effect]");
  const state = document.querySelector("[data-effect-state]");
  let timer = 0;
  let asked = 0;

  async function ask() {
    const turn = (asked += 1);
    state.textContent = "試算中";
    const options = { method: "POST", body: new FormData(form), redirect: "manual", headers: { "HX-Request": "true" } };
    const answer = await fetch(form.dataset.scenario, options).catch(() => null);
    if (turn !== asked) return; // something else was typed meanwhile
    if (!answer?.ok) {
      state.textContent = "試算できません。「試算する」を押すと、わけが出ます。";
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== asked) return;
    place.replaceChildren(...page.body.childNodes);
    const summary = place.querySelector("[data-effect-summary]")?.textContent;
    state.textContent = summary ? `試算しました（まだ保存していません）。${summary}` : "入れた値を確かめてください。";
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  };
  form.addEventListener("input", (event) => {
    if (!event.isComposing) later();
  });
  form.addEventListener("compositionend", later);
}
