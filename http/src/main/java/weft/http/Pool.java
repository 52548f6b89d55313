package weft.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The connections: strict limits, in all and per host, and headers that can't fill the memory. */
final class Pool {
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(256).build();
  private static final CharCodingConfig LATIN =
      CharCodingConfig.custom()
          .setCharset(StandardCharsets.ISO_8859_1)
          .setMalformedInputAction(CodingErrorAction.REPLACE)
          .setUnmappableInputAction(CodingErrorAction.REPLACE)
          .build();

  private Pool() {}

  static PoolingHttpClientConnectionManager create(HttpOptions options, Connector connector) {
    // Time limits are Weft's own: see the connector and the call.
    var connection =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.DISABLED)
            .setSocketTimeout(Timeout.DISABLED)
            .setIdleTimeout(Timeout.of(options.idleTimeout()))
            .setValidateAfterInactivity(TimeValue.ofSeconds(1)) // a look at the socket before reuse
            .build();
    var pool =
        new PoolingHttpClientConnectionManager(
            connector,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.NEG_ONE_MILLISECOND,
            Pool::connection);
    pool.setMaxTotal(options.maxConnections());
    pool.setDefaultMaxPerRoute(options.maxConnectionsPerHost());
    pool.setDefaultConnectionConfig(connection);
    return pool;
  }

  private static ManagedHttpClientConnection connection(@Nullable Socket socket)
      throws IOException {
    var answers = new Answers(LIMITS);
    return ManagedHttpClientConnectionFactory.builder()
        .http1Config(LIMITS)
        .charCodingConfig(LATIN)
        .responseParserFactory(limits -> answers)
        .requestWriterFactory(() -> new Requests(answers))
        // A server may refuse a long body before it has come, and close.
        .responseOutOfOrderStrategy(MonitoringResponseOutOfOrderStrategy.INSTANCE)
        .build()
        .createConnection(socket);
  }
}
