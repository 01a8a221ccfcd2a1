"use strict";
// Everything on the page is there without this script; it shows one page at a time, searches, zooms, copies and filters.
const root = document.documentElement;
root.classList.add("js");
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// A page opened from disk may have no storage: then the choice of colours lasts until it is closed.
const stored = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* it is kept by the page itself */ } },
};
const THEMES = ["auto", "light", "dark"];
let theme = THEMES.find((name) => name === stored.get("designgen-theme")) || "auto";
const colour = () => {
  if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
};
colour();

function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// ---- one page at a time ----
let current = null;
let dressed = new WeakSet();

function show(article) {
  for (const one of all("main > article")) {
    if (one === article) one.removeAttribute("hidden");
    // The browser's own search looks into pages hidden this way and opens the one it finds something on.
    else one.setAttribute("hidden", "until-found");
  }
  current = article;
  for (const link of all("#contents a")) {
    const here = decodeURIComponent(link.hash.slice(1)) === article.id;
    if (here) { link.setAttribute("aria-current", "page"); inSight(link); } else link.removeAttribute("aria-current");
  }
  document.title = `${article.dataset.label} – ${document.querySelector(".brand strong").textContent}`;
  dress(article);
  outline(article);
  scrollable(article);
}

// The group of contents that was opened for a page closes behind it; one that its reader opened stays.
let opened = null;

function inSight(link) {
  const group = link.closest("details"), list = byId("contents");
  if (opened && opened !== group) { opened.open = false; opened = null; }
  if (group && !group.open) { group.open = true; opened = group; }
  const top = link.offsetTop - list.scrollTop;
  if (top < 0 || top + link.offsetHeight > list.clientHeight) list.scrollTop = link.offsetTop - list.clientHeight / 3;
}

function go(moved) {
  const id = decodeURIComponent(location.hash.slice(1));
  if (moved && id === "content") return byId("content").focus();
  const first = document.querySelector("main > article");
  const target = (id && byId(id)) || first;
  const article = target.closest("main > article") || first;
  if (article !== current) show(article);
  for (let group = target.closest("details"); group; group = group.parentElement.closest("details")) group.open = true;
  if (target === article) window.scrollTo(0, 0); else target.scrollIntoView({ block: "start" });
  if (window.onscroll) window.onscroll();
  if (!moved) return undefined;
  menu(false);
  const focus = target === article ? article.querySelector("h1") || article : target.matches("details") ? target.firstElementChild : target;
  if (!focus.matches("a, button, summary")) focus.tabIndex = -1;
  focus.focus({ preventScroll: true });
  return undefined;
}

function outline(article) {
  const here = byId("here");
  const heads = all("h2[id], h3[id]", article).filter((head) => !head.closest(".explorer"));
  const shown = heads.filter((head) => head.tagName === "H2" || heads.length <= 40);
  here.replaceChildren();
  window.onscroll = null;
  if (shown.length < 2 || article.matches(".of-list")) return;
  here.append(make("p", { textContent: "On this page" }));
  for (const head of shown) {
    here.append(make("a", { href: `#${encodeURIComponent(head.id)}`, textContent: head.textContent, className: head.tagName === "H3" ? "inner" : "" }));
  }
  const links = new Map(shown.map((head, at) => [head, here.children[at + 1]]));
  const mark = () => {
    const passed = shown.filter((head) => head.getBoundingClientRect().top < 140);
    for (const [head, link] of links) {
      if (head === passed[passed.length - 1]) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  };
  window.onscroll = mark;
}

// What can be scrolled sideways must be reachable by keyboard and have a name.
function scrollable(article) {
  for (const box of all(".grid, pre, .columns ul", article)) {
    const wide = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (wide) {
      box.tabIndex = 0;
      if (!box.matches("ul")) {
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", box.matches("pre") ? "Program text" : `Table: ${headingOf(box)}`);
      }
    } else if (box.tabIndex === 0) {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  }
  // Two regions of one name cannot be told apart.
  const seen = new Map();
  for (const box of all("[role=region]", article)) {
    const name = box.getAttribute("aria-label").replace(/ \(\d+\)$/, "");
    seen.set(name, (seen.get(name) || 0) + 1);
    if (seen.get(name) > 1) box.setAttribute("aria-label", `${name} (${seen.get(name)})`);
  }
}

function headingOf(node) {
  for (let at = node; at && at.tagName !== "ARTICLE"; at = at.previousElementSibling || at.parentElement) {
    if (/^H[1-4]$/.test(at.tagName)) return at.textContent;
  }
  return current.dataset.label;
}

// ---- what a page gets when it is first shown ----
function dress(article) {
  if (dressed.has(article)) return;
  dressed.add(article);
  all(".code", article).forEach(copyable);
  all(".drawing", article).forEach(zoomable);
  all(".filter", article).forEach((box) => filterable(box, article));
  all(".explorer", article).forEach(explorable);
}

function copyable(box) {
  const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
  button.setAttribute("aria-label", "Copy the text");
  button.addEventListener("click", async () => {
    const text = box.querySelector("code").textContent;
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = copyBySelection(box.querySelector("code")); }
    button.textContent = done ? "Copied" : "Press Ctrl+C";
    byId("told").textContent = button.textContent;
    setTimeout(() => { button.textContent = "Copy"; }, 1600);
  });
  box.append(button);
}

function copyBySelection(node) {
  getSelection().selectAllChildren(node);
  return document.execCommand("copy");
}

// ---- drawings: wheel, drag, buttons, keyboard ----
function zoomable(figure) {
  const view = figure.querySelector(".view");
  const svg = view.querySelector("svg");
  const [x, y, w, h] = (svg.getAttribute("viewBox") || "").split(/[\s,]+/).map(Number);
  if (!(w > 0 && h > 0)) return;
  const home = { x, y, w, h };
  const now = { ...home };
  const draw = () => {
    svg.setAttribute("viewBox", `${now.x} ${now.y} ${now.w} ${now.h}`);
    figure.classList.toggle("moved", now.w < home.w * 0.999);
  };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const zoom = (factor, px = 0.5, py = 0.5) => {
    const w = clamp(now.w / factor, home.w / 12, home.w);
    const h = w * (home.h / home.w);
    now.x = clamp(now.x + (now.w - w) * px, home.x, home.x + home.w - w);
    now.y = clamp(now.y + (now.h - h) * py, home.y, home.y + home.h - h);
    now.w = w;
    now.h = h;
    draw();
  };
  const pan = (dx, dy) => {
    now.x = clamp(now.x + dx, home.x, home.x + home.w - now.w);
    now.y = clamp(now.y + dy, home.y, home.y + home.h - now.h);
    draw();
  };
  const reset = () => { Object.assign(now, home); draw(); };
  const wide = () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen());
  const tools = make("div", { className: "tools" });
  const wanted = [["+", "Zoom in", () => zoom(1.4)], ["−", "Zoom out", () => zoom(1 / 1.4)], ["Reset", "Reset the zoom", reset]];
  if (figure.requestFullscreen) wanted.push(["⤢", "Fill the screen", wide]);
  const name = view.getAttribute("aria-label");
  for (const [sign, label, act] of wanted) {
    const button = make("button", { type: "button", textContent: sign, title: label });
    button.setAttribute("aria-label", sign === "Reset" ? `Reset: ${name}` : `${label}: ${name}`);
    button.addEventListener("click", act);
    tools.append(button);
  }
  figure.prepend(tools);
  view.setAttribute("aria-label", `${name}. Plus and minus zoom, arrows move, 0 resets.`);
  const at = (event) => {
    const box = svg.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, now.w / box.width];
  };
  // The wheel scrolls the page unless the drawing has the focus, fills the screen, or Ctrl is held.
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== view && document.fullscreenElement !== figure) return;
    event.preventDefault();
    const [px, py] = at(event);
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), px, py);
  }, { passive: false });
  let last = null;
  view.addEventListener("pointerdown", (event) => {
    if (!figure.classList.contains("moved") || event.button) return;
    last = [event.clientX, event.clientY];
    view.setPointerCapture(event.pointerId);
  });
  view.addEventListener("pointermove", (event) => {
    if (!last) return;
    const scale = at(event)[2];
    pan((last[0] - event.clientX) * scale, (last[1] - event.clientY) * scale);
    last = [event.clientX, event.clientY];
  });
  for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, () => { last = null; });
  view.addEventListener("dblclick", (event) => { const [px, py] = at(event); zoom(2, px, py); });
  const step = () => now.w / 8;
  const keys = {
    "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: reset,
    ArrowLeft: () => pan(-step(), 0), ArrowRight: () => pan(step(), 0), ArrowUp: () => pan(0, -step()), ArrowDown: () => pan(0, step()),
  };
  view.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    const moves = event.key.startsWith("Arrow");
    if (!act || event.ctrlKey || event.metaKey || event.altKey || (moves && !figure.classList.contains("moved"))) return;
    event.preventDefault();
    act();
  });
}

// ---- filters of long pages ----
function filterable(box, article) {
  const input = make("input", { type: "search", autocomplete: "off" });
  const count = make("span");
  count.setAttribute("role", "status");
  box.append(make("label", {}, box.dataset.label, input), count);
  const groups = all(box.dataset.filter, article).map((head) => {
    const nodes = [head];
    // A heading stands for all that follows it up to the next one.
    if (head.tagName === "H2") for (let next = head.nextElementSibling; next && next.tagName !== "H2" && !next.matches("footer"); next = next.nextElementSibling) nodes.push(next);
    return { nodes, text: nodes.map((node) => node.textContent).join(" ").toLowerCase() };
  });
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { nodes, text } of groups) {
      const kept = words.every((word) => text.includes(word));
      shown += kept;
      for (const node of nodes) node.hidden = !kept;
    }
    for (const resource of all(".resource", article)) resource.hidden = !resource.querySelector("details.operation:not([hidden])");
    count.textContent = words.length ? ` ${shown} of ${groups.length}` : "";
  });
}

// ---- trace: press a requirement or a part to see what belongs to it ----
function explorable(box) {
  box.hidden = false;
  const rows = all("li", box).map((node) => ({
    node, key: node.dataset.key, button: node.querySelector("button"),
    serves: (node.dataset.for || "").split(" ").filter(Boolean).map((name) => `requirements:${name}`),
  }));
  const [told, clear] = [box.querySelector("[role=status]"), box.querySelector(".choice button")];
  const count = () => {
    for (const section of all("section", box)) {
      const [whole, seen] = [all("li", section).length, all("li:not([hidden], .aside)", section).length];
      section.querySelector(".count").textContent = seen === whole ? `${whole}` : `${seen} of ${whole}`;
    }
  };
  const choose = (chosen) => {
    const wish = chosen && chosen.key.startsWith("requirements:");
    for (const row of rows) {
      const linked = !chosen || row === chosen || (wish ? row.serves.includes(chosen.key) : chosen.serves.includes(row.key));
      const kind = row.key.split(":")[0];
      row.button.setAttribute("aria-pressed", String(row === chosen));
      row.node.hidden = !linked && (wish ? kind !== "requirements" : kind === "requirements");
      row.node.classList.toggle("aside", !linked);
    }
    clear.disabled = !chosen;
    const name = chosen ? chosen.button.firstElementChild.textContent : "";
    const parts = rows.filter((row) => !row.node.classList.contains("aside") && row !== chosen).length;
    told.textContent = !chosen ? "" : wish ? `${name}: ${parts} parts` : `${name} is there for ${parts} requirements`;
    if (chosen) chosen.node.scrollIntoView({ block: "nearest" });
    count();
  };
  for (const row of rows) row.button.addEventListener("click", () => choose(row.button.getAttribute("aria-pressed") === "true" ? null : row));
  clear.addEventListener("click", () => { choose(null); rows[0].button.focus(); });
  count();
}

// ---- search: the page itself is the index; it is read once, when the first letter is typed ----
let index = null;

function sections(article) {
  const found = [];
  const add = (id, title, kind) => { const one = { id, title, kind, part: article.dataset.part, page: article.dataset.label, words: [] }; found.push(one); return one; };
  const page = add(article.id, article.dataset.label, "page");
  let section = page;
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) section.words.push(child.data);
      else if (child.nodeType !== 1 || child.matches("footer, desc, .filter, .explorer, .tools, .copy, .figures")) continue;
      else if (child.matches("details.operation[id]")) {
        section = add(child.id, `${child.querySelector("h3").textContent}: ${child.querySelector(".what").textContent}`, "operation");
        walk(child);
      } else if (child.matches("h2[id], h3[id], figure[id]")) {
        const name = child.matches("figure") ? child.querySelector("figcaption").textContent : child.textContent;
        // A drawing named like the heading above it is no place of its own.
        if (name !== section.title) section = add(child.id, name, child.matches("figure") ? "drawing" : "heading");
        walk(child);
      } else walk(child);
    }
    section.words.push(" ");
  };
  walk(article);
  return found;
}

function search(query) {
  index ||= all("main > article").flatMap(sections).map((one) => {
    const whole = one.words.join("").replace(/\s+/g, " ").trim();
    const text = whole.startsWith(one.title) ? whole.slice(one.title.length).trim() : whole;
    return { ...one, words: null, text, low: text.toLowerCase(), name: one.title.toLowerCase() };
  });
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = [];
  for (const one of index) {
    let score = 0;
    let named = 0;
    for (const word of words) {
      const at = one.name.indexOf(word);
      const times = one.low.split(word, 12).length - 1;
      if (at < 0 && !times) { score = -1; break; }
      named += at >= 0;
      if (at >= 0) score += one.name === word ? 90 : at === 0 || /\W/.test(one.name[at - 1]) ? 50 : 25;
      // A word that fills a short text says more than one that appears once in a long one.
      score += Math.min(times, 8) + (times ? 12 / Math.log(12 + one.low.length) : 0);
    }
    if (score > 0) hits.push([score + (named ? { page: 8, operation: 5 }[one.kind] || 0 : 0) + (one.name === words.join(" ") ? 60 : 0), one]);
  }
  return hits.sort((a, b) => b[0] - a[0]).slice(0, 24).map((hit) => ({ ...hit[1], wanted: words }));
}

function marked(text, words) {
  const spot = text.toLowerCase().indexOf(words[0]);
  const start = Math.max(0, spot - 36);
  const cut = text.slice(start, start + 150);
  const parts = [start ? "…" : ""];
  let rest = cut;
  while (rest) {
    const low = rest.toLowerCase();
    const next = words.map((word) => [low.indexOf(word), word.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
    if (!next) break;
    parts.push(rest.slice(0, next[0]), make("mark", { textContent: rest.slice(next[0], next[0] + next[1]) }));
    rest = rest.slice(next[0] + next[1]);
  }
  return [...parts, rest];
}

function finder() {
  const [input, list, told] = [byId("query"), byId("found"), byId("told")];
  let chosen = -1;
  const pick = (at) => {
    const options = all("[role=option]", list);
    chosen = options.length ? (at + options.length) % options.length : -1;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); pick(-1); };
  const open = () => {
    const query = input.value.trim();
    if (!query) { list.replaceChildren(); told.textContent = ""; close(); return; }
    const hits = search(query);
    list.replaceChildren(...hits.map((hit, at) => {
      const option = make("a", { id: `found-${at}`, href: `#${encodeURIComponent(hit.id)}`, tabIndex: -1 });
      option.setAttribute("role", "option");
      const path = hit.kind === "page" ? hit.part : `${hit.part} › ${hit.page}`;
      option.append(make("i", { textContent: path }), make("b", {}, ...marked(hit.title, hit.wanted)), make("span", {}, ...marked(hit.text, hit.wanted)));
      option.addEventListener("click", close);
      return option;
    }));
    told.textContent = hits.length ? `${hits.length} found` : "Nothing found";
    if (!hits.length) {
      const none = make("div", { id: "found-0", textContent: `Nothing found for “${query.slice(0, 60)}”` });
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      list.append(none);
    }
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    pick(0);
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", () => { if (input.value.trim()) open(); });
  input.addEventListener("keydown", (event) => {
    const options = all("a[role=option]", list);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); pick(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter" && options[chosen]) { event.preventDefault(); options[chosen].click(); }
    else if (event.key === "Escape") { if (list.hidden) { input.value = ""; input.blur(); } else close(); }
  });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".search")) close(); });
  input.closest(".search").addEventListener("focusout", (event) => { if (event.relatedTarget && !event.relatedTarget.closest(".search")) close(); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "/" && !typing) { event.preventDefault(); input.focus(); input.select(); }
  });
}

// ---- frame ----
function menu(open) {
  root.classList.toggle("menu", open);
  byId("menu").setAttribute("aria-expanded", String(open));
}

function colours() {
  const button = byId("theme");
  const say = () => {
    button.setAttribute("aria-label", `Colours: ${theme}`);
    button.querySelector("span").textContent = theme;
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    stored.set("designgen-theme", theme);
    colour();
    say();
  });
  say();
}

// Paper cannot be clicked: what is folded is printed open, and folded again afterwards.
function printing() {
  let folded = [];
  addEventListener("beforeprint", () => {
    const printed = root.classList.contains("whole") ? byId("content") : current;
    for (const one of all("details:not([open])", printed)) { one.open = true; folded.push(one); }
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
    folded = [];
    root.classList.remove("whole");
  });
  byId("print").addEventListener("click", () => { root.classList.add("whole"); print(); });
}

document.addEventListener("DOMContentLoaded", () => {
  finder();
  colours();
  printing();
  byId("menu").addEventListener("click", () => menu(!root.classList.contains("menu")));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && root.classList.contains("menu")) { menu(false); byId("menu").focus(); } });
  document.addEventListener("beforematch", (event) => { const article = event.target.closest("main > article"); if (article) show(article); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    // The same address again moves nothing by itself: go there once more.
    if (link && link.hash === location.hash) go(true);
  });
  addEventListener("hashchange", () => go(true));
  addEventListener("resize", () => { if (current) scrollable(current); });
  document.addEventListener("toggle", (event) => { const article = event.target.closest("main > article"); if (article) scrollable(article); }, true);
  // Sizes and places are measured, so the page has to be in sight before it is gone to.
  root.classList.add("ready");
  go(false);
});
