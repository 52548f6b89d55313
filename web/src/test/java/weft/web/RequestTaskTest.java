package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One task reads, handles and answers what comes over a connection. */
@Timeout(60)
class RequestTaskTest {
  private static final int MANY = 100;

  private static boolean isReader(StackWalker.StackFrame frame) {
    return frame.getClassName().endsWith(".HttpConnection");
  }

  @Test
  void theTaskThatReadsARequestHandlesIt() throws Exception {
    var routes =
        new Routes()
            .post(
                "/",
                request -> {
                  boolean reads =
                      StackWalker.getInstance()
                          .walk(all -> all.anyMatch(RequestTaskTest::isReader));
                  return Response.text(request.text() + " " + reads);
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                for (int i = 0; i < MANY; i++) { // none is handed on, also none that follows
                  client.request("POST", "/", "" + i);
                  assertThat(client.reply().text()).isEqualTo(i + " true");
                }
              }
            }));
  }

  @Test
  void handlersThatWaitForEachOtherAllRun() throws Exception {
    var all = new CountDownLatch(MANY); // more than the threads that there are
    var routes =
        new Routes()
            .get(
                "/",
                _ -> {
                  all.countDown();
                  all.await();
                  return Response.text("ok");
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              var clients = new ArrayList<RawHttp>();
              for (int i = 0; i < MANY; i++) {
                var client = new RawHttp(server.port());
                clients.add(client);
                client.request("GET", "/", "");
              }
              for (var client : clients) {
                assertThat(client.reply().text()).isEqualTo("ok");
                client.close();
              }
            }));
  }

  @Test
  void manyRequestsThatAreSentAtOnceAreAnsweredInTheirOrder() throws Exception {
    int requests = 1_000;
    var routes = new Routes().get("/{n}", request -> Response.text(request.pathValue("n")));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                var together = new StringBuilder();
                for (int i = 0; i < requests; i++) {
                  together.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
                }
                client.send(together.toString());
                for (int i = 0; i < requests; i++) {
                  assertThat(client.reply().text()).isEqualTo("" + i);
                }
              }
            }));
  }
}
