// The drop area beyond what a file input does by itself: it lights up under a file and shows the upload's progress.
const form = document.querySelector("form.drop");
const area = form.querySelector(".drop-area");
const progress = form.querySelector("progress");
const told = form.querySelector("[role=status]");

for (const kind of ["dragenter", "dragover"]) area.addEventListener(kind, () => area.classList.add("over"));
for (const kind of ["dragleave", "drop"]) area.addEventListener(kind, () => area.classList.remove("over"));

form.addEventListener("htmx:xhr:loadstart", () => { progress.hidden = false; });
form.addEventListener("htmx:xhr:progress", (event) => {
  if (event.detail.lengthComputable) progress.value = event.detail.loaded / event.detail.total;
});
form.addEventListener("htmx:xhr:loadend", () => { progress.hidden = true; });
form.addEventListener("htmx:sendError", () => {
  told.textContent = "The file did not arrive: the connection broke. Nothing was handed in; try again.";
});
