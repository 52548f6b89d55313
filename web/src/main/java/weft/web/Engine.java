package weft.web;

import static weft.Weft.moveOnAfter;
import static weft.Weft.shield;
import static weft.Weft.supervise;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;
import weft.Environment;
import weft.Local;
import weft.Promise;
import weft.ReadyBody.Ready;
import weft.Scope;
import weft.Weft;

/**
 * Jetty, and the scope that its requests live in. Its threads only wait for connections that have
 * something to say: what comes is read, parsed, handled and answered by one task.
 */
final class Engine {
  /**
   * Whether the running task is one of a server's: its scope binds it, so Jetty's threads don't.
   */
  private static final Local<Boolean> SERVES = Local.of(false);

  private final ServerSettings settings;
  private final org.eclipse.jetty.server.Server jetty;
  private final Connectors.Connector connector;
  private final Environment environment = Environment.current();
  private final Router router;
  private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
  private final Lookout lookout = new Lookout(environment.clock(), exchanges);
  private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();
  private final Semaphore places; // for WebSockets, those that are being opened among them
  private volatile @Nullable Scope scope;
  private final Promise<Boolean> closing = new Promise<>();
  private volatile boolean goesAway; // said to clients before the port is refused to others
  private final Promise<Boolean> ended = new Promise<>();

  Engine(ServerSettings settings) {
    this.settings = settings;
    this.places = new Semaphore(settings.maxWebSockets());
    this.router = new Router(settings.routes());
    this.connector = Connectors.create(settings, this::take);
    this.jetty = connector.getServer();
    jetty.setHandler(new Entrance());
  }

  /** Takes the port. */
  void listen() {
    try {
      connector.open();
    } catch (IOException e) {
      String where = settings.host() + ":" + settings.port();
      throw new UncheckedIOException("cannot listen at " + where + ": " + reason(e), e);
    }
  }

  /** Jetty's own message has the address again, and not the reason. */
  private static String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof UnresolvedAddressException) return "unknown host";
    String why = String.valueOf(cause.getMessage());
    return why.startsWith("Address already in use") ? "the port is in use" : why;
  }

  /**
   * Serves until closed. Shielded as a whole, so that requests may end in peace when the caller is
   * cancelled; {@link #close} ends those that don't.
   */
  void run(Ready<WebServer> ready) {
    shield(() -> {
      try {
        SERVES.with(true, () -> serve(ready));
      } finally {
        ended.complete(true);
      }
    });
  }

  private void serve(Ready<WebServer> ready) {
    supervise(inner -> {
      scope = inner;
      start();
      inner.background("heartbeats", () -> Heartbeats.run(sockets));
      var latecomers = new Latecomers(connector, exchanges);
      inner.background("latecomers", () -> latecomers.run(settings.idle()));
      ready.ready(new WebServer(this));
      var _ = closing.await();
    });
  }

  private void start() {
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("the server can't be started: " + e.getMessage(), e);
    }
  }

  /**
   * Lets nothing more in, says goodbye, waits for a while, and then cancels what is left. Who
   * doesn't hear of that is named, and waited for.
   */
  void close() {
    goesAway = true;
    connector.close();
    for (var socket : sockets) socket.goAway();
    closing.complete(true);
    if (endsInTime()) return;
    scope().cancel("the server was closed");
    for (var socket : sockets) socket.link().lose(); // the goodbye has had its time
    if (endsInTime()) return;
    Stragglers.tell(exchanges, sockets);
    var _ = ended.await();
  }

  private boolean endsInTime() {
    return moveOnAfter(
        settings.closing(),
        () -> {
          var _ = ended.await();
        });
  }

  /** Ends all connections. */
  void stop() {
    try {
      jetty.stop();
      connector.close(); // where it was never started
    } catch (Exception e) {
      throw new IllegalStateException("the server can't be stopped: " + e.getMessage(), e);
    }
  }

  boolean isClosing() {
    return goesAway;
  }

  /** Starts a task for what a connection has to say: called by Jetty, on its threads. */
  void take(Runnable work) {
    try {
      scope()
          .start(() -> {
            work.run();
            Weft.checkpoint(); // Jetty's frames let no cancellation through
          });
    } catch (IllegalStateException e) { // the scope has ended
      if (work instanceof Closeable connection) IO.close(connection);
    }
  }

  /** Takes requests: on a task mostly, which then handles them, as parser and writer too. */
  private final class Entrance extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      var exchange = new Exchange(Engine.this, request, response, callback);
      exchanges.add(exchange);
      lookout.begin();
      if (SERVES.get()) exchange.runHere();
      else start(exchange);
      return true;
    }

    /** For what Jetty hands to a thread of its own, to read on after something went wrong, say. */
    private void start(Exchange exchange) {
      try {
        scope().start(exchange::run).onDone(_ -> exchange.ended());
      } catch (IllegalStateException e) { // the scope has ended
        exchange.ended();
      }
    }
  }

  ServerSettings settings() {
    return settings;
  }

  Router router() {
    return router;
  }

  Environment environment() {
    return environment;
  }

  Set<Exchange> exchanges() {
    return exchanges;
  }

  Set<WebSocket> sockets() {
    return sockets;
  }

  /** One for each WebSocket that there may be. */
  Semaphore places() {
    return places;
  }

  /** Starts a task of the server's own. */
  Scope scope() {
    var running = scope;
    if (running == null) throw new IllegalStateException("the server has not begun");
    return running;
  }

  int port() {
    return connector.getLocalPort();
  }

  URI uri() {
    String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(
        (settings.tls().isPresent() ? "https://" : "http://") + literal + ":" + port());
  }

  int connections() {
    return connector.connections();
  }
}
