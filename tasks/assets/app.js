// What the pages gain from a script. Every page works without it.
import htmx from "htmx.org";

// htmx wires itself to the document; polling pauses while nobody looks.
document.addEventListener("htmx:config:request", (event) => {
  if (document.hidden && event.detail.ctx.sourceElement.hasAttribute("data-poll")) event.preventDefault();
});

// A refused form puts the reason first: for the eye, the keyboard and the screen reader.
document.querySelector("[data-focus]")?.focus();

// Which fields show is the server's answer. Only their visibility changes here, so nothing typed is ever lost.
function hide(keys) {
  for (const field of document.querySelectorAll("[data-field]")) field.hidden = keys.includes(field.dataset.field);
}
hide([...document.querySelectorAll("[data-field][data-hidden]")].map((field) => field.dataset.field));
document.addEventListener("skjulte-felter", (event) => hide(event.detail.felter));

// One press is one command. The button stays in the tab order and says what goes on.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "true";
});
// Coming back with the browser's own button, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

export { htmx };
