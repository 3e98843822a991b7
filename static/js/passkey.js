// Says in the page what went wrong with a passkey; the library would only write to the console.
const place = document.querySelector("[data-passkey-error]");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  place.hidden = false;
});
