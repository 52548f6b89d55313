package weft.bench.web;

import static weft.bench.Told.tell;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import weft.Weft;
import weft.process.Command;

/**
 * {@code HttpLoad PORT PATH CONNECTIONS SECONDS [BODY]}: wrk against a server; with a body it is
 * posted as JSON. Tells requests a second and the 99th percentile of the latency in milliseconds.
 */
public final class HttpLoad {
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final Pattern P99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s)");

  private HttpLoad() {}

  public static void main(String[] args) throws Exception {
    Weft.run(() -> {
      var words = new ArrayList<>(List.of("wrk", "-t1", "-c" + args[2], "--latency"));
      if (args.length > 4) words.addAll(List.of("-s", script(args[4])));
      String url = "http://127.0.0.1:" + args[0] + args[1];
      int seconds = Integer.parseInt(args[3]);
      WarmUp.run(seconds, piece -> number(RATE, run(words, piece, url)));
      String output = run(words, seconds, url);
      if (output.contains("Non-2xx")) throw new IOException("refused: " + output);
      tell("requests/s", number(RATE, output));
      tell("p99", number(P99, output));
    });
  }

  private static String run(List<String> words, int seconds, String url) throws IOException {
    var all = new ArrayList<>(words);
    all.addAll(List.of("-d" + seconds + "s", url));
    return Weft.timeout(Duration.ofMinutes(2), () -> Command.of(all).mergeErrors().run().output());
  }

  private static String script(String body) throws IOException {
    var file = Files.createTempFile("wrk", ".lua");
    file.toFile().deleteOnExit();
    return Files.writeString(
            file,
            "wrk.method = 'POST'\nwrk.body = '"
                + body
                + "'\nwrk.headers['Content-Type'] = 'application/json'\n")
        .toString();
  }

  private static double number(Pattern pattern, String output) throws IOException {
    var found = pattern.matcher(output);
    if (!found.find()) throw new IOException("wrk said: " + output);
    double value = Double.parseDouble(found.group(1));
    if (found.groupCount() < 2) return value;
    return switch (found.group(2)) {
      case "us" -> value / 1_000;
      case "s" -> value * 1_000;
      default -> value;
    };
  }
}
