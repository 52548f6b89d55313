package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.onVirtual;
import static weft.Fixtures.until;
import static weft.Fixtures.untilBlocked;
import static weft.Weft.onCancel;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocking calls of the JDK end on cancel, and clean-up can use sockets and files. */
@Timeout(30)
class BlockingIoTest {
  @TempDir Path dir;

  /** Starts {@code body} as a task, cancels it when it blocks, and checks how it ended. */
  private static void endsOnCancel(Action<?> body) {
    scope(s -> {
      var thread = new AtomicReference<Thread>();
      var task =
          s.start(() -> {
            thread.set(Thread.currentThread());
            body.run();
            throw new AssertionError("it went on");
          });
      until(() -> thread.get() != null);
      untilBlocked(thread.get());
      task.cancel("cut");
      assertThatExceptionOfType(TaskCancelledException.class)
          .isThrownBy(task::await)
          .withMessage("cut");
    });
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @Test
  void waitsOfTheJdk() {
    endsOnCancel(() -> Thread.sleep(Duration.ofHours(1)));
    endsOnCancel(() -> new ArrayBlockingQueue<Object>(1).take());
    endsOnCancel(() -> new CountDownLatch(1).await());
    endsOnCancel(() -> new Semaphore(0).acquire());
    endsOnCancel(() -> Thread.currentThread().join());
    endsOnCancel(() -> {
      var lock = new ReentrantLock();
      lock.lock();
      lock.newCondition().await();
    });
    endsOnCancel(() -> {
      var monitor = new Object();
      synchronized (monitor) {
        while (true) monitor.wait();
      }
    });
    endsOnCancel(() -> {
      while (!Thread.interrupted()) LockSupport.parkNanos(Long.MAX_VALUE);
      throw new InterruptedException();
    });
  }

  @Test
  void socketRead() throws IOException {
    try (var server = listen()) {
      endsOnCancel(() -> {
        try (var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
          client.getInputStream().read();
        }
      });
    }
  }

  @Test
  void serverSocketAccept() throws IOException {
    try (var server = listen()) {
      endsOnCancel(server::accept);
    }
  }

  @Test
  void socketChannelReadAndAccept() throws IOException {
    try (var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      endsOnCancel(() -> {
        try (var client = SocketChannel.open(server.getLocalAddress())) {
          client.read(ByteBuffer.allocate(1));
        }
      });
    }
    try (var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      endsOnCancel(server::accept);
    }
  }

  @Test
  void pipeRead() throws IOException {
    var pipe = Pipe.open();
    try (var _ = pipe.sink();
        var source = pipe.source()) {
      endsOnCancel(() -> source.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void timeoutOverASocketReadIsATimeout() throws Exception {
    onVirtual(() -> {
      try (var server = listen();
          var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() -> timeout(Duration.ofMillis(5), () -> client.getInputStream().read()));
      }
    });
  }

  @Test
  void socketReadOnAPlatformThreadEndsThroughOnCancel() throws Exception {
    Fixtures.onPlatform(() -> {
      try (var server = listen();
          var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
        assertThatExceptionOfType(TimeoutException.class)
            .isThrownBy(() ->
                timeout(
                    Duration.ofMillis(5),
                    () -> onCancel(client, () -> client.getInputStream().read())));
      }
    });
  }

  @Test
  void fileChannelInACancelledScopeCountsAsCancelled() throws IOException {
    var file = Files.writeString(dir.resolve("f"), "some text");
    var scope = new CancelScope();
    scope.cancel("before");
    boolean done =
        scope.run(() -> {
          try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(ByteBuffer.allocate(1)) >= 0) {}
          }
        });
    assertThat(done).isFalse();
    Fixtures.assertNotInterrupted();
  }

  @Test
  void shieldedCleanUpUsesSocketsAndFiles() throws Exception {
    try (var server = listen()) {
      var echo =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try (var peer = server.accept()) {
                  peer.getInputStream().transferTo(peer.getOutputStream());
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      var file = dir.resolve("log");
      try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
        endsOnCancel(() -> {
          try (var channel =
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
              Fixtures.blockForever();
            } finally {
              shield(() -> {
                channel.write(ByteBuffer.wrap("bye".getBytes()));
                socket.getOutputStream().write('x');
                sleep(Duration.ofMillis(1));
                assertThat(socket.getInputStream().read()).isEqualTo('x');
              });
            }
          }
        });
        socket.shutdownOutput();
        echo.join();
      }
      assertThat(file).hasContent("bye");
    }
  }

  @Test
  void unshieldedCleanUpThatBlocksIsNotInterruptedAgain() throws Exception {
    var file = dir.resolve("log");
    endsOnCancel(() -> {
      try {
        Fixtures.blockForever();
      } finally {
        try (var channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.wrap("bye".getBytes()));
        }
      }
    });
    assertThat(file).hasContent("bye");
  }

  @Test
  void cleanUpAfterASuspensionUsesSocketsAndFilesWithoutAShield() throws Exception {
    var file = dir.resolve("log");
    endsOnCancel(() -> {
      try {
        Fixtures.suspendForever();
      } finally {
        try (var channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.wrap("bye".getBytes()));
        }
      }
    });
    assertThat(file).hasContent("bye");
  }

  @Test
  void shieldedCleanUpBegunWhileTheInterruptIsPendingKeepsItsChannels() throws Exception {
    var file = dir.resolve("log");
    scope(s -> {
      var task =
          s.start(() -> {
            try {
              until(() -> Thread.currentThread().isInterrupted()); // computing, unaware
            } finally {
              shield(() -> {
                Fixtures.assertNotInterrupted();
                Files.writeString(file, "bye");
              });
            }
            Fixtures.blockForever(); // and here it hears of it
          });
      until(() -> task.state() == Task.State.RUNNING);
      task.cancel("cut");
      assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(task::await);
    });
    assertThat(file).hasContent("bye");
  }
}
