// Says the chosen day in the Japanese calendar beside its field: <output data-era-of="id of the field">.
const words = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", {
  era: "long", year: "numeric", month: "long", day: "numeric", weekday: "short", timeZone: "UTC",
});

function say(output, field) {
  const day = new Date(`${field.value}T00:00:00Z`);
  output.textContent = Number.isNaN(day.getTime()) ? "" : words.format(day);
}

for (const output of document.querySelectorAll("[data-era-of]")) {
  const field = document.getElementById(output.dataset.eraOf);
  field.addEventListener("input", () => say(output, field));
  say(output, field);
}
