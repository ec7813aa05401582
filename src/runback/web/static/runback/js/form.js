// Form: a film goes to Runback on this machine with its progress shown; without script the form does the same.
(() => {
  "use strict";
  const form = document.getElementById("film-form");
  if (!form) return;
  const shown = document.getElementById("film-progress");
  const bar = shown.querySelector("progress");
  const told = document.getElementById("film-told");
  const button = document.getElementById("film-send");
  const place = document.getElementById("told");

  const problem = (what, remedy) => {
    const box = document.createElement("div");
    box.className = "told told-error";
    const words = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = what;
    words.append(strong, ` ${remedy}`);
    box.append(words);
    place.replaceChildren(box);
    place.focus();
    shown.hidden = true;
    button.disabled = false;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    place.replaceChildren();
    shown.hidden = false;
    button.disabled = true;
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRFToken", window.runback.csrfToken());
    request.upload.onprogress = (sent) => {
      bar.value = sent.total ? (100 * sent.loaded) / sent.total : 0;
      told.textContent = `${(sent.loaded / 1e6).toFixed(1)} of ${(sent.total / 1e6).toFixed(1)} MB`;
    };
    request.onload = () => {
      if (request.status < 400) {
        window.location.assign(request.responseURL);
        return;
      }
      if (request.status === 413) {
        problem("That is more than Runback takes at once.", "Cut out half a minute of steady running.");
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const lead = page.querySelector("main .lead, .told strong");
      const remedy = lead && lead.nextElementSibling ? lead.nextElementSibling.textContent : "Try again.";
      problem(lead ? lead.textContent : "The film could not be taken in.", remedy);
    };
    request.onerror = () => problem("Runback's server does not answer.", "Start it again with: runback serve");
    request.send(new FormData(form));
  });
})();
