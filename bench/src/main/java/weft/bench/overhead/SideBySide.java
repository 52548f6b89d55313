package weft.bench.overhead;

import static weft.bench.Told.tell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.ToDoubleFunction;

/**
 * Both sides in one JVM: what each came to, and the median of the ratios of neighbouring turns, so
 * that what happens to the machine happens to both.
 *
 * <p>{@code SideBySide VALUE VALUE BENCHMARK [parameter=value]…}, with the values of the setting in
 * the order in which Weft is loaded with them.
 */
final class SideBySide {
  private static final String SETTING = "weft.inspect";
  private static final long TURN = 20_000_000;
  private static final int UNCOUNTED = 50; // pairs: until all is compiled
  private static final int COUNTED = 40;

  private final List<Side.Turn> first = new ArrayList<>();
  private final List<Side.Turn> second = new ArrayList<>();

  private SideBySide() {}

  public static void main(String[] arguments) throws Exception {
    var words = Arrays.asList(arguments);
    var work = Work.of(words.subList(2, words.size()));
    var one = new Side(work, SETTING, words.get(0));
    var two = new Side(work, SETTING, words.get(1));
    var turns = new SideBySide();
    var all =
        new FutureTask<Void>(() -> {
          turns.take(one, two);
          return null;
        });
    Thread.startVirtualThread(all); // to wake a platform thread would be all that one measures
    all.get();
    turns.tellAll();
    System.exit(0);
  }

  private void take(Side one, Side two) throws ReflectiveOperationException {
    for (int pair = 0; pair < UNCOUNTED + COUNTED; pair++) {
      boolean inOrder = pair % 2 == 0;
      if (inOrder) first.add(one.turn(TURN));
      second.add(two.turn(TURN));
      if (!inOrder) first.add(one.turn(TURN));
    }
    first.subList(0, UNCOUNTED).clear();
    second.subList(0, UNCOUNTED).clear();
  }

  private void tellAll() {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < COUNTED; i++) ratios.add(first.get(i).nanos() / second.get(i).nanos());
    tell("ratio", Sample.median(ratios));
    tell("first-ns", median(first, Side.Turn::nanos));
    tell("second-ns", median(second, Side.Turn::nanos));
    tell("first-bytes", median(first, Side.Turn::bytes));
    tell("second-bytes", median(second, Side.Turn::bytes));
  }

  private static double median(List<Side.Turn> turns, ToDoubleFunction<Side.Turn> what) {
    return Sample.median(turns.stream().map(what::applyAsDouble).toList());
  }
}
