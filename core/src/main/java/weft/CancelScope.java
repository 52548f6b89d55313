package weft;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A block of code that can be cancelled as a whole, from any thread, and by a deadline that can be
 * moved while it runs.
 *
 * <pre>{@code
 * var scope = CancelScope.expiringIn(Duration.ofSeconds(10));
 * boolean done = scope.run(() -> {
 *   connect();
 *   scope.expireIn(Duration.ofSeconds(60)); // connected: more time for the rest
 *   transfer();
 * });
 * }</pre>
 *
 * <p>It may be cancelled before it is run; its body then meets the cancellation at its first
 * suspension point. It can be run once. It swallows its own cancellation only, and only if no scope
 * around it is cancelled too.
 *
 * <p>Source: trio's {@code CancelScope}.
 */
public final class CancelScope {
  private final Deadline node;
  private final AtomicBoolean entered = new AtomicBoolean();

  /** A scope without a deadline. */
  public CancelScope() {
    node = new Deadline(Environment.current().clock());
  }

  /** A scope that is cancelled after {@code limit}, counted from now. */
  public static CancelScope expiringIn(Duration limit) {
    var scope = new CancelScope();
    scope.expireIn(limit);
    return scope;
  }

  /** A scope that is cancelled at {@code moment}. */
  public static CancelScope expiringAt(Instant moment) {
    var scope = new CancelScope();
    scope.expireAt(moment);
    return scope;
  }

  /**
   * Runs {@code body} in this scope.
   *
   * @return whether the body was done; false if it was cut short by this scope's cancellation
   * @throws IllegalStateException if the scope was run before
   * @throws CancelledError if a scope around this one is cancelled
   */
  public <X extends Throwable> boolean run(Action<X> body) throws X {
    if (entered.getAndSet(true)) {
      throw new IllegalStateException("a cancel scope can be run only once");
    }
    var strand = Strand.current();
    try {
      node.enter(strand);
      body.run();
    } catch (Throwable t) {
      node.leave(strand);
      node.<X>requireOwn(strand, t);
      Failures.reportCleanUp(strand.environment, "a cancelled scope", t);
      return false;
    }
    node.leave(strand);
    return true;
  }

  /** Runs {@code body}; empty if it was cut short or returned null. See {@link #run(Action)}. */
  public <T, X extends Throwable> Optional<T> run(Body<T, X> body) throws X {
    var result =
        new Object() {
          @Nullable T value;
        };
    boolean done = this.<X>run((Action<X>) () -> result.value = body.call());
    return done ? Optional.ofNullable(result.value) : Optional.empty();
  }

  /**
   * Cancels what runs in this scope, now or later.
   *
   * @return whether this call was the first to cancel it
   */
  public boolean cancel(String reason) {
    return node.cancel(Cancellation.requested(Objects.requireNonNull(reason, "reason")));
  }

  /** Cancels, and lets shielded parts go on for {@code grace} only: then they are cancelled too. */
  public boolean cancel(String reason, Duration grace) {
    return Grace.cancel(node, node.clock(), reason, grace);
  }

  /** Tells whether this scope itself was cancelled, by a call or by its deadline. */
  public boolean isCancelled() {
    return node.cancellation() != null;
  }

  /** Moves the deadline to {@code limit} from now; no effect once it has passed. */
  public void expireIn(Duration limit) {
    node.expireIn(limit);
  }

  /** Moves the deadline to {@code moment}; no effect once it has passed. */
  public void expireAt(Instant moment) {
    node.expireIn(Duration.between(node.clock().now(), moment));
  }

  /** Takes the deadline away; no effect once it has passed. */
  public void neverExpire() {
    node.neverExpire();
  }

  /** This scope's own deadline; see {@link Weft#timeLeft} for what is left with all around it. */
  public Optional<Instant> deadline() {
    long left = node.nanosLeft();
    return left == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(node.clock().now().plusNanos(left));
  }

  @Override
  public String toString() {
    return "cancel scope";
  }
}
