package weft.internal.websocket;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compression of messages (RFC 7692), each by itself: so a broadcast is compressed once for all,
 * and no connection keeps the quarter of a megabyte that a compressor takes.
 */
public final class Deflate {
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
  private static final int KEPT = 2 * Runtime.getRuntime().availableProcessors();

  private static final Kept<Inflater> INFLATERS = new Kept<>();
  private static final Kept<Deflater> DEFLATERS = new Kept<>();

  private Deflate() {}

  /** Some that are not in use: to make one costs more than to use it. */
  private static final class Kept<T> {
    private final ConcurrentLinkedQueue<T> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();

    T take(java.util.function.Supplier<T> maker) {
      T one = idle.poll();
      if (one == null) return maker.get();
      number.decrementAndGet();
      return one;
    }

    boolean keep(T one) {
      if (number.incrementAndGet() <= KEPT) return idle.add(one);
      number.decrementAndGet();
      return false;
    }
  }

  /** Compresses the payload of a message. */
  public static byte[] deflate(byte[] payload) {
    Deflater deflater = DEFLATERS.take(() -> new Deflater(Deflater.BEST_SPEED, true));
    try {
      deflater.setInput(payload);
      byte[] out = new byte[payload.length / 2 + 64];
      int length = 0;
      while (true) {
        length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
        if (length < out.length) break;
        out = Arrays.copyOf(out, out.length * 2);
      }
      return Arrays.copyOf(out, length - TAIL.length);
    } finally {
      deflater.reset();
      if (!DEFLATERS.keep(deflater)) deflater.end();
    }
  }

  /** Inflates the payload of a message, to {@code limit} bytes at most. */
  static byte[] inflate(byte[] payload, int limit) throws ProtocolError {
    Inflater inflater = INFLATERS.take(() -> new Inflater(true));
    try {
      byte[] input = Arrays.copyOf(payload, payload.length + TAIL.length);
      System.arraycopy(TAIL, 0, input, payload.length, TAIL.length);
      return inflate(inflater, input, limit);
    } catch (DataFormatException e) {
      throw new ProtocolError(CloseCode.BAD_DATA, "a message is wrongly compressed");
    } finally {
      inflater.reset();
      if (!INFLATERS.keep(inflater)) inflater.end();
    }
  }

  private static byte[] inflate(Inflater inflater, byte[] input, int limit)
      throws DataFormatException, ProtocolError {
    byte[] out = new byte[Math.min(limit, Math.max(256, input.length * 3))];
    int length = 0;
    inflater.setInput(input);
    while (true) {
      int count = inflater.inflate(out, length, out.length - length);
      length += count;
      if (inflater.finished()) {
        int rest = inflater.getRemaining();
        if (rest <= TAIL.length) return Arrays.copyOf(out, length); // a last block, and our tail
        inflater.reset();
        inflater.setInput(input, input.length - rest, rest);
      } else if (count == 0 && length < out.length) {
        if (inflater.needsDictionary()) throw new DataFormatException("a dictionary");
        return Arrays.copyOf(out, length);
      } else if (length == out.length) {
        if (length == limit) {
          if (hasMore(inflater)) throw FrameParser.tooBig(limit);
          return out;
        }
        out = Arrays.copyOf(out, (int) Math.min(limit, out.length * 2L));
      }
    }
  }

  private static boolean hasMore(Inflater inflater) throws DataFormatException {
    return inflater.inflate(new byte[1], 0, 1) > 0;
  }
}
