package weft.bench.overhead;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A benchmark of JMH's, by the name of its class, that of its method, and its parameters. */
record Work(String type, String method, Map<String, Integer> parameters) {
  private static final String PACKAGE = "weft.bench.core.";

  /** Of words like {@code BufferedChannel.weft producers=1}. */
  static Work of(List<String> words) {
    var name = words.getFirst().split("\\.");
    var parameters = new LinkedHashMap<String, Integer>();
    words.stream()
        .skip(1)
        .map(word -> word.split("="))
        .forEach(pair -> parameters.put(pair[0], Integer.valueOf(pair[1])));
    return new Work(PACKAGE + name[0], name[1], parameters);
  }

  static List<Work> all(String... lines) {
    return Arrays.stream(lines).map(line -> of(List.of(line.split(" ")))).toList();
  }

  /** How many operations one call of it does. */
  int operations() throws ClassNotFoundException {
    var here = getClass().getClassLoader();
    return Class.forName(type, false, here).getAnnotation(OperationsPerInvocation.class).value();
  }

  /** The words that it was made of. */
  @Override
  public String toString() {
    return type.substring(PACKAGE.length())
        + "."
        + method
        + parameters.entrySet().stream().map(p -> " " + p).collect(Collectors.joining());
  }
}
