package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.cli.Cli.weft;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Crawls that can't be: one line says why, the exit code is 1, and nothing is left. */
class CrawlFailureTest {
  @TempDir Path dir;

  private void assertFails(String message, String... args) {
    Cli result =
        weft(
            Stream.concat(Stream.of("crawl", "--no-progress"), Arrays.stream(args))
                .toArray(String[]::new));
    assertThat(result.err().strip()).hasLineCount(1).startsWith("weft crawl: " + message);
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(1);
  }

  private String place() {
    return dir.resolve("out").toString();
  }

  @Test
  void noSuchHost() {
    assertFails(
        "cannot crawl http://nowhere.invalid/: unknown host",
        "-o",
        place(),
        "--retries",
        "0",
        "http://nowhere.invalid/");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void connectionRefused() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port + "/";
    assertFails(
        "cannot crawl " + url + ": 127.0.0.1:" + port + " refused",
        "-o",
        place(),
        "--retries",
        "0",
        url);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void portInUse() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      String port = String.valueOf(socket.getLocalPort());
      assertFails("cannot listen on localhost:" + port, "-o", place(), "--port", port);
    }
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void outputThatCanNotBeWritten() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "x");
    assertFails("cannot write to " + file, "-o", file.toString(), "http://h/");
    assertFails("cannot write to " + file, "-o", file.resolve("x").toString(), "http://h/");
    Path folder = Files.createDirectory(dir.resolve("x.mv.db"));
    assertFails("cannot write to " + folder, "-o", folder.toString(), "http://h/");
    assertThat(file).hasContent("x");
  }

  @Test
  void jsonThatCanNotBeWritten() {
    assertFails(
        "cannot write " + dir + ": it is a folder",
        "-o",
        place(),
        "--jsonl",
        dir.toString(),
        "http://h/");
    assertFails(
        "cannot write " + dir + ": it is a folder", "-o", place(), "--warc=" + dir, "http://h/");
    Path nowhere = dir.resolve("none");
    assertFails(
        "cannot write " + nowhere.resolve("x") + ": there is no folder " + nowhere,
        "-o",
        place(),
        "--jsonl",
        nowhere.resolve("x").toString(),
        "http://h/");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void jsonThatWouldDestroyAFile() throws Exception {
    Path notes = Files.writeString(dir.resolve("notes.txt"), "my notes");
    assertFails(
        notes
            + " is there already: choose another file for --jsonl, remove it, or begin again with --output and --overwrite",
        "-o",
        place(),
        "--jsonl",
        notes.toString(),
        "http://h/");
    assertFails(
        notes
            + " is there already: choose another file for --warc, remove it, or begin again with --output and --overwrite",
        "-o",
        place(),
        "--warc=" + notes,
        "http://h/");
    assertThat(notes).hasContent("my notes");
    assertThat(dir.resolve("out")).doesNotExist();
    assertThat(weft("crawl", "--quiet", "--depth", "0", "-o", place()))
        .isEqualTo(new Cli(0, "", ""));
    assertFails(
        notes + " is there, and not as this crawl has written it: choose another file for JSON",
        "--quiet",
        "--resume",
        "-o",
        place(),
        "--jsonl",
        notes.toString());
    assertThat(notes).hasContent("my notes");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCanNotBeMadeSaysWhy() {
    assertFails("cannot write to /proc/x: nothing can be made there", "-o", "/proc/x", "http://h/");
    assertFails(
        "cannot write /proc/x: nothing can be made there",
        "-o",
        place(),
        "--jsonl",
        "/proc/x",
        "http://h/");
  }

  @Test
  void nothingToResume() {
    assertFails("nothing to resume: there is no file ", "--resume", "-o", place());
    assertFails("nothing to resume: there is no crawl in ", "--resume");
    assertFails("nothing to refresh: there is no crawl in ", "--refresh");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void resultsThatAreThereStay() throws Exception {
    Path file = Files.createDirectory(dir.resolve("out")).resolve("crawl.mv.db");
    Files.writeString(file, "x");
    assertFails(file + " has the results of an earlier crawl: add", "-o", place(), "http://h/");
    assertThat(file).hasContent("x");
    assertFails("cannot open " + file, "--resume", "-o", place());
    assertThat(file).hasContent("x");
  }
}
