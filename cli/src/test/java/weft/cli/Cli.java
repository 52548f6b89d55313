package weft.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The command line, called in this JVM: what it wrote, and its exit code. */
record Cli(int code, String out, String err) {
  static Cli weft(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Main.execute(new PrintWriter(out), new PrintWriter(err), args);
    return new Cli(code, out.toString(), err.toString());
  }

  /** With the arguments in one string, separated by spaces. */
  static Cli line(String args) {
    return weft(args.isEmpty() ? new String[0] : args.split(" "));
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
