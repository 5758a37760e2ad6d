// Logging a session. What is typed stays on the device until it is saved, dropped, or its owner signs out
// (page.js forgets every "draft:" then). The form works without this script.
(() => {
  const body = document.body;
  const MONTH = 30 * 24 * 3600 * 1000;
  const prefix = `draft:${body.dataset.person}:log:`;
  const passing = ["csrfmiddlewaretoken", "next"];
  const fresh = ["sent_as", "held_at"];
  const find = () => document.querySelector("form[data-log]");
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const entries = (form) => [...new FormData(form)].filter(([name]) => !passing.includes(name));
  const content = (form) => JSON.stringify(entries(form).filter(([name]) => !fresh.includes(name)));
  const coachee = (form) => form.querySelector("[name=coachee]:checked")?.value || "";
  const key = (form) => prefix + (form.dataset.log || coachee(form));
  let untouched = "";
  let held = "";
  let over = false;

  function store(name, value) {
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
      return true;
    } catch {
      return false;
    }
  }
  function read(name) {
    const kept = JSON.parse(localStorage.getItem(name) || "null");
    if (kept && Date.now() - kept.at < MONTH) return kept;
    if (kept) store(name);
    return null;
  }
  function keep() {
    const form = find();
    if (!form || over || content(form) === untouched) return;
    const name = key(form);
    if (held && held !== name) store(held);
    held = name;
    const kept = store(name, JSON.stringify({ at: Date.now(), entries: entries(form) }));
    all("[data-draft-state]").forEach((place) => { place.textContent = kept ? form.dataset.kept : ""; });
  }
  function drop() {
    const form = find();
    over = true;
    [held, form && key(form)].filter(Boolean).forEach((name) => store(name));
  }

  // The draft of this person or plan; where nobody is chosen yet, the last one.
  function draft(form) {
    if (form.dataset.log || coachee(form)) return [key(form), read(key(form))];
    const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    const kept = names.map((name) => [name, read(name)]).filter(([, one]) => one);
    return kept.sort(([, one], [, other]) => other.at - one.at)[0] || ["", null];
  }
  async function restore(form) {
    const [name, kept] = draft(form);
    if (!kept || form.querySelector("[data-error-summary]")) return;
    held = name;
    const typed = new Map();
    kept.entries.forEach(([field, value]) => typed.set(field, [...(typed.get(field) || []), value]));
    const person = typed.get("coachee")?.[0] || "";
    if (person && person !== coachee(form)) {
      choose(form, "coachee", person);
      await follow(person);
    }
    for (const field of form.elements) fill(field, typed.get(field.name) || []);
    form.dataset.log = typed.get("plan")?.[0] || form.dataset.log;
    all("details", form).forEach((fold) => { fold.open ||= holds(fold); });
    form.querySelector("[data-draft-note]").hidden = false;
  }
  function choose(form, name, value) {
    all(`[name="${name}"]`, form).forEach((one) => { one.checked = one.value === value; });
  }
  function fill(field, values) {
    if (!field.name || passing.includes(field.name)) return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
  const holds = (fold) => all("textarea, input:not([type]), input[type=text]", fold).some((one) => one.value)
    || Boolean(fold.querySelector("[name=coachee]:checked"));

  // What the two had agreed, and whose opportunities these are, follow the person that is chosen.
  async function follow(person) {
    const form = find();
    if (!window.htmx) return;
    const address = `${form.dataset.pair}?person=${encodeURIComponent(person)}`;
    await htmx.ajax("GET", address, { source: body, target: "#pair", swap: "outerHTML" });
    const { will, following } = document.getElementById("pair").dataset;
    const label = form.querySelector('label[for$="promise-0-what"]');
    if (will && label) label.firstChild.textContent = `${will} `;
    all('[name$="-when"][value=next] + span', form).forEach((words) => { words.textContent = following; });
  }
  document.addEventListener("change", (event) => {
    const { target } = event;
    if (target.name === "coachee" && target.form === find()) follow(target.value);
  });

  // Saved is what the server answers by leading on.
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const led = ctx.hx.redirect || ctx.hx.refresh;
    if (led && !event.defaultPrevented && ctx.sourceElement === find()) drop();
  });
  document.addEventListener("submit", (event) => { if (event.target === find()) keep(); }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-draft-drop]")) return;
    drop();
    location.reload();
  });
  window.addEventListener("pagehide", keep);
  setInterval(keep, 2000);

  const form = find();
  if (form && body.dataset.person) {
    untouched = content(form);
    restore(form);
  }
})();
