package weft.bench.http;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import weft.bench.Outside;

/** wrk with as many connections as the others have: the limit in C. */
public final class Wrk {
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

  private Wrk() {}

  static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3) {
      IO.println("usage: Wrk URL CONNECTIONS SECONDS");
      System.exit(2);
    }
    print("requests/s", 2, arguments[1], arguments[2], arguments[0]);
  }

  /** Loads {@code url} for some seconds, and prints the requests a second as {@code metric}. */
  public static void print(
      String metric, int threads, String connections, String seconds, String url)
      throws IOException, InterruptedException {
    Outside.print(
        metric, RATE, List.of("wrk", "-t" + threads, "-c", connections, "-d", seconds + "s", url));
  }
}
