import { h } from "./lib/preact/preact.module.js";
import { brief, bytes, count, kind, millis } from "./format.js";

function panel(title, note, content, style) {
  return h("section", { class: `panel ${style ?? ""}` }, [
    h("h2", null, [title, note && h("small", null, note)]),
    h("div", { class: "scroll" }, content),
  ]);
}

const nothing = (text) => h("p", { class: "empty" }, text);

/** A link to a page that was crawled: it learns nothing of this one. */
export function link(url, host, text) {
  return h(
    "a",
    { href: url, title: url, target: "_blank", rel: "noopener noreferrer" },
    text ?? brief(url, host),
  );
}

function bars(rows) {
  const most = Math.max(1, ...rows.map((row) => row.value));
  return h("ul", { class: "bars" }, [
    rows.map((row) =>
      h("li", { key: row.label, class: row.style }, [
        h("span", null, row.label),
        h("meter", { min: 0, max: most, value: row.value, "aria-label": row.label }),
        h("b", null, count(row.value)),
      ]),
    ),
  ]);
}

const family = (status) =>
  status === 0 ? "bad" : ["bad", "", "good", "calm", "warn", "bad"][Math.floor(status / 100)] ?? "";

export function Statuses({ last }) {
  const rows = Object.entries(last.statuses)
    .map(([status, value]) => ({ status: Number(status), value }))
    .sort((a, b) => a.status - b.status)
    .map(({ status, value }) => ({ label: status || "none", value, style: family(status) }));
  return panel("Status codes", null, rows.length ? bars(rows) : nothing("No answer yet."));
}

const STYLES = { PAGE: "good", HTTP_ERROR: "bad", FAILED: "bad", TIMED_OUT: "bad" };

export function Kinds({ last }) {
  const rows = Object.entries(last.kinds)
    .filter(([, value]) => value > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, value]) => ({ label: kind(name), value, style: STYLES[name] ?? "calm" }));
  return panel("Outcomes", null, rows.length ? bars(rows) : nothing("Nothing is done yet."));
}

export function Hosts({ last }) {
  const { hosts, hostCount } = last;
  const rows = hosts.map((host) =>
    h("tr", { key: host.host }, [
      h("td", { class: "url" }, host.host),
      h("td", null, count(host.waiting + Math.max(0, host.tasks - host.requests))),
      h("td", null, [
        h("meter", { min: 0, max: host.limit, value: host.requests, "aria-label": "requests" }),
        ` ${host.requests} of ${host.limit}`,
      ]),
      h("td", null, host.interval ? `every ${millis(host.interval)}` : "any"),
      h("td", null, count(host.urls)),
      h("td", null, millis(host.mean)),
      h("td", null, millis(host.max)),
    ]),
  );
  const heads = ["host", "queue", "requests", "pace", "done", "mean", "longest"];
  const note = hostCount > hosts.length ? `${hosts.length} of ${count(hostCount)}` : null;
  return panel("Hosts", note, table(heads, rows), "wide");
}

function table(heads, rows) {
  return h("table", null, [
    h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", null, rows),
  ]);
}

const STAGES = { sent: "requesting", waits_to_retry: "to be tried again", queued: "waiting" };

export function Fetches({ last, host }) {
  const { fetches, totals } = last;
  const rows = fetches.map((fetch) =>
    h("tr", { key: fetch.url }, [
      h("td", { class: "url" }, link(fetch.url, host)),
      h("td", { class: fetch.stage }, [
        STAGES[fetch.stage],
        fetch.attempt > 1 && `, attempt ${fetch.attempt}`,
      ]),
      h("td", null, millis(fetch.since)),
    ]),
  );
  const note = `${count(totals.fetching)} URLs`;
  const content = rows.length ? table(["URL", "stage", "for"], rows) : nothing("Nothing.");
  return panel("Being fetched", note, content);
}

export function Tasks({ tasks }) {
  const rows = (tasks?.rows ?? []).map((row, i) =>
    h("li", { key: i, style: { paddingLeft: `${row.depth * 1.1}rem` } }, [
      h("span", { class: `dot ${row.state}`, title: row.state }),
      h("span", { class: "name" }, row.name),
      row.count > 1 && h("b", null, ` × ${count(row.count)}`),
      h("small", null, row.waitsFor ? `waits for ${row.waitsFor}` : row.state),
    ]),
  );
  const note = tasks && count(tasks.count);
  return panel("Tasks", note, rows.length ? h("ul", { class: "tree" }, rows) : nothing("…"));
}

export function NewPages({ pages, host }) {
  const rows = pages.map((page) =>
    h("tr", { key: page.url }, [
      h("td", { class: "url" }, [
        h("span", { class: "text" }, page.title || "(no title)"),
        link(page.url, host),
      ]),
      h("td", null, bytes(page.bytes)),
      h("td", null, millis(page.time)),
    ]),
  );
  const content = rows.length ? table(["page", "size", "time"], rows) : nothing("None yet.");
  return panel("Newest pages", null, content);
}

export function Errors({ errors, host }) {
  const rows = errors.map((error) =>
    h("tr", { key: error.url }, [
      h("td", { class: "url" }, [
        link(error.url, host),
        error.from && h("small", null, ["on ", link(error.from, host)]),
      ]),
      h("td", { class: "why" }, error.detail || `status ${error.status}`),
      h("td", null, error.attempts),
    ]),
  );
  const content = rows.length ? table(["URL", "what", "tries"], rows) : nothing("None so far.");
  return panel("Errors", null, content);
}
