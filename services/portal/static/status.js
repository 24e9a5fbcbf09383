// Follows a submission while the house works on it, and shows the whole page once when it is done.
const steps = document.getElementById("steps");
const words = document.getElementById("step-done-words");

if (steps && "EventSource" in window) {
  const source = new EventSource(steps.dataset.source);
  source.addEventListener("step", (event) => {
    if (["final", "rejected", "stopped"].includes(event.data)) {
      if (event.data !== "final") return;
      source.close();
      const here = new URL(window.location.href);
      here.searchParams.delete("awaited");
      if (here.href === window.location.href) window.location.reload();
      else window.location.replace(here.href);
      return;
    }
    const step = steps.querySelector(`[data-step="${event.data}"]`);
    if (step && !step.classList.contains("step-done")) {
      step.classList.add("step-done");
      step.querySelector(".step-said").textContent = ` ${words.textContent}`;
    }
  });
}
