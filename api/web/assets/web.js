// What the pages do beyond forms and links: files dropped onto the form, clauses
// copied, marks that lead to their findings and back, the language switched
// without losing what was chosen. Without this script all but dropping and
// copying works by plain links and forms.
"use strict";

const by = (id) => document.getElementById(id);

// Files: dropped ones become those of the file field.
function chosen() {
  const field = by("file"), out = by("chosen");
  if (!field || !out) return;
  const names = Array.from(field.files, (f) => f.name);
  out.textContent = names.length ? names.join("、") : out.dataset.none;
}

document.addEventListener("dragover", (e) => {
  const drop = by("drop");
  if (!drop || !e.dataTransfer.types.includes("Files")) return;
  e.preventDefault();
  drop.classList.add("over");
});
document.addEventListener("dragleave", (e) => {
  if (!e.relatedTarget) by("drop")?.classList.remove("over");
});
document.addEventListener("drop", (e) => {
  const drop = by("drop");
  if (!drop || !e.dataTransfer.files.length) return;
  e.preventDefault();
  drop.classList.remove("over");
  by("file").files = e.dataTransfer.files;
  chosen();
  if (by("ask").getAttribute("action").startsWith("/?")) by("ask").requestSubmit();
});
document.addEventListener("change", (e) => {
  if (e.target.id === "file") chosen();
});

// Copying.
async function copy(button) {
  const from = by(button.dataset.copy), said = by("said");
  const text = from.textContent.trim();
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(from);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    done = document.execCommand("copy");
  }
  said.textContent = done ? said.dataset.copied : said.dataset.failed;
  said.classList.add("shown");
  setTimeout(() => said.classList.remove("shown"), 2500);
}

// Marks: a click on a mark leads to what is said of it, a click on a finding
// lights its marks.
function light(id) {
  for (const m of document.querySelectorAll("mark.lit")) m.classList.remove("lit");
  for (const m of document.querySelectorAll("mark[data-finding]")) {
    if (m.dataset.finding === id) m.classList.add("lit");
  }
}

function go(id) {
  const target = by(id);
  if (!target) return;
  location.hash = id;
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
}

document.addEventListener("click", (e) => {
  const button = e.target.closest("button[data-copy]");
  if (button) return void copy(button);
  const link = e.target.closest('a[href^="#"]');
  if (link) {
    light(decodeURIComponent(link.hash.slice(1)).replace(/^(d\d+-)t-/, "$1"));
    return;
  }
  const mark = e.target.closest("mark[data-finding]");
  if (mark && getSelection().isCollapsed) {
    light(mark.dataset.finding);
    go(mark.dataset.finding);
  }
});

// Language: what is in the form, files too, goes along, and the answer is asked
// for anew.
document.addEventListener("click", async (e) => {
  const link = e.target.closest("#switch");
  const form = by("ask"), result = by("result");
  if (!link || !form || !result || !result.children.length || e.ctrlKey || e.metaKey || e.shiftKey) return;
  const path = new URL(form.action).pathname;
  const files = by("file")?.files;
  if (!files?.length && !Array.from(form.querySelectorAll("textarea")).some((t) => t.value.trim())) return;
  e.preventDefault();
  const lang = link.getAttribute("hreflang");
  const body = form.enctype === "multipart/form-data" ? new FormData(form) : new URLSearchParams(new FormData(form));
  const answer = await fetch(path + "?lang=" + lang, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.documentElement.lang = lang;
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  history.replaceState(null, "", path + "?lang=" + lang);
  if (files?.length) by("file").files = files;
  chosen();
  htmx.process(document.body);
  by("switch").focus();
});

// An answer that htmx brought: read from its top.
document.addEventListener("htmx:after:swap", () => {
  const result = by("result");
  result.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
});
