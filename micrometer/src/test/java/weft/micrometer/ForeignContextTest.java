package weft.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.gather;
import static weft.Weft.scope;
import static weft.Weft.toThread;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import weft.ContextCapture;
import weft.Environment;
import weft.Weft;

/** The MDC of SLF4J, with Logback, and the context of OpenTelemetry go with the tasks. */
@Timeout(60)
class ForeignContextTest {
  /** As a program would register it with ServiceLoader. */
  private static final ContextCapture MDC_CAPTURE =
      () -> {
        var taken = MDC.getCopyOfContextMap();
        return () -> {
          var before = MDC.getCopyOfContextMap();
          set(taken);
          return () -> set(before);
        };
      };

  private static final ContextCapture OPEN_TELEMETRY_CAPTURE =
      () -> {
        var taken = Context.current();
        return () -> taken.makeCurrent()::close;
      };

  private final Environment environment =
      Environment.standard().capture(MDC_CAPTURE).capture(OPEN_TELEMETRY_CAPTURE);

  private static void set(Map<String, String> context) {
    if (context == null) MDC.clear();
    else MDC.setContextMap(context);
  }

  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void theMdcIsInheritedAndAChangeStaysInItsTask() {
    MDC.put("request", "7");
    environment.run(() -> {
      assertThat(MDC.get("request")).isEqualTo("7");
      scope(s -> {
        var child =
            s.start(() -> {
              var inherited = MDC.get("request");
              MDC.put("request", "changed");
              return inherited + toThread(() -> MDC.get("request"));
            });
        assertThat(child.await()).isEqualTo("7changed");
        assertThat(gather(List.of(1, 2, 3), i -> MDC.get("request") + i))
            .containsExactly("71", "72", "73");
      });
      assertThat(MDC.get("request")).isEqualTo("7");
    });
    assertThat(MDC.get("request")).isEqualTo("7");
  }

  @Test
  void aSpanAndBaggageAreCurrentInTheTasks() {
    var id = "0af7651916cd43dd8448eb211c80319c";
    var span =
        Span.wrap(
            SpanContext.create(
                id, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault()));
    var baggage = Baggage.builder().put("user", "ada").build();
    try (var _ = Context.current().with(span).with(baggage).makeCurrent()) {
      environment.run(() -> {
        assertThat(seen()).isEqualTo(id + " ada");
        scope(s -> {
          assertThat(s.start(ForeignContextTest::seen).await()).isEqualTo(id + " ada");
          assertThat(s.start(() -> Weft.race(ForeignContextTest::seen)).await())
              .isEqualTo(id + " ada");
        });
      });
    }
    environment.run(() ->
        scope(s ->
            assertThat(s.start(ForeignContextTest::seen).await())
                .as("nothing is left behind")
                .isEqualTo("00000000000000000000000000000000 null")));
  }

  private static String seen() {
    return Span.current().getSpanContext().getTraceId()
        + " "
        + Baggage.current().getEntryValue("user");
  }
}
