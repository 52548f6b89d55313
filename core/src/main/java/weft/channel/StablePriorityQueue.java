package weft.channel;

import java.util.AbstractQueue;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A priority queue from which equal items come in the order in which they were put in. */
final class StablePriorityQueue<T> extends AbstractQueue<T> {
  private record Entry<T>(T item, long number) {}

  private final PriorityQueue<Entry<T>> entries;
  private long numbers;

  StablePriorityQueue(Comparator<? super T> comparator) {
    Objects.requireNonNull(comparator, "comparator");
    entries =
        new PriorityQueue<>((a, b) -> {
          int order = comparator.compare(a.item, b.item);
          return order != 0 ? order : Long.compare(a.number, b.number);
        });
  }

  @Override
  public boolean offer(T item) {
    return entries.offer(new Entry<>(item, numbers++));
  }

  @Override
  public @Nullable T poll() {
    var entry = entries.poll();
    return entry == null ? null : entry.item;
  }

  @Override
  public @Nullable T peek() {
    var entry = entries.peek();
    return entry == null ? null : entry.item;
  }

  @Override
  public int size() {
    return entries.size();
  }

  /** In no particular order. */
  @Override
  public Iterator<T> iterator() {
    return entries.stream().map(Entry::item).iterator();
  }
}
