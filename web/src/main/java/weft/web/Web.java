package weft.web;

/**
 * Serves {@link Routes}.
 *
 * <pre>{@code
 * void main() {
 *   var routes = new Routes().get("/", _ -> Response.text("hello"));
 *   run(() -> Web.serve(8080, routes));
 * }
 * }</pre>
 */
public final class Web {
  private Web() {}

  /**
   * Serves on a port of this machine, for this machine, until the caller is cancelled: by Ctrl-C,
   * within {@link weft.Weft#run(weft.Action)}. See {@link ServerBuilder#serve()}.
   *
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public static void serve(int port, Routes routes) {
    server(routes).port(port).serve();
  }

  /** A server to be, with more to say about it. */
  public static ServerBuilder server(Routes routes) {
    return new ServerBuilder(routes);
  }
}
