package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.TaskFailedException;
import weft.Weft;
import weft.channel.Channel;
import weft.channel.ChannelFailedException;

/** Flows into channels, and out of them. */
@Timeout(60)
class FlowChannelTest {
  @Test
  void thereAndBack() {
    var channel = Channel.<Integer>buffered(4);
    Weft.scope(s -> {
      s.start(() -> Flow.range(0, 1_000).toChannel(channel));
      assertThat(Flow.from(channel).toList()).isEqualTo(Flow.range(0, 1_000).toList());
    });
    assertThat(channel.isClosed()).isTrue();
  }

  @Test
  void aFailureFailsTheChannel() {
    var channel = Channel.<Integer>buffered(4);
    var failure = new IOException("source");
    var got = new ArrayList<Integer>();
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> Flow.of(1, 2).append(Flow.failed(failure)).toChannel(channel))
        .withCause(failure);
    assertThatExceptionOfType(ChannelFailedException.class)
        .isThrownBy(() -> Flow.from(channel).forEach(got::add))
        .withCause(failure);
    assertThat(got).containsExactly(1, 2);
  }

  @Test
  void aChannelThatIsClosedByOthersEndsTheFlow() {
    var channel = Channel.<Integer>buffered(3);
    Weft.scope(s -> {
      var sender = s.start(() -> Flow.iterate(0, i -> i + 1).toChannel(channel));
      assertThat(channel.receive()).isZero();
      channel.close();
      sender.await();
    });
  }

  /** One who leaves a flow from a channel early leaves the rest in it. */
  @Test
  void anEarlyEndLosesNothing() {
    var channel = Channel.<Integer>buffered(5);
    for (int i = 0; i < 5; i++) channel.send(i);
    assertThat(Flow.from(channel).take(2).toList()).containsExactly(0, 1);
    assertThat(channel.receive()).isEqualTo(2);
  }
}
