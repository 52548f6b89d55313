package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import weft.resource.ExitStack;

/** What there is for all connections together, or for each of very many. */
class ManyConnectionsTest {
  private static final int CONNECTIONS = 300;

  /** One timer serves them all: who comes while it is set, or while it fires, is not forgotten. */
  @Test
  void eachSlowRequestIsLookedAfterWheneverItComes() throws Exception {
    var go = new CountDownLatch(1);
    var routes =
        new Routes()
            .get(
                "/slow",
                _ -> {
                  go.await();
                  return Response.text("slow");
                })
            .get("/fast", _ -> Response.text("fast"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var open = new ExitStack<Exception>();
                  var other = new RawHttp(server.port())) {
                for (int i = 1; i <= CONNECTIONS; i++) {
                  var client = open.enter(new RawHttp(server.port()), RawHttp::close);
                  client.request("GET", "/slow", "");
                  other.request("GET", "/fast", "");
                  assertThat(other.reply().text()).isEqualTo("fast");
                }
                var exchanges = server.engine().exchanges();
                Tests.until(() -> exchanges.size() == CONNECTIONS);
                Tests.until(() -> exchanges.stream().allMatch(e -> e.watch().isLooking()));
                go.countDown();
              }
            }));
  }

  /** A browser keeps its connection for a while, with nothing to say. */
  @Test
  void aConnectionThatIsKeptNeedsLittleMemory() throws Exception {
    var routes = new Routes().get("/", _ -> Response.text("here"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var open = new ExitStack<Exception>()) {
                long before = heap();
                for (int i = 1; i <= CONNECTIONS; i++) {
                  var client = open.enter(new RawHttp(server.port()), RawHttp::close);
                  for (int times = 0; times < 3; times++) {
                    client.request("GET", "/", "");
                    assertThat(client.reply().text()).isEqualTo("here");
                  }
                }
                assertThat((heap() - before) / CONNECTIONS).isLessThan(50_000);
              }
            }));
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
