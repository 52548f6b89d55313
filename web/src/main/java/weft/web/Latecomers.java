package weft.web;

import static weft.Weft.sleep;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Ends connections on which no request has arrived for the idle time. Jetty's own limit begins anew
 * with each byte, so that a client with a byte now and then would keep its connection for days, in
 * a request's headers or in the handshake of TLS.
 */
final class Latecomers {
  private static final int LOOKS = 4; // in the time that there is

  /** How many requests had come, and how often that has been seen before. */
  private record Seen(long requests, int times) {}

  private final ServerConnector connector;
  private final Set<Exchange> exchanges;
  private Map<EndPoint, Seen> waiting = Map.of();

  /** Those of a connector, whose requests are handled in {@code exchanges}. */
  Latecomers(ServerConnector connector, Set<Exchange> exchanges) {
    this.connector = connector;
    this.exchanges = exchanges;
  }

  void run(Duration limit) {
    while (true) {
      sleep(limit.dividedBy(LOOKS));
      look();
    }
  }

  private void look() {
    var busy = exchanges.stream().map(Exchange::connection).collect(Collectors.toSet());
    var still = new HashMap<EndPoint, Seen>();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      Connection connection = endPoint.getConnection();
      if (connection instanceof SslConnection tls)
        connection = tls.getSslEndPoint().getConnection();
      if (connection == null || connection instanceof Link || busy.contains(connection)) continue;
      long requests = connection.getMessagesIn();
      Seen before = waiting.get(endPoint);
      int times = before != null && before.requests == requests ? before.times + 1 : 0;
      if (times == LOOKS) endPoint.close();
      else still.put(endPoint, new Seen(requests, times));
    }
    waiting = still;
  }
}
