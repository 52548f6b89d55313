package weft.process;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link Command} consists of; changed only before a command has it. */
final class Settings {
  private static final int MEBIBYTE = 1 << 20;

  final List<String> words;
  Optional<Path> folder = Optional.empty();
  boolean ownVariables = true;
  Map<String, Optional<String>> variables = Map.of();
  Input input = new Input.Nothing();
  boolean outputInherited;
  boolean outputDiscarded;
  ErrorOutput errors = ErrorOutput.TAIL;
  Charset charset = StandardCharsets.UTF_8;
  Duration grace = Duration.ofSeconds(5);
  int limit = 64 * MEBIBYTE;
  boolean checked;

  Settings(List<String> words) {
    this.words = words;
  }

  Settings copy() {
    var copy = new Settings(words);
    copy.folder = folder;
    copy.ownVariables = ownVariables;
    copy.variables = new LinkedHashMap<>(variables);
    copy.input = input;
    copy.outputInherited = outputInherited;
    copy.outputDiscarded = outputDiscarded;
    copy.errors = errors;
    copy.charset = charset;
    copy.grace = grace;
    copy.limit = limit;
    copy.checked = checked;
    return copy;
  }

  ProcessBuilder builder() {
    var builder = new ProcessBuilder(words);
    folder.ifPresent(f -> builder.directory(f.toFile()));
    if (!ownVariables) builder.environment().clear();
    variables.forEach((name, value) ->
        value.ifPresentOrElse(
            v -> builder.environment().put(name, v), () -> builder.environment().remove(name)));
    builder.redirectInput(input.redirect());
    if (outputInherited) builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    if (outputDiscarded) builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    if (errors == ErrorOutput.MERGED) builder.redirectErrorStream(true);
    else builder.redirectError(errors.redirect());
    return builder;
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
