// Keeps what a member writes in this browser until it is handed in: <div data-draft="name" data-draft-of="id of the field">.
// A page with <div data-draft-done="name"> forgets it, and so does signing out. The choice of a ballot is never kept.
const PREFIX = "hashira-draft:";

function stored(act) {
  try {
    return act(window.localStorage);
  } catch {
    return null; // a browser that keeps nothing: the page works without
  }
}

function keep(place) {
  const field = document.getElementById(place.dataset.draftOf);
  const key = PREFIX + place.dataset.draft;
  const before = stored((storage) => storage.getItem(key));
  if (before && before !== field.value) {
    field.value = before;
    const told = document.createElement("p");
    told.className = "field-hint";
    told.setAttribute("role", "status");
    told.textContent = "前に書きかけた文を戻しました。";
    place.after(told);
  }
  field.addEventListener("input", () => stored((storage) => storage.setItem(key, field.value)));
}

function forgetAll() {
  stored((storage) => {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(PREFIX)) {
        storage.removeItem(key);
      }
    }
  });
}

for (const place of document.querySelectorAll("[data-draft]")) {
  keep(place);
}
for (const done of document.querySelectorAll("[data-draft-done]")) {
  stored((storage) => storage.removeItem(PREFIX + done.dataset.draftDone));
}
for (const form of document.querySelectorAll("[data-forget-drafts]")) {
  form.addEventListener("submit", forgetAll);
}
