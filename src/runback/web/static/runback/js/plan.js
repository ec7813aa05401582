// Dragging a session to another day fills the same form that the keyboard uses; the server says whether it may be.
"use strict";
(() => {
  // A plan takes some seconds to make: the button says so, and is pressed once.
  document.querySelectorAll("form[data-busy]").forEach((one) => one.addEventListener("submit", () => {
    const button = one.querySelector("button");
    button.disabled = true;
    button.textContent = one.dataset.busy;
  }));
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

  const form = document.getElementById("move-form");
  if (!form) return;
  let held = null;
  const days = [...document.querySelectorAll(".plan-day[data-day]")];
  const clear = () => days.forEach((day) => day.classList.remove("drop"));
  document.querySelectorAll("[data-session]").forEach((entry) => {
    entry.addEventListener("dragstart", (event) => {
      held = entry;
      entry.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", entry.dataset.session);
    });
    entry.addEventListener("dragend", () => {
      entry.classList.remove("dragged");
      held = null;
      clear();
    });
  });
  days.forEach((day) => {
    day.addEventListener("dragover", (event) => {
      if (!held || held.closest(".plan-day") === day) return;
      event.preventDefault();
      clear();
      day.classList.add("drop");
    });
    day.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!held) return;
      form.elements.session.value = held.dataset.session;
      form.elements.day.value = day.dataset.day;
      form.requestSubmit();
    });
  });
})();
