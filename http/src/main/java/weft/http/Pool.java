package weft.http;

import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The connections: strict limits, in all and per host, and headers that can't fill the memory. */
final class Pool {
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_HEADERS = 256;

  private Pool() {}

  static PoolingHttpClientConnectionManager create(HttpOptions options, Connector connector) {
    var connections =
        ManagedHttpClientConnectionFactory.builder()
            .http1Config(
                Http1Config.custom()
                    .setMaxLineLength(MAX_LINE)
                    .setMaxHeaderCount(MAX_HEADERS)
                    .build())
            .charCodingConfig(
                CharCodingConfig.custom()
                    .setCharset(StandardCharsets.ISO_8859_1)
                    .setMalformedInputAction(CodingErrorAction.REPLACE)
                    .setUnmappableInputAction(CodingErrorAction.REPLACE)
                    .build())
            .responseParserFactory(Answers::new)
            .build();
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
            connections);
    pool.setMaxTotal(options.maxConnections());
    pool.setDefaultMaxPerRoute(options.maxConnectionsPerHost());
    pool.setDefaultConnectionConfig(connection);
    return pool;
  }
}
