// Dragging on the board, an extra for fine pointers. The buttons on the cards do the same.
// A card only appears elsewhere once the server has moved it; a drop that the gate refuses opens what is missing.
(() => {
  const board = document.querySelector("[data-board]");
  if (!board || !window.matchMedia("(pointer: fine)").matches) return;
  const cards = () => [...board.querySelectorAll("[data-card]")];
  const columns = () => [...board.querySelectorAll(".col")];
  let dragged = null;

  const ready = () => cards().forEach((card) => { card.draggable = true; });
  const clear = () => columns().forEach((column) => column.classList.remove("over"));
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
    const order = columns();
    const forward = order.indexOf(column) > order.indexOf(dragged.closest(".col"));
    const to = column.dataset.stages.split(" ");
    const next = location.pathname + location.search + "#" + dragged.id;
    if (forward) {
      htmx.ajax("POST", dragged.dataset.advance, { target: "#dialog", swap: "innerHTML", values: { version: dragged.dataset.version, stages: to.join(" "), next } });
    } else {
      htmx.ajax("GET", dragged.dataset.regress + "?stages=" + encodeURIComponent(to.join(" ")) + "&next=" + encodeURIComponent(next), { target: "#dialog", swap: "innerHTML" });
    }
  });
})();
