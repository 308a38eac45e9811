// What the pages do beyond forms and links: files dropped onto the form, clauses
// copied, marks that lead to their findings and back, the language switched
// without losing what was chosen. Without this script all but dropping and
// copying works by plain links and forms.
"use strict";

const by = (id) => document.getElementById(id);

// Files: each zone .drop has a field for files and says which were chosen. Files
// dropped on a zone become those of its field; a form that spreads them
// (data-drop="spread") gives one to each zone from there on, one that goes
// (data-drop="go") is sent at once.
function chosen(zone) {
  const field = zone.querySelector("input[type=file]"), out = zone.querySelector(".chosen");
  if (!field || !out) return;
  const names = Array.from(field.files, (f) => f.name);
  out.textContent = names.length ? names.join("、") : out.dataset.none;
  const kind = zone.querySelector("select");
  if (!kind || !names.length) return;
  const option = Array.from(kind.options).find((o) => o.dataset.guess && new RegExp(o.dataset.guess, "i").test(names[0]));
  if (option) kind.value = option.value;
}

const zones = () => Array.from(document.querySelectorAll(".drop"));
const zoneAt = (target) => target.closest?.(".drop") ?? document.querySelector(".drop");

document.addEventListener("dragover", (e) => {
  const zone = zoneAt(e.target);
  if (!zone || !e.dataTransfer.types.includes("Files")) return;
  e.preventDefault();
  for (const z of zones()) z.classList.toggle("over", z === zone);
});
document.addEventListener("dragleave", (e) => {
  if (!e.relatedTarget) for (const z of zones()) z.classList.remove("over");
});
document.addEventListener("drop", (e) => {
  const zone = zoneAt(e.target);
  if (!zone || !e.dataTransfer.files.length) return;
  e.preventDefault();
  const form = zone.closest("form");
  const fill = (z, files) => {
    const data = new DataTransfer();
    for (const f of files) data.items.add(f);
    z.querySelector("input[type=file]").files = data.files;
    chosen(z);
  };
  for (const z of zones()) z.classList.remove("over");
  const files = Array.from(e.dataTransfer.files);
  if (form.dataset.drop === "spread") {
    const rest = zones().slice(zones().indexOf(zone));
    files.slice(0, rest.length).forEach((f, i) => fill(rest[i], [f]));
    if (files.length > rest.length) say(by("said").dataset.many + " " + files.slice(rest.length).map((f) => f.name).join("、"));
  } else fill(zone, files);
  if (form.dataset.drop === "go") form.requestSubmit();
});
document.addEventListener("change", (e) => {
  if (e.target.matches(".drop input[type=file]")) chosen(e.target.closest(".drop"));
});

// say tells something in passing.
let hush;
function say(text) {
  const said = by("said");
  said.textContent = text;
  said.classList.add("shown");
  clearTimeout(hush);
  hush = setTimeout(() => said.classList.remove("shown"), 3000);
}

// A server that is not there: what is on the page stays.
document.addEventListener("htmx:error", () => say(by("said").dataset.away));

// Copying: the words of an element; of a list its items by number, without what
// is said of them.
function words(from) {
  if (from.tagName !== "OL") return from.textContent.trim();
  return Array.from(from.children, (item, i) => {
    const copy = item.cloneNode(true);
    for (const e of copy.querySelectorAll(".meta")) e.remove();
    return i + 1 + ". " + copy.textContent.trim();
  }).join("\n");
}

// Where the page did not come by TLS or from this machine there is no clipboard
// for scripts, and the words are copied from a field.
async function copy(button) {
  const text = words(by(button.dataset.copy)), said = by("said");
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "hidden";
    document.body.append(field);
    field.select();
    done = document.execCommand("copy");
    field.remove();
    button.focus({ preventScroll: true });
  }
  say(done ? said.dataset.copied : said.dataset.failed);
}

// Marks: a click on a mark leads to what is said of it, a click on a finding
// lights its marks.
function light(id) {
  for (const m of document.querySelectorAll("mark.lit")) m.classList.remove("lit");
  let marks = Array.from(document.querySelectorAll("mark[data-finding]")).filter((m) => m.dataset.finding === id);
  if (!marks.length) { // its words bear a graver one, too: what begins at its place
    let at = by(id.replace(/^(d\d+-)/, "$1t-"));
    while (at && at.tagName !== "MARK") at = at.nextElementSibling;
    if (at) marks = [at];
  }
  for (const m of marks) m.classList.add("lit");
}

// reveal opens what an element is folded into.
function reveal(target) {
  for (let e = target.parentElement?.closest("details"); e; e = e.parentElement?.closest("details")) e.open = true;
}

function go(id) {
  const target = by(id);
  if (!target) return;
  reveal(target);
  location.hash = id;
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
}

document.addEventListener("click", (e) => {
  const button = e.target.closest("button[data-copy]");
  if (button) return void copy(button);
  const link = e.target.closest('a[href^="#"]');
  if (link) {
    const target = by(decodeURIComponent(link.hash.slice(1)));
    if (target) {
      if (target.tagName === "DETAILS") target.open = true;
      reveal(target);
    }
    if (target?.classList.contains("q")) {
      e.preventDefault();
      target.scrollIntoView({ block: "center" });
      target.querySelector("select, input, textarea").focus({ preventScroll: true });
      return;
    }
    light(decodeURIComponent(link.hash.slice(1)).replace(/^(d\d+-)t-/, "$1"));
    return;
  }
  const mark = e.target.closest("mark[data-finding]");
  if (mark && getSelection().isCollapsed) {
    light(mark.dataset.finding);
    go(mark.dataset.finding);
  }
});

// Answers to the questionnaires that are shown.
function answers() {
  const all = [];
  for (const form of document.querySelectorAll("form.asks")) {
    for (const [name, value] of new FormData(form)) if (name !== "held" && name !== "at" && value) all.push([name, value]);
  }
  return all;
}

const hasDocument = (form) => Array.from(form.querySelectorAll("textarea")).some((t) => t.value.trim())
  || Array.from(form.querySelectorAll("input[type=file]:not([name=facts])")).some((f) => f.files.length);

// Language: what is in the form, files too, goes along with the answers, and the
// result is asked for anew.
document.addEventListener("click", async (e) => {
  const link = e.target.closest("#switch");
  const form = by("ask"), result = by("result");
  if (!link || !form || !result || !result.children.length || e.ctrlKey || e.metaKey || e.shiftKey) return;
  if (!hasDocument(form)) return;
  e.preventDefault();
  const path = new URL(form.action).pathname;
  const kept = Array.from(form.querySelectorAll("input[type=file]"), (f) => [f.name, f.files]);
  const lang = link.getAttribute("hreflang");
  const body = form.enctype === "multipart/form-data" ? new FormData(form) : new URLSearchParams(new FormData(form));
  for (const [name, value] of answers()) body.append(name, value);
  const answer = await fetch(path + "?lang=" + lang, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.documentElement.lang = lang;
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  history.replaceState(null, "", path + "?lang=" + lang);
  for (const [name, files] of kept) {
    const field = by("ask").querySelector(`input[type=file][name="${name}"]`);
    if (field && files.length) field.files = files;
  }
  for (const z of zones()) chosen(z);
  htmx.process(document.body);
  by("switch").focus();
});

// What was read is held for a while only. When that is over, the document goes
// along with the answers once more, and the reader comes back to his question.
let back = "";
document.addEventListener("htmx:after:request", (e) => {
  const ctx = e.detail?.ctx, form = by("ask");
  if (ctx?.response?.status !== 409 || !form || !hasDocument(form)) return;
  e.preventDefault();
  back = document.activeElement?.closest(".q") ? document.activeElement.name : "";
  for (const [name, value] of answers()) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value, className: "carried" });
    form.append(field);
  }
  form.requestSubmit();
});

// An answer that htmx brought: a new result is read from its top.
document.addEventListener("htmx:after:swap", (e) => {
  for (const field of document.querySelectorAll(".carried")) field.remove();
  const result = by("result");
  if (e.detail?.ctx?.target !== result) return;
  const question = back && document.querySelector(`[name="${CSS.escape(back)}"]`);
  back = "";
  if (question) {
    reveal(question);
    question.focus({ preventScroll: true });
    question.scrollIntoView({ block: "center" });
    return;
  }
  result.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
});
