package weft.bench;

/** What all benchmarks have in common. */
public final class Config {
  /** Makes JMH's own threads virtual: on a platform thread, a wake-up would be all one measures. */
  public static final String ON_VIRTUAL_THREADS = "-Djmh.executor=VIRTUAL";

  /** Operations in one call, so that what a coroutine costs to enter doesn't count. */
  public static final int OPERATIONS = 1_000;

  private Config() {}
}
