// The one script of every page: dialogs, focus, toasts, drafts, keys. Everything works without it.
(() => {
  const $ = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  let opener = null;

  // Focus what changed, open what came as a dialog.
  function settle(root) {
    const summary = $("[data-error-summary]:not([data-seen])", root);
    if (summary) { summary.dataset.seen = ""; summary.focus(); }
    const moved = $("[data-focus]", root);
    if (moved && !summary) { moved.removeAttribute("data-focus"); moved.focus(); }
    const dialog = $("#dialog dialog[data-open]");
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.addEventListener("close", () => { dialog.remove(); opener?.isConnected && opener.focus(); });
      ($("[autofocus], .input", dialog) || dialog).focus();
    }
    all("[data-toast]:not([data-timed])", root).forEach(expire);
    all("form[data-draft]", root).forEach(restore);
  }

  // A toast leaves after 8 seconds, later while someone looks at it.
  function expire(toast) {
    toast.dataset.timed = "";
    let timer;
    const start = () => { timer = setTimeout(() => toast.remove(), 8000); };
    ["mouseenter", "focusin"].forEach((name) => toast.addEventListener(name, () => clearTimeout(timer)));
    ["mouseleave", "focusout"].forEach((name) => toast.addEventListener(name, start));
    start();
  }

  // Links that open as a dialog; without htmx they lead to the same content as a page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
    event.preventDefault();
    opener = link;
    htmx.ajax("GET", link.href, { target: "#dialog", swap: "innerHTML" });
  });

  // Filters that apply at once.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-check-all]")) {
      all(event.target.dataset.checkAll).forEach((box) => { box.checked = event.target.checked; });
    }
  });

  // What is typed stays on the device until it is saved.
  const key = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
  function restore(form) {
    if (form.dataset.restored !== undefined) return;
    form.dataset.restored = "";
    const kept = localStorage.getItem(key(form));
    if (kept && !$("[data-error-summary]", form)) {
      for (const [name, value] of JSON.parse(kept)) {
        const field = form.elements[name];
        if (field && !field.value && field.type !== "hidden" && field.type !== "file") field.value = value;
      }
    }
    form.addEventListener("submit", () => { form.dataset.sent = ""; });
  }
  setInterval(() => all("form[data-draft]:not([data-sent])").forEach((form) => {
    const typed = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && name !== "csrfmiddlewaretoken" && name !== "version");
    if (typed.length) localStorage.setItem(key(form), JSON.stringify(typed));
  }), 2000);
  if ($("[data-toast]")) Object.keys(localStorage).filter((name) => name.startsWith("draft:")).forEach((name) => localStorage.removeItem(name));

  // Keys. A shortcut is never the only way, and single keys can be switched off in the settings.
  const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog");
  let going = false;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const search = $("[data-search]") || $("[data-dialog]");
      if (search) { event.preventDefault(); search.click(); }
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.target.form?.requestSubmit(); return; }
    if (document.body.dataset.keys === undefined || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (going) { going = false; $(`[data-go="${event.key}"]`)?.click(); return; }
    const press = (query) => { const found = $(query); if (found) { event.preventDefault(); found.click(); } };
    const keys = {
      g: () => { going = true; setTimeout(() => { going = false; }, 1500); },
      n: () => press("[data-key-new]"), "/": () => { event.preventDefault(); $("[data-key-filter]")?.focus(); },
      r: () => press(":focus-within > [data-key-record], [data-key-record]"), m: () => press("[data-key-move]"),
      e: () => press("[data-key-edit]"), j: () => step(1), k: () => step(-1),
    };
    const arrows = { ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowRight: () => aside(1), ArrowLeft: () => aside(-1) };
    if (keys[event.key]) keys[event.key]();
    else if (arrows[event.key] && event.target.closest(".card")) { event.preventDefault(); arrows[event.key](); }
  });
  const links = (root) => all(".card .title a, .todo a.strong, tbody [data-main] a", root);
  function step(by) {
    const root = document.activeElement.closest(".col") || document;
    const list = links(root), at = list.indexOf(document.activeElement);
    list[Math.max(0, Math.min(list.length - 1, at + by))]?.focus();
  }
  function aside(by) {
    const columns = all(".col"), at = columns.indexOf(document.activeElement.closest(".col"));
    for (let next = at + by; columns[next]; next += by) {
      const first = links(columns[next])[0];
      if (first) return first.focus();
    }
  }

  document.addEventListener("htmx:after:swap", () => settle(document));
  document.addEventListener("DOMContentLoaded", () => settle(document));
  if (document.readyState !== "loading") settle(document);
})();
