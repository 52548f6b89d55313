package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;

/** The place where a rendezvous needs no lock. */
@Timeout(60)
class MeetingTest {
  private static final int OFFERS = 200_000;

  private final Meeting<Long> meeting = new Meeting<>();

  @Test
  void oneOfferAtATime() {
    long first = meeting.offer(1L);
    assertThat(meeting.offer(2L)).isEqualTo(Meeting.NONE);
    assertThat(meeting.isTaken(first, 1)).isFalse();
    assertThat(meeting.take()).isEqualTo(1L);
    assertThat(meeting.isTaken(first, 1)).isTrue();
    assertThat(meeting.take()).isNull();
  }

  @Test
  void anOfferIsNotTakenForTheOneBefore() {
    long first = meeting.offer(1L);
    meeting.take();
    long second = meeting.offer(1L);
    assertThat(meeting.isTaken(first, 1)).isTrue();
    assertThat(meeting.withdraw(first)).isFalse();
    assertThat(meeting.withdraw(second)).isTrue();
    assertThat(meeting.take()).isNull();
  }

  @Test
  void whereItIsShutNothingIsOffered() {
    meeting.shut();
    assertThat(meeting.offer(1L)).isEqualTo(Meeting.NONE);
    assertThat(meeting.take(1_000)).isNull();
    meeting.open();
    assertThat(meeting.offer(1L)).isNotEqualTo(Meeting.NONE);
  }

  /** Two who offer, one who takes, and one who shuts it again and again. */
  @Proof
  @Test
  void whatIsOfferedIsTakenOnceOrComesBack() throws InterruptedException {
    var given = new AtomicLong();
    var got = new AtomicLong();
    var over = new AtomicBoolean();
    var others = List.of(start(() -> take(got, over)), start(() -> shut(got, over)));
    for (var sender : List.of(start(() -> offer(given)), start(() -> offer(given)))) sender.join();
    over.set(true);
    for (var other : others) other.join();
    var left = meeting.take();
    assertThat(left).isNull();
    assertThat(got.get()).isEqualTo(given.get()).isPositive();
  }

  /** On the system's threads: those who never park would keep virtual ones from running. */
  private static Thread start(Runnable action) {
    return Thread.ofPlatform().start(action);
  }

  private void offer(AtomicLong given) {
    for (long i = 1; i <= OFFERS || given.get() == 0; i++) {
      long mine = meeting.offer(i);
      if (mine == Meeting.NONE) continue;
      if (meeting.isTaken(mine, 20) || !meeting.withdraw(mine)) given.addAndGet(i);
    }
  }

  private void take(AtomicLong got, AtomicBoolean over) {
    while (!over.get()) {
      var element = meeting.take(100);
      if (element != null) got.addAndGet(element);
    }
  }

  private void shut(AtomicLong got, AtomicBoolean over) {
    while (!over.get()) {
      meeting.shut();
      var element = meeting.take();
      if (element != null) got.addAndGet(element);
      meeting.open();
    }
  }
}
