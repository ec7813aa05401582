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

  const refused = (request) => {
    window.runback.refusal(request, "Cut out half a minute of steady running.", "The film could not be taken in.");
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
    request.onload = () => (request.status < 400 ? window.location.assign(request.responseURL) : refused(request));
    request.onerror = () => refused(request);
    request.send(new FormData(form));
  });
})();
