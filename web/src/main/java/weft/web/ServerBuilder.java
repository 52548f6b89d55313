package weft.web;

import static weft.web.Limits.positive;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import weft.Promise;
import weft.Weft;

/**
 * A server to be: where it listens, and its limits. Made by {@link Web#server}.
 *
 * <pre>{@code
 * Web.server(routes).port(8080).serve(server -> {
 *   IO.println("at " + server.uri());
 *   sleep(Duration.ofHours(1));
 * });
 * }</pre>
 *
 * <p>For one thread.
 */
public final class ServerBuilder {
  private static final int MB = 1_000_000;

  private final Routes routes;
  private String host = "127.0.0.1";
  private int port;
  private Optional<SSLContext> tls = Optional.empty();
  private Duration deadline = Duration.ofSeconds(30);
  private Duration idle = Duration.ofSeconds(30);
  private Duration closing = Duration.ofSeconds(10);
  private int maxBody = 10 * MB;
  private int maxHeader = 16 * 1024;
  private int maxConnections = 10_000;
  private int maxWebSockets = 10_000;
  private boolean compresses = true;
  private Cors cors = Cors.NONE;
  private Consumer<? super Answered> onAnswered = _ -> {};

  ServerBuilder(Routes routes) {
    this.routes = Objects.requireNonNull(routes, "routes");
  }

  /** The port; 0, as without this, for one that is free. */
  public ServerBuilder port(int number) {
    if (number < 0 || number > 65_535) throw new IllegalArgumentException("no port: " + number);
    port = number;
    return this;
  }

  /**
   * The address or name to listen at: without this only this machine reaches the server; {@code
   * 0.0.0.0} is reached from everywhere.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public ServerBuilder host(String name) {
    Objects.requireNonNull(name, "host");
    if (name.isBlank()) throw new IllegalArgumentException("an empty name is no host");
    host = name;
    return this;
  }

  /** TLS with the certificate and key of {@code context}. */
  public ServerBuilder tls(SSLContext context) {
    tls = Optional.of(context);
    return this;
  }

  /**
   * TLS with a certificate, its chain after it, and its key in PKCS#8, both PEM: as Let's Encrypt
   * and others write them.
   *
   * @throws IllegalArgumentException if they can't be read
   */
  public ServerBuilder tls(Path certificates, Path key) {
    return tls(Tls.pem(certificates, key));
  }

  /**
   * TLS with the key in a keystore, PKCS#12 mostly.
   *
   * @throws IllegalArgumentException if it can't be read
   */
  public ServerBuilder tls(Path keystore, String password) {
    return tls(Tls.keystore(keystore, password));
  }

  /**
   * How long a handler may take until it returns its answer; 30 seconds without this. Then it is
   * cancelled, and the answer is a 503. Streams and WebSockets may go on.
   */
  public ServerBuilder deadline(Duration limit) {
    deadline = positive(limit);
    return this;
  }

  /**
   * How long a connection may be idle, between requests, in the middle of one, and while an answer
   * is sent that the client doesn't read; 30 seconds without this. The headers of a request, and
   * the handshake of TLS, must have come in that time as a whole. WebSockets have heartbeats
   * instead.
   */
  public ServerBuilder idleTimeout(Duration limit) {
    idle = positive(limit);
    return this;
  }

  /**
   * How long the server waits for requests and WebSockets when it is closed; 10 s without this.
   * Then they are cancelled, and what isn't over after as long again is named in the log: the
   * server ends when it does.
   */
  public ServerBuilder closeWithin(Duration limit) {
    closing = positive(limit);
    return this;
  }

  /** How many bytes a body may have that is read as a whole; 10 MB without this. */
  public ServerBuilder maxBody(int bytes) {
    maxBody = positive(bytes);
    return this;
  }

  /** How many bytes the request line and the headers may have; 16 KiB without this. */
  public ServerBuilder maxHeader(int bytes) {
    maxHeader = positive(bytes);
    return this;
  }

  /** How many connections there may be; further ones wait to be accepted. 10,000 without this. */
  public ServerBuilder maxConnections(int number) {
    maxConnections = positive(number);
    return this;
  }

  /** How many WebSockets there may be; further ones get a 503. 10,000 without this. */
  public ServerBuilder maxWebSockets(int number) {
    maxWebSockets = positive(number);
    return this;
  }

  /**
   * Sends texts of some length uncompressed, too, to those who would take them compressed: where a
   * proxy compresses, or where secrets are in pages next to what a stranger can choose (BREACH).
   */
  public ServerBuilder withoutCompression() {
    compresses = false;
    return this;
  }

  /**
   * Lets pages of other origins call this server from browsers; without this none may. It holds for
   * all routes, and for errors too, so that pages can read what is wrong. WebSockets have {@link
   * WebSocketOptions#origins} instead.
   */
  public ServerBuilder cors(Cors allowed) {
    cors = Objects.requireNonNull(allowed, "cors");
    return this;
  }

  /**
   * Tells {@code listener} of each request when it is over, with the status that the client got:
   * also of those that filters don't see the answer of, since their handler failed. What isn't HTTP
   * is refused without a word here.
   *
   * <p>It is called by the request's task, before that takes the next request of its connection; so
   * it should be quick. What it throws goes to the log.
   */
  public ServerBuilder onAnswered(Consumer<? super Answered> listener) {
    onAnswered = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Serves until the caller is cancelled, by Ctrl-C say; then ends as {@link #serve(ServerBody)}
   * does. The log tells where it listens: nobody else can.
   */
  public void serve() {
    serve(
        (ServerAction<RuntimeException>)
            server -> {
              System.getLogger("weft.web").log(Level.INFO, "listening at " + server.uri());
              new Promise<Void>().await();
            });
  }

  /**
   * Serves while {@code body} runs, on the caller's thread.
   *
   * <p>When it has returned, or failed, or the caller is cancelled, nothing more is accepted,
   * WebSockets are told that the server goes away (1001), and what is on its way may end, within
   * the time of {@link #closeWithin}; then it is cancelled. Nothing of the server is left after it.
   *
   * @return what the body returns
   * @throws java.io.UncheckedIOException if the address can't be listened at
   */
  public <T extends @Nullable Object, X extends Throwable> T serve(ServerBody<T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    Weft.checkpoint();
    var engine = new Engine(settings());
    engine.listen();
    try {
      return Weft.<T, X>scope(s -> {
        var server = s.<WebServer>startReady("web server", engine::run);
        try {
          return body.call(server);
        } finally {
          Weft.shield(() -> engine.close());
        }
      });
    } finally {
      engine.stop();
    }
  }

  /** Serves while {@code body} runs; see {@link #serve(ServerBody)}. */
  public <X extends Throwable> void serve(ServerAction<X> body) throws X {
    Objects.requireNonNull(body, "body");
    var _ =
        this.<@Nullable Object, X>serve(server -> {
          body.run(server);
          return null;
        });
  }

  private ServerSettings settings() {
    return new ServerSettings(
        routes,
        host,
        port,
        tls,
        deadline,
        idle,
        closing,
        maxBody,
        maxHeader,
        maxConnections,
        maxWebSockets,
        compresses,
        cors,
        onAnswered);
  }
}
