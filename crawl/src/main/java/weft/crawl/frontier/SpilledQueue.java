package weft.crawl.frontier;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A queue, first in, first out, that keeps some of its two ends in memory and all between in a
 * file. For one thread at a time.
 *
 * @param <T> the type of the elements
 */
public final class SpilledQueue<T> {
  private static final int IN_MEMORY = 1024; // at each end

  private final SpillFile file;
  private final Codec<T> codec;
  private final ArrayDeque<SpillFile.Part> middle = new ArrayDeque<>();
  private ArrayDeque<T> head = new ArrayDeque<>();
  private ArrayDeque<T> tail = new ArrayDeque<>();
  private long size;

  /**
   * How elements are written.
   *
   * @param <T> the type of the elements
   */
  public interface Codec<T> {
    /** Writes one; {@code before} is the one that was written before it, and will be read so. */
    void write(DataOutputStream out, T element, Optional<T> before) throws IOException;

    /** Reads one. */
    T read(DataInputStream in, Optional<T> before) throws IOException;
  }

  /** An empty queue. */
  public SpilledQueue(SpillFile file, Codec<T> codec) {
    this.file = file;
    this.codec = codec;
  }

  /** How many there are. */
  public long size() {
    return size;
  }

  /** Adds one at the end. */
  public void add(T element) {
    size++;
    if (middle.isEmpty() && tail.isEmpty() && head.size() < IN_MEMORY) {
      head.add(element);
      return;
    }
    tail.add(element);
    if (tail.size() < IN_MEMORY) return;
    middle.add(file.write(packed()));
    tail.clear();
  }

  /** Takes the first. */
  public Optional<T> poll() {
    if (head.isEmpty()) refill();
    T first = head.poll();
    if (first == null) return Optional.empty();
    size--;
    return Optional.of(first);
  }

  private void refill() {
    SpillFile.Part next = middle.poll();
    if (next != null) {
      unpack(file.read(next));
      return;
    }
    ArrayDeque<T> empty = head;
    head = tail;
    tail = empty;
  }

  private byte[] packed() {
    var bytes = new ByteArrayOutputStream(tail.size() * 100);
    try (var out = new DataOutputStream(bytes)) {
      Optional<T> before = Optional.empty();
      for (T element : tail) {
        codec.write(out, element, before);
        before = Optional.of(element);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return bytes.toByteArray();
  }

  private void unpack(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Optional<T> before = Optional.empty();
      for (int i = 0; i < IN_MEMORY; i++) {
        T element = codec.read(in, before);
        head.add(element);
        before = Optional.of(element);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
  }
}
