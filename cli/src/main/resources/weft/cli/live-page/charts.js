/* global uPlot */
import { Component, h } from "./lib/preact/preact.module.js";
import { clock, count, millis, rate } from "./format.js";

const HEIGHT = 190;
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300];
const dark = matchMedia("(prefers-color-scheme: dark)");

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A chart of uPlot: made when it is shown, made anew when the colours change. */
class Chart extends Component {
  componentDidMount() {
    this.make();
    this.sizes = new ResizeObserver(() => {
      if (this.plot.width === this.width()) return;
      this.plot.setSize(this.size());
      this.tellSoon();
    });
    this.sizes.observe(this.box);
    this.recolor = () => {
      this.plot.destroy();
      this.make();
    };
    dark.addEventListener("change", this.recolor);
  }

  componentWillUnmount() {
    this.sizes.disconnect();
    dark.removeEventListener("change", this.recolor);
    this.plot.destroy();
  }

  componentDidUpdate() {
    this.plot.setData(this.data());
    this.tell();
  }

  /** The latest values, unless somebody points at others. */
  tell() {
    const { plot } = this;
    if (plot.cursor.idx == null) plot.setLegend({ idx: this.props.points.length - 1 });
  }

  /** When uPlot has done what it puts off, which empties the legend. */
  tellSoon() {
    requestAnimationFrame(() => this.box?.isConnected && this.tell());
  }

  width() {
    return Math.floor(this.box.clientWidth);
  }

  size() {
    return { width: this.width(), height: HEIGHT };
  }

  data() {
    const { points, lines } = this.props;
    return [
      points.map((point) => point.t / 1000),
      ...lines.map((line) => points.map((point) => line.of(point))),
    ];
  }

  make() {
    const axis = {
      stroke: color("--quiet"),
      grid: { stroke: color("--grid"), width: 1 },
      ticks: { show: false },
      font: "12px system-ui, sans-serif",
    };
    const { lines, text } = this.props;
    this.plot = new uPlot(
      {
        ...this.size(),
        padding: [12, 20, 0, 0],
        cursor: { y: false, drag: { setScale: false } },
        legend: { live: true },
        scales: {
          x: { time: false },
          y: { range: (_, __, most) => [0, Math.max(most * 1.1, 1)] },
        },
        axes: [
          { ...axis, size: 30, space: 70, incrs: SECONDS, values: (_, all) => all.map((s) => clock(s * 1000)) },
          { ...axis, size: 62, space: 34, values: (_, all) => all.map(text) },
        ],
        series: [
          { label: "at", value: (_, s) => (s == null ? "" : clock(s * 1000)) },
          ...lines.map((line) => ({
            label: line.label,
            stroke: color(line.color),
            fill: line.fill ? color(line.fill) : undefined,
            width: 2,
            points: { show: false },
            value: (_, v) => (v == null ? "none" : text(v)),
          })),
        ],
      },
      this.data(),
      this.box,
    );
    this.plot.over.addEventListener("mouseleave", () => this.tellSoon());
    this.tellSoon();
  }

  render() {
    return h("section", { class: "chart" }, [
      h("h2", null, this.props.title),
      h("div", { ref: (box) => (this.box = box) }),
    ]);
  }
}

const THROUGHPUT = [
  { label: "pages", of: (p) => p.pages, color: "--line-1", fill: "--area" },
  { label: "URLs", of: (p) => p.urls, color: "--line-2" },
];

export function ThroughputChart({ points }) {
  return h(Chart, {
    points,
    title: "Throughput, a second",
    lines: THROUGHPUT,
    text: (n) => (n < 10 ? rate(n) : count(n)),
  });
}

// Where nothing was answered there is no latency: a gap.
const LATENCY = [
  { label: "median", of: (p) => p.p50 || null, color: "--line-1" },
  { label: "95 %", of: (p) => p.p95 || null, color: "--line-2" },
  { label: "99 %", of: (p) => p.p99 || null, color: "--line-3" },
];

export function LatencyChart({ points }) {
  return h(Chart, { points, title: "Latency of answers", lines: LATENCY, text: millis });
}
