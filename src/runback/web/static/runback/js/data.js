// Data: files dropped or chosen go to Runback in pieces, with progress; then the import is followed as a job.
(() => {
  "use strict";
  const MOST_FILES_AT_ONCE = 150;
  const MOST_BYTES_AT_ONCE = 64 * 1024 * 1024;
  document.documentElement.classList.add("scripted");

  const form = document.getElementById("drop");
  if (!form) return;
  const buttons = form.querySelector(".drop-buttons");
  const shown = form.querySelector(".drop-progress");
  const bar = shown.querySelector("progress");
  const told = document.getElementById("drop-told");
  const stop = document.getElementById("drop-stop");
  let request = null;
  let stopped = false;

  const megabytes = (bytes) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(0.1, bytes / 1e6).toFixed(1)} MB`);

  // Files in pieces: so many, or so many bytes, at a time; a large one alone.
  const pieces = (files) => {
    const made = [];
    let piece = [];
    let bytes = 0;
    for (const one of files) {
      if (piece.length && (piece.length >= MOST_FILES_AT_ONCE || bytes + one.file.size > MOST_BYTES_AT_ONCE)) {
        made.push(piece);
        piece = [];
        bytes = 0;
      }
      piece.push(one);
      bytes += one.file.size;
    }
    if (piece.length) made.push(piece);
    return made;
  };

  const send = (address, body, progressed) => new Promise((done, failed) => {
    request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", window.runback.csrfToken());
    request.setRequestHeader("X-Requested-With", "upload");
    if (progressed) request.upload.onprogress = (event) => progressed(event.loaded);
    request.onload = () => (request.status < 400 ? done(request.responseText) : failed(request));
    request.onerror = () => failed(request);
    request.onabort = () => failed(null);
    request.send(body);
  });

  const refusal = (answer) => {
    if (answer === null) return;
    window.runback.refusal(answer, "Give fewer files, or the zip in parts.", "The files could not be taken in.");
  };

  const upload = async (files) => {
    const total = files.reduce((sum, one) => sum + one.file.size, 0);
    if (!files.length) return;
    if (total > Number(form.dataset.mostBytes)) {
      window.runback.problem(`These files have ${megabytes(total)}; ${megabytes(Number(form.dataset.mostBytes))} at once is the most.`, "Give them in parts.");
      return;
    }
    document.getElementById("told").replaceChildren();
    stopped = false;
    buttons.hidden = true;
    buttons.classList.add("away");
    shown.hidden = false;
    const address = `/data/uploads/${crypto.randomUUID()}/`;
    const began = performance.now();
    let sent = 0;
    const tell = (now) => {
      bar.value = total ? (100 * now) / total : 100;
      const seconds = (performance.now() - began) / 1000;
      const left = now && seconds > 3 ? Math.round((seconds / now) * (total - now)) : null;
      told.textContent = `${megabytes(now)} of ${megabytes(total)}${left === null ? "" : `, about ${left} s left`}`;
    };
    try {
      for (const piece of pieces(files)) {
        if (stopped) throw null;
        const body = new FormData();
        for (const one of piece) {
          body.append("files", one.file);
          body.append("paths", one.path);
        }
        await send(address, body, (loaded) => tell(Math.min(total, sent + loaded)));
        sent += piece.reduce((sum, one) => sum + one.file.size, 0);
        tell(sent);
      }
      told.textContent = "All is here; reading begins.";
      const job = await send(`${address}import/`, new FormData());
      const jobs = document.getElementById("jobs");
      jobs.insertAdjacentHTML("afterbegin", job);
      window.htmx.process(jobs);
      jobs.scrollIntoView({ block: "nearest" });
    } catch (answer) {
      if (answer instanceof Error) throw answer;
      refusal(answer);
    } finally {
      buttons.hidden = false;
      buttons.classList.remove("away");
      shown.hidden = true;
      form.reset();
    }
  };

  stop.addEventListener("click", () => {
    stopped = true;
    if (request) request.abort();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      upload([...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
    });
  }

  // What is dropped may be folders: they are walked, with the paths of their files.
  const entryFile = (entry) => new Promise((done, failed) => entry.file(done, failed));
  const entryChildren = (reader) => new Promise((done, failed) => reader.readEntries(done, failed));
  const walked = async (entry, found) => {
    if (entry.isFile) {
      found.push({ file: await entryFile(entry), path: entry.fullPath.slice(1) });
      return;
    }
    const reader = entry.createReader();
    for (let some = await entryChildren(reader); some.length; some = await entryChildren(reader)) {
      for (const child of some) await walked(child, found);
    }
  };
  const over = (on) => form.classList.toggle("drop-over", on);
  document.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) over(false);
  });
  document.addEventListener("drop", async (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    over(false);
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const found = [];
    for (const entry of entries) await walked(entry, found);
    upload(found);
  });

  // The page holds counts and lists that a job changes: shown anew once it has ended.
  document.body.addEventListener("job-ended", (event) => {
    const live = [...document.querySelectorAll(".job-running, .job-waiting")];
    if (live.every((job) => job === event.target)) window.location.reload();
  });
})();
