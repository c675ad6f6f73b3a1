// What the page does: it saves, runs and listens. Each sentence that it shows comes from the server.
const by = (id) => document.getElementById(id);

// ---------------------------------------------------------------- light or dark
const toggle = by("theme");
toggle.hidden = false;
toggle.addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("dlgrade-theme", next);
});

// ---------------------------------------------------------------- the list
const filters = document.querySelector(".filters");
if (filters) {
  let newest = 0;
  const look = async () => {
    const mine = ++newest;
    const query = new URLSearchParams(new FormData(filters));
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    const address = `/?${query}`;
    const answer = await fetch(address);
    if (mine !== newest || !answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
    by("found").replaceChildren(...found.childNodes);
    history.replaceState(null, "", query.size ? address : "/");
  };
  filters.querySelector("button").hidden = true;
  filters.addEventListener("change", look);
  filters.elements.q.addEventListener("input", look);
  filters.addEventListener("submit", (event) => { event.preventDefault(); look(); });
}

// ---------------------------------------------------------------- an exercise
const work = by("work");
if (work) await solve(work);

async function solve(work) {
  const at = `/exercise/${work.dataset.slug}`;
  const kept = `dlgrade-draft:${work.dataset.slug}`;
  const source = by("source");
  // What the file holds, as far as is known, and the newest text that was sent to be saved.
  let base = { tag: work.dataset.tag, text: source?.value ?? "" };
  let sent = null, saving = null, timer = 0, other = null, running = false;

  const draft = source ? unsaved() : null;
  const editor = source ? await edited(source, draft?.text ?? source.value) : null;
  const dirty = () => editor !== null && editor.text !== base.text;

  // -------------------------------------------------------------- asking the server
  async function ask(method, path, given) {
    let answer;
    try {
      const body = given && JSON.stringify(given);
      answer = await fetch(`${at}/${path}`, { method, headers: { "Content-Type": "application/json" }, body });
    } catch {
      gone(true);
      return null;
    }
    if (answer.status === 403) {
      gone(true);
      return null;
    }
    gone(false);
    const facts = await answer.json().catch(() => ({ said: `${answer.status}`, advice: "" }));
    if (answer.ok) return facts;
    if (answer.status === 409) conflict(facts);
    else say(`${facts.said} ${facts.advice ?? ""}`.trim());
    return null;
  }

  function gone(is) {
    by("gone").textContent = is ? by("state").dataset.gone : "";
    by("gone").hidden = !is;
  }

  // -------------------------------------------------------------- the file
  function state() {
    by("state").textContent = editor === null ? "" : dirty() ? by("state").dataset.unsaved : by("state").dataset.saved;
  }

  function changed() {
    // At once, so that a crash costs nothing.
    if (dirty()) localStorage.setItem(kept, JSON.stringify({ text: editor.text, tag: base.tag }));
    else localStorage.removeItem(kept);
    state();
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  }

  function settled(facts) {
    base = { tag: facts.tag, text: facts.text };
    if (!dirty()) localStorage.removeItem(kept);
    state();
  }

  async function save() {
    clearTimeout(timer);
    if (saving) await saving;
    if (other || !dirty()) return;
    sent = editor.text;
    saving = ask("PUT", "file", { text: sent, tag: base.tag });
    const facts = await saving;
    saving = null;
    if (facts) settled(facts);
    else timer = setTimeout(save, 2000);
  }

  function conflict(facts) {
    if (facts.text === editor.text) { settled(facts); return; }
    other = facts;
    by("ask-said").textContent = facts.said ?? by("ask").dataset.said;
    by("ask").hidden = false;
  }

  function answered(mine) {
    const facts = other;
    other = null;
    by("ask").hidden = true;
    base = { tag: facts.tag, text: facts.text };
    if (!mine) editor.replace(facts.text);
    changed();
    editor.focus();
  }

  /** The file is in another state: ours, one that this page can follow, or one to ask about. */
  async function fileIs(facts) {
    if (editor === null || facts.why_not) { if ((editor === null) !== Boolean(facts.why_not)) location.reload(); return; }
    if (facts.tag === base.tag && !saving) return;
    // What is told may be older than the newest save: the file itself says what holds.
    do {
      if (saving) await saving;
      facts = await ask("GET", "file");
    } while (facts && saving);
    if (!facts || facts.tag === base.tag) return;
    if (facts.text === editor.text || facts.text === sent) settled(facts);
    else if (dirty()) conflict(facts);
    else { editor.replace(facts.text); settled(facts); }
  }

  /** What was typed and never reached the file. */
  function unsaved() {
    const draft = JSON.parse(localStorage.getItem(kept) ?? "null");
    if (draft && draft.text !== base.text) return draft;
    localStorage.removeItem(kept);
    return null;
  }

  // -------------------------------------------------------------- runs
  const say = (text, goesOn = false) => {
    by("said").textContent = text;
    by("said").classList.toggle("goes-on", goesOn);
  };

  function busy(is) {
    running = is;
    by("cancel").hidden = !is;
    by("panel-result").setAttribute("aria-busy", String(is));
  }

  async function run(all) {
    if (other) { by("keep").focus(); return; }
    clearTimeout(timer);
    if (saving) await saving;
    select(by("tab-result"));
    if (editor) sent = editor.text;
    saving = ask("POST", "run", editor ? { all, text: sent, tag: base.tag } : { all });
    const facts = await saving;
    saving = null;
    if (facts && editor) settled(facts);
  }

  const item = (html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    return made.content.firstElementChild;
  };
  const row = (one) => [...by("cases").children].find((row) => row.dataset.case === one.id);
  const handle = {
    file: fileIs,
    begun(facts) {
      number = facts.number;
      busy(true);
      say(facts.said, true);
      by("report").replaceChildren();
      by("cases").replaceChildren();
      by("cases").hidden = false;
      editor?.point([]);
    },
    expected(facts) {
      say(facts.said, true);
      by("cases").replaceChildren(...facts.cases.map((one) => item(one.html)));
      for (const waiting of by("cases").children) waiting.classList.add("case-waiting");
    },
    doing(facts) { say(facts.said, true); },
    case(one) {
      const made = item(one.html);
      const waiting = row(one);
      if (waiting) waiting.replaceWith(made);
      else by("cases").append(made);
      by("heard").textContent = `${one.title}: ${one.words}`;
    },
    report(facts) {
      busy(false);
      say("");
      by("heard").textContent = `${facts.words}. ${facts.counted}`;
      by("cases").hidden = true;
      by("cases").replaceChildren();
      by("report").innerHTML = facts.html;
      if (facts.next) by("report").append(onwards(facts.next));
      editor?.point(facts.lines);
      by("panel-result").closest(".below").scrollTop = 0;
    },
    failed(facts) { busy(false); say(`${facts.said} ${facts.advice}`); },
    cancelled(facts) {
      busy(false);
      say(facts.said);
      for (const waiting of [...by("cases").querySelectorAll(".case-waiting")]) waiting.remove();
    },
    remark(facts) { say(facts.said, running); },
  };

  function onwards(next) {
    const line = document.createElement("p");
    const link = Object.assign(document.createElement("a"), { href: next.url, textContent: `${next.title} →`, className: "button" });
    line.append(link);
    return line;
  }

  // A browser opens six connections to a server: a page that nobody looks at gives its own back.
  let heard = null, number = 0;
  function listen() {
    if (document.hidden || (heard && heard.readyState !== EventSource.CLOSED)) return;
    heard = new EventSource(`${at}/events?known=${running ? 0 : number}`);
    heard.onopen = () => { gone(false); if (dirty() && !other) save(); };
    heard.onerror = () => {
      gone(true);
      if (running) { busy(false); number = 0; }
      // A new server knows no cookie of the old one's: once its address has been opened, this page goes on too.
      if (heard?.readyState === EventSource.CLOSED) setTimeout(listen, 1500);
    };
    for (const [name, does] of Object.entries(handle)) heard.addEventListener(name, (event) => does(JSON.parse(event.data)));
  }
  function hangUp() { heard?.close(); heard = null; }
  document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : listen()));
  addEventListener("pagehide", hangUp);
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

  // -------------------------------------------------------------- the editor
  async function edited(source, text) {
    const place = by("editor");
    const onChange = () => changed();
    const keys = { "Mod-Enter": () => run(false), "Mod-Shift-Enter": () => run(true) };
    try {
      const { mountEditor } = await import("./editor.js");
      source.remove();
      return mountEditor(place, { text, label: place.dataset.label, lang: document.documentElement.lang, onChange, keys });
    } catch {
      source.value = text;
      source.addEventListener("input", onChange);
      return {
        get text() { return source.value; },
        replace(text) { source.value = text; },
        focus() { source.focus(); },
        point() {},
      };
    }
  }

  // -------------------------------------------------------------- tabs, hints, trials
  const tabs = [...work.querySelectorAll("[role=tab]")];
  function select(tab) {
    for (const one of tabs) {
      const is = one === tab;
      one.setAttribute("aria-selected", String(is));
      one.tabIndex = is ? 0 : -1;
      by(one.getAttribute("aria-controls")).hidden = !is;
    }
  }
  for (const [number, tab] of tabs.entries()) {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(number + step + tabs.length) % tabs.length];
      select(next);
      next.focus();
    });
  }

  by("hint")?.addEventListener("click", async () => {
    const facts = await ask("POST", "hint", {});
    if (!facts) return;
    const shown = by("hints").children.length;
    for (const hint of facts.hints.slice(shown)) by("hints").append(Object.assign(document.createElement("li"), { textContent: hint }));
    by("hints-left").textContent = by("hints-left").dataset.said.replace("{shown}", facts.hints.length).replace("{total}", facts.total);
    by("hint").hidden = facts.hints.length === facts.total;
  });

  by("try").addEventListener("click", async () => {
    if (editor && dirty()) await save();
    by("try").disabled = true;
    const facts = await ask("POST", "try", { input: by("input").value });
    by("try").disabled = false;
    if (facts) by("tried").innerHTML = facts.html;
  });

  by("run").addEventListener("click", () => run(false));
  by("submit").addEventListener("click", () => run(true));
  by("cancel").addEventListener("click", () => ask("POST", "cancel", {}));
  by("keep").addEventListener("click", () => answered(true));
  by("take").addEventListener("click", () => answered(false));
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    run(event.shiftKey);
  });

  if (draft && draft.tag === base.tag) changed();
  else if (draft) conflict(base);
  state();
  listen();
  work.dataset.ready = "";
}
