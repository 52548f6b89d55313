package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import weft.Proof;
import weft.Weft;

/** Concurrent stages give what lists give: in order, or as multisets. */
@Proof
class StagePropertyTest {
  private static final int TRIES = 200;

  private static Flow<Integer> flow(List<Integer> list) {
    return Flow.from(list);
  }

  @Property(tries = TRIES)
  void mapParallelIsMap(
      @ForAll List<Integer> list,
      @ForAll @IntRange(min = 1, max = 70) int n,
      @ForAll boolean yields) {
    var got =
        flow(list)
            .mapParallel(
                n,
                i -> {
                  if (yields && i % 3 == 0) Weft.sleep(Duration.ZERO);
                  return i + 1L;
                })
            .toList();
    assertThat(got).isEqualTo(list.stream().map(i -> i + 1L).toList());
  }

  @Property(tries = TRIES)
  void mapParallelUnorderedIsMapInSomeOrder(
      @ForAll List<Integer> list, @ForAll @IntRange(min = 1, max = 70) int n) {
    assertThat(flow(list).mapParallelUnordered(n, i -> i + 1L).toList())
        .containsExactlyInAnyOrderElementsOf(list.stream().map(i -> i + 1L).toList());
  }

  @Property(tries = TRIES)
  void takeAfterMapParallelIsTake(
      @ForAll List<Integer> list,
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(max = 20) int take) {
    assertThat(flow(list).mapParallel(n, i -> i).take(take).toList())
        .isEqualTo(list.stream().limit(take).toList());
  }

  @Property(tries = TRIES)
  void bufferChangesNothing(@ForAll List<Integer> list, @ForAll @IntRange(min = 1, max = 9) int n) {
    assertThat(flow(list).buffer(n).toList()).isEqualTo(list);
  }

  @Property(tries = TRIES)
  void mergeIsTheSum(@ForAll @Size(max = 5) List<List<Integer>> lists) {
    var all = lists.stream().flatMap(List::stream).toList();
    assertThat(Flow.merge(lists.stream().map(StagePropertyTest::flow).toList()).toList())
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Property(tries = TRIES)
  void flatMapMergeIsFlatMapInSomeOrder(
      @ForAll @Size(max = 20) List<List<Integer>> lists,
      @ForAll @IntRange(min = 1, max = 5) int n) {
    assertThat(Flow.from(lists).flatMapMerge(n, StagePropertyTest::flow).toList())
        .containsExactlyInAnyOrderElementsOf(lists.stream().flatMap(List::stream).toList());
    assertThat(Flow.from(lists).flatMapMerge(1, StagePropertyTest::flow).toList())
        .isEqualTo(lists.stream().flatMap(List::stream).toList());
  }

  @Property(tries = TRIES)
  void interleaveTakesTurns(@ForAll List<Integer> a, @ForAll List<Integer> b) {
    var expected = new ArrayList<Integer>();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      if (i < a.size()) expected.add(a.get(i));
      if (i < b.size()) expected.add(b.get(i));
    }
    assertThat(Flow.interleave(flow(a), flow(b)).toList()).isEqualTo(expected);
  }

  @Property(tries = TRIES)
  void combineLatestEndsWithTheLastOfBoth(@ForAll List<Integer> a, @ForAll List<Integer> b) {
    var got = Flow.combineLatest(flow(a), flow(b), (x, y) -> List.of(x, y)).toList();
    if (a.isEmpty() || b.isEmpty()) {
      assertThat(got).isEmpty();
    } else {
      assertThat(got.getLast()).containsExactly(a.getLast(), b.getLast());
      assertThat(got).hasSizeBetween(1, a.size() + b.size() - 1);
    }
  }

  @Property(tries = TRIES)
  void flatMapLatestEndsWithTheLastFlow(@ForAll @Size(max = 8) List<List<Integer>> lists) {
    var got = Flow.from(lists).flatMapLatest(StagePropertyTest::flow).toList();
    var last = lists.isEmpty() ? List.<Integer>of() : lists.getLast();
    assertThat(got).hasSizeGreaterThanOrEqualTo(last.size());
    assertThat(got.subList(got.size() - last.size(), got.size())).isEqualTo(last);
  }

  @Property(tries = TRIES)
  void groupByLosesNothing(@ForAll List<Integer> list, @ForAll @IntRange(min = 1, max = 5) int k) {
    Function<Integer, Integer> key = i -> Math.floorMod(i, k);
    var got = flow(list).groupBy(k, key::apply, (which, group) -> Flow.of(group.toList())).toList();
    assertThat(got).allMatch(group -> group.stream().map(key).distinct().count() == 1);
    assertThat(got.stream().flatMap(List::stream).toList())
        .containsExactlyInAnyOrderElementsOf(list);
    for (var group : got) {
      var which = key.apply(group.getFirst());
      assertThat(group).isEqualTo(list.stream().filter(i -> key.apply(i).equals(which)).toList());
    }
  }

  @Property(tries = TRIES)
  void batchByTimeLosesNothing(
      @ForAll List<Integer> list, @ForAll @IntRange(min = 1, max = 9) int size) {
    var got = flow(list).batch(size, Duration.ofHours(1)).toList();
    assertThat(got.stream().flatMap(List::stream).toList()).isEqualTo(list);
    for (int i = 0; i < got.size() - 1; i++) assertThat(got.get(i)).hasSize(size);
  }

  @Property(tries = TRIES)
  void throughAPublisherAndBack(
      @ForAll List<Integer> list, @ForAll @IntRange(min = 1, max = 9) int ahead) {
    List<Integer> got =
        Weft.scope(s -> {
          return Flow.<Integer>from(flow(list).toPublisher(s), ahead).toList();
        });
    assertThat(got).isEqualTo(list);
  }
}
