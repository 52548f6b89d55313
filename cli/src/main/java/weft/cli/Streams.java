package weft.cli;

import java.io.PrintWriter;

/**
 * Where a command writes.
 *
 * @param out what was asked for
 * @param err progress and complaints
 * @param terminal what {@code err} is shown on
 */
record Streams(PrintWriter out, PrintWriter err, Terminal terminal) {}
