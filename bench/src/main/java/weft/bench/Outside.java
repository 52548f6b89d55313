package weft.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Load generators in other languages, which say what they measured in a way of their own. */
public final class Outside {
  private Outside() {}

  /** Runs {@code command} and prints as {@code metric} the number that {@code pattern} finds. */
  public static void print(String metric, Pattern pattern, List<String> command)
      throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    var number = pattern.matcher(output);
    if (process.waitFor() != 0 || !number.find()) throw new IOException(output);
    IO.println(
        String.format(Locale.ROOT, "@ %s %.0f", metric, Double.parseDouble(number.group(1))));
  }
}
