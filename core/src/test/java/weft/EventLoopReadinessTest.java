package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static weft.Weft.runIn;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.internal.loop.Tuning.Carrier;

/** Channels that a loop watches. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLoopReadinessTest {
  @Parameter Carrier carrier;

  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes());
  }

  private static Pipe pipe() throws IOException {
    var pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
    return pipe;
  }

  @Test
  void aPipeIsReadAsLongAsThereIsSomething() throws Throwable {
    loops.run(() -> {
      var pipe = pipe();
      var loop = EventLoop.current();
      var read = new StringBuilder();
      var done = new Promise<Void>();
      try (var _ =
          loop.onReadable(
              pipe.source(),
              () -> {
                assertThat(loop.isCurrent()).isTrue();
                var one = ByteBuffer.allocate(1); // the rest is found again
                pipe.source().read(one);
                read.append((char) one.get(0));
                if (read.length() == 5) done.complete(null);
              })) {
        sleep(Duration.ofMillis(1));
        assertThat(read).isEmpty();
        pipe.sink().write(bytes("hello"));
        done.await();
      }
      pipe.sink().write(bytes("more"));
      sleep(Duration.ofMillis(5));
      assertThat(read).hasToString("hello");
      pipe.sink().close();
      pipe.source().close();
    });
  }

  @Test
  void theEndIsReadable() throws Throwable {
    loops.run(() -> {
      var pipe = pipe();
      var end = new Promise<Integer>();
      try (var _ =
          EventLoop.current()
              .onReadable(
                  pipe.source(), () -> end.complete(pipe.source().read(ByteBuffer.allocate(1))))) {
        pipe.sink().close();
        assertThat(end.await()).isEqualTo(-1);
      }
      pipe.source().close();
    });
  }

  @Test
  void aRegistrationCanBeClosedByItsCallbackAndMadeAgain() throws Throwable {
    loops.run(() -> {
      var pipe = pipe();
      var loop = EventLoop.current();
      for (int i = 0; i < 200; i++) {
        var once = new Promise<Integer>();
        var own = new ArrayList<Registration>();
        own.add(
            loop.onReadable(
                pipe.source(),
                () -> {
                  own.getFirst().close();
                  once.complete(pipe.source().read(ByteBuffer.allocate(10)));
                }));
        pipe.sink().write(bytes("x"));
        assertThat(once.await()).isEqualTo(1);
      }
      pipe.sink().close();
      pipe.source().close();
    });
  }

  @Test
  void aSocketServerAndItsClients() throws Throwable {
    int clients = 20;
    int echoes = 20;
    loops.run(() -> {
      var loop = EventLoop.current();
      try (var server = ServerSocketChannel.open()) {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.configureBlocking(false);
        var accepted = new ArrayList<SocketChannel>();
        try (var _ =
            loop.onReadable(
                server,
                () -> {
                  var channel = server.accept();
                  if (channel == null) return;
                  accepted.add(channel);
                  channel.configureBlocking(false);
                  loop.onReadable(channel, () -> echo(channel));
                })) {
          scope(s -> {
            for (int i = 0; i < clients; i++) {
              s.start(() -> {
                for (int k = 0; k < echoes; k++) talk(loop, server);
              });
            }
          });
        }
        assertThat(accepted).hasSize(clients * echoes);
        for (var channel : accepted) channel.close();
      }
    });
    assertThat(loops.reported).isEmpty();
  }

  private static void echo(SocketChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(100);
    if (channel.read(buffer) < 0) channel.close();
    else channel.write(buffer.flip());
  }

  private static void talk(EventLoop loop, ServerSocketChannel server) throws IOException {
    try (var channel = SocketChannel.open()) {
      channel.configureBlocking(false);
      if (!channel.connect(server.getLocalAddress())) {
        var connected = new Promise<Boolean>();
        try (var _ = loop.onWritable(channel, () -> connected.complete(channel.finishConnect()))) {
          assertThat(connected.await()).isTrue();
        }
      }
      channel.write(bytes("ping"));
      var answer = new Promise<String>();
      try (var _ =
          loop.onReadable(
              channel,
              () -> {
                var buffer = ByteBuffer.allocate(100);
                channel.read(buffer);
                answer.complete(new String(buffer.array(), 0, buffer.position()));
              })) {
        assertThat(answer.await()).isEqualTo("ping");
      }
    }
  }

  @Test
  void whatIsFullIsNotWritable() throws Throwable {
    loops.run(() -> {
      var pipe = pipe();
      var block = ByteBuffer.allocate(64 * 1024);
      while (pipe.sink().write(block) > 0) block.clear();
      var writable = new Promise<Void>();
      try (var _ = EventLoop.current().onWritable(pipe.sink(), () -> writable.complete(null))) {
        sleep(Duration.ofMillis(5));
        assertThat(writable.isDone()).isFalse();
        while (pipe.source().read(block.clear()) > 0) {}
        writable.await();
      }
      pipe.sink().close();
      pipe.source().close();
    });
  }

  @Test
  void whatCannotBeWatchedIsRefused() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var pipe = Pipe.open();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loop.onReadable(pipe.source(), () -> {}))
          .withMessageContaining("configureBlocking(false)");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loop.onReadable(pipe.sink(), () -> {}))
          .withMessageContaining("can't be read from");
      pipe.source().configureBlocking(false);
      var registration = loop.onReadable(pipe.source(), () -> {});
      assertThatIllegalStateException()
          .isThrownBy(() -> loop.onReadable(pipe.source(), () -> {}))
          .withMessageContaining("already");
      registration.close();
      registration.close();
      loop.onReadable(pipe.source(), () -> {}).close();
      pipe.source().close();
      pipe.sink().close();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loop.onReadable(pipe.source(), () -> {}))
          .withMessageContaining("closed");
    });
  }

  @Test
  void aChannelThatIsClosedWithoutAWordDoesNoHarm() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      for (int i = 0; i < 50; i++) {
        var pipe = pipe();
        loop.onReadable(pipe.source(), () -> {});
        pipe.sink().close();
        pipe.source().close();
      }
      var last = pipe();
      var ready = new Promise<Void>();
      try (var _ = loop.onReadable(last.source(), () -> ready.complete(null))) {
        last.sink().write(bytes("x"));
        ready.await();
      }
      last.source().close();
      last.sink().close();
    });
    assertThat(loops.reported).isEmpty();
  }

  @Test
  void afterTheLoopsEndNobodyIsCalled() throws Throwable {
    var pipe = pipe();
    var calls = new ArrayList<Integer>();
    loops.run(() -> {
      EventLoop.current().onReadable(pipe.source(), () -> calls.add(1));
      runIn(Runnable::run, () -> {});
    });
    pipe.sink().write(bytes("x"));
    loops.run(() -> sleep(Duration.ofMillis(5)));
    assertThat(calls).isEmpty();
    pipe.source().configureBlocking(true); // no selector holds it
    pipe.source().close();
    pipe.sink().close();
  }
}
