// Fills the dropdowns of an action: their options come from the app, through the portal, which signs the question.
(function () {
  const form = document.getElementById("action");
  const blocks = [...form.querySelectorAll("[data-field]")];
  const control = (block) => block.querySelector("[data-value]");
  const named = (name) => blocks.find((block) => block.dataset.field === name);
  const label = (block) => block.querySelector("label,legend").firstChild.textContent.trim();
  const latest = new Map();

  function value(name) {
    const block = named(name);
    if (!block || block.hidden) return "";
    const property = block.querySelector("[data-property]");
    return (property && property.value) || (control(block) ? control(block).value : "");
  }

  /** The fields that a field depends on: [name, the value it must have, or null]. */
  const parents = (block) => JSON.parse(block.dataset.depends);

  function say(block, text, isTrouble) {
    const status = block.querySelector("[role=status]");
    status.textContent = text;
    status.classList.toggle("trouble", Boolean(isTrouble));
  }

  function fill(select, options, isMore) {
    const kept = isMore ? select.value : "";
    if (!isMore) select.replaceChildren(new Option(select.multiple ? "" : "Choose …", ""));
    if (select.multiple && !isMore) select.replaceChildren();
    for (const option of options) {
      const shown = new Option(option.label, option.value);
      if (option.description) shown.title = option.description;
      select.add(shown);
    }
    if (isMore) select.value = kept;
  }

  async function load(block, after) {
    const select = control(block);
    const search = block.querySelector("[type=search]");
    const more = block.querySelector("[data-more]");
    const mine = Symbol();
    latest.set(block, mine);
    const question = new URLSearchParams(new FormData(form));
    question.set("field", block.dataset.field);
    if (search.value) question.set("search", search.value);
    if (after) question.set("after", after);
    say(block, "Loading …");
    const found = await fetch(form.dataset.options, { method: "POST", body: question })
      .then((answer) => answer.json())
      .catch(() => ({ error: "The portal does not answer." }));
    if (latest.get(block) !== mine) return;
    if (found.error) {
      say(block, found.error, true);
      return;
    }
    fill(select, found.options, Boolean(after));
    select.disabled = false;
    search.parentElement.hidden = !(found.searchable || search.value);
    more.hidden = !found.after;
    more.dataset.after = found.after || "";
    say(block, found.options.length ? "" : "There are no options.");
    refreshDependents(block.dataset.field);
  }

  function refresh(block) {
    const waits = parents(block).find(([name, wanted]) => !value(name) || (wanted !== null && value(name) !== wanted));
    const isHidden = Boolean(waits && waits[1] !== null);
    block.hidden = isHidden;
    for (const each of block.querySelectorAll("input,select,textarea")) each.disabled = Boolean(waits);
    if (waits && !isHidden) say(block, `First choose: ${label(named(waits[0]))}`);
    if (!("fetched" in block.dataset)) {
      if (!waits) say(block, "");
      refreshDependents(block.dataset.field);
      return;
    }
    latest.delete(block);
    fill(control(block), []);
    block.querySelector("[data-more]").hidden = true;
    if (waits) {
      refreshDependents(block.dataset.field);
    } else {
      control(block).disabled = true;
      load(block);
    }
  }

  function refreshDependents(name) {
    for (const block of blocks) if (parents(block).some(([parent]) => parent === name)) refresh(block);
  }

  for (const block of blocks) {
    block.addEventListener("change", (event) => {
      if (event.target.type === "search") return;
      refreshDependents(block.dataset.field);
    });
    const search = block.querySelector("[type=search]");
    let wait;
    if (search) {
      search.addEventListener("input", () => {
        clearTimeout(wait);
        wait = setTimeout(() => load(block), 250);
      });
      // Enter in the search box searches, and does not run the action.
      search.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        clearTimeout(wait);
        load(block);
      });
      const more = block.querySelector("[data-more]");
      more.addEventListener("click", () => {
        control(block).focus();
        load(block, more.dataset.after);
      });
    }
  }
  for (const block of blocks) if (!parents(block).length) refresh(block);
  form.addEventListener("submit", () => {
    form.querySelector("button.main").disabled = true;
  });
})();
