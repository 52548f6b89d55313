package weft.cli;

import static java.util.Objects.requireNonNull;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command: its description, with the looks that all of them have, and what it does.
 *
 * <p>Commands are described by calls and not by annotations: reading those would take most of the
 * time that {@code weft --help} takes.
 */
final class Command implements Callable<Integer> {
  private static final int WIDTH = 80;
  private static final int LONGEST_OPTION = 22;

  private final Action action;
  private @Nullable CommandSpec spec;

  private Command(Action action) {
    this.action = action;
  }

  /** What a command does. */
  interface Action {
    /** Does it; returns the exit code. */
    int run(CommandLine line) throws Exception;
  }

  /** A command to be described further. */
  static CommandSpec create(String name, Action action, String summary, String... description) {
    var command = new Command(action);
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    command.spec = spec;
    spec.usageMessage()
        .width(WIDTH)
        .longOptionsMaxWidth(LONGEST_OPTION)
        .sortOptions(false)
        .header(summary)
        .synopsisHeading("%nUsage: ")
        .descriptionHeading(description.length > 0 ? "%n" : "")
        .description(description)
        .parameterListHeading("%nArguments:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .sectionMap()
        .put(SECTION_KEY_OPTION_LIST, Command::options);
    return spec;
  }

  /** Options under a heading of their own. */
  static ArgGroupSpec group(String heading, OptionSpec... options) {
    var group = ArgGroupSpec.builder().heading("%n" + heading + ":%n").validate(false);
    for (OptionSpec option : options) group.addArg(option);
    return group.build();
  }

  /** Exit codes and their meanings, in order. */
  static Map<String, String> exitCodes(String... codesAndMeanings) {
    var codes = new LinkedHashMap<String, String>();
    for (int i = 0; i < codesAndMeanings.length; i += 2) {
      codes.put(codesAndMeanings[i], codesAndMeanings[i + 1]);
    }
    return codes;
  }

  @Override
  public Integer call() throws Exception {
    return action.run(requireNonNull(spec).commandLine());
  }

  /** Those that all commands have come last. */
  private static String options(Help help) {
    List<OptionSpec> alone =
        help.commandSpec().options().stream().filter(option -> option.group() == null).toList();
    return help.optionListGroupSections()
        + String.format("%nGeneral options:%n")
        + help.optionListExcludingGroups(alone);
  }
}
