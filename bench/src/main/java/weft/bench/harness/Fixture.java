package weft.bench.harness;

import java.util.Map;

/** Something that programs need while they run: a server, files. */
@FunctionalInterface
public interface Fixture {
  /** Starts it; returns when it can be used. */
  Running start() throws Exception;

  /** What was started. */
  interface Running extends AutoCloseable {
    /** What stands for <code>{name}</code> in the words of a command, such as a port. */
    Map<String, String> values();

    /** Stops it. */
    @Override
    void close() throws Exception;
  }

  /** Nothing. */
  static Fixture none() {
    return () -> running(Map.of(), () -> {});
  }

  /** What was started, of its values and of what stops it. */
  static Running running(Map<String, String> values, AutoCloseable stop) {
    return new Running() {
      @Override
      public Map<String, String> values() {
        return values;
      }

      @Override
      public void close() throws Exception {
        stop.close();
      }
    };
  }
}
