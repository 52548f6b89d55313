package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.Weft.scope;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Promise;
import weft.Task;

/** Sending to one who is slow. */
@Timeout(60)
class SendingTest {
  private static final byte[] BLOCK = new byte[60_000];

  /** What was sent, and no more, arrives, although sends are cancelled while they wait. */
  @Test
  void aSendThatIsCancelledSendsNothing() throws Exception {
    var begun = new AtomicInteger();
    var sent = new AtomicInteger();
    var cancelled = new CountDownLatch(1);
    var routes =
        new Routes()
            .webSocket(
                "/",
                WebSocketOptions.defaults().slow(SlowPolicy.DISCONNECT, 4),
                socket -> {
                  for (int i = 0; i < 10; i++) {
                    var patience = new CancelScope();
                    scope(s -> {
                      s.start(() ->
                          patience.run(() -> {
                            while (true) {
                              begun.incrementAndGet();
                              socket.send(BLOCK);
                              sent.incrementAndGet();
                            }
                          }));
                      Tests.until(() -> socket.waiting() >= 4 && begun.get() > sent.get());
                      patience.cancel("enough");
                    });
                    begun.set(sent.get());
                  }
                  cancelled.countDown();
                  socket.send("the end");
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                cancelled.await();
                int received = 0;
                for (var next = client.next();
                    next.opcode() == RawWebSocket.BINARY;
                    next = client.next()) received++;
                assertThat(received).isEqualTo(sent.get());
              }
            }));
  }

  @Test
  void thoseWhoWaitToSendLearnOfTheEnd() throws Exception {
    var failures = new AtomicInteger();
    var reads = new Promise<Boolean>();
    var waiting = new CountDownLatch(1);
    var done = new Promise<Boolean>();
    var routes =
        new Routes()
            .webSocket(
                "/",
                WebSocketOptions.defaults().slow(SlowPolicy.DISCONNECT, 4),
                socket -> {
                  weft.Weft.supervise(s -> {
                    for (int i = 0; i < 10; i++) {
                      s.start(() -> {
                        try {
                          reads.await();
                          while (true) {
                            socket.send(BLOCK);
                            if (socket.waiting() >= 4) waiting.countDown();
                          }
                        } catch (WebSocketClosedException e) {
                          failures.incrementAndGet();
                        }
                      });
                    }
                    socket.messages().forEach(_ -> reads.complete(true)); // so it isn't cancelled
                  });
                  done.complete(true);
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              var client = new RawWebSocket(server.port(), "/");
              client.text("begin");
              waiting.await();
              client.http.reset();
              assertThat(done.await()).isTrue();
              assertThat(failures).hasValue(10);
            }));
  }

  /** Clients that close, reset, or stay, at any moment: nothing of them is left. */
  @Test
  void clientsThatGoAtRandomLeaveNothingBehind() throws Exception {
    var routes =
        new Routes()
            .get(
                "/{n}",
                request -> {
                  int n = request.pathNumber("n");
                  weft.Weft.sleep(java.time.Duration.ofMillis(n % 50));
                  return n % 3 == 0 ? Response.stream(ticks(), "text/plain") : Response.text("ok");
                })
            .webSocket("/socket", socket -> socket.messages().forEach(socket::send));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              scope(s -> {
                for (int t = 0; t < 8; t++) {
                  var random = new Random(t);
                  Task<Void> _ =
                      s.start(() -> {
                        for (int i = 0; i < 100; i++) visit(server.port(), random);
                      });
                }
              });
              Tests.until(() ->
                  server.requests() == 0 && server.webSockets() == 0 && server.connections() == 0);
              assertThat(RawHttp.get(server.port(), "/1").text()).isEqualTo("ok");
            }));
  }

  private static weft.flow.Flow<String> ticks() {
    return weft.flow.Flow.range(0, 20)
        .map(i -> {
          weft.Weft.sleep(java.time.Duration.ofMillis(2));
          return "tick " + i;
        });
  }

  private static void visit(int port, Random random) throws Exception {
    var client = new RawHttp(port);
    if (random.nextInt(4) == 0) {
      client.request("GET", "/socket", "", RawWebSocket.handshake().toArray(String[]::new));
      if (random.nextBoolean()) client.head();
      if (random.nextBoolean()) client.send(RawWebSocket.frame(0x81, "hello"));
    } else {
      int requests = 1 + random.nextInt(3); // some ahead of their time
      for (int i = 0; i < requests; i++) client.request("GET", "/" + random.nextInt(1_000), "");
      if (random.nextBoolean()) client.reply();
    }
    if (random.nextBoolean()) weft.Weft.sleep(java.time.Duration.ofMillis(random.nextInt(40)));
    if (random.nextBoolean()) client.reset();
    else client.close();
  }
}
