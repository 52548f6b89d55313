package weft.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelScope;
import weft.Clock;
import weft.Environment;
import weft.Mapper;
import weft.Weft;
import weft.http.HttpException.Reason;
import weft.sync.CapacityLimiter;
import weft.sync.Permit;

/** One exchange at a time over pooled connections, and no more: what a session is made of. */
final class Transport {
  /** A connection that was kept for longer is looked at before it is used. */
  private static final long LOOK_AFTER_NANOS = 1_000_000_000;

  private final HttpOptions options;
  private final Resolver resolver;
  private final Connector connector;
  private final Pool pool;
  private final Clock clock = Environment.current().clock();

  /** Makes callers wait, so that the pool never does. */
  private final CapacityLimiter<HttpHost> limiter;

  private final Predicate<InetAddress> isPublic;
  private volatile boolean closed;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final AtomicLong swept = new AtomicLong(clock.nanoTime());
  private final LongAdder requests = new LongAdder();
  final LongAdder received = new LongAdder();

  Transport(HttpOptions options, Resolver.Names names, Predicate<InetAddress> isPublic) {
    this.options = options;
    this.isPublic = isPublic;
    this.resolver = new Resolver(names);
    this.connector = new Connector(options, resolver);
    this.pool = new Pool(options);
    this.limiter = new CapacityLimiter<>(options.maxConnections(), options.maxConnectionsPerHost());
  }

  /** Sends {@code request} to {@code target}; returns when the head of the answer has come. */
  StreamingResponse send(Request request, Target target) throws HttpException {
    if (closed) throw new IllegalStateException("the client is closed");
    sweep();
    Permit permit = limiter.acquire(target.host());
    boolean answered = false;
    try {
      var response = guarded(request, target, permit);
      answered = true;
      return response;
    } finally {
      if (!answered) permit.close();
    }
  }

  private StreamingResponse guarded(Request request, Target target, Permit permit)
      throws HttpException {
    return anyOf(routes(request, target), route -> exchange(request, target, route, permit));
  }

  /** Goes the first of several ways that leads there. */
  private static <T> T anyOf(List<HttpHost> routes, Mapper<HttpHost, T, HttpException> way)
      throws HttpException {
    for (int i = 0; ; i++) {
      try {
        return way.apply(routes.get(i));
      } catch (HttpException e) {
        boolean elsewhere = e.reason() == Reason.REFUSED || e.reason() == Reason.CONNECT_TIMEOUT;
        if (!elsewhere || i == routes.size() - 1) throw e;
      }
    }
  }

  /**
   * Where a request may go. The addresses of one that may not go anywhere are looked up before, and
   * then kept to.
   */
  private List<HttpHost> routes(Request request, Target target) throws HttpException {
    HttpHost host = target.host();
    AddressGuard guard = options.guard();
    boolean free =
        guard == AddressGuard.NEVER || (guard != AddressGuard.ALWAYS && !request.isUntrusted());
    if (free) return List.of(host);
    boolean proxied = proxy(target).isPresent();
    InetAddress[] all;
    try {
      all = resolver.resolve(host.getHostName());
    } catch (UnknownHostException e) {
      if (proxied) return List.of(host);
      throw Errors.explain(e, name(target));
    }
    InetAddress[] allowed = Arrays.stream(all).filter(isPublic).toArray(InetAddress[]::new);
    if (allowed.length == 0 || (proxied && allowed.length < all.length))
      throw new HttpException(
          Reason.FORBIDDEN_ADDRESS,
          name(target) + " has a private address, where this request may not go");
    if (proxied) return List.of(host);
    return Arrays.stream(allowed)
        .map(a -> new HttpHost(host.getSchemeName(), a, host.getHostName(), host.getPort()))
        .toList();
  }

  /** Opens a connection for something else than HTTP; who opens it closes it. */
  Connector.Line dial(Request request, Target target) throws HttpException {
    if (closed) throw new IllegalStateException("the client is closed");
    return anyOf(
        routes(request, target),
        route -> {
          try {
            return connector.dial(route, true);
          } catch (IOException e) {
            throw explain(e, target);
          }
        });
  }

  /** Keeps a WebSocket, to be cut off when the client is closed. */
  void keep(Wire wire) {
    wires.add(wire);
    wire.ended().onDone(_ -> wires.remove(wire));
    if (closed) wire.abort();
  }

  private StreamingResponse exchange(Request request, Target target, HttpHost route, Permit permit)
      throws HttpException {
    boolean fresh = request.wantsFreshConnection();
    Call call = call(request, target, fresh);
    try {
      return open(call, target, route, permit);
    } catch (HttpException e) {
      boolean stale = e.reason() == Reason.CONNECTION_LOST && call.isOnReusedConnection();
      if (!stale || !options.reconnects() || !request.isRepeatable()) throw e;
      return open(call(request, target, true), target, route, permit);
    }
  }

  private StreamingResponse open(Call call, Target target, HttpHost route, Permit permit)
      throws HttpException {
    requests.increment();
    try {
      return moving(call, () -> answer(call, target, route, permit));
    } catch (IOException e) {
      throw explain(e, target);
    } catch (RuntimeException e) {
      Weft.checkpoint();
      if (closed) throw e; // no fault of the server
      throw Errors.broken(e, name(target));
    }
  }

  private StreamingResponse answer(Call call, Target target, HttpHost route, Permit permit)
      throws IOException {
    boolean good = false;
    try {
      Connection connection = connection(call, route);
      var answer = Exchange.answer(call, connection);
      boolean fromPublic = isPublic(connection, target);
      var response = new StreamingResponse(this, call, target, answer, permit, fromPublic);
      good = true;
      return response;
    } finally {
      if (!good) call.cancel();
    }
  }

  /** The one that was used last, if it is still good, or a new one. */
  private Connection connection(Call call, HttpHost route) throws IOException {
    long now = clock.nanoTime();
    for (var kept = pool.lend(route, now); kept.isPresent(); kept = pool.lend(route, now)) {
      Connection connection = kept.get();
      boolean unsure = now - connection.idleSince() > LOOK_AFTER_NANOS;
      if (call.isFresh() || (unsure && connection.isClosedByServer())) {
        pool.drop(connection);
        if (call.isFresh()) break; // another is opened in its place
      } else {
        call.goOver(connection, true);
        return connection;
      }
    }
    call.pauses();
    Connection connection = pool.open(() -> connector.connect(route));
    call.goOver(connection, false);
    call.progressed();
    return connection;
  }

  /** The answer to a call has been read to its end. */
  void finish(Call call, boolean reusable) {
    call.finish(reusable, clock.nanoTime());
  }

  /** Through a proxy it isn't known what answered: then only a literal address tells. */
  private boolean isPublic(Connection connection, Target target) {
    if (proxy(target).isPresent())
      return !Resolver.isLiteral(target.name()) || isPublicLiteral(target);
    return isPublic.test(connection.address());
  }

  private boolean isPublicLiteral(Target target) {
    try {
      return Arrays.stream(resolver.resolve(target.name())).allMatch(isPublic);
    } catch (UnknownHostException _) {
      return true;
    }
  }

  private Call call(Request request, Target target, boolean fresh) throws HttpException {
    Duration silence = options.responseTimeout();
    var call = new Call(pool, request.method(), target.host(), target.path(), fresh, silence);
    Headers headers = request.headers();
    for (int i = 0; i < headers.size(); i++) call.addHeader(headers.name(i), headers.value(i));
    Headers usual = options.headers();
    for (int i = 0; i < usual.size(); i++)
      if (!headers.has(usual.name(i))) call.addHeader(usual.name(i), usual.value(i));
    if (!call.containsHeader("User-Agent")) call.addHeader("User-Agent", options.userAgent());
    if (!call.containsHeader("Accept-Encoding"))
      call.addHeader("Accept-Encoding", Decoding.ACCEPTED);
    if (!call.containsHeader("Authorization"))
      options.credentials(target).ifPresent(c -> call.addHeader("Authorization", c));
    forward(call, target);
    if (request.content().isPresent()) attach(call, request.content().get());
    return call;
  }

  private void attach(Call call, Content content) throws HttpException {
    try {
      var entity = new Outgoing(content.measured(options.json()), options.json(), call);
      call.setEntity(entity);
    } catch (IOException e) {
      Weft.checkpoint();
      throw e instanceof HttpException ours
          ? ours
          : new HttpException(Reason.BODY, "the body can't be read: " + e.getMessage(), e);
    }
  }

  /** A proxy is told of plain requests in full; of others it only passes the bytes through. */
  private void forward(Call call, Target target) {
    if (target.isSecure()) return;
    proxy(target)
        .filter(server -> !server.isSocks())
        .ifPresent(server -> {
          call.setAbsoluteRequestUri(true);
          server.credentials().ifPresent(c -> call.addHeader("Proxy-Authorization", c));
        });
  }

  private Optional<HttpProxy.Server> proxy(Target target) {
    return options.proxy().flatMap(p -> p.to(target.host().getSchemeName(), target.name()));
  }

  /**
   * Does what blocks on a socket, until the call is cancelled or the time is over. The one
   * interrupt of a cancellation is not enough, not even on a virtual thread: it closes a socket
   * under a read that waits, and a server that never stops sending never lets one wait.
   */
  static <T> T limited(Call call, Duration limit, Body<T, IOException> body) throws IOException {
    Weft.checkpoint();
    if (limit.isZero()) return Weft.onCancel(call, body);
    return within(CancelScope.expiringIn(limit), call, body);
  }

  /** Like {@link #limited}, for a head: the time starts anew whenever the call makes progress. */
  private static <T> T moving(Call call, Body<T, IOException> body) throws IOException {
    Weft.checkpoint();
    if (call.silence().isZero()) return Weft.onCancel(call, body);
    var scope = new CancelScope();
    call.limitBy(scope);
    try {
      return within(scope, call, body);
    } finally {
      call.headHasCome();
    }
  }

  private static <T> T within(CancelScope scope, Call call, Body<T, IOException> body)
      throws IOException {
    var result =
        new Object() {
          @Nullable T value;
        };
    boolean done = scope.run((Action<IOException>) () -> result.value = Weft.onCancel(call, body));
    if (done) return java.util.Objects.requireNonNull(result.value);
    throw new SocketTimeoutException();
  }

  /** The cancellation, if the failure was its doing; else the failure, in one line. */
  HttpException explain(IOException e, Target target) {
    requireNotCancelled(e);
    if (e instanceof Outgoing.Broken broken) {
      Throwable cause = java.util.Objects.requireNonNull(broken.getCause());
      if (cause instanceof RuntimeException unchecked) throw unchecked;
      if (cause instanceof Error error) throw error;
      if (cause instanceof HttpException ours) return ours;
      return new HttpException(
          Reason.BODY,
          "the body for " + name(target) + " can't be read: " + cause.getMessage(),
          cause);
    }
    return Errors.explain(e, name(target));
  }

  /**
   * A socket may be closed by a cancellation that a checkpoint doesn't see yet; to register for one
   * looks closer.
   */
  private static void requireNotCancelled(IOException e) {
    try {
      Weft.<Boolean, IOException>onCancel(
          () -> {},
          () -> {
            throw e;
          });
    } catch (IOException _) {
      Weft.checkpoint();
    }
  }

  static String name(Target target) {
    return name(target.host());
  }

  static String name(HttpHost host) {
    return host.getPort() < 0 ? host.getHostName() : host.toHostString();
  }

  HttpStatistics statistics() {
    return new HttpStatistics(
        pool.inUse(),
        pool.idle(),
        limiter.waiters(),
        connector.opened.sum(),
        requests.sum(),
        received.sum());
  }

  void close() {
    closed = true;
    for (Wire wire : wires) wire.abort();
    pool.close();
  }

  /** Closes what was idle for too long, now and then, without a thread that does nothing else. */
  private void sweep() {
    long last = swept.get();
    long now = clock.nanoTime();
    if (now - last > options.idleTimeout().toNanos() && swept.compareAndSet(last, now))
      pool.sweep(now);
  }
}
