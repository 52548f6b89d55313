package weft.web;

import static weft.Weft.moveOnAfter;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;
import weft.Suspension;
import weft.Weft;

/** The body of a request, read by one task at a time. */
final class RequestBody {
  /** Pieces that are skipped at most, rather than to close the connection. */
  private static final int SKIPPED = 16;

  private static final Duration LINGERING = Duration.ofSeconds(2);

  private final org.eclipse.jetty.server.Request jetty;
  private final long limit;
  private final Runnable ended;
  private final Object lock = new Object();
  private boolean isEnded;

  /** Who waits, and there until more has come: a wait may be cancelled, what was asked can't. */
  private @Nullable Suspension arrival;

  /**
   * A body that nothing was read of.
   *
   * @param limit of one that is read as a whole
   * @param ended is called when the last byte has been read
   */
  RequestBody(org.eclipse.jetty.server.Request jetty, long limit, Runnable ended) {
    this.jetty = jetty;
    this.limit = limit;
    this.ended = ended;
  }

  /** Reads the end of a body that isn't there, so that all of the request has been read. */
  void skipIfAbsent() {
    var headers = jetty.getHeaders();
    if (headers.contains(HttpHeader.TRANSFER_ENCODING)
        || headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0) {
      return;
    }
    Content.Chunk chunk = jetty.read();
    if (chunk != null && !Content.Chunk.isFailure(chunk)) taken(chunk);
  }

  /** Skips what has come of the rest; false if more is to come. */
  boolean skipRest() {
    if (!isEnded && isHeldBack()) return false;
    for (int piece = 0; piece < SKIPPED && !isEnded; piece++) {
      Content.Chunk chunk = jetty.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) return false;
      var _ = taken(chunk);
    }
    return isEnded;
  }

  /**
   * Takes what still comes, until the end or for a while: a connection that is closed before that
   * is reset, and its client may not get what was written last.
   */
  void linger() {
    if (isEnded || isHeldBack()) return;
    var _ =
        moveOnAfter(
            LINGERING,
            () -> {
              try {
                boolean more = true;
                while (more) more = next() != null;
              } catch (HttpError _) {
                // it went, as it should
              }
            });
  }

  /** Whether its client waits to be asked for it: to read would be to ask. */
  private boolean isHeldBack() {
    return jetty.getHeaders().contains(HttpHeader.EXPECT);
  }

  /**
   * Refuses a body that would have to be decoded first: to be taken for what it isn't is worse.
   *
   * @throws HttpError with a 501
   */
  void requireReadable() {
    for (String coding : jetty.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING)) {
      if (coding.strip().equalsIgnoreCase("chunked")) continue;
      throw new HttpError(501, "of transfer codings only chunked is understood");
    }
  }

  long limit() {
    return limit;
  }

  /** Waits for the next bytes; null at the end. */
  byte @Nullable [] next() {
    Weft.checkpoint();
    while (!isEnded) {
      Content.Chunk chunk = jetty.read();
      if (chunk == null) {
        awaitMore();
      } else if (Content.Chunk.isFailure(chunk)) {
        throw failure(chunk.getFailure());
      } else {
        byte[] bytes = taken(chunk);
        if (bytes.length > 0) return bytes;
      }
    }
    return null;
  }

  private void awaitMore() {
    var waiting = new Suspension("body of the request");
    boolean isAsked;
    synchronized (lock) {
      isAsked = arrival != null;
      arrival = waiting;
    }
    if (!isAsked) jetty.demand(Invocable.from(InvocationType.NON_BLOCKING, this::arrived));
    waiting.await();
  }

  private void arrived() {
    @Nullable Suspension waiting;
    synchronized (lock) {
      waiting = arrival;
      arrival = null;
    }
    if (waiting != null) {
      var _ = waiting.resume();
    }
  }

  private byte[] taken(Content.Chunk chunk) {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.getByteBuffer().get(bytes);
    boolean last = chunk.isLast();
    chunk.release();
    if (last && !isEnded) {
      isEnded = true;
      ended.run();
    }
    return bytes;
  }

  private static HttpError failure(Throwable failure) {
    return switch (failure) {
      case TimeoutException e -> new HttpError(408, "the body took too long to arrive", e);
      case HttpException e when e.getReason() != null -> new HttpError(400, e.getReason(), failure);
      default -> new HttpError(400, "the body ended too early", failure);
    };
  }

  byte[] all() {
    if (jetty.getLength() > limit) throw tooLarge();
    byte[] first = next();
    if (isEnded && first != null && first.length <= limit) return first;
    var all = new ByteArrayOutputStream();
    for (byte[] next = first; next != null; next = next()) {
      if (all.size() + (long) next.length > limit) throw tooLarge();
      all.writeBytes(next);
    }
    return all.toByteArray();
  }

  private HttpError tooLarge() {
    return new HttpError(413, "the body is larger than " + limit + " bytes");
  }
}
