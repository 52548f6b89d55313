package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.web.RawWebSocket.closing;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Clock;
import weft.Environment;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // nothing else would end it
class GoodbyeTest {
  /** A clock on which what is to come in more than two seconds never does. */
  private static final class Short implements Clock {
    private final Clock real = Clock.system();

    @Override
    public long nanoTime() {
      return real.nanoTime();
    }

    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public Timer callAt(long nanoTime, Runnable action) {
      boolean comes = nanoTime - nanoTime() < Duration.ofSeconds(2).toNanos();
      return comes ? real.callAt(nanoTime, action) : () -> {};
    }
  }

  /** The time for closing is all there is: not that and then the time for a goodbye. */
  @Test
  void whoNeverAnswersTheGoodbyeIsLeftWhenTheTimeForClosingIsOver() throws Exception {
    var routes = new Routes().webSocket("/", socket -> socket.texts().forEach(socket::send));
    Environment.standard()
        .clock(new Short())
        .run(() -> {
          var client = new RawWebSocket[1];
          Web.server(routes)
              .closeWithin(Duration.ofMillis(200))
              .serve(server -> {
                client[0] = new RawWebSocket(server.port(), "/");
                assertThat(client[0].text("x").next().text()).isEqualTo("x");
              });
          try (var left = client[0]) {
            assertThat(left.next().closeCode()).isEqualTo(1001);
            assertThat(left.rest()).isEmpty();
            left.send(closing(1001, ""));
          }
        });
  }
}
