/**
 * A pooled HTTP client for tasks: bounded bodies, clear errors, and a call ends when it is
 * cancelled.
 */
module weft.http {
  requires transitive weft;
  requires static org.jspecify;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;
  // The client is an automatic module, and what those need nobody knows.
  requires org.slf4j;
  // Used where the program has it.
  requires static tools.jackson.databind;

  exports weft.http;
}
