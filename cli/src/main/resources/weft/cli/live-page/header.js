import { h } from "./lib/preact/preact.module.js";
import { bytes, clock, count, rate } from "./format.js";

const STATES = {
  running: "running",
  paused: "paused",
  complete: "complete",
  "page limit": "as many pages as were asked for",
  stopped: "stopped",
  "cut short": "cut short",
};

function button(label, action, order, disabled, style) {
  return h(
    "button",
    { type: "button", class: style, disabled, onClick: () => order(action), "data-action": action },
    label,
  );
}

/** What the crawl is at, in numbers, and the buttons. */
export function Header({ crawl, order }) {
  const { last, open, points } = crawl;
  const { state, totals } = last;
  const running = state === "running" || state === "paused";
  const seconds = totals.elapsed / 1000;
  const now = running ? mean(points.slice(-6)) : seconds ? totals.pages / seconds : 0;
  return h("header", null, [
    h("div", { class: "title" }, [
      h("h1", null, ["weft crawl"]),
      h("span", { class: `state ${open ? state.replace(" ", "-") : "lost"}`, role: "status" }, [
        open ? STATES[state] : running ? "connection lost" : "ended",
      ]),
      h("div", { class: "buttons" }, [
        running && state === "paused" && button("Resume", "RESUME", order, !open, "main"),
        running && state === "running" && button("Pause", "PAUSE", order, !open),
        running && button("Stop", "STOP", order, !open, "danger"),
        !running && open && button("Close", "CLOSE", order, false),
      ]),
    ]),
    h("dl", { class: "totals" }, [
      number("pages", count(totals.pages)),
      number(running ? "pages/s now" : "pages/s", rate(now)),
      number("URLs done", count(totals.urls)),
      number("known, to do", count(totals.queued)),
      number("errors", count(totals.errors), totals.errors > 0 ? "bad" : ""),
      number("read", bytes(totals.bytes)),
      number("time", clock(totals.elapsed)),
    ]),
    h("progress", {
      "aria-label": "URLs done, of those known",
      max: Math.max(1, totals.urls + totals.queued),
      value: totals.urls,
    }),
  ]);
}

const mean = (points) =>
  points.length ? points.reduce((sum, point) => sum + point.pages, 0) / points.length : 0;

function number(label, value, style) {
  return h("div", { class: style }, [h("dt", null, label), h("dd", null, value)]);
}
