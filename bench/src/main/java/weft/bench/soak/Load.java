package weft.bench.soak;

import java.util.random.RandomGenerator;

/** Something that is done again and again, and may be cancelled at any moment. */
interface Load {
  /**
   * Does it once.
   *
   * @throws InjectedFault now and then, on purpose
   * @throws Exception anything else is a finding
   */
  void once(RandomGenerator random) throws Exception;

  /** Fails now and then. */
  static void faults(RandomGenerator random) throws InjectedFault {
    if (random.nextInt(50) == 0) throw new InjectedFault();
  }
}
