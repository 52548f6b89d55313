package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import weft.flow.Flow;

/** What a probe of a flow accepts and what it doesn't. */
class FlowProbeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Flow<String> letters() {
    return Flow.generate(out -> {
      out.emit("a");
      sleep(SECOND);
      out.emit("b");
      sleep(SECOND);
    });
  }

  @WeftTest
  void allAsExpected(TestClock clock) {
    FlowProbe.of(
        letters(),
        probe -> {
          probe.expect("a").expectNothingFor(Duration.ofMillis(999));
          assertThat(probe.next()).isEqualTo("b");
          assertThat(clock.elapsed()).isEqualTo(SECOND);
          probe.expectEnd();
        });
    assertThat(clock.elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @WeftTest
  void anotherElement() {
    assertThatThrownBy(() -> FlowProbe.of(letters(), probe -> probe.expect("a", "c")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("expected the element c, but the element b came, at 1 s");
  }

  @WeftTest
  void somethingTooEarly() {
    assertThatThrownBy(() ->
            FlowProbe.of(
                letters(), probe -> probe.expect("a").expectNothingFor(SECOND.plusNanos(1))))
        .hasMessageStartingWith("expected nothing for 1000000001 ns, but the element b came");
  }

  @WeftTest
  void anEndTooEarly() {
    assertThatThrownBy(() -> FlowProbe.of(Flow.of("a"), probe -> probe.expect("a", "b")))
        .hasMessage("expected the element b, but the end came, at 0 s");
  }

  @WeftTest
  void moreThanExpected() {
    assertThatThrownBy(() ->
            FlowProbe.of(
                letters(),
                probe -> {
                  probe.expect("a");
                  sleep(SECOND.multipliedBy(2));
                }))
        .hasMessage("expected nothing more, but the element b came, at 2 s");
  }

  @WeftTest
  void theRestMayBeIgnored() {
    FlowProbe.of(
        letters(),
        probe -> {
          probe.expect("a");
          probe.ignoreTheRest();
          sleep(SECOND);
        });
  }

  @WeftTest
  void aFailure() {
    var boom = new IOException("boom");
    Flow<String> failing =
        Flow.generate(out -> {
          out.emit("a");
          throw boom;
        });
    FlowProbe.of(
        failing,
        probe -> {
          probe.expect("a");
          assertThat(probe.expectFailure(IOException.class)).isSameAs(boom);
          assertThatThrownBy(probe::next).hasMessage("expected an element, but the flow is over");
        });
    assertThatThrownBy(() -> FlowProbe.of(failing, probe -> probe.expect("a", "b")))
        .hasMessage(
            "expected the element b, but the failure java.io.IOException: boom came, at 0 s")
        .hasCause(boom);
  }

  @WeftTest
  void anEndlessFlowIsCut() {
    FlowProbe.of(Flow.tick(SECOND), probe -> probe.expect(0L, 1L, 2L));
  }
}
