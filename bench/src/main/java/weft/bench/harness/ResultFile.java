package weft.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The rows that were measured last, as JSON: reports can be made of them again. */
final class ResultFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path file;

  ResultFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** All rows; none if there is no file. */
  List<Measured> read() throws IOException {
    if (!Files.exists(file)) return List.of();
    try {
      return JSON.readValue(Files.readString(file), new TypeReference<List<Measured>>() {});
    } catch (JacksonException e) {
      throw new IOException(file + " is not what this version writes: delete it", e);
    }
  }

  /** Puts a row in the place of the one with its name. */
  void put(Measured row) throws IOException {
    var rows = new ArrayList<>(read());
    rows.removeIf(r -> r.name().equals(row.name()));
    rows.add(row);
    Files.createDirectories(file.getParent());
    var next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, JSON.writeValueAsString(rows));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
