// The one script of every page: focus, dialogs, toasts, drafts, keys. Every page works without it.
(() => {
  const $ = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const body = document.body;

  // After a full page and after every swap: open what came as a dialog, focus what changed.
  function settle() {
    const summary = $("[data-error-summary]:not([data-seen])");
    const moved = $("[data-focus]");
    openDialog();
    document.title = ($("[data-error-summary]") ? body.dataset.error : "") + document.title.replace(body.dataset.error, "");
    if (summary) {
      summary.dataset.seen = "";
      summary.focus();
    } else if (moved) {
      moved.removeAttribute("data-focus");
      moved.focus();
    }
    all("[data-toast]:not([data-timed])").forEach(expire);
    forget();
    all("form[data-draft]").forEach(restore);
  }

  // Dialogs. A link with data-dialog shows its page's fragment as a modal dialog.
  let opener = null;
  let address = "";
  document.addEventListener("click", (event) => {
    const { target } = event;
    const shown = target.closest("[data-opens]");
    if (shown) document.getElementById(shown.dataset.opens)?.showModal();
    if (target.closest("[data-print]")) window.print();
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(target) || target.closest("a")) menu.open = false; });
    const dialog = target.closest("dialog");
    if (dialog && target.closest("[data-close]")) {
      event.preventDefault();
      dialog.close();
    }
    const link = target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || !window.htmx) return;
    event.preventDefault();
    address = link.href;
    if (!dialog) opener = link.closest(".menu")?.querySelector("summary") || link;
    htmx.ajax("GET", link.href, { source: body, target: "#dialog", swap: "innerHTML" });
  });

  function openDialog() {
    const dialog = $("#dialog dialog");
    if (!dialog || dialog.open) return;
    all("form[method=post]:not([hx-post])", dialog).forEach((form) => {
      form.setAttribute("hx-post", form.getAttribute("action") || address);
      form.setAttribute("hx-target", "#dialog");
      form.setAttribute("hx-sync", "this:drop");
      htmx.process(form);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      settle();
      if (document.activeElement !== body) return;
      (opener?.isConnected ? opener : all("a[data-dialog]").find((link) => link.href === opener?.href))?.focus();
    });
    dialog.showModal();
    $("[autofocus], .body .input, .body input:not([type=hidden]), footer .btn", dialog)?.focus();
  }

  // What the server answered to a part's request.
  const isPage = (text) => /^\s*<!doctype/i.test(text || "");
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (!isPage(ctx.text)) return;
    event.preventDefault();
    if (ctx.response.status >= 500) return;
    if (ctx.request.method === "GET") location.assign(ctx.request.action);
    else warn(ctx.sourceElement, new DOMParser().parseFromString(ctx.text, "text/html").querySelector("[data-reason]")?.textContent);
  });
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status >= 500) warn(event.detail.ctx.sourceElement);
  });
  document.addEventListener("htmx:error", (event) => { if (event.detail.ctx) warn(event.detail.ctx.sourceElement); });
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    const dialog = ctx.sourceElement?.matches?.("form") && ctx.sourceElement.closest("#dialog dialog");
    if (dialog?.open && ctx.request.method !== "GET" && ctx.response.status < 400) dialog.close();
    settle();
  });

  // Nothing typed is lost: the form stays, and says that it was not saved.
  function warn(source, reason, kind) {
    if (source?.dataset?.quiet !== undefined) return;
    const form = source?.closest?.("form");
    const place = form || $("#main");
    $("[data-failure]", place)?.remove();
    const note = $(kind || (form?.method === "post" ? "#not-saved" : "#not-loaded")).content.firstElementChild.cloneNode(true);
    if (reason) $("p", note).textContent = reason;
    place.prepend(note);
    all("a", note).forEach((link) => { link.search = `?next=${encodeURIComponent(location.pathname + location.search)}`; });
    note.focus();
    sessionStorage.removeItem("sent");
  }
  // Nor when the session had ended meanwhile: sign in, and it is here again.
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const path = ctx.hx.redirect && new URL(ctx.hx.redirect, location).pathname;
    if (!path || path !== $("#signed-out")?.dataset.path || ctx.request.method === "GET") return;
    event.preventDefault();
    warn(ctx.sourceElement, "", "#signed-out");
  });

  // A toast leaves after 8 seconds, later while someone looks at it.
  function expire(toast) {
    toast.dataset.timed = "";
    let timer;
    const hold = () => clearTimeout(timer);
    const start = () => { hold(); timer = setTimeout(() => toast.remove(), 8000); };
    ["mouseenter", "focusin"].forEach((name) => toast.addEventListener(name, hold));
    ["mouseleave", "focusout"].forEach((name) => toast.addEventListener(name, start));
    start();
  }

  // Filters that apply at once, and boxes that tick others.
  document.addEventListener("change", (event) => {
    const { dataset, checked, form } = event.target;
    if (dataset.submit !== undefined) form.requestSubmit();
    if (dataset.checkAll) all(dataset.checkAll).forEach((box) => { box.checked = checked; });
  });

  // One click, one effect: a form that is on its way is not sent twice.
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.dataset.draft !== undefined) sessionStorage.setItem("sent", key(form));
    if (form.dataset.forgets !== undefined) drafts().forEach((name) => localStorage.removeItem(name));
    if (form.method !== "post" || form.hasAttribute("hx-post") || form.dataset.again !== undefined) return;
    if (form.dataset.busy !== undefined) event.preventDefault();
    form.dataset.busy = "";
    submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form[data-busy]").forEach((form) => delete form.dataset.busy);
    all("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  // Drafts: what is typed stays on the device until it is saved or its owner signs out.
  const key = (form) => `draft:${body.dataset.person}:${form.getAttribute("action") || location.pathname}:${form.dataset.draft}`;
  const drafts = () => Object.keys(localStorage).filter((name) => name.startsWith("draft:"));
  const keepable = ([name, value]) => typeof value === "string" && value && !["csrfmiddlewaretoken", "version"].includes(name);
  function restore(form) {
    if (form.dataset.restored !== undefined) return;
    form.dataset.restored = "";
    const kept = localStorage.getItem(key(form));
    form.dataset.untouched = content(form);
    if (!kept || $("[data-error-summary]", form)) return;
    for (const [name, value] of JSON.parse(kept)) {
      const field = form.elements[name];
      if (field && !field.value && !["hidden", "file", "password"].includes(field.type)) field.value = value;
    }
  }
  function content(form) { return JSON.stringify([...new FormData(form)].filter(keepable)); }
  setInterval(() => all("form[data-draft]").forEach((form) => {
    const typed = content(form);
    if (typed !== form.dataset.untouched) localStorage.setItem(key(form), typed);
  }), 2000);
  // A draft has been saved when its form is gone, or when a toast says so.
  function forget() {
    const sent = sessionStorage.getItem("sent");
    if (!sent || !body.dataset.person) return;
    const form = all("form[data-draft]").find((each) => key(each) === sent);
    if (form && !$("[data-toast]")) return;
    localStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
  }

  // Keys. A shortcut is never the only way, and single keys can be switched off.
  const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog");
  const press = (element) => { element?.focus(); element?.click(); return element; };
  // The button of the card or row that has the focus; elsewhere only one that is alone on the page.
  function act(query) {
    const here = document.activeElement.closest(".card, .todo > li, tr");
    const found = all(query);
    return press(here ? $(query, here) : found.length === 1 ? found[0] : null);
  }
  const stops = (root) => all(".card .title a, .todo a.strong, tbody [data-main] a", root).filter((link) => link.checkVisibility());
  function step(by) {
    const list = stops(document.activeElement.closest(".col") || document);
    const at = list.indexOf(document.activeElement);
    list[at < 0 ? 0 : Math.max(0, Math.min(list.length - 1, at + by))]?.focus();
  }
  function aside(by) {
    const columns = all(".col");
    for (let next = columns.indexOf(document.activeElement.closest(".col")) + by; columns[next]; next += by) {
      const [first] = stops(columns[next]);
      if (first) { first.focus(); return; }
    }
  }
  function among(results, by) {
    const list = [results.querySelector("input"), ...all("a", results)];
    list[Math.max(0, Math.min(list.length - 1, list.indexOf(document.activeElement) + by))]?.focus();
  }

  let going = 0;
  const keys = {
    g: () => { going = Date.now(); },
    n: () => press($("[data-key-new]")),
    "/": () => $("[data-key-filter]")?.focus(),
    "?": () => $("#keys")?.showModal(),
    r: () => act("[data-key-record]"),
    m: () => act("[data-key-move]"),
    e: () => act("[data-key-edit]"),
    j: () => step(1),
    k: () => step(-1),
  };
  const arrows = { ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowRight: () => aside(1), ArrowLeft: () => aside(-1) };
  document.addEventListener("keydown", (event) => {
    const { target, key: name } = event;
    const control = event.ctrlKey || event.metaKey;
    if (control && name.toLowerCase() === "k" && press($("[data-search]"))) event.preventDefault();
    if (control && name === "Enter") target.form?.requestSubmit();
    const results = target.closest("[role=search]");
    if (results && (name === "ArrowDown" || name === "ArrowUp") && !target.matches("select")) {
      event.preventDefault();
      among(results, name === "ArrowDown" ? 1 : -1);
    }
    const menu = name === "Escape" && target.closest("details.menu[open]");
    if (menu) {
      menu.open = false;
      $("summary", menu).focus();
    }
    if (control || event.altKey || typing(target)) return;
    if (arrows[name] && target.closest(".card")) {
      event.preventDefault();
      arrows[name]();
    }
    if (body.dataset.keys === undefined) return;
    if (Date.now() - going < 1500) {
      going = 0;
      press($(`[data-go="${CSS.escape(name)}"]`));
    } else if (keys[name]) {
      event.preventDefault();
      keys[name]();
    } else if (name.length === 1) {
      press($(`[data-single="${CSS.escape(name)}"]`));
    }
  });

  settle();
})();
