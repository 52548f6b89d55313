package weft.http;

import java.io.IOException;
import weft.CancelledError;

/** A cancellation on its way through the library, which closes its whole pool on an Error. */
final class CutOff extends IOException {
  private static final long serialVersionUID = 1;

  private final CancelledError cancellation;

  CutOff(CancelledError cancellation) {
    super("cancelled", cancellation);
    this.cancellation = cancellation;
  }

  /** To be thrown where the library has been left. */
  CancelledError cancellation() {
    return cancellation;
  }
}
