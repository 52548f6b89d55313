package weft.crawl.result;

import java.util.List;

/**
 * A part of the link graph.
 *
 * @param nodes pages, the nearest to the seeds first
 * @param edges the links between these
 */
public record LinkGraph(List<Entry> nodes, List<Edge> edges) {
  /** The graph, with copies of the lists. */
  public LinkGraph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * A link.
   *
   * @param from the place of a page among the nodes
   * @param to the place of the page that it links to
   */
  public record Edge(int from, int to) {}
}
