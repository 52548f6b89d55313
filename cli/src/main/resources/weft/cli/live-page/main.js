import { h, render } from "./lib/preact/preact.module.js";
import { Connection } from "./connection.js";
import { Header } from "./header.js";
import { LatencyChart, ThroughputChart } from "./charts.js";
import { Errors, Fetches, Hosts, Kinds, NewPages, Statuses, Tasks } from "./panels.js";
import { Results } from "./results.js";

const MOST_POINTS = 600;
const MOST_ROWS = 100;

/** All that the page shows. */
const crawl = {
  open: false,
  ready: false,
  last: null, // the latest tick
  told: null, // up to which tick; of none before the hello
  points: [],
  pages: [], // newest first, like the errors
  errors: [],
  tasks: null,
};

function hear(message) {
  switch (message.type) {
    case "hello":
      crawl.ready ||= message.ready; // that may have been said while the hello was on its way
      crawl.last = message.last;
      crawl.told = message.last?.number ?? 0;
      crawl.points = message.points;
      crawl.pages = message.pages.reverse();
      crawl.errors = message.errors.reverse();
      break;
    case "tick":
      // What came before the hello is part of it.
      if (crawl.told === null || message.number <= crawl.told) return;
      crawl.told = message.number;
      crawl.last = message;
      crawl.points = [...crawl.points, message.point].slice(-MOST_POINTS);
      crawl.pages = [...message.pages.reverse(), ...crawl.pages].slice(0, MOST_ROWS);
      crawl.errors = [...message.errors.reverse(), ...crawl.errors].slice(0, MOST_ROWS);
      break;
    case "tasks":
      crawl.tasks = message;
      break;
    case "ready":
      crawl.ready = true;
      break;
  }
  show();
}

const connection = new Connection(hear, (open) => {
  crawl.open = open;
  if (!open) crawl.told = null;
  show();
});

const order = (action) => connection.send({ action });

function Page() {
  const { last } = crawl;
  if (!last) return h("p", { class: "empty" }, crawl.open ? "The crawl begins …" : "Connecting …");
  const host = last.hostCount === 1 ? last.hosts[0].host : null;
  const running = last.state === "running" || last.state === "paused";
  return [
    h(Header, { crawl, order }),
    h("main", null, [
      crawl.ready && h(Results, { host }),
      h("div", { class: "charts" }, [
        h(ThroughputChart, { points: crawl.points }),
        h(LatencyChart, { points: crawl.points }),
      ]),
      h("div", { class: "panels" }, [
        h(Statuses, { last }),
        h(Kinds, { last }),
        h(Hosts, { last }),
        running && h(Fetches, { last, host }),
        running && h(Tasks, { tasks: crawl.tasks }),
        h(NewPages, { pages: crawl.pages, host }),
        h(Errors, { errors: crawl.errors, host }),
      ]),
    ]),
  ];
}

let due = false;

/** At most once a frame, and not at all in a tab that nobody sees. */
function show() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    render(h(Page), document.getElementById("page"));
  });
}

show();
