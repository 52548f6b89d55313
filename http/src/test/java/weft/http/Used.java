package weft.http;

/** How many connections a client uses, as a test expects it. */
record Used(int inUse, int idle, int waiting) {
  static Used connections(Http http) {
    var s = http.statistics();
    return new Used(s.inUse(), s.idle(), s.waiting());
  }

  static Used connections(int inUse, int idle, int waiting) {
    return new Used(inUse, idle, waiting);
  }
}
