package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is closed while somebody doesn't hear of it. */
@Timeout(60)
class StragglersTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);

  private void computesOn() {
    begun.countDown();
    while (told.getCount() > 0) LockSupport.parkNanos(100_000);
  }

  private String whatIsSaid(String path, String... headers) throws Exception {
    var routes =
        new Routes()
            .get(
                "/deaf",
                _ -> {
                  computesOn();
                  return Response.empty();
                })
            .webSocket("/deafSocket", _ -> computesOn());
    try (var log = new Logged()) {
      var listener =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Tests.until(() -> !log.records().isEmpty());
                } finally {
                  told.countDown(); // else the server never ends
                }
              });
      run(() ->
          Web.server(routes)
              .closeWithin(Duration.ofMillis(50))
              .serve(server -> {
                new RawHttp(server.port()).request("GET", path, "", headers);
                begun.await();
              }));
      listener.join();
      assertThat(log.records()).hasSize(1);
      var told = log.records().getFirst();
      assertThat(told.getThrown().getStackTrace())
          .extracting(StackTraceElement::getMethodName)
          .contains("computesOn");
      return told.getMessage();
    }
  }

  @Test
  void aHandlerThatGoesOnIsNamed() throws Exception {
    assertThat(whatIsSaid("/deaf"))
        .isEqualTo("GET /deaf: was cancelled and goes on; the server can't close before it ends");
  }

  @Test
  void soIsThatOfAWebSocket() throws Exception {
    assertThat(whatIsSaid("/deafSocket", RawWebSocket.handshake().toArray(String[]::new)))
        .startsWith("GET /deafSocket: was cancelled and goes on");
  }
}
