package weft.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is true of one machine only has no place in the repository. */
class PortabilityTest {
  private static final Pattern SOMEONES_FOLDER =
      Pattern.compile("(?<![\\w.:/-])(/(home|root|work|Users)/\\w|[A-Z]:\\\\Users)");

  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|kt|md|xml|sh|txt|properties|config|html|js|css)|weft|.*/run");

  @Test
  void noFileNamesAFolderOfSomeonesMachine() {
    var found = new ArrayList<String>();
    for (Path file : Project.files(name -> TEXT.matcher(name).matches())) {
      int number = 0;
      for (String line : Project.read(file).lines().toList()) {
        number++;
        if (SOMEONES_FOLDER.matcher(line).find()) found.add(Project.relative(file) + ":" + number);
      }
    }
    assertThat(found).isEmpty();
  }
}
