// A file may be dropped on the field instead of chosen.
const zone = document.getElementById("drop");
const field = document.getElementById("file");

if (zone && field) {
  zone.classList.add("drop-ready");
  const lit = (on) => zone.classList.toggle("drop-over", on);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); lit(true); });
  }
  for (const name of ["dragleave", "dragend"]) zone.addEventListener(name, () => lit(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    lit(false);
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}
