package weft.bench.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import weft.Weft;
import weft.bench.Rate;
import weft.http.Http;

/**
 * Small pages from one server, by tasks that each get one after the other: by {@link Http}, by the
 * library underneath with all that can be left out left out, and by the JDK's client.
 */
public final class Requests {
  private final String url;
  private final int tasks;
  private final Rate rate;

  private Requests(String url, int tasks, Duration time) {
    this.url = url;
    this.tasks = tasks;
    rate = new Rate(time);
  }

  static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      IO.println("usage: Requests weft|apache|jdk URL TASKS SECONDS");
      System.exit(2);
    }
    var row =
        new Requests(
            arguments[1],
            Integer.parseInt(arguments[2]),
            Duration.ofSeconds(Long.parseLong(arguments[3])));
    switch (arguments[0]) {
      case "weft" -> row.weft();
      case "apache" -> row.apache();
      case "jdk" -> row.jdk();
      default -> throw new IllegalArgumentException("no such contestant: " + arguments[0]);
    }
    row.rate.print("requests/s");
  }

  /** Gets the page, and returns its length. */
  @FunctionalInterface
  private interface Get<X extends Exception> {
    int run() throws X;
  }

  private <X extends Exception> void each(Get<X> get) throws X {
    Weft.run(() -> {
      var unused =
          Weft.gather(
              IntStream.range(0, tasks).boxed().toList(),
              task -> {
                while (rate.goesOn()) {
                  if (get.run() == 0) throw new AssertionError("no page");
                  rate.count();
                }
                return task;
              });
    });
  }

  private void weft() throws IOException {
    var options = weft.http.HttpOptions.defaults().connections(tasks, tasks);
    try (var http = Http.open(options)) {
      each(() -> http.get(url).bytes().length);
    }
  }

  private void apache() throws IOException {
    var pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(tasks)
            .setMaxConnPerRoute(tasks)
            .build();
    try (var client = HttpClients.createMinimal(pool)) {
      each(() ->
          client.execute(
              new HttpGet(url), response -> EntityUtils.toByteArray(response.getEntity()).length));
    }
  }

  private void jdk() throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      this.<Exception>each(() -> client.send(request, BodyHandlers.ofByteArray()).body().length);
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
