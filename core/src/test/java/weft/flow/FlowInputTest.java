package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.CancelScope;
import weft.TaskFailedException;
import weft.Weft;

/** Files and streams are opened for each run, and closed in every case. */
class FlowInputTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private ByteArrayInputStream open(String text) {
    opened.incrementAndGet();
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)) {
      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  @Test
  void linesOfAFile(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("f"), "ä\r\nb\n\nc");
    var lines = Flow.lines(file);
    assertThat(lines.toList()).containsExactly("ä", "b", "", "c");
    assertThat(lines.take(1).toList()).containsExactly("ä");
    Files.writeString(file, "ä", StandardCharsets.ISO_8859_1);
    assertThat(Flow.lines(file, StandardCharsets.ISO_8859_1).toList()).containsExactly("ä");
    assertThatThrownBy(lines::toList).hasCauseInstanceOf(MalformedInputException.class);
    Files.delete(file);
    assertThatThrownBy(lines::toList)
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatIsOpenedIsClosedInEveryCase() {
    var lines = Flow.lines(() -> open("a\nb\nc"), StandardCharsets.US_ASCII);
    var bytes = Flow.bytes(() -> open("abc"), 1);
    var used = Flow.using(() -> open("abc"), in -> Flow.repeat(in::read).takeWhile(b -> b >= 0));
    for (var flow : List.<Flow<?>>of(lines, bytes, used)) {
      opened.set(0);
      closed.set(0);
      assertThat(flow.count()).isEqualTo(3);
      assertThat(flow.take(2).count()).isEqualTo(2);
      assertThat(flow.first()).isNotNull();
      assertThatThrownBy(() ->
              flow.forEach(e -> {
                throw new IOException("downstream");
              }))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> flow.map(e -> List.of().getFirst()).toList())
          .isInstanceOf(java.util.NoSuchElementException.class);
      var scope = new CancelScope();
      boolean done =
          scope.run(() ->
              flow.forEach(e -> {
                scope.cancel("enough");
                Weft.checkpoint();
              }));
      assertThat(done).isFalse();
      try (var pulled = flow.iterate()) {
        assertThat(pulled.iterator().hasNext()).isTrue();
      }
      assertThat(opened).hasValue(7);
      assertThat(closed).hasValue(7);
    }
  }

  @Test
  void aFailureToCloseComesOut() {
    var failure = new IOException("close");
    Flow<Integer> flow =
        Flow.using(
            () ->
                (AutoCloseable)
                    () -> {
                      throw failure;
                    },
            resource -> Flow.of(1, 2));
    assertThatThrownBy(flow::toList).hasCause(failure);
    assertThatThrownBy(flow::first).as("after an early end").hasCause(failure);
    assertThat(flow.recover(IOException.class, e -> -1).toList()).containsExactly(1, 2, -1);
    var first = new IllegalStateException("first");
    assertThatThrownBy(() ->
            flow.map(
                    n -> {
                      throw first;
                    })
                .drain())
        .isSameAs(first);
    assertThat(first).hasSuppressedException(failure);
  }

  @Property(tries = 200)
  void bytesAreThoseOfTheStream(
      @ForAll @Size(max = 300) byte[] content, @ForAll @IntRange(min = 1, max = 64) int chunk)
      throws IOException {
    var flow = Flow.bytes(() -> new ByteArrayInputStream(content), chunk);
    var all = new ByteArrayOutputStream();
    flow.forEach(all::write);
    assertThat(all.toByteArray()).isEqualTo(content);
    assertThat(flow.all(part -> part.length > 0 && part.length <= chunk)).isTrue();
    assertThat(flow.distinct(System::identityHashCode).count()).isEqualTo(flow.count());
  }
}
