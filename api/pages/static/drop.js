// The drop area beyond what a file input does by itself: it is drop area all over, lights up under a file,
// says which file was chosen, and shows the upload's progress.
const form = document.querySelector("form.drop");
const area = form.querySelector(".drop-area");
const input = form.querySelector("input[type=file]");
const chosen = form.querySelector("output");
const progress = form.querySelector("progress");
const told = form.querySelector("[role=status]");

function sizeOf(file) {
  if (file.size < 1000) return `${file.size} bytes`;
  return file.size < 1e6 ? `${Math.round(file.size / 1000)} KB` : `${(file.size / 1e6).toFixed(1)} MB`;
}

for (const kind of ["dragenter", "dragover"]) area.addEventListener(kind, () => area.classList.add("over"));
for (const kind of ["dragleave", "drop"]) area.addEventListener(kind, () => area.classList.remove("over"));

input.addEventListener("change", () => {
  const [file] = input.files;
  chosen.classList.toggle("chosen", Boolean(file));
  chosen.textContent = file ? `${file.name}, ${sizeOf(file)}` : "or choose a file";
  told.replaceChildren();
});

form.addEventListener("htmx:xhr:loadstart", () => { progress.hidden = false; });
form.addEventListener("htmx:xhr:progress", (event) => {
  if (event.detail.lengthComputable) progress.value = event.detail.loaded / event.detail.total;
});
form.addEventListener("htmx:xhr:loadend", () => { progress.hidden = true; });
form.addEventListener("htmx:sendError", () => {
  told.textContent = "The file did not arrive: the connection broke. Nothing was handed in; try again.";
});

// A file may have been chosen before this was loaded, or the browser kept it over a reload.
addEventListener("load", () => {
  if (input.files.length && !told.hasChildNodes()) input.dispatchEvent(new Event("change", { bubbles: true }));
});
