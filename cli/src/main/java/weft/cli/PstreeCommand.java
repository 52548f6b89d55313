package weft.cli;

import picocli.CommandLine.ParseResult;
import weft.jmx.InspectionMBean;

/** {@code weft pstree}: the task tree of a program. */
final class PstreeCommand {
  private final Streams streams;
  private final ParseResult arguments;

  PstreeCommand(Streams streams, ParseResult arguments) {
    this.streams = streams;
    this.arguments = arguments;
  }

  int run() {
    long pid = Look.pid(arguments);
    int stacks =
        Quantities.wholeNumber("--stacks", arguments.matchedOptionValue("--stacks", "10000"));
    String debug = arguments.matchedOptionValue("--debug", "");
    if (!debug.matches("on|off|")) {
      throw CommandException.usage("--debug is on or off, not '" + debug + "'");
    }
    try (var jvm = RunningJvm.attach(pid)) {
      streams.out().print(Look.shown(jvm.ask(bean -> answer(bean, stacks, debug)), streams));
    } catch (RunningJvm.EndedException e) {
      throw Look.ended(pid);
    }
    return 0;
  }

  private String answer(InspectionMBean bean, int stacks, String debug) {
    if (!debug.isEmpty()) bean.setDebug(debug.equals("on"));
    return arguments.hasMatchedOption("--json")
        ? bean.json(stacks) + "\n"
        : bean.tree(stacks, arguments.hasMatchedOption("--all"));
  }
}
