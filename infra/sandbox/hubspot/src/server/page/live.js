// Renews the parts of the page that change while executions are under way; ten looks more after the last of them,
// since properties may be written after an execution is completed.
(function () {
  const parts = () => document.querySelectorAll("[data-live]");
  let calm = document.querySelector("[data-pending]") ? 0 : 10;
  async function look() {
    if (calm >= 10) return;
    const answer = await fetch(location.pathname + "/live").catch(() => null);
    if (answer && answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts()) {
        const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
        if (next && next.innerHTML !== part.innerHTML) part.innerHTML = next.innerHTML;
      }
    }
    calm = document.querySelector("[data-pending]") ? 0 : calm + 1;
    setTimeout(look, 500);
  }
  look();
})();
