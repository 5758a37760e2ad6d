// The board's own: the card one worked on keeps the focus, and cards can be dragged with a fine pointer.
// Dragging is an extra; the buttons on the cards do the same. A card only appears elsewhere once the server
// has moved it, and a drop that the gate refuses opens what is missing.
(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;

  // A dialog that is done loads the page anew: the card it came from takes the focus again.
  let worked = "";
  document.addEventListener("click", (event) => {
    const card = event.target.closest("[data-dialog]")?.closest(".card");
    if (card) worked = card.id;
  });
  document.addEventListener("submit", (event) => {
    if (worked && event.target.closest("#dialog")) sessionStorage.setItem("card", worked);
  });
  const card = document.getElementById(sessionStorage.getItem("card") || location.hash.slice(1));
  sessionStorage.removeItem("card");
  if (card && board.contains(card)) card.querySelector(".title a").focus();

  if (!window.matchMedia("(pointer: fine)").matches) return;
  const columns = () => [...board.querySelectorAll(".col")];
  const ready = () => board.querySelectorAll("[data-card]").forEach((each) => { each.draggable = true; });
  const clear = () => columns().forEach((column) => column.classList.remove("over"));
  let dragged = null;
  ready();
  document.addEventListener("htmx:after:swap", ready);

  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-card]");
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  board.addEventListener("dragend", () => { dragged = null; clear(); });
  board.addEventListener("dragover", (event) => {
    const column = event.target.closest(".col");
    if (!dragged || !column || column.contains(dragged)) return;
    event.preventDefault();
    clear();
    column.classList.add("over");
  });
  board.addEventListener("drop", (event) => {
    const column = event.target.closest(".col");
    clear();
    if (!dragged || !column || column.contains(dragged)) return;
    event.preventDefault();
    drop(dragged, column);
  });

  // Forward asks the gate; back asks for a reason.
  function drop(moved, column) {
    const order = columns();
    const forward = order.indexOf(column) > order.indexOf(moved.closest(".col"));
    const { advance, regress, version } = moved.dataset;
    const { stages } = column.dataset;
    const next = location.pathname + location.search;
    worked = moved.id;
    sessionStorage.setItem("card", worked);
    const target = { source: document.body, target: "#dialog", swap: "innerHTML" };
    if (forward) htmx.ajax("POST", advance, { ...target, values: { version, stages, next } });
    else htmx.ajax("GET", `${regress}?${new URLSearchParams({ stages, next })}`, target);
  }
})();
