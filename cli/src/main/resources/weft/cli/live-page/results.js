import { Component, h } from "./lib/preact/preact.module.js";
import { brief, bytes, count, kind, millis } from "./format.js";
import { GraphView } from "./graph.js";
import { link } from "./panels.js";

const PAUSE = 200; // after a key, in milliseconds

async function ask(path, values) {
  const url = new URL(`results/${path}`, document.baseURI);
  url.search = new URLSearchParams(values);
  const response = await fetch(url);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Search in what was crawled, the links of one URL, and the link graph. */
export class Results extends Component {
  state = { text: "", errors: false, found: null, chosen: null, graph: null, problem: null };

  componentDidMount() {
    this.search();
  }

  async run(work) {
    try {
      this.setState({ ...(await work()), problem: null });
    } catch (e) {
      this.setState({ problem: e.message });
    }
  }

  search() {
    const { text, errors } = this.state;
    const values = { q: text, ...(errors && { errors: "1" }) };
    const asked = (this.asked = {});
    this.run(async () => {
      const found = await ask("search", values);
      return this.asked === asked ? { found } : {}; // else there is a newer question
    });
  }

  type(text) {
    this.setState({ text });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  choose(url) {
    this.run(async () => ({ chosen: await ask("links", { url }) }));
  }

  render({ host }, { text, errors, found, chosen, graph, problem }) {
    return h("section", { class: "panel results" }, [
      h("h2", null, "Results"),
      h("form", { role: "search", onSubmit: (event) => event.preventDefault() }, [
        h("input", {
          type: "search",
          placeholder: "words in titles and URLs",
          "aria-label": "Search the results",
          value: text,
          onInput: (event) => this.type(event.target.value),
        }),
        h("label", null, [
          h("input", {
            type: "checkbox",
            checked: errors,
            onChange: (event) => this.setState({ errors: event.target.checked }, () => this.search()),
          }),
          " errors only",
        ]),
        h(
          "button",
          {
            type: "button",
            "aria-pressed": String(graph !== null),
            onClick: () =>
              graph ? this.setState({ graph: null }) : this.run(async () => ({ graph: await ask("graph", {}) })),
          },
          "Link graph",
        ),
      ]),
      problem && h("p", { class: "problem", role: "alert" }, problem),
      graph && h(GraphView, { graph, host, choose: (entry) => this.choose(entry.url) }),
      chosen && this.chosen(chosen, host),
      found && this.found(found, host),
    ]);
  }

  found(found, host) {
    const { entries, total } = found;
    const shown = entries.length < total ? `the first ${count(entries.length)} of ` : "";
    return [
      h("p", { class: "quiet", "data-found": total }, `${shown}${count(total)} URLs`),
      h("div", { class: "scroll" }, h("ul", { class: "entries" }, entries.map((e) => this.entry(e, host)))),
    ];
  }

  chosen({ entry, from, to }, host) {
    const list = (title, entries) =>
      h("div", null, [
        h("h3", null, `${title} (${count(entries.length)})`),
        h("div", { class: "scroll" }, h("ul", { class: "entries" }, entries.map((e) => this.entry(e, host)))),
      ]);
    return h("div", { class: "chosen" }, [
      h("h3", null, [
        entry.title || brief(entry.url, host),
        h("button", { type: "button", onClick: () => this.setState({ chosen: null }) }, "×"),
      ]),
      h("p", null, link(entry.url, null)),
      h("p", { class: "quiet" }, [
        `${entry.kind === "PAGE" ? "page" : kind(entry.kind)}, status ${entry.status || "none"}, ${bytes(entry.bytes)} in `,
        `${millis(entry.millis)}, ${count(entry.depth)} links from the start`,
        entry.detail && `: ${entry.detail}`,
      ]),
      h("div", { class: "two" }, [list("Linked from", from), list("Leads to", to)]),
    ]);
  }

  entry(entry, host) {
    const bad = ["HTTP_ERROR", "FAILED", "TIMED_OUT"].includes(entry.kind);
    return h("li", { key: entry.url }, [
      h("button", { type: "button", class: "plain", onClick: () => this.choose(entry.url) }, [
        h("span", { class: "text" }, entry.title || `(${kind(entry.kind)})`),
        h("span", { class: "quiet" }, brief(entry.url, host)),
      ]),
      h("span", { class: bad ? "badge bad" : "badge" }, entry.status || "none"),
    ]);
  }
}
