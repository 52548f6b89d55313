package weft.http;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import weft.Body;
import weft.Environment;
import weft.resilience.Retry;

/**
 * What is tried again, where the {@linkplain HttpOptions#retry options} say that something is.
 *
 * <p>Requests that may be sent twice without harm (GET, HEAD, PUT, DELETE, OPTIONS, TRACE, with
 * content that can be sent again) after a {@linkplain HttpException#isTransient failure that may
 * pass}, and after the statuses 408, 425, 429, 500, 502, 503 and 504; after 429 and 503 also
 * requests of other methods, for the server says that it did nothing. A {@code Retry-After} counts
 * for more than the schedule. When the attempts are used up the last answer is the answer, whatever
 * its status.
 */
public final class Retries {
  private Retries() {}

  /** An answer that may be another a little later; dropped when there is another attempt. */
  static final class Again extends IOException {
    private static final long serialVersionUID = 1;
    final transient StreamingResponse response;

    Again(StreamingResponse response) {
      super("status " + response.status());
      this.response = response;
    }

    Optional<Duration> drop() {
      response.discard();
      return retryAfter(response.headers());
    }
  }

  /** An exchange, and with {@link Again} what may be tried once more. */
  @FunctionalInterface
  interface Attempt<T> {
    T send() throws HttpException, Again;
  }

  static boolean isTransient(int status) {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  static boolean worthAnother(Request request, int status) {
    if (request.isRepeatable()) return isTransient(status);
    boolean untouched = status == 429 || status == 503;
    return untouched && request.content().map(Content::isRepeatable).orElse(true);
  }

  static <T> T call(Retry retry, Request request, Attempt<T> attempt) throws HttpException, Again {
    try {
      return retry
          .when(e -> e instanceof Again || (mayPass(e) && request.isRepeatable()))
          .delay(e -> e instanceof Again again ? again.drop() : Optional.empty())
          .call((Body<T, IOException>) attempt::send);
    } catch (HttpException | Again e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("no attempt throws that", e);
    }
  }

  private static boolean mayPass(Throwable e) {
    return e instanceof HttpException h && h.isTransient();
  }

  /** What a {@code Retry-After} says: seconds, or a date. */
  static Optional<Duration> retryAfter(Headers headers) {
    return headers.first("Retry-After").flatMap(value -> parse(value.strip()));
  }

  private static Optional<Duration> parse(String value) {
    try {
      if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9'))
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      Instant when = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Environment.current().clock().now(), when);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException | NumberFormatException _) {
      return Optional.empty();
    }
  }
}
