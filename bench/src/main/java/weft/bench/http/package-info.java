/** HTTP clients: one contestant a process, against an nginx of the row's own. */
package weft.bench.http;
