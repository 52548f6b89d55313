package weft.crawl.frontier;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import weft.crawl.store.StoreException;

/**
 * A file for what waits and needs no place in memory, made when first needed and gone when closed.
 * It holds nothing that can't be found again, so a crash loses nothing by it.
 *
 * <p>For many threads, interrupted ones too. Its space is used again when all of it is read.
 */
public final class SpillFile implements AutoCloseable {
  private final Path folder;
  private @Nullable RandomAccessFile file; // a channel would be closed by an interrupt
  private @Nullable Path path;
  private long end;
  private long unread;

  /** A file in this folder. */
  public SpillFile(Path folder) {
    this.folder = folder;
  }

  /** A part of the file that is written and not read. */
  record Part(long at, int length) {}

  synchronized Part write(byte[] bytes) {
    try {
      RandomAccessFile open = file == null ? open() : file;
      open.seek(end);
      open.write(bytes);
      var part = new Part(end, bytes.length);
      end += bytes.length;
      unread++;
      return part;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Reads a part; once. */
  synchronized byte[] read(Part part) {
    try {
      RandomAccessFile open = file == null ? open() : file;
      var bytes = new byte[part.length()];
      open.seek(part.at());
      open.readFully(bytes);
      if (--unread == 0) {
        end = 0;
        open.setLength(0);
      }
      return bytes;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private RandomAccessFile open() throws IOException {
    Path made = Files.createTempFile(folder, ".weft-queue", ".tmp");
    path = made;
    file = new RandomAccessFile(made.toFile(), "rw");
    delete(); // where files may go while they are open, not even a killed process leaves it behind
    return file;
  }

  private StoreException failed(IOException e) {
    return new StoreException("cannot keep what waits to be fetched in " + folder, e);
  }

  private void delete() {
    try {
      if (path != null) Files.deleteIfExists(path);
    } catch (IOException _) {
      // not while it is open, on Windows
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (file != null) file.close();
    } catch (IOException e) {
      throw failed(e);
    } finally {
      delete();
    }
  }
}
