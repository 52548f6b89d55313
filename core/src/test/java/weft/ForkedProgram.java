package weft;

import static weft.Weft.shield;
import static weft.Weft.sleep;

import java.time.Duration;

/** What the programs that {@link ForkedJvm} runs say; only the JDK and Weft are there. */
final class ForkedProgram {
  private ForkedProgram() {}

  /** Says that it waits, and cleans up after it. */
  static void waits(Action<?> wait) {
    try {
      say("ready");
      wait.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      shield(() -> sleep(Duration.ofMillis(1)));
      say("cleaned up");
    }
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
