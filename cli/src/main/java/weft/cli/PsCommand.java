package weft.cli;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/** {@code weft ps}: the programs, or the tasks of one. */
final class PsCommand {
  private final Streams streams;
  private final ParseResult arguments;
  private final boolean json;

  PsCommand(Streams streams, ParseResult arguments) {
    this.streams = streams;
    this.arguments = arguments;
    json = arguments.hasMatchedOption("--json");
  }

  int run() {
    if (arguments.hasMatchedPositional(0)) {
      tasks(Look.pid(arguments));
    } else {
      var jvms = Jvms.all();
      streams.out().print(json ? json(jvms) : table(jvms));
    }
    return 0;
  }

  private void tasks(long pid) {
    try (var jvm = RunningJvm.attach(pid)) {
      var answer = jvm.ask(bean -> json ? bean.json(0) + "\n" : bean.table());
      streams.out().print(Look.shown(answer, streams));
    } catch (RunningJvm.EndedException e) {
      throw Look.ended(pid);
    }
  }

  private static String table(List<Jvms> jvms) {
    var text = new StringBuilder("%9s  %12s  %s%n".formatted("PID", "AGE", "PROGRAM"));
    for (var jvm : jvms) {
      text.append("%9d  %12s  %s%n".formatted(jvm.pid(), age(jvm.age()), jvm.program()));
    }
    return text.toString();
  }

  private static String age(Duration age) {
    return "%d:%02d:%02d".formatted(age.toHours(), age.toMinutesPart(), age.toSecondsPart());
  }

  private static String json(List<Jvms> jvms) {
    return jvms.stream()
        .map(jvm ->
            "{\"pid\":%d,\"age\":%d,\"program\":%s}"
                .formatted(jvm.pid(), jvm.age().toSeconds(), quoted(jvm.program())))
        .collect(Collectors.joining(",", "[", "]\n"));
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') quoted.append('\\').append(c);
      else if (c < ' ' || Character.isSurrogate(c)) quoted.append("\\u%04x".formatted((int) c));
      else quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
