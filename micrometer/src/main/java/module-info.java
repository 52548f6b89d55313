/** What goes on in Weft, as meters of Micrometer. */
module weft.micrometer {
  requires transitive micrometer.core;
  requires transitive weft;
  requires static org.jspecify;

  exports weft.micrometer;
}
