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
    Outside.print(
        "requests/s",
        RATE,
        List.of("wrk", "-t2", "-c", arguments[1], "-d", arguments[2] + "s", arguments[0]));
  }
}
