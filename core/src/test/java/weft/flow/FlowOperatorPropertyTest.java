package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import weft.Proof;

/** Random chains of operators give what the same chain gives on lists. */
@Proof
class FlowOperatorPropertyTest {
  /** An operator, and the same on lists. */
  record Operator(
      String name, UnaryOperator<Flow<Integer>> onFlow, UnaryOperator<List<Integer>> onList) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static UnaryOperator<List<Integer>> stream(UnaryOperator<Stream<Integer>> f) {
    return list -> f.apply(list.stream()).toList();
  }

  private static int sum(List<Integer> list) {
    return list.stream().mapToInt(i -> i).sum();
  }

  private static <T> List<List<T>> windows(List<T> list, int size, int step) {
    return IntStream.iterate(0, i -> i + size <= list.size(), i -> i + step)
        .mapToObj(i -> list.subList(i, i + size))
        .toList();
  }

  private static List<List<Integer>> batches(List<Integer> list, int size) {
    return IntStream.iterate(0, i -> i < list.size(), i -> i + size)
        .mapToObj(i -> list.subList(i, Math.min(i + size, list.size())))
        .toList();
  }

  private static List<Integer> scanned(List<Integer> list, int initial) {
    var states = new ArrayList<>(List.of(initial));
    for (int e : list) states.add(states.getLast() * 3 + e);
    return states;
  }

  private static List<Integer> changes(List<Integer> list, int modulus) {
    var kept = new ArrayList<Integer>();
    for (int i = 0; i < list.size(); i++) {
      if (i == 0 || list.get(i) % modulus != list.get(i - 1) % modulus) kept.add(list.get(i));
    }
    return kept;
  }

  private static List<Integer> interspersed(List<Integer> list, int separator) {
    var all = new ArrayList<Integer>();
    for (int e : list) {
      if (!all.isEmpty()) all.add(separator);
      all.add(e);
    }
    return all;
  }

  private static List<Integer> until(List<Integer> list, int n) {
    var kept = new ArrayList<Integer>();
    for (int e : list) {
      kept.add(e);
      if (e % 5 == n) break;
    }
    return kept;
  }

  private static List<Integer> firstOfEachKey(List<Integer> list, int modulus) {
    var keys = new LinkedHashSet<Integer>();
    return list.stream().filter(e -> keys.add(e % modulus)).toList();
  }

  private static Operator operator(int kind, int n) {
    int positive = n + 1;
    return switch (kind) {
      case 0 -> new Operator("map +" + n, f -> f.map(e -> e + n), stream(s -> s.map(e -> e + n)));
      case 1 ->
          new Operator(
              "filter %" + positive,
              f -> f.filter(e -> e % positive == 0),
              stream(s -> s.filter(e -> e % positive == 0)));
      case 2 ->
          new Operator(
              "flatMap " + n,
              f -> f.flatMap(e -> Flow.range(e, e + n % 3)),
              stream(s -> s.flatMap(e -> IntStream.range(e, e + n % 3).boxed())));
      case 3 -> new Operator("take " + n, f -> f.take(n), stream(s -> s.limit(n)));
      case 4 -> new Operator("drop " + n, f -> f.drop(n), stream(s -> s.skip(n)));
      case 5 ->
          new Operator(
              "takeWhile " + n,
              f -> f.takeWhile(e -> e % 5 != n),
              stream(s -> s.takeWhile(e -> e % 5 != n)));
      case 6 ->
          new Operator(
              "dropWhile " + n,
              f -> f.dropWhile(e -> e % 5 != n),
              stream(s -> s.dropWhile(e -> e % 5 != n)));
      case 7 -> new Operator("takeUntil " + n, f -> f.takeUntil(e -> e % 5 == n), l -> until(l, n));
      case 8 ->
          new Operator(
              "takeLast " + n,
              f -> f.takeLast(n),
              l -> l.subList(Math.max(0, l.size() - n), l.size()));
      case 9 -> new Operator("distinct", Flow::distinct, stream(Stream::distinct));
      case 10 ->
          new Operator(
              "distinct %" + positive,
              f -> f.distinct(e -> e % positive),
              l -> firstOfEachKey(l, positive));
      case 11 ->
          new Operator(
              "changes %" + positive,
              f -> f.distinctUntilChanged(e -> e % positive),
              l -> changes(l, positive));
      case 12 -> new Operator("scan", f -> f.scan(n, (a, e) -> a * 3 + e), l -> scanned(l, n));
      case 13 -> new Operator("intersperse " + n, f -> f.intersperse(n), l -> interspersed(l, n));
      case 14 ->
          new Operator(
              "batch " + positive,
              f -> f.batch(positive).map(FlowOperatorPropertyTest::sum),
              l -> batches(l, positive).stream().map(FlowOperatorPropertyTest::sum).toList());
      case 15 -> {
        int step = n % 3 + 1;
        yield new Operator(
            "sliding " + positive + " by " + step,
            f -> f.sliding(positive, step).map(FlowOperatorPropertyTest::sum),
            l -> windows(l, positive, step).stream().map(FlowOperatorPropertyTest::sum).toList());
      }
      case 16 ->
          new Operator(
              "indexed",
              f -> f.indexed().map(e -> (int) e.index() * e.value()),
              l -> IntStream.range(0, l.size()).mapToObj(i -> i * l.get(i)).toList());
      case 17 ->
          new Operator(
              "mapPresent",
              f -> f.mapPresent(e -> e % 2 == 0 ? Optional.of(e / 2) : Optional.empty()),
              stream(s -> s.filter(e -> e % 2 == 0).map(e -> e / 2)));
      case 18 ->
          new Operator(
              "transform",
              f ->
                  f.transform((e, out) -> {
                    for (int i = 0; i < n % 3; i++) out.emit(e);
                  }),
              stream(s -> s.flatMap(e -> Stream.generate(() -> e).limit(n % 3))));
      case 19 -> new Operator("append", f -> f.append(Flow.of(n, 7)), l -> join(l, List.of(n, 7)));
      case 20 ->
          new Operator("prepend", f -> f.prepend(Flow.of(n, 7)), l -> join(List.of(n, 7), l));
      case 21 ->
          new Operator("ifEmpty", f -> f.ifEmpty(Flow.of(n)), l -> l.isEmpty() ? List.of(n) : l);
      case 22 ->
          new Operator(
              "zip",
              f -> f.zip(Flow.range(0, n), Integer::sum),
              l -> IntStream.range(0, Math.min(n, l.size())).mapToObj(i -> l.get(i) + i).toList());
      case 23 ->
          new Operator(
              "recover",
              f ->
                  f.map(
                          e -> {
                            if (e % 7 == n) throw new java.io.IOException("" + e);
                            return e;
                          })
                      .recover(java.io.IOException.class, x -> -1),
              l -> {
                var kept = new ArrayList<Integer>();
                for (int e : l) {
                  if (e % 7 == n) {
                    kept.add(-1);
                    break;
                  }
                  kept.add(e);
                }
                return kept;
              });
      default ->
          new Operator(
              "iterate", f -> Flow.from((Iterable<Integer>) () -> f.iterate(n).iterator()), l -> l);
    };
  }

  private static List<Integer> join(List<Integer> a, List<Integer> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  @Provide
  Arbitrary<List<Operator>> chains() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 24), Arbitraries.integers().between(0, 6))
        .as(FlowOperatorPropertyTest::operator)
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<Integer>> elements() {
    return Arbitraries.integers().between(0, 12).list().ofMaxSize(40);
  }

  @Property(tries = 3_000)
  void chainsGiveWhatTheyGiveOnLists(
      @ForAll("elements") List<Integer> elements, @ForAll("chains") List<Operator> chain) {
    var flow = Flow.from(elements);
    var list = elements;
    for (var operator : chain) {
      flow = operator.onFlow.apply(flow);
      list = operator.onList.apply(list);
    }
    assertThat(flow.toList()).isEqualTo(list);
    assertThat(flow.toList()).as("again").isEqualTo(list);
    assertThat(flow.count()).isEqualTo(list.size());
    assertThat(flow.firstOrEmpty()).isEqualTo(list.stream().findFirst());
    assertThat(flow.lastOrEmpty()).isEqualTo(list.stream().reduce((a, b) -> b));
  }

  @Property
  void terminalsGiveWhatTheyGiveOnLists(@ForAll("elements") List<Integer> elements, @ForAll int n) {
    var flow = Flow.generate((Emitter<? super Integer> out) -> elements.forEach(out::emit));
    int mod = Math.abs(n % 12);
    assertThat(flow.fold(1, (a, e) -> a * 31 + e))
        .isEqualTo(elements.stream().reduce(1, (a, e) -> a * 31 + e));
    assertThat(flow.reduce(Math::max)).isEqualTo(elements.stream().reduce(Math::max));
    assertThat(flow.any(e -> e == mod)).isEqualTo(elements.contains(mod));
    assertThat(flow.all(e -> e < mod)).isEqualTo(elements.stream().allMatch(e -> e < mod));
    assertThat(flow.none(e -> e == mod)).isEqualTo(!elements.contains(mod));
    assertThat(flow.firstOrEmpty(e -> e > mod))
        .isEqualTo(elements.stream().filter(e -> e > mod).findFirst());
    assertThat(flow.min(Integer::compare)).isEqualTo(elements.stream().min(Integer::compare));
    assertThat(flow.max(Integer::compare)).isEqualTo(elements.stream().max(Integer::compare));
    assertThat(flow.toSet()).containsExactlyElementsOf(new LinkedHashSet<>(elements));
    assertThat(flow.collect(Collectors.groupingBy(e -> e % 3)))
        .isEqualTo(elements.stream().collect(Collectors.groupingBy(e -> e % 3)));
  }
}
