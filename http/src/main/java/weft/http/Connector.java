package weft.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpHost;
import weft.Environment;
import weft.TimeoutException;
import weft.Weft;
import weft.http.HttpException.Reason;
import weft.internal.socket.YieldingSocket;

/**
 * Opens connections: looks up, connects, goes through a proxy, shakes hands.
 *
 * <p>A host's addresses are tried one after the other; each gets its share of what is left of the
 * time. All of it happens on the caller's thread, and a cancellation closes the socket.
 */
final class Connector {
  /**
   * An open connection.
   *
   * @param socket what is read and written
   * @param raw the socket below, which is closed without a word; the same where there is no TLS
   */
  record Line(Socket socket, YieldingSocket raw) {
    /** Whether there was TLS, and the socket below it has ended before it. */
    boolean isCutOff() {
      return socket != raw && raw.hasEnded();
    }
  }

  private final HttpOptions options;
  private final Resolver resolver;
  private final SSLContext tls;
  final LongAdder opened = new LongAdder();

  Connector(HttpOptions options, Resolver resolver) {
    this.options = options;
    this.resolver = resolver;
    this.tls = options.tls().context();
  }

  /** Opens a connection for exchanges, within the time that there is for that. */
  Connection connect(HttpHost route) throws IOException {
    var stage = new Stage();
    try {
      Connection connection = Weft.timeout(options.connectTimeout(), () -> over(route, stage));
      opened.increment();
      return connection;
    } catch (TimeoutException e) {
      throw new HttpException(
          Reason.CONNECT_TIMEOUT, Transport.name(route) + " " + stage.late + " in time", e);
    }
  }

  /** How far a connection has come: what is said of one that takes too long. */
  private static final class Stage {
    private String late = "was not found";
  }

  private Connection over(HttpHost route, Stage stage) throws IOException {
    Line line = dial(route, route.getSchemeName().equals("https"), stage);
    boolean good = false;
    try {
      Connection connection = Connection.over(route, line);
      good = true;
      return connection;
    } finally {
      if (!good) line.raw().close();
    }
  }

  /**
   * Opens a connection: in the clear, or with TLS if the scheme is {@code https}. A cancellation
   * closes it on the way.
   *
   * @param target with the address to connect to, if that has been looked up
   * @param tunnels whether a proxy is to pass the bytes through, and not to forward requests
   */
  Line dial(HttpHost target, boolean tunnels) throws IOException {
    return dial(target, tunnels, new Stage());
  }

  private Line dial(HttpHost target, boolean tunnels, Stage stage) throws IOException {
    boolean secure = target.getSchemeName().equals("https");
    String name = target.getHostName();
    int port = target.getPort() >= 0 ? target.getPort() : secure ? 443 : 80;
    Optional<HttpProxy.Server> proxy =
        options.proxy().flatMap(p -> p.to(target.getSchemeName(), name));
    YieldingSocket socket;
    if (proxy.isPresent()) {
      stage.late = "was not reached through the proxy " + proxy.get();
      socket = open(proxy.get());
    } else {
      boolean known = target.getAddress() != null;
      InetAddress[] all = known ? new InetAddress[] {target.getAddress()} : resolver.resolve(name);
      stage.late = "did not accept a connection";
      socket = open(all, port);
    }
    boolean good = false;
    try {
      Line line =
          Weft.onCancel(
              socket,
              () -> {
                if (proxy.isPresent()) through(proxy.get(), socket, name, port, tunnels);
                if (!secure) return new Line(socket, socket);
                stage.late = "accepted a connection, and was not ready for TLS";
                return new Line(secured(socket, name, port), socket);
              });
      good = true;
      return line;
    } finally {
      if (!good) socket.close();
    }
  }

  private void through(
      HttpProxy.Server proxy, Socket socket, String host, int port, boolean tunnels)
      throws IOException {
    if (proxy.isSocks()) Socks.open(socket, host, port, proxy);
    else if (tunnels) Tunnel.open(socket, host, port, proxy, options.userAgent());
  }

  private YieldingSocket open(HttpProxy.Server proxy) throws IOException {
    try {
      return open(resolver.resolve(proxy.host()), proxy.port());
    } catch (UnknownHostException e) {
      throw new HttpException(Reason.PROXY, "unknown host of the proxy " + proxy, e);
    } catch (ConnectException e) {
      throw new HttpException(Reason.PROXY, "the proxy " + proxy + " refused the connection", e);
    }
  }

  private YieldingSocket open(InetAddress[] addresses, int port) throws IOException {
    var clock = Environment.current().clock();
    long end = clock.nanoTimeIn(options.connectTimeout());
    for (int i = 0; ; i++) {
      boolean last = i == addresses.length - 1;
      try {
        Duration share = Duration.ofNanos((end - clock.nanoTime()) / (addresses.length - i));
        var address = new InetSocketAddress(addresses[i], port);
        return last ? open(address) : Weft.timeout(share, () -> open(address));
      } catch (IOException e) {
        Weft.checkpoint();
        if (last) throw e;
      } catch (TimeoutException e) {
        if (last) throw new SocketTimeoutException(e.getMessage());
      }
    }
  }

  private static YieldingSocket open(InetSocketAddress address) throws IOException {
    var socket = new YieldingSocket();
    boolean good = false;
    try {
      socket.setTcpNoDelay(true);
      Weft.onCancel(
          socket,
          () -> {
            socket.connect(address);
            return true;
          });
      good = true;
      return socket;
    } finally {
      if (!good) socket.close();
    }
  }

  private SSLSocket secured(Socket socket, String host, int port) throws IOException {
    SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
    if (options.tls().checksNames()) {
      var parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
    }
    secured.startHandshake();
    return secured;
  }
}
