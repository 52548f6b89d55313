package weft;

import static weft.ForkedProgram.say;
import static weft.ForkedProgram.waits;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals and loops, in JVMs that are forked, on both carriers. */
@Proof
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class EventLoopSignalTest {
  private static final String OWN_CARRIER = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  /** The programs that are forked. */
  static final class Programs {
    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "suspended" -> EventLoop.run(() -> waits(() -> sleep(Duration.ofHours(1))));
        case "blocked" -> // for as long as the signal takes, which is not to be reported here
            EventLoop.options()
                .slowStep(Duration.ofHours(1))
                .run(() -> waits(() -> new LinkedBlockingQueue<Integer>().take()));
        case "tasks" ->
            EventLoop.run(() ->
                scope(s -> {
                  s.start(() -> sleep(Duration.ofHours(1)));
                  EventLoop.current().submit(() -> sleep(Duration.ofHours(1)));
                  s.start(() -> waits(() -> sleep(Duration.ofHours(1))));
                }));
        case "handles" ->
            EventLoop.run(() -> {
              var loop = EventLoop.current();
              var hup = new Promise<Void>();
              var registration = loop.onSignal("INT", () -> say("INT " + loop.isCurrent()));
              loop.onSignal("HUP", () -> hup.complete(null));
              say("ready");
              hup.await();
              registration.close();
              say("closed");
              sleep(Duration.ofHours(1));
            });
        default -> throw new IllegalArgumentException(args[0]);
      }
      say("end of main");
    }
  }

  private static ForkedJvm jvm(String carrier, String program) throws Exception {
    return carrier.isEmpty()
        ? new ForkedJvm(Programs.class, program)
        : new ForkedJvm(Programs.class, program, carrier);
  }

  @Test
  void ctrlCCleansUpAndExits130() throws Exception {
    for (var carrier : List.of("", OWN_CARRIER)) {
      for (var program : List.of("suspended", "blocked", "tasks")) {
        try (var jvm = jvm(carrier, program)) {
          jvm.expect("ready").send("INT").expect("cleaned up").exits(130);
        }
      }
    }
  }

  @Test
  void aSignalThatALoopHandlesDoesNothingElse() throws Exception {
    for (var carrier : List.of("", OWN_CARRIER)) {
      try (var jvm = jvm(carrier, "handles")) {
        jvm.expect("ready").send("INT").expect("INT true").send("INT").expect("INT true");
        jvm.send("HUP").expect("closed").send("INT").exits(130);
      }
    }
  }
}
