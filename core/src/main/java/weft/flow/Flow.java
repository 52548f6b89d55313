package weft.flow;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import weft.Body;
import weft.Mapper;

/**
 * A cold stream of elements, pushed through its stages on the thread of the one who runs it.
 *
 * <p>A flow is a description: nothing runs until a terminal method ({@link #forEach}, {@link
 * #toList}, …) is called, and each call runs everything anew, source included. Elements go through
 * one at a time, so a slow consumer slows its source; there is no queue and no other thread, unless
 * a stage asks for one. Memory and stack depth don't grow with the number of elements. A flow is
 * immutable and may be shared and run by many at once, as far as its source allows. It carries no
 * nulls.
 *
 * <p><b>Failures.</b> What a source or a stage throws ends the run and comes out of the terminal:
 * an unchecked exception or an error as it is, a checked exception as the cause of a {@link
 * weft.TaskFailedException}, whose {@code rethrow} gives it back with its type. What the terminal's
 * own function throws comes out as it is, and with its type. Operators that handle failures handle
 * only those from above them, never one from further down.
 *
 * <p><b>Early end and cancellation.</b> When a stage or a terminal wants no more elements, the
 * source is ended by what its {@code emit} throws, so that its {@code finally} blocks run before
 * the terminal returns. Cancelling the one who runs a flow cancels all of it: it is the same
 * thread. No operator swallows a {@link weft.CancelledError}.
 *
 * <p>Source: Kotlin's {@code Flow}.
 *
 * @param <T> the type of the elements
 */
public final class Flow<T>
    implements Transforming<T>,
        Limiting<T>,
        Recovering<T>,
        Parallel<T>,
        Timing<T>,
        Sharing<T>,
        Terminals<T> {
  final Source<T> source;

  Flow(Source<T> source) {
    this.source = source;
  }

  /**
   * A flow of what {@code generator} emits; it is called anew for each run, on the thread of the
   * one who runs the flow, and may suspend.
   *
   * <pre>{@code
   * Flow<Integer> ticks = Flow.generate(out -> {
   *   for (int i = 0; ; i++) {
   *     out.emit(i);
   *     sleep(Duration.ofSeconds(1));
   *   }
   * });
   * }</pre>
   */
  public static <T> Flow<T> generate(Generator<T, ?> generator) {
    given(generator, "generator");
    return new Flow<>(Guard.source("generate", generator::run));
  }

  // ---- what exists

  /** A flow of {@code elements}, in their order. */
  @SafeVarargs
  public static <T> Flow<T> of(T... elements) {
    return from(List.of(elements));
  }

  /** A flow without elements. */
  public static <T> Flow<T> empty() {
    return new Flow<>(out -> {});
  }

  /** A flow that fails with {@code failure}, the same one in each run. */
  public static <T> Flow<T> failed(Throwable failure) {
    given(failure, "failure");
    return new Flow<>(out -> {
      throw failure;
    });
  }

  /** A flow of the elements of {@code iterable}, which is gone through anew for each run. */
  public static <T> Flow<T> from(Iterable<? extends T> iterable) {
    return new Flow<>(Sources.iterable(given(iterable, "iterable")));
  }

  /** A flow of what is left of {@code iterator}; it can be run once. */
  public static <T> Flow<T> from(Iterator<? extends T> iterator) {
    return new Flow<>(Sources.once(given(iterator, "iterator")));
  }

  /**
   * A flow of the elements of {@code stream}, which is closed in every case; it can be run once.
   * {@link #defer} makes one that can be run again: {@code Flow.defer(() ->
   * Flow.from(openStream()))}.
   */
  public static <T> Flow<T> from(Stream<? extends T> stream) {
    return new Flow<>(Sources.stream(given(stream, "stream")));
  }

  // ---- what is computed

  /** A flow of the numbers from {@code from}, included, to {@code to}, excluded. */
  public static Flow<Integer> range(int from, int to) {
    return new Flow<>(Sources.range(from, to));
  }

  /** An endless flow of {@code seed}, then what {@code f} makes of it, of that, and so on. */
  public static <T> Flow<T> iterate(T seed, Mapper<? super T, ? extends T, ?> f) {
    return new Flow<>(Sources.iterate(given(seed, "seed"), given(f, "f")));
  }

  /** An endless flow of what {@code body} returns, which is called for each element. */
  public static <T> Flow<T> repeat(Body<? extends T, ?> body) {
    return new Flow<>(Sources.repeat(given(body, "body")));
  }

  /**
   * A flow of what {@code step} emits: it is called with {@code seed}, then with the state that it
   * returned last, until it returns none.
   *
   * <pre>{@code
   * Flow<Integer> powers = Flow.unfold(1, (n, out) -> {
   *   out.emit(n);
   *   return n < 1000 ? Optional.of(n * 2) : Optional.empty();
   * });
   * }</pre>
   */
  public static <T, S> Flow<T> unfold(
      S seed, BiMapper<? super S, ? super Emitter<? super T>, Optional<S>, ?> step) {
    return new Flow<>(Sources.unfold(given(seed, "seed"), given(step, "step")));
  }

  /**
   * A flow of the items of all pages: {@code fetch} is called with {@code first}, then with what
   * the page before it named as the next, until a page names none. A page is fetched when all items
   * of the one before have been dealt with.
   *
   * <pre>{@code
   * Flow<User> users = Flow.paginate("", token -> {
   *   var answer = api.users(token);
   *   return new Page<>(answer.users(), answer.nextToken());
   * });
   * }</pre>
   */
  public static <T, K> Flow<T> paginate(K first, Mapper<? super K, Page<T, K>, ?> fetch) {
    return new Flow<>(Sources.paginate(given(first, "first"), given(fetch, "fetch")));
  }

  // ---- other flows

  /** The flow that {@code flow} returns, which is called anew for each run. */
  public static <T> Flow<T> defer(Body<? extends Flow<? extends T>, ?> flow) {
    return new Flow<>(Sources.defer(given(flow, "flow")));
  }

  /** All elements of {@code flows}, one flow after the other. */
  @SafeVarargs
  public static <T> Flow<T> concat(Flow<? extends T>... flows) {
    return concat(List.of(flows));
  }

  /** All elements of {@code flows}, one flow after the other. */
  public static <T> Flow<T> concat(Iterable<? extends Flow<? extends T>> flows) {
    return new Flow<>(Sources.concat(given(flows, "flows")));
  }

  /**
   * The flow that {@code use} makes of a resource, which is opened for each run, and closed at its
   * end in every case: also after a failure, an early end or a cancellation.
   */
  public static <R extends AutoCloseable, T> Flow<T> using(
      Body<? extends R, ?> open, Mapper<? super R, ? extends Flow<? extends T>, ?> use) {
    return new Flow<>(Inputs.using(given(open, "open"), given(use, "use")));
  }

  // ---- files and streams of bytes

  /** The lines of {@code file} in UTF-8; see {@link #lines(Body, Charset)}. */
  public static Flow<String> lines(Path file) {
    return lines(file, StandardCharsets.UTF_8);
  }

  /** The lines of {@code file}; see {@link #lines(Body, Charset)}. */
  public static Flow<String> lines(Path file, Charset charset) {
    given(file, "file");
    return lines(() -> Files.newInputStream(file), charset);
  }

  /**
   * The lines of what {@code open} opens for each run, without their ends (LF, CR, or both). It is
   * closed in every case. Bytes that are no characters in {@code charset} fail the flow with a
   * {@link java.nio.charset.CharacterCodingException}.
   */
  public static Flow<String> lines(Body<? extends InputStream, ?> open, Charset charset) {
    return new Flow<>(Inputs.lines(given(open, "open"), given(charset, "charset")));
  }

  /** The bytes of {@code file}; see {@link #bytes(Body, int)}. */
  public static Flow<byte[]> bytes(Path file, int chunk) {
    given(file, "file");
    return bytes(() -> Files.newInputStream(file), chunk);
  }

  /**
   * The bytes of what {@code open} opens for each run, as they come, in arrays of at most {@code
   * chunk} bytes that are the receiver's to keep. It is closed in every case.
   */
  public static Flow<byte[]> bytes(Body<? extends InputStream, ?> open, int chunk) {
    return new Flow<>(Inputs.bytes(given(open, "open"), Windows.positive(chunk, "chunk")));
  }

  private static <A> A given(A argument, String name) {
    return Objects.requireNonNull(argument, name);
  }

  /**
   * All elements of {@code flows}, as they come; each runs in a task of its own, and its elements
   * keep their order.
   */
  @SafeVarargs
  public static <T> Flow<T> merge(Flow<? extends T>... flows) {
    return merge(Arrays.asList(flows));
  }

  /** All elements of {@code flows}, as they come; see {@link #merge(Flow...)}. */
  public static <T> Flow<T> merge(Iterable<? extends Flow<? extends T>> flows) {
    return new Flow<>(Merges.merge(Merges.sources(flows)));
  }

  /**
   * An element of each of {@code flows} in turn, without those that have ended; each runs in a task
   * of its own, and a little ahead.
   */
  @SafeVarargs
  public static <T> Flow<T> interleave(Flow<? extends T>... flows) {
    return new Flow<>(Merges.interleave(Merges.sources(Arrays.asList(flows))));
  }

  /**
   * What {@code f} makes of the last elements of both flows, as soon as both have one, and again
   * for each new element of either; each runs in a task of its own. Ends when both have ended.
   */
  public static <A, B, R> Flow<R> combineLatest(
      Flow<A> a, Flow<B> b, BiMapper<? super A, ? super B, ? extends R, ?> f) {
    return new Flow<>(Latest.combine(a.source, b.source, Objects.requireNonNull(f, "f")));
  }

  /**
   * The numbers from 0, one each {@code period}, the first after the first period. While downstream
   * is busy no number is made up for: those whose time is over are left out.
   *
   * @throws IllegalArgumentException if the period isn't positive
   */
  public static Flow<Long> tick(Duration period) {
    return new Flow<>(Times.tick(Times.positive(period)));
  }

  /**
   * The elements of {@code publisher}, which is subscribed to anew for each run, and asked for up
   * to {@code ahead} elements at a time. When the run ends early the subscription is cancelled.
   *
   * @throws IllegalArgumentException if {@code ahead} is less than 1
   */
  public static <T> Flow<T> from(
      java.util.concurrent.Flow.Publisher<? extends T> publisher, int ahead) {
    return new Flow<>(
        new FromPublisher<T>(
            Objects.requireNonNull(publisher, "publisher"), Parallels.positive(ahead)));
  }

  @Override
  public String toString() {
    return "flow";
  }
}
