package weft.bench.harness;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark of JMH's as a program: one fork, a line for each iteration.
 *
 * <p>{@code JmhProcess QUICK ScopeOfTwo.weftScope [parameter=value]…}
 */
final class JmhProcess {
  private JmhProcess() {}

  public static void main(String[] arguments) throws RunnerException {
    var size = Size.valueOf(arguments[0]);
    var options =
        new OptionsBuilder()
            .include("\\." + Pattern.quote(arguments[1]) + "$")
            .forks(1)
            .warmupIterations(size.of(4, 2))
            .warmupTime(TimeValue.milliseconds(size.of(500, 150)))
            .measurementIterations(3)
            .measurementTime(TimeValue.milliseconds(size.of(500, 150)))
            .verbosity(VerboseMode.SILENT)
            .jvmArgs("-Djmh.ignoreLock=true"); // else the fork gets this process's, C1 included
    Arrays.stream(arguments, 2, arguments.length)
        .map(parameter -> parameter.split("=", 2))
        .forEach(pair -> options.param(pair[0], pair[1]));
    System.setProperty("jmh.ignoreLock", "true"); // the contestants take turns anyway
    var result = new Runner(options.build()).runSingle();
    result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(IterationResult::getPrimaryResult)
        .forEach(r -> System.out.println("@ ns " + r.getScore()));
  }
}
