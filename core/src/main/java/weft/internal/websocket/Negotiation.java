package weft.internal.websocket;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a client's offer to compress.
 *
 * @param answer the value of the header that accepts it
 * @param window the longest message that may be compressed: the client keeps no more of what came
 *     before, and the JDK's compressor can't be told to look back less far
 */
public record Negotiation(String answer, int window) {
  private static final String NAME = "permessage-deflate";
  private static final int LARGEST = 15;

  /** What a client offers: each message by itself, in both directions. */
  public static final String OFFER =
      NAME + "; client_no_context_takeover; server_no_context_takeover";

  /**
   * Whether a server's answer to {@link #OFFER} agrees to it.
   *
   * @throws ProtocolError if it speaks of something that was not offered
   */
  public static boolean isAgreed(List<String> answers) throws ProtocolError {
    if (answers.isEmpty()) return false;
    var parts = Arrays.stream(String.join(",", answers).split(";", -1)).map(String::strip).toList();
    boolean known =
        parts.getFirst().equals(NAME)
            && parts.contains("server_no_context_takeover")
            && parts.stream()
                .skip(1)
                .allMatch(part ->
                    part.equals("server_no_context_takeover")
                        || part.equals("client_no_context_takeover")
                        || part.matches("server_max_window_bits=\"?([89]|1[0-5])\"?"));
    if (known) return true;
    throw new ProtocolError(
        CloseCode.PROTOCOL_ERROR, "extensions that were not offered: " + String.join(",", answers));
  }

  /** The first offer that can be accepted. */
  public static Optional<Negotiation> of(List<String> offers) {
    for (String header : offers) {
      for (String offer : header.split(",", -1)) {
        var accepted = accept(offer.split(";", -1));
        if (accepted.isPresent()) return accepted;
      }
    }
    return Optional.empty();
  }

  private static Optional<Negotiation> accept(String[] offer) {
    if (!offer[0].strip().equals(NAME)) return Optional.empty();
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < offer.length; i++) {
      String[] pair = offer[i].split("=", 2);
      String name = pair[0].strip().toLowerCase(Locale.ROOT);
      String value = pair.length < 2 ? "" : pair[1].strip().replaceAll("^\"(.*)\"$", "$1");
      if (parameters.put(name, value) != null || !isKnown(name, value)) return Optional.empty();
    }
    var answer = new StringBuilder(NAME);
    answer.append("; server_no_context_takeover; client_no_context_takeover");
    String bits = parameters.getOrDefault("server_max_window_bits", "" + LARGEST);
    if (!bits.equals("" + LARGEST)) answer.append("; server_max_window_bits=").append(bits);
    return Optional.of(new Negotiation(answer.toString(), window(Integer.parseInt(bits))));
  }

  private static int window(int bits) {
    return bits == LARGEST ? Integer.MAX_VALUE : 1 << bits;
  }

  private static boolean isKnown(String name, String value) {
    return switch (name) {
      case "server_no_context_takeover", "client_no_context_takeover" -> value.isEmpty();
      case "server_max_window_bits" -> isBits(value);
      case "client_max_window_bits" -> value.isEmpty() || isBits(value);
      default -> false;
    };
  }

  private static boolean isBits(String value) {
    return value.matches("[89]|1[0-5]");
  }
}
