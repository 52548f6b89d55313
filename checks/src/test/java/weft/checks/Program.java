package weft.checks;

import java.util.Optional;

/**
 * A Java program to be compiled and, mostly, run.
 *
 * @param name the name of its file and of its class
 * @param file where a reader finds it, relative to the project
 * @param line the line of that file at which the source begins
 * @param source what the compiler sees; its lines are the file's, so that errors can be found there
 * @param runs whether it is to be run, not only compiled
 * @param expected what it prints, where that is told
 */
record Program(
    String name, String file, int line, String source, boolean runs, Optional<String> expected) {

  String where() {
    return file + ":" + line;
  }
}
