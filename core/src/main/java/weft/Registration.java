package weft;

/** Something that holds until it is closed. */
public interface Registration extends AutoCloseable {
  /** Ends it; to call it again does nothing. */
  @Override
  void close();
}
