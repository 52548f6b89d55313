package weft.web;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The files of a folder. */
final class FolderFiles implements FileSource {
  private final Path folder;

  FolderFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    this.folder = folder;
  }

  @Override
  public Optional<Found> find(String path) throws IOException {
    if (!FileSource.isSafe(path)) return Optional.empty();
    try {
      Path file = folder.resolve(path).toRealPath();
      return file.startsWith(folder.toRealPath()) ? file(file) : Optional.empty();
    } catch (FileSystemException
        | InvalidPathException e) { // there is none, or none that may be read
      return Optional.empty();
    }
  }

  /** The file there; empty if there is none, or none that may be read. */
  static Optional<Found> file(Path file) throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) return Optional.empty();
      long size = attributes.size();
      String name = String.valueOf(file.getFileName());
      var modified = attributes.lastModifiedTime().toInstant();
      return Optional.of(new Found(name, size, modified, new Content.FilePart(file, 0, size)));
    } catch (FileSystemException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isFolder(String path) {
    try {
      return FileSource.isSafe(path) && Files.isDirectory(folder.resolve(path));
    } catch (InvalidPathException e) { // the system has no such names
      return false;
    }
  }
}
