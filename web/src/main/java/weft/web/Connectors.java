package weft.web;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, set up. */
final class Connectors {
  /** An acceptor, selectors, and some to spare; what comes is taken elsewhere. */
  private static final int THREADS = 8;

  private static final int BACKLOG = 1_024;

  /** What comes to the headers of a program: date, length, those of CORS, ... */
  private static final int OUR_HEADERS = 4 * 1024;

  private Connectors() {}

  /**
   * A connector that isn't started.
   *
   * @param takers run what is to be done with a connection that has something to say
   */
  static Connector create(ServerSettings settings, Executor takers) {
    var threads =
        new QueuedThreadPool(THREADS + Runtime.getRuntime().availableProcessors(), THREADS);
    threads.setName("weft-web");
    threads.setDaemon(true);
    threads.setReservedThreads(0); // else they take what comes themselves
    threads.setVirtualThreadsExecutor(takers);
    var server = new Server(threads);
    server.setErrorHandler(new PlainErrors());
    var factories = new ArrayList<ConnectionFactory>();
    settings.tls().ifPresent(context -> factories.add(tls(context)));
    factories.add(new HttpConnectionFactory(http(settings)));
    var connector = new Connector(server, takers, factories.toArray(ConnectionFactory[]::new));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.maxConnections(), connector));
    return connector;
  }

  private static HttpConfiguration http(ServerSettings settings) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setHeaderCacheSize(0); // 100 KB a connection, for less than nothing
    http.setRequestHeaderSize(settings.maxHeader());
    http.setMaxResponseHeaderSize(ProgramError.MAX_HEADERS + OUR_HEADERS);
    if (settings.tls().isPresent()) http.addCustomizer(new SecureRequestCustomizer(false));
    return http;
  }

  private static SslConnectionFactory tls(SSLContext context) {
    var ssl = new SslContextFactory.Server();
    ssl.setSslContext(context);
    return new SslConnectionFactory(ssl, "http/1.1");
  }

  /** Jetty's connector with our ends of connections. */
  static final class Connector extends ServerConnector {
    private final Executor takers;
    private final AtomicInteger connections = new AtomicInteger();

    Connector(Server server, Executor takers, ConnectionFactory... factories) {
      super(server, 1, -1, factories);
      this.takers = takers;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      var endPoint = new ServerEndPoint(channel, selector, key, getScheduler(), takers);
      endPoint.setIdleTimeout(getIdleTimeout());
      return endPoint;
    }

    /** How many there are: a look at the set of them sees too many while they come and go. */
    int connections() {
      return connections.get();
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
      connections.incrementAndGet();
      super.onEndPointOpened(endPoint);
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
      super.onEndPointClosed(endPoint);
      connections.decrementAndGet();
    }
  }
}
