package weft.bench.rows;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Size;
import weft.bench.harness.Tool;

/** The contestants of the core's rows, which are the same in most of them. */
record Peers(Size size) {
  private static final Tool KOTLIN = Tool.library("kotlinx-coroutines-core-jvm");
  private static final Tool JOX = Tool.library("channels");
  private static final Tool REACTOR = Tool.library("reactor-core");
  static final Tool NGINX = Tool.command("nginx", "nginx", "nginx", "-v");
  static final Tool WRK = Tool.command("wrk", "wrk", "wrk", "--version");
  static final Tool AIOHTTP = Tool.python("aiohttp", "python3-aiohttp");
  static final Tool UVLOOP = Tool.python("uvloop", "python3-uvloop");
  private static final Tool TRIO = Tool.python("trio", "python3-trio");

  /** A number as titles and labels have it: {@code 100,000}. */
  static String many(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  Program java(String benchmark, String... parameters) {
    return Program.jmh(size, benchmark, parameters);
  }

  Program kotlin(String benchmark, String... parameters) {
    return java(benchmark, parameters).needing(KOTLIN);
  }

  Program jox(String benchmark, String... parameters) {
    return java(benchmark, parameters).needing(JOX);
  }

  Program reactor(String benchmark, String... parameters) {
    return java(benchmark, parameters).needing(REACTOR);
  }

  /** A class of ours that has Kotlin's code as a contestant. */
  Program kotlin(Class<?> main, Object... arguments) {
    return kotlin(List.of(), main, arguments);
  }

  /** The same, with options of the JVM for it. */
  Program kotlin(List<String> options, Class<?> main, Object... arguments) {
    return Program.java(options, main, arguments).needing(KOTLIN);
  }

  /** asyncio on either loop, quickly on the faster; the scripts know the rows by their names. */
  Row asyncio(Row row, Object... arguments) {
    return row.more("asyncio", "", python("asyncio_core.py", List.of(), row.name(), arguments))
        .peer(
            "uvloop",
            "",
            python("asyncio_core.py", List.of(UVLOOP), "uvloop", with(row.name(), arguments)));
  }

  Row trio(Row row, Object... arguments) {
    return row.peer("trio", "", python("trio_core.py", List.of(TRIO), row.name(), arguments));
  }

  Row go(Row row, Object... arguments) {
    return row.peer("Go", "", Program.go("core.go", sized(with(row.name(), arguments))));
  }

  /** All other languages. */
  Row others(Row row, Object... arguments) {
    return go(trio(asyncio(row, arguments), arguments), arguments);
  }

  private Program python(String script, List<Tool> modules, String first, Object... then) {
    return Program.python(script, modules, sized(with(first, then)));
  }

  /** Arguments, and one more. */
  static Object[] then(Object[] first, Object last) {
    return Stream.concat(Stream.of(first), Stream.of(last)).toArray();
  }

  private static Object[] with(String first, Object... then) {
    return Stream.concat(Stream.of(first), Stream.of(then)).toArray();
  }

  private Object[] sized(Object... arguments) {
    return size == Size.FULL ? arguments : then(arguments, "quick");
  }
}
