package weft.http;

import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The connections: strict limits, in all and per host, and headers that can't fill the memory. */
final class Pool {
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_HEADERS = 256;

  private Pool() {}

  static PoolingHttpClientConnectionManager create(HttpSettings settings, Resolver.Names names) {
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
    var connection =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(settings.connectTimeout()))
            .setSocketTimeout(Timeout.of(settings.responseTimeout()))
            .setIdleTimeout(Timeout.of(settings.idleTimeout()))
            .setValidateAfterInactivity(TimeValue.ofSeconds(1)) // a look at the socket before reuse
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(connections)
        .setDnsResolver(new Resolver(names))
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
        .setMaxConnTotal(settings.maxConnections())
        .setMaxConnPerRoute(settings.maxConnectionsPerHost())
        .setDefaultConnectionConfig(connection)
        .build();
  }
}
