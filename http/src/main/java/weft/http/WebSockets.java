package weft.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;

/** The JDK's client as the options want it. */
final class WebSockets {
  private WebSockets() {}

  static HttpClient client(HttpOptions options) {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .sslContext(options.tls().context());
    options.proxy().ifPresent(proxy -> builder.proxy(new Selector(proxy)));
    return builder.build();
  }

  private static final class Selector extends ProxySelector {
    private final HttpProxy proxy;

    Selector(HttpProxy proxy) {
      this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
      String scheme = Objects.requireNonNull(uri.getScheme());
      boolean secure = scheme.equals("wss") || scheme.equals("https");
      return proxy
          .to(secure ? "https" : "http", Objects.requireNonNull(uri.getHost()))
          .map(s -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(s.host(), s.port())))
          .map(List::of)
          .orElse(List.of(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
  }
}
