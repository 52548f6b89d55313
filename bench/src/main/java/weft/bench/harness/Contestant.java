package weft.bench.harness;

/**
 * One way to do what a row is about.
 *
 * @param family whose it is: its column in the overview
 * @param how which of its ways, for its line in the row; may be empty
 * @param program what measures it
 * @param fixture what is started for each of its processes
 * @param thorough left out of quick runs
 */
record Contestant(String family, String how, Program program, Fixture fixture, boolean thorough) {
  String label() {
    return how.isEmpty() ? family : family + " " + how;
  }
}
