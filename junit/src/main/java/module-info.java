/** A JUnit extension: virtual time, seeded schedules, leak checks, a network in memory. */
module weft.junit {
  requires transitive weft;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports weft.junit;
  exports weft.junit.net;

  opens weft.junit to
      org.junit.platform.commons;
}
