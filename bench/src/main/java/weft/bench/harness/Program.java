package weft.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A process that measures for a bounded time and tells what it found in lines {@code @ metric
 * number}; of several lines of one metric the median counts. It is run in the root of the checkout.
 *
 * @param words the command; <code>{name}</code> stands for a value of a {@link Fixture}
 * @param tools what it needs, and whose versions the report names
 * @param builds a command that is run once before; empty if there is nothing to build
 */
public record Program(List<String> words, List<Tool> tools, List<String> builds) {
  private static final String CLASS_PATH = "bench/target/app/*";
  private static final String OPENED = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  /** Any command. */
  public static Program command(List<String> words, Tool... tools) {
    return new Program(List.copyOf(words), List.of(tools), List.of());
  }

  /** A class of this module with a {@code main}. */
  public static Program java(Class<?> main, Object... arguments) {
    return java(List.of(), main, arguments);
  }

  /** A class of this module with a {@code main}, and options of the JVM for it. */
  public static Program java(List<String> options, Class<?> main, Object... arguments) {
    return java(options, main.getName(), arguments);
  }

  /** The same for a class that isn't public. */
  public static Program java(List<String> options, String main, Object... arguments) {
    var words = new ArrayList<>(List.of("java", OPENED));
    words.addAll(options);
    words.addAll(List.of("-cp", CLASS_PATH, main));
    return command(words(words, arguments));
  }

  /**
   * A benchmark of JMH's in one fork, such as {@code "ScopeOfTwo.weftScope"}; metric {@code ns}.
   * Parameters are given as {@code "capacity=100"}.
   */
  public static Program jmh(Size size, String benchmark, String... parameters) {
    var words =
        List.of("java", "-XX:TieredStopAtLevel=1", "-cp", CLASS_PATH, JmhProcess.class.getName());
    return command(
        words(words, Stream.concat(Stream.of(size, benchmark), Stream.of(parameters)).toArray()));
  }

  /** A script in {@code bench/peers}, and the modules that it needs. */
  public static Program python(String script, List<Tool> modules, Object... arguments) {
    var tools = Stream.concat(Stream.of(Tool.PYTHON), modules.stream()).toArray(Tool[]::new);
    return command(words(List.of(Tool.PYTHON_PATH, "-B", peer(script)), arguments), tools);
  }

  /** A program in {@code bench/peers}, compiled before it is run. */
  public static Program go(String source, Object... arguments) {
    var binary = "target/bench/" + source.replaceFirst("\\.go$", "-go");
    return new Program(
        words(List.of(binary), arguments),
        List.of(Tool.GO),
        List.of("go", "build", "-o", binary, peer(source)));
  }

  /** A script in {@code bench/peers}. */
  public static Program node(String script, Object... arguments) {
    return command(words(List.of("node", peer(script)), arguments), Tool.NODE);
  }

  /** The same, needing more. */
  public Program needing(Tool... more) {
    return new Program(words, Stream.concat(tools.stream(), Stream.of(more)).toList(), builds);
  }

  private static String peer(String file) {
    return "bench/peers/" + file;
  }

  private static List<String> words(List<String> first, Object... then) {
    return Stream.concat(first.stream(), Stream.of(then).map(String::valueOf)).toList();
  }

  /** The words with the values of fixtures filled in. */
  @SafeVarargs
  final List<String> filled(Map<String, String>... values) {
    return words.stream().map(word -> filled(word, values)).toList();
  }

  private static String filled(String word, Map<String, String>[] all) {
    for (var values : all) {
      for (var value : values.entrySet()) {
        word = word.replace("{" + value.getKey() + "}", value.getValue());
      }
    }
    return word;
  }
}
