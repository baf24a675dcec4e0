// A key does what the element does that names it in data-key: a link or a button is clicked, a fold opened or closed,
// a field focused. Nothing happens while somebody types, and Escape leaves a field.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest("input, textarea, select");
  if (field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!named) return;
  event.preventDefault();
  if (named.matches("details")) {
    named.open = !named.open;
    named.querySelector("summary").focus();
  } else if (named.matches("input, textarea, select")) {
    named.closest("details")?.setAttribute("open", "");
    named.scrollIntoView({ block: "center" });
    named.focus();
  } else {
    named.click();
  }
});
