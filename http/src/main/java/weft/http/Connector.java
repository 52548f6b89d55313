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
  record Line(Socket socket, Socket raw) {}

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
    try {
      Connection connection = Weft.timeout(options.connectTimeout(), () -> over(route));
      opened.increment();
      return connection;
    } catch (TimeoutException e) {
      throw new HttpException(
          Reason.CONNECT_TIMEOUT, route.getHostName() + " did not accept a connection in time", e);
    }
  }

  private Connection over(HttpHost route) throws IOException {
    Line line = dial(route, route.getSchemeName().equals("https"));
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
    boolean secure = target.getSchemeName().equals("https");
    String name = target.getHostName();
    int port = target.getPort() >= 0 ? target.getPort() : secure ? 443 : 80;
    Optional<HttpProxy.Server> proxy =
        options.proxy().flatMap(p -> p.to(target.getSchemeName(), name));
    Socket socket;
    if (proxy.isPresent()) socket = open(proxy.get());
    else if (target.getAddress() != null)
      socket = open(new InetAddress[] {target.getAddress()}, port);
    else socket = open(resolver.resolve(name), port);
    boolean good = false;
    try {
      Line line =
          Weft.onCancel(
              socket,
              () -> {
                if (proxy.isPresent()) through(proxy.get(), socket, name, port, tunnels);
                return new Line(secure ? secured(socket, name, port) : socket, socket);
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

  private Socket open(HttpProxy.Server proxy) throws IOException {
    try {
      return open(resolver.resolve(proxy.host()), proxy.port());
    } catch (UnknownHostException e) {
      throw new HttpException(Reason.PROXY, "unknown host of the proxy " + proxy, e);
    } catch (ConnectException e) {
      throw new HttpException(Reason.PROXY, "the proxy " + proxy + " refused the connection", e);
    }
  }

  private Socket open(InetAddress[] addresses, int port) throws IOException {
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

  private static Socket open(InetSocketAddress address) throws IOException {
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
