package weft.cli;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Arrays;
import picocli.CommandLine.ParseResult;
import weft.CancelScope;
import weft.Weft;

/** {@code weft top}: the tasks of a program by kind, again and again. */
final class TopCommand {
  private static final String TO_THE_TOP = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Streams streams;
  private final ParseResult arguments;
  private final boolean json;
  private final boolean live;
  private String[] before = {};

  TopCommand(Streams streams, ParseResult arguments) {
    this.streams = streams;
    this.arguments = arguments;
    json = arguments.hasMatchedOption("--json");
    live = streams.terminal().isScreen() && !json && !once();
  }

  private boolean once() {
    return arguments.hasMatchedOption("--once");
  }

  int run() {
    long pid = Look.pid(arguments);
    Duration interval =
        Quantities.time("--interval", arguments.matchedOptionValue("--interval", "1s"));
    if (!interval.isPositive()) throw CommandException.usage("interval must be more than zero");
    var untilCtrlC = new CancelScope();
    try (var jvm = RunningJvm.attach(pid);
        var _ = Signal.handle("INT", () -> untilCtrlC.cancel("Ctrl-C"))) {
      boolean _ = untilCtrlC.run(() -> watch(jvm, interval));
    } catch (RunningJvm.EndedException e) {
      if (once()) throw Look.ended(pid);
      streams.err().println("weft top: process " + pid + " has ended");
    }
    if (live) streams.out().println();
    return 0;
  }

  private void watch(RunningJvm jvm, Duration interval) throws RunningJvm.EndedException {
    while (true) {
      String[] answer = jvm.ask(bean -> bean.pulse(json, before));
      before = Arrays.copyOfRange(answer, 1, answer.length);
      draw(Look.shown(answer[0], streams));
      if (once()) return;
      Weft.sleep(interval);
    }
  }

  private void draw(String picture) {
    if (live) {
      var terminal = streams.terminal();
      String page =
          picture
              .lines()
              .limit(terminal.height() - 1)
              .map(line -> cut(line, terminal.width()) + CLEAR_LINE + "\n")
              .collect(joining());
      streams.out().print(TO_THE_TOP + page + CLEAR_BELOW);
    } else {
      streams.out().println(picture);
    }
    streams.out().flush();
  }

  private static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, width);
  }
}
