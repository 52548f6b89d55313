import { Component, h } from "./lib/preact/preact.module.js";
import { brief } from "./format.js";

const HEIGHT = 420;
const STEPS = 260; // until it stands still
const PATIENT = matchMedia("(prefers-reduced-motion: reduce)");

/** Places nodes: all push each other away, links pull, and a weak force holds them together. */
class Layout {
  constructor({ nodes, edges }) {
    this.edges = edges;
    this.degree = nodes.map(() => 0);
    for (const { from, to } of edges) {
      this.degree[from]++;
      this.degree[to]++;
    }
    // On a spiral at first, so that the same graph always looks the same.
    this.at = nodes.map((_, i) => {
      const angle = i * 2.4;
      const far = 12 * Math.sqrt(i);
      return { x: far * Math.cos(angle), y: far * Math.sin(angle), dx: 0, dy: 0 };
    });
    this.heat = 1;
  }

  step() {
    const { at, edges, degree } = this;
    for (let i = 0; i < at.length; i++) {
      for (let j = i + 1; j < at.length; j++) {
        const x = at[i].x - at[j].x || 0.1;
        const y = at[i].y - at[j].y || 0.1;
        const push = 900 / (x * x + y * y + 30);
        this.move(i, x * push, y * push);
        this.move(j, -x * push, -y * push);
      }
    }
    for (const { from, to } of edges) {
      const x = at[to].x - at[from].x;
      const y = at[to].y - at[from].y;
      const far = Math.hypot(x, y) || 1;
      const pull = ((far - 60) / far) * (0.5 / Math.min(degree[from], degree[to]));
      this.move(from, x * pull, y * pull);
      this.move(to, -x * pull, -y * pull);
    }
    for (const node of at) {
      const far = Math.hypot(node.dx, node.dy);
      const part = (this.heat * Math.min(far, 20)) / (far || 1);
      node.x = (node.x + node.dx * part) * 0.995;
      node.y = (node.y + node.dy * part) * 0.995;
      node.dx = node.dy = 0;
    }
    this.heat *= 0.985;
  }

  move(i, dx, dy) {
    this.at[i].dx += dx;
    this.at[i].dy += dy;
  }
}

/** The link graph on a canvas; a click on a page chooses it. */
export class GraphView extends Component {
  state = { over: null };

  componentDidMount() {
    this.layout = new Layout(this.props.graph);
    this.left = STEPS;
    if (PATIENT.matches) for (; this.left > 0; this.left--) this.layout.step();
    this.frame = () => {
      for (let i = 0; i < 3 && this.left > 0; i++, this.left--) this.layout.step();
      this.draw();
      this.next = this.left > 0 ? requestAnimationFrame(this.frame) : 0;
    };
    this.frame();
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.canvas);
  }

  componentWillUnmount() {
    cancelAnimationFrame(this.next);
    this.sizes.disconnect();
  }

  componentDidUpdate() {
    this.draw();
  }

  draw() {
    const { canvas, layout } = this;
    const { graph } = this.props;
    const width = canvas.clientWidth;
    const scale = devicePixelRatio;
    canvas.width = width * scale;
    canvas.height = HEIGHT * scale;
    const xs = layout.at.map((node) => node.x);
    const ys = layout.at.map((node) => node.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const zoom = Math.min((width - 40) / (right - left + 1), (HEIGHT - 40) / (bottom - top + 1), 3);
    const place = ({ x, y }) => [
      width / 2 + (x - (left + right) / 2) * zoom,
      HEIGHT / 2 + (y - (top + bottom) / 2) * zoom,
    ];
    this.places = layout.at.map(place);
    const style = getComputedStyle(canvas);
    const color = (name) => style.getPropertyValue(name);
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    const { over } = this.state;
    const line = (edges, strokeStyle) => {
      context.strokeStyle = strokeStyle;
      context.beginPath();
      for (const { from, to } of edges) {
        context.moveTo(...this.places[from]);
        context.lineTo(...this.places[to]);
      }
      context.stroke();
    };
    line(graph.edges, color("--edge"));
    if (over !== null) {
      line(graph.edges.filter(({ from, to }) => from === over || to === over), color("--line-1"));
    }
    graph.nodes.forEach((node, i) => {
      context.fillStyle = color(["--line-3", "--line-1", "--line-2"][node.depth] ?? "--quiet");
      context.beginPath();
      context.arc(...this.places[i], this.size(i), 0, 7);
      context.fill();
    });
    if (over !== null) this.label(context, over, width, color);
  }

  label(context, i, width, color) {
    const { nodes } = this.props.graph;
    const text = nodes[i].title || brief(nodes[i].url, this.props.host);
    context.font = "13px system-ui, sans-serif";
    const wide = Math.min(context.measureText(text).width, width - 20);
    const x = Math.max(8, Math.min(this.places[i][0] - wide / 2, width - wide - 8));
    const y = Math.max(20, this.places[i][1] - this.size(i) - 8);
    context.fillStyle = color("--panel");
    context.fillRect(x - 5, y - 14, wide + 10, 20);
    context.fillStyle = color("--text");
    context.fillText(text, x, y, wide);
  }

  size(i) {
    return 3 + Math.min(9, Math.sqrt(this.layout.degree[i]));
  }

  nearest(event) {
    let best = null;
    let least = 18;
    this.places.forEach(([x, y], i) => {
      const far = Math.hypot(x - event.offsetX, y - event.offsetY) - this.size(i);
      if (far < least) [best, least] = [i, far];
    });
    return best;
  }

  render({ graph, choose }) {
    return h("figure", { class: "graph" }, [
      h("canvas", {
        ref: (canvas) => (this.canvas = canvas),
        role: "img",
        "aria-label": `${graph.nodes.length} pages and ${graph.edges.length} links`,
        onPointerMove: (event) => {
          const over = this.nearest(event);
          if (over !== this.state.over) this.setState({ over });
        },
        onPointerLeave: () => this.setState({ over: null }),
        onClick: (event) => {
          const chosen = this.nearest(event);
          if (chosen !== null) choose(graph.nodes[chosen]);
        },
      }),
      h("figcaption", { class: "quiet" }, [
        `The ${graph.nodes.length} pages nearest to the start and the ${graph.edges.length} links between`,
        " them; colours tell how near, sizes how much they are linked. Click on one to see its links.",
      ]),
    ]);
  }
}
