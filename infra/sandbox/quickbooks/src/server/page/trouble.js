for (const button of document.querySelectorAll("button[data-path]")) {
  button.addEventListener("click", async () => {
    const said = document.getElementById("said");
    const { method, path, body, then } = button.dataset;
    if (path === "reset" && !confirm("Every document that was made is gone then. Reset the company?")) return;
    try {
      const answer = await fetch(`/_sandbox/${path}`, { method, body: body || undefined });
      said.textContent = answer.ok ? then : `The company answered ${answer.status}.`;
    } catch {
      said.textContent = "The company does not answer.";
    }
  });
}
