package weft.web;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Files on the class path. Each is read as a whole. */
final class ResourceFiles implements FileSource {
  private final ClassLoader loader;
  private final String folder;

  ResourceFiles(ClassLoader loader, String folder) {
    this.loader = loader;
    this.folder = folder.endsWith("/") || folder.isEmpty() ? folder : folder + "/";
  }

  @Override
  public Optional<Found> find(String path) throws IOException {
    if (!FileSource.isSafe(path) || path.isEmpty() || path.endsWith("/")) return Optional.empty();
    URL url = loader.getResource(folder + path);
    if (url == null || isFolder(path)) return Optional.empty();
    var connection = url.openConnection();
    connection.setUseCaches(false);
    try (var in = connection.getInputStream()) {
      byte[] bytes = in.readAllBytes();
      var modified = Instant.ofEpochMilli(connection.getLastModified());
      String name = path.substring(path.lastIndexOf('/') + 1);
      return Optional.of(new Found(name, bytes.length, modified, new Content.Bytes(bytes)));
    }
  }

  @Override
  public boolean isFolder(String path) {
    if (!FileSource.isSafe(path)) return false;
    URL url = loader.getResource(folder + path + "/");
    if (url == null || !url.getProtocol().equals("file")) return url != null;
    return Files.isDirectory(
        Path.of(URI.create(url.toString()))); // a file is found with a slash, too
  }
}
