package weft.inspect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a task waits for.
 *
 * @param on what is waited for, in its own words
 * @param since for how long it has waited; known in debug mode only
 * @param holders who has it, or is to bring it about; empty if that isn't known
 */
public record Wait(String on, Optional<Duration> since, List<Holder> holders) {
  /**
   * One whom others wait for.
   *
   * @param id the id of its thread
   * @param name its name
   * @param ended whether it has ended, so that it will never let go
   */
  public record Holder(long id, String name, boolean ended) {
    @Override
    public String toString() {
      return Texts.who(name, id) + (ended ? ", which has ended" : "");
    }
  }

  /** The wait, with a copy of the list. */
  public Wait {
    holders = List.copyOf(holders);
  }
}
