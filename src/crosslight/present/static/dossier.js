(() => {
  "use strict";
  const one = (s, root = document) => root.querySelector(s);
  const all = (s, root = document) => [...root.querySelectorAll(s)];
  const page = document.documentElement, body = document.body;
  const panel = one("#panel"), say = one("#say"), main = one("#main");
  const links = all("#main .ev");
  let current = null;
  page.classList.add("js");
  one(".tools").hidden = false;

  // The theme is the reader's choice where made; a page opened from a file may not be allowed to keep it.
  const dark = matchMedia("(prefers-color-scheme: dark)"), theme = one(".theme");
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("crosslight-theme", value);
      return localStorage.getItem("crosslight-theme");
    } catch { return value; }
  };
  const isDark = () => (page.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const showTheme = () => theme.setAttribute("aria-pressed", isDark());
  if (/^(dark|light)$/.test(kept() || "")) page.dataset.theme = kept();
  theme.addEventListener("click", () => { page.dataset.theme = isDark() ? "light" : "dark"; kept(page.dataset.theme); showTheme(); });
  dark.addEventListener("change", showTheme);
  showTheme();

  // The panel shows paragraphs of the articles below: nothing is kept twice.
  const copyOf = (node, anchor, far) => {
    const copy = document.createElement("p");
    copy.dir = "auto";
    copy.className = far ? "far" : "";
    copy.append(...[...node.childNodes].map((n) => n.cloneNode(true)));
    for (const e of all("[id],[data-k]", copy)) {
      if ((e.id || e.dataset.k) === anchor) e.classList.add("on");
      e.removeAttribute("id");
      delete e.dataset.k;
    }
    return copy;
  };
  const seen = (l) => (l.checkVisibility ? l.checkVisibility() : l.offsetParent !== null);
  const itemOf = (link) => link.closest("[data-item]");
  const nameOf = (link) => {
    const item = itemOf(link);
    if (item && item.dataset.name) return item.dataset.name;
    const heading = item && one("h3,h4,dt,.what > span,p,summary b", item);
    return heading ? heading.textContent.trim().replace(/\s+/g, " ") : "Evidence";
  };
  const show = (link, focus) => {
    const anchor = decodeURIComponent(link.hash.slice(1)), target = document.getElementById(anchor);
    const report = target && target.closest(".report");
    if (!report) return false;
    if (current) current.removeAttribute("aria-current");
    current = link;
    link.setAttribute("aria-current", "true");
    const pieces = [target, ...all(`[data-k="${anchor}"]`, report)];
    const paras = all(".para > p", report), text = one(".text", panel), source = one(".src", report);
    const at = pieces.map((p) => paras.indexOf(p.closest("p"))).filter((n) => n >= 0);
    text.replaceChildren();
    if (at.length) {
      const last = Math.max(...at), first = Math.min(...at);
      paras.slice(Math.max(0, first - 1), last + 2).forEach((p) => {
        const n = paras.indexOf(p);
        text.append(copyOf(p, anchor, n < first || n > last));
      });
    } else {
      const head = copyOf(one("h3", report), anchor, false);
      head.classList.add("hl");
      text.append(head);
    }
    text.lang = one(".text", report).lang;
    const group = all(".ev", itemOf(link));
    const name = nameOf(link), outlet = one(".src > b:not(.badge)", source).textContent;
    one("h2", panel).textContent = name;
    one(".where", panel).textContent = `${one(".badge", source).textContent}  ${outlet}: ${one("h3", report).textContent}`;
    one(".at", panel).textContent = group.length > 1 ? `${group.indexOf(link) + 1} of ${group.length} here` : "";
    one(".open", panel).href = link.hash;
    const item = itemOf(link);
    one(".back", panel).href = item && item.id ? `#${item.id}` : "#main";
    const [a, b] = anchor.split(/-[ct]/)[1].split("-");
    one(".chars", panel).textContent = `characters ${a}–${b}`;
    const opening = panel.hidden;
    still(link, () => { panel.hidden = false; body.classList.add("open"); });
    one(`[data-go="-1"]`, panel).disabled = links[0] === link;
    one(`[data-go="1"]`, panel).disabled = links[links.length - 1] === link;
    const on = one(".on", text);
    if (on) text.scrollTop = Math.max(0, on.offsetTop - text.offsetTop - text.clientHeight / 3);
    reveal(link);
    if (focus && opening) one("h2", panel).focus({ preventScroll: true });
    say.textContent = `${outlet}. ${pieces.map((p) => p.textContent).join(" ")}`;
    return true;
  };
  // Opening and closing the panel lays the page out anew: the line in hand must not jump.
  const still = (link, change) => {
    const before = link.getBoundingClientRect().top;
    change();
    const moved = link.getBoundingClientRect().top - before;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  };
  const reveal = (link) => {
    page.classList.add("kb");
    const box = link.getBoundingClientRect(), low = innerWidth < 704 ? innerHeight * 0.36 : innerHeight - 40;
    if (link.closest(".scroll")) link.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (box.top < 90 || box.bottom > low) link.scrollIntoView({ block: innerWidth < 704 ? "start" : "center", inline: "nearest" });
    page.classList.remove("kb");
  };
  const close = () => {
    if (panel.hidden) return;
    still(current, () => { panel.hidden = true; body.classList.remove("open"); });
    say.textContent = "";
    current.removeAttribute("aria-current");
    current.focus({ preventScroll: true });
    reveal(current);
  };
  const go = (step) => {
    const below = () => links.findIndex((l) => l.getBoundingClientRect().top > 60 && seen(l));
    let at = panel.hidden || !current ? below() : links.indexOf(current) + step;
    while (links[at] && !seen(links[at])) at += step;
    const next = links[at];
    if (next) show(next, true);
  };
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest("a.ev"), button = event.target.closest("[data-go]"), away = event.target.closest("#panel footer a");
    if (link && show(link, true)) event.preventDefault();
    else if (button) { const step = Number(button.dataset.go); if (step) go(step); else close(); }
    else if (away) { panel.hidden = true; body.classList.remove("open"); if (current) current.removeAttribute("aria-current"); }
    if (!event.target.closest(".pick")) one(".pick").open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input,textarea,select");
    const pick = one(".pick");
    if (event.key === "Escape" && pick.open) { pick.open = false; one("summary", pick).focus(); }
    else if (event.key === "Escape" && typing && typing.value && typing.type === "search") { typing.value = ""; filter(); }
    else if (event.key === "Escape") close();
    else if (typing) return;
    else if (event.key === "/") { event.preventDefault(); one(".find input").focus(); }
    else if (event.key === "j" || event.key === "k") { event.preventDefault(); go(event.key === "j" ? 1 : -1); }
    else if (/^Arrow(Right|Left)$/.test(event.key) && !panel.hidden && event.target.closest("#panel")) {
      event.preventDefault();
      go(event.key === "ArrowRight" ? 1 : -1);
    }
  });

  const items = all("[data-item]").map((node) => ({ node, text: node.textContent.toLowerCase().replace(/\s+/g, " "), by: (node.dataset.o || "").split(" ") }));
  const boxes = all(".pick input"), search = one(".find input");
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean), chosen = boxes.filter((b) => b.checked).map((b) => b.value);
    let left = 0;
    for (const { node, text, by } of items) {
      node.hidden = !(words.every((w) => text.includes(w)) && chosen.every((o) => by.includes(o)));
      if (!node.hidden) left += 1;
    }
    for (const group of all("[data-group]")) group.hidden = !one("[data-item]:not([hidden])", group);
    for (const part of all(".part")) {
      const note = one(".nomatch", part);
      if (note) note.hidden = !one("[data-item]", part) || Boolean(one("[data-item]:not([hidden])", part));
    }
    one(".pick").toggleAttribute("data-on", chosen.length > 0);
    one(".pick summary").textContent = chosen.length ? `Outlets: ${chosen.join(" ")}` : "Outlets";
    say.textContent = words.length || chosen.length ? `${left} of ${items.length} lines` : "All lines";
  };
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  boxes.forEach((b) => b.addEventListener("change", filter));
  one(".pick button").addEventListener("click", () => { boxes.forEach((b) => { b.checked = false; }); search.value = ""; filter(); });

  // A link into what is filtered away or folded shows it.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]") && main.contains(target)) { boxes.forEach((b) => { b.checked = false; }); search.value = ""; filter(); }
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    target.scrollIntoView();
  });

  const nav = new Map(all(".bar nav a").map((a) => [a.hash.slice(1), a]));
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      nav.forEach((a) => a.removeAttribute("aria-current"));
      const here = nav.get(target.id);
      if (here) { here.setAttribute("aria-current", "true"); }
    }
  }, { rootMargin: "-25% 0px -70% 0px" });
  all(".part", main).forEach((part) => watch.observe(part));
  addEventListener("beforeprint", () => all("details").forEach((d) => { if (!d.closest(".tools")) d.open = true; }));
})();
