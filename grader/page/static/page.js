// The exercise's page: save and run, and show what is told.
const work = document.getElementById("work");
if (work) {
  const at = `/exercise/${work.dataset.slug}`;
  const by = (id) => document.getElementById(id);
  let tag = work.dataset.tag;
  const ask = async (method, path, given) => {
    const answer = await fetch(`${at}/${path}`, {
      method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(given),
    });
    const facts = await answer.json();
    if (!answer.ok) by("said").textContent = `${facts.said} ${facts.advice}`;
    else if ("tag" in facts) tag = facts.tag;
    return answer.ok ? facts : null;
  };
  const run = (all) => ask("POST", "run", { all, text: by("source").value, tag });
  by("run").onclick = () => run(false);
  by("submit").onclick = () => run(true);
  by("cancel").onclick = () => ask("POST", "cancel", {});
  by("hint").onclick = async () => {
    const facts = await ask("POST", "hint", {});
    if (facts) by("hints").replaceChildren(...facts.hints.map((hint) => Object.assign(document.createElement("li"), { textContent: hint })));
  };
  const heard = new EventSource(`${at}/events`);
  const on = (name, does) => heard.addEventListener(name, (event) => does(JSON.parse(event.data)));
  const item = (one) => Object.assign(document.createElement("li"), { textContent: `${one.verdict ?? ""} ${one.title}` });
  on("begun", (facts) => { by("cases").replaceChildren(); by("report").replaceChildren(); by("said").textContent = facts.said; by("cancel").hidden = false; });
  for (const name of ["expected", "doing", "remark"]) on(name, (facts) => { by("said").textContent = facts.said; });
  on("case", (one) => by("cases").append(item(one)));
  const end = (said) => { by("said").textContent = said; by("cancel").hidden = true; };
  on("report", (facts) => { end(`${facts.verdict} ${facts.words}`); by("report").innerHTML = facts.html; });
  on("failed", (facts) => end(`${facts.said} ${facts.advice}`));
  on("cancelled", (facts) => end(facts.said));
}
